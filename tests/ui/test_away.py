"""The server out of reach: the page says so in its language, keeps what was written, and comes back by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from bot.ui.catalogue import LANGUAGES, texts

QUESTION = "Paljonko KEINO sai rahoitusta?"
Opened = Callable[[str], Page]


@pytest.fixture
def opened(browser: Browser, site: str) -> Iterator[Opened]:
    """Opens a page in a language. What the browser logs of a network that is gone is no fault here."""
    contexts = []

    def open_page(language: str) -> Page:
        contexts.append(browser.new_context(locale=language))
        page = contexts[-1].new_page()
        page.goto(site)
        page.wait_for_selector(f"header.top[data-ready='true'][data-page-language='{language}']")
        page.wait_for_function("document.querySelector('#keino-question textarea')?.getAttribute('aria-label')")
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_written_outlives_a_server_out_of_reach(opened: Opened, language: str) -> None:
    page, told = opened(language), texts(language)
    page.fill("#keino-question textarea", QUESTION)
    page.context.set_offline(True)
    page.wait_for_selector("#keino-offline[data-state='lost']")
    assert page.locator("#keino-offline p").text_content() == told("offline.lost")
    page.get_by_role("button", name=told("offline.again")).click()
    page.wait_for_selector("#keino-offline[data-state='lost']")
    page.context.set_offline(False)
    page.wait_for_selector("#keino-offline", state="detached")
    page.wait_for_function("q => document.querySelector('#keino-question textarea')?.value === q", arg=QUESTION)
    assert page.locator("#keino-toast").text_content() == told("offline.found")
    page.press("#keino-question textarea", "Enter")
    page.wait_for_selector("#keino-talk .answer.done")
