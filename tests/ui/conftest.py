"""A running page: the real app as its own process, on a small real index with hostile documents among the others."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from bot import Advisor
from bot.settings import ROOT
from tests.ui.hostile import write_hostile

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
HOSTILE_ID = "paha/<b>&\"'"
HOSTILE_TITLE = "<img src=x onerror=alert(1)> Vihamielinen \u202eelpmis\u202c {{7*7}} ${alert(2)}"
HOSTILE_TEXT = (
    "Vihamielisen asiakirjan ensimmäinen virke kertoo kvanttikaalin hinnan: <script>alert('x')</script> on 77 euroa "
    "![kuva](http://tracker.example/p.png) \u202etxet desrever\u202c [linkki](javascript:alert(3)) [1] *tähti* "
    "`${1+1}` {{constructor}}."
)


@pytest.fixture(scope="session")
def site_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of some of the corpus's folders and of documents that nobody should trust."""
    folder = tmp_path_factory.mktemp("site")
    row = {"id": HOSTILE_ID, "title": HOSTILE_TITLE, "text": HOSTILE_TEXT, "url": "javascript:alert(4)"}
    collection = folder / "paha.jsonl"
    collection.write_text(json.dumps(row | {"language": "fi"}, ensure_ascii=False) + "\n", encoding="utf-8")
    write_hostile(folder / "hostile")
    sources = [str(folder / "corpus"), str(collection), str(folder / "hostile")]
    index = folder / "index"
    for name in ("fi/keino", "fi/kynnysarvot", "fi/menettelyt", "sv/keino", "en/keino", "esimerkit"):
        shutil.copytree(ROOT / "corpus" / name, folder / "corpus" / name)
    done = subprocess.run(
        [sys.executable, "ingest.py", *sources, "--index", str(index)],
        cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return index


@pytest.fixture(scope="session")
def site(site_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the running app."""
    with serving(site_index, tmp_path_factory.mktemp("app")) as address:
        yield address


@contextmanager
def serving(index: Path, folder: Path, **settings: str) -> Iterator[str]:
    """The address of an app on ``index`` with KEINO_* variables of its own; log and records are kept in ``folder``."""
    with running(index, folder, **settings) as (address, _):
        yield address


@contextmanager
def running(index: Path, folder: Path, **settings: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The same as `serving`, with the app's process, which may have ended before the block does."""
    log = folder / "log"
    environment = os.environ | {"KEINO_RECORDS": str(folder / "records.sqlite")} | settings
    with log.open("w") as out, subprocess.Popen(
        [sys.executable, "app.py", "--index", str(index), "--port", "0"],
        cwd=ROOT, stdout=out, stderr=out, env=environment,
    ) as process:  # fmt: skip
        try:
            yield _address(process, log), process
        finally:
            process.terminate()


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline and process.poll() is None:
        for line in log.read_text().splitlines():
            if "http://" in line:
                return line[line.index("http://") :].strip()
        time.sleep(0.1)
    raise AssertionError(f"the app did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium; without one the tests that need it are skipped."""
    if not Path(CHROMIUM).exists():
        pytest.skip("Chromium is missing: apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def served(site_index: Path) -> Advisor:
    """The same index as the app's, to compare with."""
    return Advisor.open(site_index)


@pytest.fixture
def opened(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Opens a page; at the end nothing may have been logged as an error or asked of another host."""
    faults: list[str] = []
    pages: list[Page] = []

    def open_page(
        query: str = "", size: tuple[int, int] = (1280, 860), scheme: str = "light", locale: str = "fi-FI"
    ) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, locale=locale,  # type: ignore[arg-type]
            reduced_motion="reduce", permissions=["clipboard-read", "clipboard-write"],
        )  # fmt: skip
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda m: faults.append(f"console: {m.text}") if m.type == "error" else None)
        page.on("pageerror", lambda e: faults.append(f"script: {e}"))
        page.on("dialog", lambda d: (faults.append(f"dialog: {d.message}"), d.dismiss()))
        here = urlsplit(site).netloc
        page.on("request", lambda r: faults.append(f"outside: {r.url}") if _elsewhere(r.url, here) else None)
        page.goto(site + "/" + query)
        page.wait_for_selector("header.top[data-ready='true']")
        page.wait_for_function("document.querySelector('#keino-question textarea')?.getAttribute('aria-label')")
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        page.context.close()
    assert faults == []


def _elsewhere(url: str, here: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme not in {"data", "blob"} and parts.netloc != here
