"""Pictures of every tab and state, at three widths, light and dark: ``python -m tests.ui.screenshots [NAME ...]``.

They show the real app on the index of the corpus (``data/index``) and go to ``build/screenshots``, named
``STATE-WIDTH-SCHEME-LANGUAGE.png``. Names given are beginnings of file names: only those pictures are taken.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from bot import Advisor
from bot.records.record import Rating, Reason, Record, now
from bot.records.recorder import Recorder
from bot.records.store import Records
from bot.settings import ROOT, Settings
from bot.ui.statement import ADDRESS
from tests.ui.conftest import ARGUMENTS, CHROMIUM, serving

OUT = ROOT / "build" / "screenshots"
SIZES = ((1280, 860), (768, 1024), (375, 812))
SCHEMES = ("light", "dark")
PASSWORD = "kuvia varten"
DAYS, ASKED = 30, 60

FUNDING = "Paljonko KEINO sai rahoitusta?"
TALKS = {
    "fi": "Saako yritysten kanssa keskustella ennen kilpailutusta?",
    "sv": "Får man diskutera med företag före konkurrensutsättningen?",
    "en": "May we talk with companies before the tender?",
}
LIMITS = {
    "fi": "Mitkä ovat hankintojen EU-kynnysarvot?",
    "sv": "Vilka är EU-tröskelvärdena för upphandlingar?",
    "en": "What are the EU thresholds?",
}


@dataclass(frozen=True)
class State:
    """What the page shows: the address to open, what is done there, and whether the whole page is in the picture."""

    act: Callable[[Page, str], None]
    query: str = ""
    languages: tuple[str, ...] = ("fi",)
    whole: bool = False


def ask(page: Page, question: str, turn: int = 0) -> None:
    """Ask, and wait for the answer."""
    page.fill("#keino-question textarea", question)
    page.press("#keino-question textarea", "Enter")
    page.wait_for_selector(f"#keino-talk .answer.done[data-turn='{turn}']")


def _opened(page: Page, question: str) -> None:
    """Ask, and open the first quote in its source."""
    ask(page, question)
    page.locator(".said .marker").first.click()
    page.wait_for_selector("#keino-source mark")


def welcome(page: Page, language: str) -> None:
    page.wait_for_selector(".welcome")


def answering(page: Page, language: str) -> None:
    # The stream of news is held back, so that the page waits as it does in a queue.
    page.route("**/queue/data**", lambda route: None)
    page.fill("#keino-question textarea", TALKS[language])
    page.press("#keino-question textarea", "Enter")
    page.wait_for_selector("#keino-talk .working")


def answered(page: Page, language: str) -> None:
    ask(page, TALKS[language])


def source(page: Page, language: str) -> None:
    _opened(page, TALKS[language])


def validity(page: Page, language: str) -> None:
    ask(page, LIMITS[language])


def table(page: Page, language: str) -> None:
    _opened(page, LIMITS[language])


def not_found(page: Page, language: str) -> None:
    ask(page, "Kuinka paljon Espoon kaupunki käytti konsultteihin vuonna 2025?")


def out_of_scope(page: Page, language: str) -> None:
    ask(page, {"en": "How do I change a bicycle tyre?"}.get(language, "Miten vaihdan polkupyörän renkaan?"))


def rejected(page: Page, language: str) -> None:
    ask(page, "Voiko tästä kysyä? " * 120)


def follow_up(page: Page, language: str) -> None:
    ask(page, FUNDING)
    ask(page, "Entä kuka sen maksoi?", 1)


def conversations(page: Page, language: str) -> None:
    for n, question in enumerate((FUNDING, TALKS["fi"], LIMITS["fi"])):
        ask(page, question)
        if n < 2:
            page.locator("#keino-kept [data-clear]").click()
            page.wait_for_selector(".welcome")
    page.locator("#keino-kept .list > summary").click()


def export(page: Page, language: str) -> None:
    ask(page, FUNDING)
    page.locator("#keino-kept .menu > summary").click()


def feedback(page: Page, language: str) -> None:
    ask(page, FUNDING)
    page.locator("[data-why]").click()
    page.locator(".feedback form").scroll_into_view_if_needed()


def thanks(page: Page, language: str) -> None:
    ask(page, FUNDING)
    page.locator(".feedback [data-event='rated'][type='button']").click()
    page.locator(".feedback code").scroll_into_view_if_needed()


def found(page: Page, language: str) -> None:
    page.wait_for_selector(".keino-view[data-open] .found")


def found_open(page: Page, language: str) -> None:
    found(page, language)
    page.locator(".keino-view[data-open] .found a.name").first.click()
    page.wait_for_selector("#keino-source [data-open]")


def missing(page: Page, language: str) -> None:
    page.wait_for_selector("#keino-source .missing")


def door(page: Page, language: str) -> None:
    page.wait_for_selector("#keino-password")


def wrong(page: Page, language: str) -> None:
    page.fill("#keino-password", "väärä")
    page.press("#keino-password", "Enter")
    page.wait_for_selector("#keino-wrong")


def maintenance(page: Page, language: str) -> None:
    page.fill("#keino-password", PASSWORD)
    page.press("#keino-password", "Enter")
    page.wait_for_selector("#keino-index .facts", timeout=60_000)


def offline(page: Page, language: str) -> None:
    ask(page, FUNDING)
    page.context.set_offline(True)
    page.fill("#keino-question textarea", TALKS["fi"])
    page.press("#keino-question textarea", "Enter")
    page.wait_for_timeout(3000)


def nothing(page: Page, language: str) -> None:
    """The page as it opens."""


STATES = {
    "welcome": State(welcome, languages=("fi", "sv", "en")),
    "answering": State(answering),
    "answered": State(answered, languages=("fi", "sv")),
    "source": State(source, languages=("fi", "en")),
    "validity": State(validity, languages=("fi", "sv"), whole=True),
    "table": State(table),
    "not-found": State(not_found),
    "out-of-scope": State(out_of_scope, languages=("fi", "en")),
    "rejected": State(rejected),
    "follow-up": State(follow_up, whole=True),
    "conversations": State(conversations),
    "export": State(export),
    "feedback": State(feedback),
    "thanks": State(thanks),
    "search": State(found, "?view=search", languages=("fi", "sv")),
    "search-hits": State(found_open, "?view=search&s=puitejärjestely"),
    "search-empty": State(found, "?view=search&theme=keino&region=Lappi"),
    "document": State(found_open, "?view=search&theme=kynnysarvot&kind=article"),
    "missing": State(missing, "?doc=fi/ei/ole"),
    "examples": State(found, "?view=examples", languages=("fi", "en")),
    "door": State(door, "?view=maintenance"),
    "wrong": State(wrong, "?view=maintenance"),
    "figures": State(maintenance, "?view=maintenance"),
    "maintenance": State(maintenance, "?view=maintenance", languages=("fi", "sv"), whole=True),
    "statement": State(nothing, f"{ADDRESS}?lang=fi", whole=True),
    "offline": State(offline),
}


@dataclass(frozen=True)
class Visit:
    """A state to come to once, and the pictures to take of it: each of the sizes, light and dark."""

    state: str
    language: str
    sizes: tuple[tuple[int, int], ...]

    def name(self, width: int, scheme: str) -> str:
        """The picture's name."""
        return f"{self.state}-{width}-{scheme}-{self.language}"

    def names(self) -> list[str]:
        """The names of all its pictures."""
        return [self.name(width, scheme) for (width, _), scheme in itertools.product(self.sizes, SCHEMES)]


def visits() -> Iterator[Visit]:
    """All of them. A page is not made narrow while a source is open: that would close it."""
    for name, state in STATES.items():
        for language, sizes in itertools.product(state.languages, (SIZES[:1], SIZES[1:])):
            yield Visit(name, language, sizes)


def take(browser: Browser, site: str, visit: Visit, wanted: tuple[str, ...] = ()) -> Iterator[Path]:
    """Take the pictures of a visit whose names begin with one of ``wanted`` (default: all); where each is."""
    state = STATES[visit.state]
    width, height = visit.sizes[0]
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale=f"{visit.language}-FI", reduced_motion="reduce"
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{site}/{state.query}")
    if ADDRESS not in state.query:
        page.wait_for_selector("header.top[data-ready='true']")
        page.wait_for_function("document.querySelector('#keino-question textarea')?.getAttribute('aria-label')")
    state.act(page, visit.language)
    for (width, height), scheme in itertools.product(visit.sizes, SCHEMES):
        name = visit.name(width, scheme)
        if wanted and not name.startswith(wanted):
            continue
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.wait_for_timeout(300)
        path = OUT / f"{name}.png"
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
    given = parser.parse_args()
    wanted = tuple(given.names)
    chosen = [v for v in visits() if not wanted or any(n.startswith(wanted) for n in v.names())]
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        if any(v.state in {"figures", "maintenance"} for v in chosen):
            write_records(Advisor.open(given.index), Path(folder) / "records.sqlite")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        with serving(given.index, Path(folder), KEINO_MAINTENANCE_PASSWORD=PASSWORD) as site:
            for visit in chosen:
                for path in take(browser, site, visit, wanted):
                    sys.stdout.write(f"{path.relative_to(ROOT)}\n")
                    sys.stdout.flush()
        browser.close()


if __name__ == "__main__":
    main()
