"""The page by keyboard alone, from a question to the end of the story; every stop shows that it has the focus."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.ui.test_accessibility import FOCUS
from tests.ui.test_browser import FUNDING, NARROW, WIDE

Opened = Callable[..., Page]


def go(page: Page, selector: str, back: bool = False) -> None:
    """Press Tab, or Shift+Tab, until ``selector`` has the focus; each stop on the way is drawn and in sight."""
    for _ in range(120):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        focus = page.evaluate(FOCUS)
        if focus["at"]:
            assert focus["drawn"], f"no visible focus on {focus['at']}"
            assert focus["seen"], f"out of sight or covered: {focus['at']}"
        if at(page, selector):
            return
    raise AssertionError(f"{selector} is not reached")


def at(page: Page, selector: str) -> bool:
    """Whether the focus is at ``selector``."""
    return bool(page.evaluate("what => document.activeElement.matches(what)", selector))


def arrives(page: Page, selector: str) -> None:
    """The focus comes to ``selector`` by itself."""
    page.wait_for_function("what => document.activeElement.matches(what)", arg=selector)


def settled(page: Page, view: str) -> None:
    page.wait_for_function(f"document.querySelector('#keino-{view}-found').getAttribute('aria-busy') === 'false'")


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_ask_read_and_answer_back(opened: Opened, size: tuple[int, int]) -> None:
    page = opened(size=size)
    go(page, ".skip")
    page.keyboard.press("Enter")
    arrives(page, "#keino-question textarea")
    page.keyboard.type(FUNDING)
    page.keyboard.press("Enter")
    page.wait_for_selector("#keino-talk .answer.done")

    # The quote in its source, the next one, and back to where the reader came from.
    while not at(page, ".said .marker[aria-label*='1']"):
        go(page, ".said .marker", back=True)
    came_from = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("Enter")
    arrives(page, "#keino-source [data-focus]")
    first = page.locator("#keino-source mark").text_content()
    go(page, "#keino-source .steps a:last-child")
    page.keyboard.press("Enter")
    page.wait_for_function("first => document.querySelector('#keino-source mark')?.textContent !== first", arg=first)
    arrives(page, "#keino-source [data-focus]")
    go(page, "[data-close]" if size == NARROW else "[data-back]", back=True)
    page.keyboard.press("Enter")
    arrives(page, ".said .marker")
    assert page.evaluate("document.activeElement.getAttribute('href')") == came_from

    # Feedback, with the reason chosen by the arrows.
    go(page, "[data-why]")
    page.keyboard.press("Enter")
    arrives(page, ".feedback input[type='radio']")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.value") == "outdated"
    go(page, ".feedback textarea")
    page.keyboard.type("Luku on vanha.")
    go(page, ".feedback [type='submit']")
    page.keyboard.press("Enter")
    arrives(page, ".feedback [data-outcome]")

    # The conversation gets a name of its own, and the list is closed.
    go(page, "#keino-kept .list > summary", back=True)
    page.keyboard.press("Enter")
    go(page, "#keino-kept [data-rename]")
    page.keyboard.press("Enter")
    arrives(page, "#keino-kept li input")
    page.keyboard.type("Rahoitus")
    page.keyboard.press("Enter")
    arrives(page, "#keino-kept [data-rename]")
    assert page.locator("#keino-kept [data-resume]").first.text_content() == "Rahoitus"
    page.keyboard.press("Escape")
    arrives(page, "#keino-kept .list > summary")


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_search_limit_and_open(opened: Opened, size: tuple[int, int]) -> None:
    page = opened(size=size)
    go(page, "header.top [data-view='search']")
    page.keyboard.press("Enter")
    go(page, "#keino-search-words")
    page.keyboard.type("kynnysarvo")
    page.keyboard.press("Enter")
    settled(page, "search")
    go(page, "#keino-search-authority")
    page.keyboard.press("ArrowDown")
    page.wait_for_function("new URLSearchParams(location.search).has('authority')")
    settled(page, "search")
    go(page, "#keino-search-found a.name")
    link = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("Enter")
    arrives(page, "#keino-source [data-focus]")
    page.keyboard.press("Escape")
    arrives(page, "#keino-search-found a.name")
    assert page.evaluate("document.activeElement.getAttribute('href')") == link

    go(page, "header.top [data-view='examples']", back=True)
    page.keyboard.press("Enter")
    go(page, ".example a.name")
    page.keyboard.press("Enter")
    arrives(page, "#keino-source [data-focus]")
    page.keyboard.press("Escape")
    arrives(page, ".example a.name")
