"""A running page: the real app as its own process, on a small real index with hostile documents among the others."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import ROOT

HOSTILE_ID = "paha/<b>&\"'"
HOSTILE_TITLE = "<img src=x onerror=alert(1)> Vihamielinen \u202eelpmis\u202c {{7*7}} ${alert(2)}"
HOSTILE_TEXT = (
    "Vihamielisen asiakirjan ensimmäinen virke kertoo kvanttikaalin hinnan: <script>alert('x')</script> on 77 euroa "
    "![kuva](http://tracker.example/p.png) \u202etxet desrever\u202c [linkki](javascript:alert(3)) [1] *tähti* "
    "`${1+1}` {{constructor}}."
)


@pytest.fixture(scope="session")
def site_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of some of the corpus's folders and of a collection that nobody should trust."""
    folder = tmp_path_factory.mktemp("site")
    row = {"id": HOSTILE_ID, "title": HOSTILE_TITLE, "text": HOSTILE_TEXT, "url": "javascript:alert(4)"}
    collection = folder / "paha.jsonl"
    collection.write_text(json.dumps(row | {"language": "fi"}, ensure_ascii=False) + "\n", encoding="utf-8")
    index = folder / "index"
    parts = [*(f"corpus/fi/{name}" for name in ("keino", "kynnysarvot", "menettelyt")), str(collection)]
    done = subprocess.run(
        [sys.executable, "ingest.py", *parts, "--index", str(index)],
        cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return index


@pytest.fixture(scope="session")
def site(site_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the running app."""
    log = tmp_path_factory.mktemp("app") / "log"
    with log.open("w") as out, subprocess.Popen(
        [sys.executable, "app.py", "--index", str(site_index), "--port", "0"], cwd=ROOT, stdout=out, stderr=out
    ) as process:
        try:
            yield _address(process, log)
        finally:
            process.terminate()


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        for line in log.read_text().splitlines():
            if "http://" in line:
                return line[line.index("http://") :].strip()
        time.sleep(0.1)
    raise AssertionError(f"the app did not start:\n{log.read_text()}")
