"""The highlighted text is the quote, whatever blocks it crosses."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.document import Document
from bot.sources.markdown import read_markdown
from bot.ui.excerpt import excerpt, spread

SOURCE = """---
title: Koe
---

# Koe

## Kohta

Ensimmäinen virke <b>. Toinen virke & muuta:

- yksi asia
- toinen [asia](javascript:x)
  jatkuu
- kolmas

1. eka
2. toka

| A | B |
| --- | --- |
| 1 | <i>x</i> |
| 2 | y |

Viimeinen kappale.
"""


class Marks(HTMLParser):
    """The text inside <mark>, the whole text, and the tags."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.depth, self.marked, self.text, self.tags = 0, "", "", []  # type: ignore[var-annotated]
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.depth += tag == "mark"

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "mark"

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.depth:
            self.marked += data


@pytest.fixture(scope="module")
def document() -> Document:
    return read_markdown(SOURCE, "koe", "koe.md")


def _shown(document: Document, quote: tuple[int, int] | None) -> Marks:
    section = document.sections[-1]
    return Marks(excerpt(document, section.start, section.end, section.blocks, quote))


def test_every_range_is_marked_exactly(document: Document) -> None:
    section = document.sections[-1]
    for start in range(section.start, section.end, 3):
        for end in range(start + 1, section.end + 1, 5):
            if not document.text[start:end].strip():
                continue
            shown = _shown(document, (start, end))
            assert shown.marked == document.text[start:end], (start, end)
            assert shown.tags.count("mark") == 1


def test_all_text_is_shown_whatever_is_marked(document: Document) -> None:
    section = document.sections[-1]
    whole = "".join(document.text[section.start : section.end].split())
    for start in range(section.start, section.end - 1, 7):
        for end in (start + 1, min(start + 40, section.end), section.end):
            assert "".join(_shown(document, (start, end)).text.split()) == whole
    assert "".join(_shown(document, None).text.split()) == whole


def test_blocks_keep_their_shape(document: Document) -> None:
    tags = _shown(document, None).tags
    assert tags.count("p") == 2
    assert tags.count("ul") == 2
    assert not {"b", "i", "a", "mark"} & set(tags)


def test_text_without_blocks_is_shown_too() -> None:
    plain = Document(id="x", text="Vain tekstiä.\nKaksi riviä.", metadata={"title": "x"})  # type: ignore[arg-type]
    shown = Marks(excerpt(plain, 0, len(plain.text), (), (0, 5)))
    assert shown.text == plain.text
    assert shown.marked == "Vain "


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r")))
def test_spread_keeps_every_character(value: str) -> None:
    assert Marks(spread(value)).text == value
