"""The whole story in a real Chromium, in each language: ask, check, follow up, go away and come back, hand on."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Page

from bot import Advisor
from bot.ui.catalogue import LANGUAGES, texts

Opened = Callable[..., Page]
QUESTIONS = {
    "fi": ("Paljonko KEINO sai rahoitusta?", "Milloin KEINO päättyi?"),
    "sv": ("Hur mycket finansiering fick KEINO?", "När upphörde KEINO?"),
    "en": ("How much funding did KEINO receive?", "When did KEINO end?"),
}


def ask(page: Page, question: str, turn: int) -> None:
    page.fill("#keino-question textarea", question)
    page.press("#keino-question textarea", "Enter")
    page.wait_for_selector(f"#keino-talk .answer.done[data-turn='{turn}']")


def quotes_of(page: Page, served: Advisor, turn: int) -> list[str]:
    """Opens every marker of an answer; what is highlighted must be what the document holds at that place."""
    seen = []
    markers = page.locator(f"[data-turn='{turn}'] .said .marker")
    assert markers.count() > 0
    for n in range(markers.count()):
        place = json.loads(markers.nth(n).get_attribute("data-place") or "{}")
        markers.nth(n).click()
        page.wait_for_function(
            "address => document.querySelector('#keino-source .source')?.dataset.address === address",
            arg=markers.nth(n).get_attribute("href"),
        )
        shown = page.locator("#keino-source mark").text_content()
        assert shown == served.document(place["doc"]).text[place["start"] : place["end"]]
        assert shown is not None
        assert shown in (page.locator(f"[data-turn='{turn}'] .said").text_content() or "")
        seen.append(shown)
    return seen


def exported(page: Page, number: int, folder: Path) -> Path:
    page.locator("#keino-kept .menu summary").click()
    with page.expect_download() as download:
        page.locator("#keino-kept [data-event='exported']").nth(number).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


@pytest.mark.parametrize("code", LANGUAGES)
def test_ask_check_follow_up_and_hand_on(opened: Opened, served: Advisor, tmp_path: Path, code: str) -> None:
    t = texts(code)
    page = opened(locale=code)
    first, second = QUESTIONS[code]
    ask(page, first, 0)
    quotes = quotes_of(page, served, 0)
    ask(page, second, 1)
    quotes += quotes_of(page, served, 1)

    written = exported(page, 0, tmp_path)
    assert written.name.startswith(f"{t('handout.file')}-")
    assert written.suffix == ".md"
    markdown = written.read_text(encoding="utf-8")
    assert markdown.startswith(f"# {t('handout.title')}")
    read = docx.Document(str(exported(page, 1, tmp_path)))
    paragraphs = [p.text for p in read.paragraphs]
    for quote in quotes:
        assert any(p.startswith(quote + " [") for p in paragraphs), "every quote is in the file, word for word"
    for n, question in enumerate((first, second), 1):
        assert f"{n}. {question}" in paragraphs
        assert f"## {n}. {question}" in markdown
    numbers = [p[: p.index("]") + 1] for p in paragraphs if p.startswith("[")]
    assert numbers == [f"[{n}]" for n in range(1, len(numbers) + 1)]

    page.reload()
    page.wait_for_selector("#keino-talk .answer.done[data-turn='1']")
    assert page.locator(".bubble").all_text_contents() == [first, second], "a reload goes on where it was"
    assert quotes_of(page, served, 0) + quotes_of(page, served, 1) == quotes


def test_conversations_are_listed_renamed_continued_and_deleted(opened: Opened) -> None:
    page = opened()
    bar = page.locator("#keino-kept")
    ask(page, QUESTIONS["fi"][0], 0)
    bar.locator("[data-clear]").click()
    page.wait_for_selector(".welcome")
    ask(page, QUESTIONS["fi"][1], 0)
    bar.locator(".list summary").click()
    assert bar.locator("[data-resume]").all_text_contents() == [QUESTIONS["fi"][1], QUESTIONS["fi"][0]]
    assert texts("fi")("kept.where") in (bar.text_content() or ""), "the page says where they live"
    bar.locator("li").nth(1).locator("[data-rename]").click()
    page.keyboard.type("<b>Rahoitus</b>")
    page.keyboard.press("Enter")
    assert bar.locator("[data-resume]").nth(1).text_content() == "<b>Rahoitus</b>"
    bar.locator("[data-resume]").nth(1).click()
    page.wait_for_function("text => document.querySelector('.bubble')?.textContent === text", arg=QUESTIONS["fi"][0])
    ask(page, "Kuka sitä rahoitti?", 1)
    bar.locator(".list summary").click()
    assert bar.locator("[data-resume]").first.text_content() == "<b>Rahoitus</b>", "a name stays, the newest is first"
    bar.locator("[data-remove]").first.click()
    page.wait_for_selector(".welcome")
    assert bar.locator("[data-resume]").all_text_contents() == [QUESTIONS["fi"][1]]
    kept = page.evaluate("localStorage.getItem('keino-conversations')")
    assert "Rahoitus" not in kept, "what is deleted is gone from the browser"


def test_another_tab_starts_anew_and_damage_is_no_end(opened: Opened) -> None:
    page = opened()
    ask(page, QUESTIONS["fi"][0], 0)
    other = page.context.new_page()
    other.goto(page.url.split("?")[0])
    other.wait_for_selector("header.top[data-ready='true']")
    assert other.locator(".welcome").count() == 1
    assert other.locator("#keino-kept [data-resume]").count() == 1, "the list is that of the browser"
    damaged = '[{"id": "1", "title": "x", "conversation": "{"}]'
    other.evaluate("kept => localStorage.setItem('keino-conversations', kept)", damaged)
    other.reload()
    other.wait_for_selector("header.top[data-ready='true']")
    other.locator("#keino-kept .list summary").click()
    other.locator("[data-resume]").click()
    other.wait_for_selector(".welcome")


def test_the_bar_by_keyboard(opened: Opened) -> None:
    page = opened()
    ask(page, QUESTIONS["fi"][0], 0)
    page.locator("#keino-kept .list summary").focus()
    page.keyboard.press("Enter")
    assert page.locator("#keino-kept .list .panel").is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("'resume' in document.activeElement.dataset")
    page.keyboard.press("Escape")
    assert not page.locator("#keino-kept .list .panel").is_visible()
    assert page.evaluate("document.activeElement.matches('#keino-kept summary')")


def test_on_paper_there_is_the_conversation_with_its_sources(opened: Opened) -> None:
    page = opened()
    ask(page, QUESTIONS["fi"][0], 0)
    page.emulate_media(media="print")
    for seen in (".bubble", ".said", ".sources"):
        assert page.locator(seen).first.is_visible()
    for unseen in ("#keino-question", "#keino-right", "#keino-kept", ".actions", ".views", ".languages"):
        assert not page.locator(unseen).first.is_visible()
    assert page.pdf().startswith(b"%PDF")
