"""Pictures of every tab and state, at three widths, light and dark: ``python -m tests.ui.screenshots [NAME ...]``.

They show the real app on the index of the corpus (``data/index``) and go to ``build/screenshots`` (``--out DIR``
names another folder), named ``STATE-WIDTH-SCHEME-LANGUAGE.png``. Names given are beginnings of file names: only those
pictures are taken. The first language of a state is shown at every width, light and dark, the others wide and light,
narrow and dark.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bot import Advisor
from bot.records.record import Rating, Reason, Record, now
from bot.records.recorder import Recorder
from bot.records.store import Records
from bot.settings import ROOT, Settings
from bot.ui.statement import ADDRESS
from tests.ui.conftest import ARGUMENTS, CHROMIUM, serving
from tests.ui.states import PASSWORD, STATES

OUT = ROOT / "build" / "screenshots"
SIZES = ((1280, 860), (768, 1024), (375, 812))
SCHEMES = ("light", "dark")
DAYS, ASKED = 30, 60


@dataclass(frozen=True)
class Visit:
    """A state to come to once, and the pictures to take of it."""

    state: str
    language: str
    shots: tuple[tuple[tuple[int, int], str], ...]

    def name(self, width: int, scheme: str) -> str:
        """The picture's name."""
        return f"{self.state}-{width}-{scheme}-{self.language}"

    def names(self) -> list[str]:
        """The names of all its pictures."""
        return [self.name(width, scheme) for (width, _), scheme in self.shots]


def visits() -> Iterator[Visit]:
    """All of them. A page is not made narrow while a source is open: that would close it."""
    for name, state in STATES.items():
        for n, language in enumerate(state.languages):
            shots = tuple(itertools.product(SIZES, SCHEMES))
            if n:
                shots = ((SIZES[0], SCHEMES[0]), (SIZES[-1], SCHEMES[-1]))
            for wide in (True, False):
                yield Visit(name, language, tuple(s for s in shots if (s[0] == SIZES[0]) is wide))


def take(browser: Browser, site: str, visit: Visit, out: Path, wanted: tuple[str, ...] = ()) -> Iterator[Path]:
    """Take the pictures of a visit whose names begin with one of ``wanted`` (default: all); where each is."""
    state = STATES[visit.state]
    (width, height), _ = visit.shots[0]
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale=f"{visit.language}-FI", reduced_motion="reduce"
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{site}/{state.query}" + (f"?lang={visit.language}" if state.query == ADDRESS else ""))
    if state.query != ADDRESS:
        page.wait_for_selector("header.top[data-ready='true']")
        page.wait_for_function("document.querySelector('#keino-question textarea')?.getAttribute('aria-label')")
    state.act(page, visit.language)
    for (width, height), scheme in visit.shots:
        name = visit.name(width, scheme)
        if wanted and not name.startswith(wanted):
            continue
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme, media=state.media)  # type: ignore[arg-type]
        page.wait_for_timeout(300)
        if state.look:
            page.evaluate("what => document.querySelector(what).scrollIntoView({ block: 'center' })", state.look)
        path = out / f"{name}.png"
        if state.whole:
            # A window as tall as the page: what sticks to the window's edges then stands where the page ends.
            tall = page.evaluate("document.documentElement.scrollHeight")
            page.set_viewport_size({"width": width, "height": max(height, tall)})
            page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=path)
        yield path
    context.close()


def write_records(advisor: Advisor, path: Path) -> None:
    """What the maintenance view shows: questions of the development set, really asked, as if over the last days."""
    rows = (ROOT / "tests" / "questions" / "kehitys.jsonl").read_text(encoding="utf-8").splitlines()
    drawn = random.Random(4)
    recorder = Recorder(Records(path), Settings(records=path, log_questions=True), advisor.document)
    for row in drawn.sample(rows, ASKED):
        answer = advisor.ask(json.loads(row)["question"])
        record = recorder.records.get(recorder.answered(answer, ()))
        ago = timedelta(days=int(drawn.triangular(0, DAYS, 4)), minutes=drawn.randrange(300))
        recorder.records.put(_rated(record.model_copy(update={"asked": now() - ago}), drawn))
    recorder.records.close()


def _rated(record: Record, drawn: random.Random) -> Record:
    if drawn.random() > 0.4:
        return record
    helpful = drawn.random() < 0.7
    return record.rated_as(Rating(helpful=helpful, reason=None if helpful else drawn.choice(list(Reason))))


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="beginnings of the names of the pictures (default: all)")
    parser.add_argument("--index", type=Path, default=ROOT / "data" / "index")
    parser.add_argument("--out", type=Path, default=OUT, help="where the pictures go")
    given = parser.parse_args()
    wanted = tuple(given.names)
    chosen = [v for v in visits() if not wanted or any(n.startswith(wanted) for n in v.names())]
    given.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for records in (False, True):
            visited = [v for v in chosen if STATES[v.state].records is records]
            if visited:
                _take_all(browser, given.index, visited, records, given.out, wanted)
        browser.close()


def _take_all(
    browser: Browser, index: Path, visited: list[Visit], records: bool, out: Path, wanted: tuple[str, ...]
) -> None:
    """The pictures of visits to one app, with sample records or with none."""
    with tempfile.TemporaryDirectory() as folder:
        if records:
            write_records(Advisor.open(index), Path(folder) / "records.sqlite")
        with serving(index, Path(folder), KEINO_MAINTENANCE_PASSWORD=PASSWORD) as site:
            for visit in visited:
                for path in take(browser, site, visit, out, wanted):
                    sys.stdout.write(f"{path}\n")
                    sys.stdout.flush()


if __name__ == "__main__":
    main()
