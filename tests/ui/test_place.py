"""A place survives its way through an address and an attribute."""

from __future__ import annotations

import html
import re

import pytest

from bot.ui.place import Place, place_from, place_in_query


@pytest.mark.parametrize("quote", ["Hankinta on kilpailutettava.", "a \"b\" <c> & 'd'", "", "x" * 300])
def test_a_quote_comes_back_as_it_was(quote: str) -> None:
    place = Place(doc="fi/a", start=3, end=40, quote=quote)
    (sent,) = re.findall(r'data-place="([^"]*)"', place.attributes)
    assert place_from(html.unescape(sent)) == place
    assert place_in_query({"doc": "fi/a", "start": "3", "end": "40", "q": quote}) == place


def test_a_quote_that_turns_the_direction_is_found_by_what_stands_before_it() -> None:
    quote = "Toimitusaika on \u202eisripisän aatsat\u202c 42 päivää."
    place = Place(doc="fi/a", start=3, end=40, quote=quote)
    (sent,) = re.findall(r'data-place="([^"]*)"', place.attributes)
    back = place_from(html.unescape(sent))
    assert back == place
    assert back.quote
    assert quote.startswith(back.quote)
