"""Escaping: nothing that a document or a question holds becomes markup, and nothing of it is lost."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.markup import attribute, isolated, outside_link, text, web_address


class Reader(HTMLParser):
    """Reads HTML back: its text, its tags, its attributes."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.tags, self.attributes = "", [], []  # type: ignore[var-annotated]
        self.feed(source)
        self.close()

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r")))
def test_text_is_kept_character_for_character(value: str) -> None:
    reader = Reader(text(value))
    assert reader.text == value
    assert set(reader.tags) <= {"bdi"}


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"])))
def test_attributes_cannot_be_left(value: str) -> None:
    reader = Reader(f'<a title="{attribute(value)}">x</a>')
    assert reader.tags == ["a"]
    assert [name for name, _ in reader.attributes] == ["title"]
    assert reader.text == "x"


def test_direction_overrides_are_shut_in_and_named() -> None:
    html = isolated("a\u202eb")
    assert html == '<bdi>a<bdi class="control" data-code="U+202E">\u202e</bdi>b</bdi>'


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", " java\nscript:alert(1)", "data:text/html,x", "vbscript:x",
        "//example.org/x", "/etc/passwd", "ftp://example.org", "http://", "https:///path", "http://[", "",
        "http://example.org/\u202egnp", "http://exa mple.org",
    ],
)  # fmt: skip
def test_only_web_addresses_are_links(address: str) -> None:
    assert web_address(address) is None
    html = outside_link(address, "<b>nimi</b>", "uusi")
    assert Reader(html).tags == ["bdi"]
    assert Reader(html).text == "<b>nimi</b>"


def test_web_addresses_open_apart() -> None:
    reader = Reader(outside_link("https://tem.fi/keino?a=1&b=\"2\"", "TEM", "uusi välilehti"))
    attributes = dict(reader.attributes)
    assert attributes["href"] == "https://tem.fi/keino?a=1&b=\"2\""
    assert attributes["rel"] == "noopener noreferrer"
    assert attributes["target"] == "_blank"
