"""What the pictures show: every tab and state of the page, and how each is come to."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from gradio_client import Client
from playwright.sync_api import Page

from bot.ui.catalogue import texts
from bot.ui.conversation import Conversation, Stage
from bot.ui.saved import to_saved
from bot.ui.statement import ADDRESS

PASSWORD = "kuvia varten"
CHANGED = "fi/keino/rahoitus"

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
    """What the page shows: the address to open and what is done there.

    ``whole``: the whole page is in the picture; ``look`` is what is scrolled into sight before it is taken; ``media``
    is "screen" or "print"; ``records``: on an app over sample records.
    """

    act: Callable[[Page, str], None]
    query: str = ""
    languages: tuple[str, ...] = ("fi",)
    whole: bool = False
    look: str = ""
    media: str = "screen"
    records: bool = False


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


def waiting(page: Page, language: str) -> None:
    with busy(page.url.split("?")[0]):
        page.fill("#keino-question textarea", TALKS[language])
        page.press("#keino-question textarea", "Enter")
        start = texts(language)("step.place", place="").split(" ")[0]
        page.wait_for_function(
            "start => document.querySelector('#keino-talk .working')?.textContent.startsWith(start)", arg=start
        )
        # The place goes on changing; the picture is of one moment.
        page.evaluate("() => { const t = document.querySelector('#keino-talk'); t.replaceWith(t.cloneNode(true)); }")


@contextmanager
def busy(site: str) -> Iterator[None]:
    """Four programs that ask without a pause."""
    enough, begun = threading.Event(), threading.Semaphore(0)

    def keep_asking() -> None:
        client = Client(site, verbose=False)
        begun.release()
        while not enough.is_set():
            client.predict(FUNDING, api_name="/ask")

    programs = [threading.Thread(target=keep_asking) for _ in range(4)]
    for program in programs:
        program.start()
    for _ in programs:
        begun.acquire(timeout=60)
    try:
        yield
    finally:
        enough.set()
        for program in programs:
            program.join()


def stopped(page: Page, language: str) -> None:
    answering(page, language)
    page.locator("[data-stop]").click()
    page.wait_for_selector("#keino-talk [data-retry]")


def failed(page: Page, language: str) -> None:
    # As the browser keeps a conversation whose last question failed.
    talk = Conversation().asked(TALKS[language]).at(Stage.FAILED)
    kept = [{"id": "1", "title": TALKS[language], "at": 0, "turns": 1, "conversation": to_saved(talk)}]
    page.evaluate(
        "kept => { localStorage['keino-conversations'] = kept; sessionStorage['keino-conversation'] = '1'; }",
        json.dumps(kept),
    )
    page.reload()
    page.wait_for_selector("#keino-talk [data-retry]")


def unsaid(page: Page, language: str) -> None:
    page.press("#keino-question textarea", "Enter")
    page.wait_for_selector("#keino-talk .answer.done")


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


def thanks(page: Page, language: str) -> None:
    ask(page, FUNDING)
    page.locator(".feedback [data-event='rated'][type='button']").click()
    page.wait_for_selector(".feedback code")


def found(page: Page, language: str) -> None:
    page.wait_for_selector(".keino-view[data-open] .found")


def found_open(page: Page, language: str) -> None:
    found(page, language)
    page.locator(".keino-view[data-open] .found a.name").first.click()
    page.wait_for_selector("#keino-source [data-open]")


def whole_document(page: Page, language: str) -> None:
    _opened(page, LIMITS[language])
    page.locator("#keino-source .actions a.button").click()
    page.wait_for_selector("#keino-source .outline")
    page.locator("#keino-source .outline summary").click()


def changed(page: Page, language: str) -> None:
    page.wait_for_selector("#keino-source .former")


def renaming(page: Page, language: str) -> None:
    ask(page, FUNDING)
    page.locator("#keino-kept .list > summary").click()
    page.locator("#keino-kept [data-rename]").click()


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


def unfolded(page: Page, language: str) -> None:
    maintenance(page, language)
    page.locator(".problems .group summary").last.click()


def offline(page: Page, language: str) -> None:
    ask(page, FUNDING)
    page.fill("#keino-question textarea", TALKS[language])
    page.context.set_offline(True)
    page.press("#keino-question textarea", "Enter")
    page.wait_for_selector("#keino-offline[data-state='lost']")


def back_online(page: Page, language: str) -> None:
    offline(page, language)
    page.context.set_offline(False)
    page.wait_for_selector("#keino-toast")


def focus(page: Page, language: str) -> None:
    ask(page, FUNDING)
    page.locator(".said .marker").first.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")


def nothing(page: Page, language: str) -> None:
    """The page as it opens."""


STATES = {
    "welcome": State(welcome, languages=("fi", "sv", "en")),
    "answering": State(answering),
    "waiting": State(waiting, languages=("fi", "sv")),
    "stopped": State(stopped),
    "failed": State(failed),
    "answered": State(answered, languages=("fi", "sv", "en")),
    "focus": State(focus),
    "source": State(source, languages=("fi", "sv", "en")),
    "validity": State(validity, languages=("fi", "sv"), whole=True),
    "table": State(table),
    "whole-document": State(whole_document),
    "changed": State(changed, f"?doc={CHANGED}&start=10&end=40&q=T%C3%A4t%C3%A4%20ei%20en%C3%A4%C3%A4%20ole"),
    "not-found": State(not_found),
    "out-of-scope": State(out_of_scope, languages=("fi", "en")),
    "rejected": State(rejected),
    "unsaid": State(unsaid),
    "follow-up": State(follow_up, whole=True),
    "conversations": State(conversations),
    "renaming": State(renaming, languages=("fi", "en")),
    "export": State(export),
    "print": State(follow_up, media="print", whole=True),
    "feedback": State(feedback, languages=("fi", "sv"), look=".feedback form"),
    "thanks": State(thanks, look=".feedback"),
    "search": State(found, "?view=search", languages=("fi", "sv", "en")),
    "search-hits": State(found_open, "?view=search&s=puitejärjestely"),
    "search-empty": State(found, "?view=search&theme=keino&region=Lappi"),
    "document": State(found_open, "?view=search&theme=kynnysarvot&kind=article"),
    "missing": State(missing, "?doc=fi/ei/ole"),
    "examples": State(found, "?view=examples", languages=("fi", "en")),
    "examples-open": State(found_open, "?view=examples&region=Uusimaa"),
    "door": State(door, "?view=maintenance"),
    "wrong": State(wrong, "?view=maintenance"),
    "unused": State(maintenance, "?view=maintenance"),
    "statement": State(nothing, ADDRESS, languages=("fi", "sv", "en"), whole=True),
    "offline": State(offline, languages=("fi", "sv", "en")),
    "back-online": State(back_online),
    "figures": State(maintenance, "?view=maintenance", records=True),
    "maintenance": State(maintenance, "?view=maintenance", languages=("fi", "sv", "en"), whole=True, records=True),
    "problems": State(unfolded, "?view=maintenance", look=".problems .group:last-of-type", records=True),
}
