"""The views of the page in a real Chromium: by mouse and keyboard, by address, back and forth."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from bot.ui.catalogue import LANGUAGES, texts

NAMES = ("ask", "search", "examples")


def current(page: Page) -> str:
    links = page.locator("header.top [data-view][aria-current='page']")
    assert links.count() == 1
    name = links.get_attribute("data-view") or ""
    shown = [n for n in NAMES if page.locator(f"#keino-view-{n}").is_visible()]
    assert shown == [name], "one view is shown, and the header says which"
    return name


def test_views_have_addresses_and_a_history(opened: Callable[..., Page]) -> None:
    page = opened()
    assert current(page) == "ask"
    page.locator("[data-view='search']").click()
    assert current(page) == "search"
    assert page.title() == f"{texts('fi')('views.search')} – {texts('fi')('title')}"
    page.locator("[data-view='examples']").click()
    page.go_back()
    assert current(page) == "search"
    page.reload()
    page.wait_for_selector("header.top[data-ready='true']")
    assert current(page) == "search"
    page.goto(page.url.replace("search", "no-such-view"))
    page.wait_for_selector("header.top[data-ready='true']")
    assert current(page) == "ask"


@pytest.mark.parametrize("size", [(1280, 860), (375, 780)])
def test_views_open_by_keyboard(opened: Callable[..., Page], size: tuple[int, int]) -> None:
    page = opened(size=size)
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.view") == "search":
            break
    page.keyboard.press("Enter")
    assert current(page) == "search"
    assert page.evaluate("document.activeElement.dataset.view") == "search", "focus stays where it was"
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


@pytest.mark.parametrize("code", LANGUAGES)
def test_views_are_named_in_each_language(opened: Callable[..., Page], code: str) -> None:
    page = opened("?view=examples", locale=code)
    names = page.locator("header.top [data-view]").all_text_contents()
    assert names == [texts(code)(f"views.{n}") for n in NAMES]
