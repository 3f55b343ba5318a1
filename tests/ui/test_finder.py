"""Search and examples in a real Chromium: words, limits, addresses, the source beside, more, nothing, a failure."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page

from bot import Advisor
from bot.ui.catalogue import LANGUAGES, texts
from bot.ui.examples import find as find_examples
from bot.ui.search import find
from bot.ui.wanted import Wanted

Opened = Callable[..., Page]
TODAY = date.today()
FI = texts("fi")


def place_of(page: Page, selector: str) -> dict[str, object]:
    place: dict[str, object] = json.loads(page.locator(selector).first.get_attribute("data-place") or "{}")
    return place


def search(page: Page, words: str, view: str = "search") -> None:
    page.fill(f"#keino-{view}-words", words)
    page.press(f"#keino-{view}-words", "Enter")
    settled(page, view)


def settled(page: Page, view: str = "search") -> None:
    page.wait_for_function(f"document.querySelector('#keino-{view}-found').getAttribute('aria-busy') === 'false'")


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_passage_opens_where_it_stands(opened: Opened, served: Advisor, code: str) -> None:
    page = opened("?view=search", locale=code)
    page.wait_for_selector("#keino-search-found .hits")
    search(page, {"fi": "kynnysarvo", "sv": "finansiering", "en": "funding"}[code])
    page.select_option("#keino-search-language", code)
    settled(page)
    place = place_of(page, "#keino-search-found a.name")
    page.locator("#keino-search-found a.name").first.click()
    page.wait_for_selector("#keino-source mark")
    document = served.document(str(place["doc"]))
    assert page.locator("#keino-source mark").text_content() == document.text[place["start"] : place["end"]]  # type: ignore[misc]
    assert document.metadata.language == code
    page.locator("#keino-source .actions a.button").click()
    # The whole document takes the passage's place; both have headings, so that only the words tell them apart.
    page.wait_for_function(
        """sections => {
          const body = document.querySelector("#keino-source .body").textContent.replace(/\\s/g, "");
          return sections.every((section) => body.includes(section.replace(/\\s/g, "")));
        }""",
        arg=[document.text[s.start : s.end] for s in document.sections],
    )


def test_limits_and_their_address(opened: Opened, served: Advisor) -> None:
    page = opened("?view=search")
    page.wait_for_selector("#keino-search-found .hits")
    page.select_option("#keino-search-authority", "binding")
    settled(page)
    expected = [i for i, m in served.metadata().items() if m.authority == "binding"]
    assert page.locator("#keino-search-found h3").text_content() == FI.count("find.documents", len(expected))
    page.select_option("#keino-search-valid", "now")
    settled(page)
    search(page, "kynnysarvot")
    found = page.locator("#keino-search-found a.name").all_text_contents()
    again = opened("?" + page.url.split("?")[1])
    again.wait_for_selector("#keino-search-found .hits")
    assert again.locator("#keino-search-words").input_value() == "kynnysarvot"
    assert again.locator("#keino-search-authority").input_value() == "binding"
    assert again.locator("#keino-search-found a.name").all_text_contents() == found
    page.locator("[data-free]").click()
    settled(page)
    assert page.locator("#keino-search-authority").input_value() == ""
    assert "authority" not in page.url


def test_more_and_nothing(opened: Opened) -> None:
    page = opened("?view=search")
    page.wait_for_selector("#keino-search-found .hits")
    assert page.locator("#keino-search-found .hits > li").count() == 20
    page.locator("[data-event='more']").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelectorAll('#keino-search-found .hits > li').length > 20")
    page.wait_for_function("document.activeElement.matches('#keino-search-found .hits > li:nth-child(21) a')")
    page.select_option("#keino-search-region", "Uusimaa")
    settled(page)
    page.select_option("#keino-search-kind", "article")
    settled(page)
    page.wait_for_selector("#keino-search-found .none")
    search(page, "Paljonko KEINO sai rahoitusta?")
    assert FI("find.nothing") in (page.locator("#keino-search-found").text_content() or "")
    said = FI("find.nothing")
    page.wait_for_function("text => document.querySelector('#keino-live')?.textContent === text", arg=said)
    page.locator("[data-put]").click()
    assert page.locator("#keino-view-ask").is_visible()
    assert page.locator("#keino-question textarea").input_value() == "Paljonko KEINO sai rahoitusta?"
    page.keyboard.press("Enter")
    page.wait_for_selector(".answer.done")


@pytest.mark.parametrize("size", [(1280, 860), (375, 780)])
def test_examples_as_cards(opened: Opened, served: Advisor, size: tuple[int, int]) -> None:
    page = opened("?view=examples", size=size)
    page.wait_for_selector("#keino-examples-found .cards")
    known = {i: m for i, m in served.metadata().items() if m.kind == "example"}
    assert page.locator(".example").count() == len(known) >= 25
    page.select_option("#keino-examples-region", "Uusimaa")
    settled(page, "examples")
    titles = set(page.locator(".example .name").all_text_contents())
    assert titles == {m.title for m in known.values() if m.region == "Uusimaa"}
    search(page, "biokaasulla kulkevat bussit", "examples")
    page.select_option("#keino-examples-region", "")
    settled(page, "examples")
    assert "bussi" in (page.locator(".example .name").first.text_content() or "").lower()
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0], "nothing scrolls sideways"
    page.locator(".example").first.click(position={"x": 20, "y": 12})
    page.wait_for_selector("#keino-source [data-open]")
    assert page.locator("#keino-source h2").text_content() == page.locator(".example .name").first.text_content()


def test_languages_change_what_stands_there(opened: Opened) -> None:
    page = opened("?view=search&s=rahoitus")
    page.wait_for_selector("#keino-search-found .hits")
    page.locator("[data-language='sv']").click()
    heading = texts("sv")("search_view.heading")
    page.wait_for_function("text => document.querySelector('.search h2').textContent === text", arg=heading)
    assert page.locator("#keino-search-words").input_value() == "rahoitus", "the words stay"
    assert page.locator("[data-view='search']").get_attribute("aria-current") == "page"


def test_hostile_words_are_text(opened: Opened) -> None:
    page = opened('?view=search&s=%22%3E%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&theme=%3Cb%3E')
    page.wait_for_selector("#keino-search-found .none")
    assert page.locator("#keino-search-words").input_value() == '"><img src=x onerror=alert(1)>'
    page.locator("#keino-search-found [data-free]").click()
    settled(page)
    search(page, "kvanttikaali")
    assert page.locator("#keino-left :is(img, script)").count() == 0


@pytest.mark.parametrize("code", LANGUAGES)
def test_hits_are_those_of_the_advisor(served: Advisor, code: str) -> None:
    wanted = Wanted(s="kynnysarvot", n=7)
    shown = find(served, wanted, texts(code), TODAY)
    assert shown.count("<li ") == 7
    for hit in served.search("kynnysarvot", k=7):
        assert f"start={hit.start}&amp;end={hit.end}" in shown
    assert find_examples(served, Wanted(theme="ei-ole"), texts(code), TODAY).count("data-free") == 1
