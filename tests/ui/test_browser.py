"""The page in a real Chromium: ask, open the marker, read the highlight; by mouse and keyboard, wide and narrow."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from gradio_client import Client
from playwright.sync_api import Page

from bot import Advisor
from bot.ui.catalogue import LANGUAGES, texts

FUNDING = "Paljonko KEINO sai rahoitusta?"
WIDE, NARROW = (1280, 860), (375, 780)
Opened = Callable[..., Page]


def ask(page: Page, question: str, turn: int = 0) -> None:
    page.fill("#keino-question textarea", question)
    page.press("#keino-question textarea", "Enter")
    page.wait_for_selector(f"#keino-talk .answer.done[data-turn='{turn}']")


@contextmanager
def at_marker(page: Page, number: int = 0) -> Iterator[dict[str, str]]:
    """The marker's own address, taken apart."""
    address = page.locator("#keino-talk .said .marker").nth(number).get_attribute("href")
    assert address is not None
    yield {k: v[0] for k, v in parse_qs(urlsplit(address).query).items()}


def mark_text(page: Page) -> str:
    page.wait_for_selector("#keino-source mark")
    assert page.locator("#keino-source mark").count() == 1
    found = page.locator("#keino-source mark").text_content()
    assert found
    return found


@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "light"), (NARROW, "dark")])
def test_marker_opens_the_very_passage(opened: Opened, served: Advisor, size: tuple[int, int], scheme: str) -> None:
    page = opened(size=size, scheme=scheme)
    ask(page, FUNDING)
    assert "3,8" in (page.locator(".answer .said").text_content() or "")
    with at_marker(page) as place:
        page.locator("#keino-talk .said .marker").first.click()
        text = served.document(place["doc"]).text
        assert mark_text(page) == text[int(place["start"]) : int(place["end"])]
    box = page.locator("#keino-source mark").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < size[1], "the quote is scrolled into view"
    assert page.locator("#keino-talk .said .marker").first.get_attribute("aria-current") == "true"
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= size[0], "nothing scrolls sideways"


def test_every_quote_is_highlighted_exactly(opened: Opened, served: Advisor) -> None:
    page = opened()
    questions = [FUNDING, "Mitkä ovat hankintojen EU-kynnysarvot?", "Ketkä olivat KEINOn jäseniä?"]
    seen = 0
    for turn, question in enumerate(questions):
        ask(page, question, turn)
        markers = page.locator(f"[data-turn='{turn}'] .said .marker")
        for n in range(markers.count()):
            markers.nth(n).click()
            place = json.loads(markers.nth(n).get_attribute("data-place") or "{}")
            page.wait_for_function(
                "address => document.querySelector('#keino-source .source')?.dataset.address === address",
                arg=markers.nth(n).get_attribute("href"),
            )
            assert mark_text(page) == served.document(place["doc"]).text[place["start"] : place["end"]]
            seen += 1
    assert seen >= len(questions)


def test_permanent_address_opens_the_same_view(opened: Opened) -> None:
    page = opened()
    ask(page, FUNDING)
    page.locator("#keino-talk .said .marker").first.click()
    first = mark_text(page)
    page.wait_for_function("location.search.includes('doc=')")
    again = opened("?" + urlsplit(page.url).query)
    assert mark_text(again) == first


def test_numbers_of_a_list_stand_before_their_items(opened: Opened, served: Advisor) -> None:
    article = "fi/menettelyt/suorahankinta"
    at = served.document(article).text.index("Suorahankinnan saa tehdä vain")
    page = opened(f"?doc={article}&start={at}&end={at + 20}")
    number = page.locator("#keino-source .body .sign").first
    number.wait_for()
    place = number.evaluate("(e) => [e.textContent.trim(), e.offsetTop, e.parentElement.offsetTop, e.offsetWidth]")
    assert place[0] == "1."
    assert abs(place[1] - place[2]) < 5
    assert place[3] < 40


def test_changed_and_missing_sources_say_so(opened: Opened, served: Advisor) -> None:
    document = next(d for d in served.documents() if d.endswith("rahoitus"))
    page = opened(f"?doc={quote(document)}&start=10&end=40&q=T%C3%A4t%C3%A4%20ei%20ole")
    page.wait_for_selector("#keino-source .note.warn")
    assert texts("fi")("source.changed") in (page.locator("#keino-source .note").text_content() or "")
    assert "Tätä ei ole" in (page.locator("#keino-source .former").text_content() or "")
    page = opened("?doc=ei/ole/<i>olemassa</i>")
    page.wait_for_selector("#keino-source .missing")
    assert page.locator("#keino-source i").count() == 0


def test_keyboard_alone(opened: Opened) -> None:
    page = opened()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.skip')")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    page.keyboard.type("Paljonko KEINO")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("sai rahoitusta?")
    assert page.locator(".turn").count() == 0, "Shift+Enter only breaks the line"
    page.keyboard.press("Enter")
    page.wait_for_selector(".answer.done")
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('.said .marker')"):
            break
    else:
        pytest.fail("the marker cannot be reached by Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid", "focus is visible"
    page.keyboard.press("Enter")
    page.wait_for_selector("#keino-source mark")
    page.wait_for_function("document.activeElement.matches('#keino-source [data-focus]')")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('.said .marker')"), "back at the marker"
    assert "Vastaus valmis" not in (page.locator("#keino-talk").text_content() or "")
    page.wait_for_function("document.querySelector('#keino-live')?.textContent.startsWith('Vastaus valmis')")


def test_sheet_on_a_narrow_screen(opened: Opened) -> None:
    page = opened(size=NARROW)
    assert not page.locator("#keino-right").is_visible()
    ask(page, FUNDING)
    page.locator("#keino-talk .said .marker").first.click()
    page.wait_for_selector("#keino-source mark")
    assert page.locator("#keino-right").get_attribute("aria-modal") == "true"
    page.locator("#keino-source [data-close]").click()
    assert not page.locator("#keino-right").is_visible()
    assert page.evaluate("document.activeElement.matches('.said .marker')")


def test_hostile_documents_and_questions_are_text(opened: Opened, served: Advisor) -> None:
    page = opened()
    hostile = "<img src=x onerror=alert(5)> ${alert(6)} {{7*7}} [a](javascript:alert(7)) kvanttikaalin hinta?"
    ask(page, hostile)
    assert page.locator(".bubble").first.text_content() == hostile
    ask(page, "Mitä vihamielinen asiakirja kertoo kvanttikaalin hinnasta?", 1)
    document = served.document("paha/<b>&\"'")
    page = opened(f"?doc={quote(document.id)}&start=0&end={len(document.text)}")
    assert mark_text(page) == document.text
    assert page.locator("#keino-source :is(img, script, a[href^='javascript'])").count() == 0
    assert "49" not in (page.locator("#keino-source h2").text_content() or "")


def test_languages(opened: Opened) -> None:
    for code in LANGUAGES:
        page = opened(locale=f"{code}-FI")
        page.wait_for_function("code => document.documentElement.lang === code", arg=code)
        assert page.title() == texts(code)("title")
    page.locator("[data-language='sv']").click()
    page.wait_for_function("document.documentElement.lang === 'sv'")
    page.reload()
    page.wait_for_function("document.documentElement.lang === 'sv'")
    assert texts("sv")("field.label") in (page.locator("#keino-question").text_content() or "")
    ask(page, "Hur mycket finansiering fick KEINO?")
    assert page.locator("html").get_attribute("lang") == "sv"


def test_example_copy_edit_and_clear(opened: Opened) -> None:
    page = opened()
    page.locator("[data-ask]").first.click()
    page.wait_for_selector(".answer.done")
    page.locator("[data-copy]").first.click()
    page.wait_for_selector("#keino-toast")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert texts("fi").examples[0] in copied
    assert "[1]" in copied
    page.locator("[data-edit]").click()
    page.wait_for_function("document.querySelector('#keino-question textarea').value.length > 5")
    assert page.locator(".turn").count() == 0
    ask(page, FUNDING)
    page.locator("#keino-talk [data-clear]").click()
    page.wait_for_selector(".welcome")


def test_no_answer_is_said_without_sources(opened: Opened) -> None:
    page = opened()
    ask(page, "x" * 2500)
    assert texts("fi")("status.rejected") in (page.locator(".answer .state").text_content() or "")
    assert page.locator(".answer .marker").count() == 0


def test_whoever_waits_is_told_the_place_in_line(opened: Opened, site: str) -> None:
    page = opened(locale="sv-SE")
    page.evaluate(
        """() => {
          window.heard = [];
          new MutationObserver(() => {
            const said = document.querySelector("#keino-live")?.textContent;
            if (said && said !== window.heard.at(-1)) window.heard.push(said);
          }).observe(document.body, { childList: true, subtree: true });
        }"""
    )
    place = texts("sv")("step.place", place=1)
    with ThreadPoolExecutor(4) as programs:
        enough = threading.Event()

        def keep_asking() -> None:
            client = Client(site, verbose=False)
            while not enough.is_set():
                client.predict(FUNDING, api_name="/ask")

        busy = [programs.submit(keep_asking) for _ in range(4)]
        try:
            page.wait_for_timeout(1000)
            page.fill("#keino-question textarea", "Vem samordnade KEINO?")
            page.press("#keino-question textarea", "Enter")
            page.wait_for_selector("#keino-talk .answer.done", timeout=60_000)
        finally:
            enough.set()
    assert [b.exception() for b in busy] == [None] * 4
    assert place in page.evaluate("window.heard")


def test_a_page_that_is_closed_while_it_waits_lets_the_others_in(opened: Opened, site: str) -> None:
    for _ in range(4):
        page = opened()
        page.fill("#keino-question textarea", FUNDING)
        page.press("#keino-question textarea", "Enter")
        page.wait_for_selector("#keino-talk .answer")
        page.close()
    page = opened()
    ask(page, FUNDING)
