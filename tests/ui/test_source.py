"""The source view: the place as it is now, what is known of it, and what to do when it has changed."""

from __future__ import annotations

from datetime import date

import pytest

from bot.sources.document import Document
from bot.sources.markdown import read_markdown
from bot.ui.catalogue import texts
from bot.ui.place import Place, place_from, place_in_query
from bot.ui.source import locate, render_missing, render_source

TODAY = date(2026, 11, 24)
SOURCE = """---
title: Nimi <x>
language: fi
authority: binding
published: 2022-03-01
valid_to: 2024-09-30
---

# Nimi <x>

## Eka kohta

Ensimmäinen virke.[^a] Toinen virke.[^b]

## Toka kohta

Kolmas virke.

## Kolmas kohta

Neljäs virke.

[^a]: TEM. Tiedote. 1.3.2022. <https://tem.fi/a>
[^b]: Paha. Otsikko. 2022. <javascript:alert(1)>
"""


@pytest.fixture(scope="module")
def document() -> Document:
    return read_markdown(SOURCE, "koe", "koe.md")


def _place(document: Document, quote: str, **fields: object) -> Place:
    at = document.text.index(quote)
    return Place(doc="koe", start=at, end=at + len(quote), quote=quote).model_copy(update=fields)


def test_section_with_everything_known(document: Document) -> None:
    place = _place(document, "Ensimmäinen virke.")
    html = render_source(document, place, [], texts("fi"), TODAY)
    assert '<mark id="quote">Ensimmäinen virke.</mark>' in html
    assert "Toka kohta" not in html, "only the section"
    for known in ("Nimi &lt;x&gt;", "Sitova lähde", "1.3.2022", "Voimassaolo päättynyt 30.9.2024", "Eka kohta"):
        assert known in html
    assert 'href="https://tem.fi/a" target="_blank" rel="noopener noreferrer"' in html
    assert "javascript" not in html


def test_the_day_is_that_of_writing_where_it_was_written_here(document: Document) -> None:
    t, place = texts("fi"), _place(document, "Ensimmäinen virke.")
    ours = render_source(document, place, [], t, TODAY)
    assert "<dt>Kirjoitettu</dt><dd><bdi>1.3.2022</bdi></dd>" in ours
    assert "Julkaistu" not in ours
    assert "(KEINO-neuvoja 1.3.2022)" in ours
    theirs = document.model_copy(update={"metadata": document.metadata.model_copy(update={"publisher": "TEM"})})
    assert "<dt>Julkaistu</dt><dd><bdi>1.3.2022</bdi></dd>" in render_source(theirs, place, [], t, TODAY)
    both = document.metadata.model_copy(update={"reviewed": date(2022, 3, 1)})
    assert "Tarkistettu" not in render_source(document.model_copy(update={"metadata": both}), place, [], t, TODAY)


def test_whole_document_has_an_outline(document: Document) -> None:
    html = render_source(document, _place(document, "Kolmas virke.", whole=True), [], texts("fi"), TODAY)
    assert html.count("data-jump") == 3
    assert '<mark id="quote">Kolmas virke.</mark>' in html
    assert "Neljäs virke." in html


def test_quotes_are_walked_in_order(document: Document) -> None:
    places = [_place(document, q, turn=0, number=n) for n, q in enumerate(("Ensimmäinen", "Toinen", "Kolmas"))]
    middle = render_source(document, places[1], places, texts("fi"), TODAY)
    assert "Lainaus 2/3" in middle
    assert "Edellinen lainaus" in middle
    assert "Seuraava lainaus" in middle
    assert "Edellinen lainaus" not in render_source(document, places[0], places, texts("fi"), TODAY)
    assert "Lainaus" not in render_source(document, places[0], places[:1], texts("fi"), TODAY)


def test_moved_changed_and_broken_places(document: Document) -> None:
    t = texts("fi")
    moved = Place(doc="koe", start=0, end=13, quote="Kolmas virke.")
    at, notice = locate(document, moved, t)
    assert at is not None
    assert document.text[slice(*at)] == "Kolmas virke."
    assert t("source.moved") in notice
    at, notice = locate(document, Place(doc="koe", start=0, end=5, quote="<b>ei enää"), t)
    assert at is None
    assert t("source.changed") in notice
    assert "&lt;b&gt;ei enää" in notice
    at, notice = locate(document, Place(doc="koe", start=5, end=10**9), t)
    assert at is None
    assert t("source.damaged") in notice


def test_missing_document_is_named_as_text() -> None:
    assert "&lt;i&gt;" in render_missing(Place(doc="<i>"), texts("en"))


def test_address_and_query_are_each_others_inverse(document: Document) -> None:
    from urllib.parse import parse_qsl

    place = Place(doc="å/ä&b=1#", start=3, end=9, quote="a&b «ö»\n1")
    query = dict(parse_qsl(place.address.removeprefix("?")))
    assert place_in_query(query) == place
    assert place_in_query({}) is None
    assert place_in_query({"doc": "x", "start": "-1", "end": "kissa"}) == Place(doc="x")


@pytest.mark.parametrize("sent", [None, "", "x", "[]", {"doc": ""}, {"start": 1}, {"doc": "x", "start": -1}, 7])
def test_places_that_make_no_sense_are_no_places(sent: object) -> None:
    assert place_from(sent) is None
