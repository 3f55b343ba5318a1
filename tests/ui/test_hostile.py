"""Hostile questions, documents, ids, file names and addresses in a real Chromium: all of it is text, nothing runs.

The fixture ``opened`` fails a test on any dialog, script error, console error or request to another host.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import Page

from bot import Advisor
from bot.ui.catalogue import texts
from tests.ui.hostile import LONG, OVERRIDE, PAYLOADS, TRACKER
from tests.ui.test_browser import ask, mark_text

Opened = Callable[..., Page]
GROUPS = [" ".join(PAYLOADS[i : i + 4]) for i in range(0, len(PAYLOADS), 4)]

# What a payload would have become, had it been taken for more than text.
FOREIGN = """() => [...document.querySelectorAll('#keino-main *')].filter((e) =>
    e.matches('img, iframe, object, embed, base, link, meta, style, script, a[href^="javascript" i]')
    || e.matches('[onload], [onerror], [onclick], [onfocus], [onmouseover]')
    || (e.matches('#keino-talk svg, #keino-source svg'))).map((e) => e.outerHTML.slice(0, 200))"""
# Whether a right-to-left override stands outside an isolate, where it could turn what follows it.
LOOSE = """() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walk.nextNode()) {
    const at = walk.currentNode;
    if (/[\\u202a-\\u202e\\u2066-\\u2069]/.test(at.data) && !at.parentElement.closest('bdi, script, textarea')) {
      found.push(at.data.slice(0, 100));
    }
  }
  return found;
}"""


def _is_text(page: Page, where: str) -> None:
    assert page.evaluate(FOREIGN) == [], where
    assert page.evaluate(LOOSE) == [], where
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280, f"{where}: nothing scrolls sideways"
    assert page.locator("header.top").is_visible(), f"{where}: no style of theirs hides the page"


def test_the_documents_are_in_the_index_as_they_are(served: Advisor) -> None:
    for payload in PAYLOADS:
        assert payload in served.document(payload).text
        assert served.document(payload).metadata.title == payload


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_document_by_its_hostile_id(opened: Opened, served: Advisor, payload: str) -> None:
    document = served.document(payload)
    page = opened(f"?doc={quote(payload, safe='')}&start=0&end={len(document.text)}")
    assert mark_text(page) == document.text
    assert payload in (page.locator("#keino-source h2").text_content() or "")
    _is_text(page, payload)


def test_articles_with_hostile_names_titles_headings_and_footnotes(opened: Opened, served: Advisor) -> None:
    articles = [d for d in served.documents() if "Kvasaarikaali" in served.document(d).metadata.title]
    assert len(articles) == 3
    for article in articles:
        page = opened(f"?doc={quote(article, safe='')}")
        page.wait_for_selector("#keino-source .body")
        shown = page.locator("#keino-source").text_content() or ""
        for payload in ("<script>alert('a')</script>", "{{7*7}} ${alert('f')}", f"{TRACKER}/q.png"):
            assert payload in shown
        _is_text(page, article)


def test_a_line_of_a_hundred_thousand_characters(opened: Opened, served: Advisor) -> None:
    article = next(d for d in served.documents() if "onerror=alert('nimi')" in d)
    page = opened(f"?doc={quote(article, safe='')}")
    page.wait_for_selector("#keino-source .body")
    assert "pitkärivi" in (page.locator("#keino-source .body").text_content() or "")
    _is_text(page, "long line")


def test_answers_quotes_and_search_results(opened: Opened) -> None:
    page = opened()
    ask(page, "Mikä on kvasaarikaalin toimitusaika tilauksesta?")
    assert "42 päivää" in (page.locator(".answer .said").text_content() or "")
    _is_text(page, "answer")
    page.locator("#keino-talk .said .marker").first.click()
    mark_text(page)
    _is_text(page, "quote")
    for query in ("?view=search&s=kvarkkikaali", "?view=examples&s=kvasaarikaali"):
        page = opened(query)
        page.wait_for_function("document.querySelector('.keino-view[data-open]')?.textContent.includes('kaali')")
        _is_text(page, query)


@pytest.mark.parametrize("payloads", GROUPS)
def test_a_hostile_question(opened: Opened, payloads: str) -> None:
    question = f"Mikä on kvasaarikaali? {payloads}"
    page = opened()
    ask(page, question)
    assert page.locator(".bubble").first.text_content() == question
    _is_text(page, question)


def test_a_question_of_a_hundred_thousand_characters(opened: Opened) -> None:
    page = opened()
    ask(page, OVERRIDE + LONG)
    assert texts("fi")("status.rejected") in (page.locator(".answer .state").text_content() or "")
    assert (page.locator(".bubble").text_content() or "").startswith(f"{OVERRIDE}pitkärivi<b>")
    _is_text(page, "long question")


@pytest.mark.parametrize("payload", GROUPS)
def test_a_hostile_address(opened: Opened, payload: str) -> None:
    there = quote(payload, safe="")
    page = opened(f"?doc=ei-ole{there}&start=1&end=9&q={there}&lang={there}&view={there}&s={there}")
    page.wait_for_selector("#keino-source .missing")
    assert payload in (page.locator("#keino-source").text_content() or "")
    _is_text(page, payload)
