"""Snippets: whole sentences of the passage, word for word, with the words that were found."""

from __future__ import annotations

import html
import re

import pytest

from bot.ui.snippet import LENGTH, lemmas_of, snippet

PASSAGE = (
    "Ensimmäinen virke kertoo säästä. Hankintayksikkö voi neuvotella tarjoajien kanssa <b>ennen</b> kilpailutusta. "
    + "Täytevirke jatkuu. " * 40
    + "Lopuksi kynnysarvoista: tavaroiden kynnysarvo on 60 000 euroa."
)


@pytest.mark.parametrize(
    ("query", "expected"),
    [("tarjoaja", "tarjoajien"), ("kynnysarvot", "kynnysarvo"), ("hankintayksiköt", "Hankintayksikkö")],
)
def test_inflected_words_are_found(query: str, expected: str) -> None:
    shown = snippet(PASSAGE, "fi", lemmas_of(query, "fi"))
    assert f"<b>{expected}</b>" in shown


@pytest.mark.parametrize("query", ["tarjoaja", "kynnysarvot", "jotain muuta", ""])
def test_what_is_shown_stands_in_the_passage(query: str) -> None:
    shown = snippet(PASSAGE, "fi", lemmas_of(query, "fi"))
    plain = html.unescape(re.sub(r"</?b>", "", shown)).removeprefix("… ").removesuffix(" …")
    assert plain in PASSAGE
    assert len(plain) <= LENGTH
    assert "<b>ennen</b> kilpailutusta" not in shown, "the passage's own markup is text"


def test_nothing_to_show() -> None:
    assert snippet("", "fi", frozenset({"a"})) == ""
    assert snippet(" \n ", "fi", frozenset({"a"})) == " \n "
