"""Markdown: plain text without markup, footnotes in their place, sections, blocks and lines."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import SourceError
from bot.sources.document import BlockKind, Document
from bot.sources.footnotes import parse_footnote
from bot.sources.markdown import paragraph_lines, read_markdown

ARTICLE = """\
---
title: EU-kynnysarvot
language: fi
kind: article
themes: [kynnysarvot, hankintalaki]
authority: binding
published: 2026-11-24
valid_to: 31.12.2027
region: ""
owner: Matti
---

# EU-kynnysarvot

Johdattava lause.

## Mikä on kynnysarvo?

Kynnysarvo on **140\u00a0000 euroa** ilman [arvonlisäveroa](../vero.md).[^kom] Muu
lause jatkuu `koodi` [^l25].

- yksi[^kom]
- kaksi
  1. sisin *korostus*
  2. toinen

| Laji | Arvo |
| --- | --- |
| Tavara | 140\u00a0000[^kom] |
| Urakka | 5 404 000 |

### Alakohta

<b>HTML</b> jää & "näkyviin".

[^kom]: Euroopan komissio. Delegoitu asetus (EU) 2025/2152. 22.10.2025. <https://eur-lex.europa.eu/x>
[^l25]: Finlex. Laki 1397/2016, 25 §.
  29.12.2016. <https://www.finlex.fi/fi/laki>
"""


@pytest.fixture
def article() -> Document:
    return read_markdown(ARTICLE, "fi/eu", "eu.md")


def test_text_is_plain(article: Document) -> None:
    assert article.text == (
        "EU-kynnysarvot\n\nJohdattava lause.\n\nMikä on kynnysarvo?\n\n"
        "Kynnysarvo on 140\u00a0000 euroa ilman arvonlisäveroa. Muu lause jatkuu koodi.\n\n"
        "- yksi\n- kaksi\n  1. sisin korostus\n  2. toinen\n\n"
        'Laji | Arvo\nTavara | 140\u00a0000\nUrakka | 5 404 000\n\nAlakohta\n\n<b>HTML</b> jää & "näkyviin".'
    )


def test_metadata(article: Document) -> None:
    meta = article.metadata
    assert (meta.title, meta.language, meta.kind, meta.authority) == (
        "EU-kynnysarvot",
        "fi",
        "article",
        "binding",
    )
    assert meta.themes == ("kynnysarvot", "hankintalaki")
    assert (str(meta.published), str(meta.valid_to)) == ("2026-11-24", "2027-12-31")
    assert meta.extra == {"owner": "Matti"}


def test_sections_and_blocks(article: Document) -> None:
    assert [(s.level, s.path) for s in article.sections] == [
        (1, ()),
        (2, ("Mikä on kynnysarvo?",)),
        (3, ("Mikä on kynnysarvo?", "Alakohta")),
    ]
    headings = [article.text[s.heading_start : s.heading_end] for s in article.sections]
    assert headings == ["EU-kynnysarvot", "Mikä on kynnysarvo?", "Alakohta"]
    assert [b.kind for b in article.sections[1].blocks] == [BlockKind.PARAGRAPH, BlockKind.LIST, BlockKind.TABLE]


def test_footnotes_stand_where_their_markers_stood(article: Document) -> None:
    assert [r.label for r in article.references] == ["kom", "l25", "kom", "kom"]
    ends = [article.text[: r.offset] for r in article.references]
    assert ends[0].endswith("arvonlisäveroa.")
    assert ends[1].endswith("koodi")
    assert ends[2].endswith("- yksi")
    assert ends[3].endswith("Tavara | 140\u00a0000")
    start = article.text.index("Kynnysarvo on")
    (note,) = article.footnotes_within(start, article.text.index(" Muu"))
    assert (note.publisher, note.date) == ("Euroopan komissio", "22.10.2025")


def test_lines_of_paragraphs(article: Document) -> None:
    source = ARTICLE.split("\n")
    for block, line in paragraph_lines(ARTICLE):
        first = article.text[block.start : block.end].split()[0 if block.kind is BlockKind.PARAGRAPH else 1]
        assert first.strip("|") in source[line - 1]


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (
            "Finlex. Laki julkisista hankinnoista 1397/2016, 65 §. 29.12.2016. <https://www.finlex.fi/a>",
            ("Finlex", "Laki julkisista hankinnoista 1397/2016, 65 §", "29.12.2016", "https://www.finlex.fi/a"),
        ),
        (
            "TEM. Sivu (KEINO). päiväys ei näkyvissä. <https://tem.fi/k>",
            ("TEM", "Sivu (KEINO)", "päiväys ei näkyvissä", "https://tem.fi/k"),
        ),
        ("KKV. Ohje. 2024. https://kkv.fi/x.", ("KKV", "Ohje", "2024", "https://kkv.fi/x.")),
        ("Vain nimi", ("Vain nimi", "", "", "")),
        ("", ("", "", "", "")),
    ],
)
def test_parts_of_a_footnote(text: str, fields: tuple[str, ...]) -> None:
    note = parse_footnote("a", text)
    assert (note.publisher, note.title, note.date, note.url.rstrip(".")) == tuple(f.rstrip(".") for f in fields)


def test_undefined_footnotes_and_fences() -> None:
    document = read_markdown("Teksti.[^ei]\n\n```\n[^x]: koodia\n```\n", "a", "a.md")
    assert document.text == "Teksti.\n\n[^x]: koodia"
    assert [r.label for r in document.references] == ["ei"]
    assert document.footnotes == ()


def test_without_front_matter() -> None:
    document = read_markdown("# Otsikko\n\nTämä on suomenkielinen teksti hankinnoista.", "a", "a.md")
    assert (document.metadata.title, document.metadata.language) == ("Otsikko", "fi")
    assert read_markdown("Vain teksti.", "kansio/a", "a.md").metadata.title == "kansio/a"


def test_other_first_heading_stays_in_the_path() -> None:
    document = read_markdown("---\ntitle: Nimi\n---\n# Otsikko\n\n## Ala\n\nTeksti.", "a", "a.md")
    assert [s.path for s in document.sections] == [("Otsikko",), ("Otsikko", "Ala")]


@pytest.mark.parametrize(
    ("front", "line", "word"),
    [
        ("title: a\nsummary: yksi: kaksi", 3, "YAML"),
        ("title: a\npublished: eilen", 3, "published"),
        ("title: a\npublished: 2026-02-30", 3, "published"),
        ("title: a\n\nauthority: strong", 4, "authority"),
        ("language: de", 2, "language"),
        ("title: [a, b]", 2, "title"),
        ("valid_from: 2026-01-01\nvalid_to: 2025-01-01", 3, "valid_to"),
        ("themes: {a: b}", 2, "themes"),
        ("- a\n- b", 2, "front matter"),
    ],
)
def test_broken_front_matter_names_its_line(front: str, line: int, word: str) -> None:
    with pytest.raises(SourceError) as error:
        read_markdown(f"---\n{front}\n---\n\nTeksti.", "a", "a.md")
    assert (error.value.line, error.value.source) == (line, "a.md")
    assert word in str(error.value)
    assert "\n" not in str(error.value)


def test_front_matter_that_is_not_closed() -> None:
    with pytest.raises(SourceError, match="not closed"):
        read_markdown("---\ntitle: a\n\n# Otsikko\n", "a", "a.md")


PIECES = st.sampled_from(
    [
        "# ",
        "## ",
        "- ",
        "1. ",
        "  ",
        "\n",
        "\n\n",
        "\r\n",
        "| a | b |\n|---|---|\n",
        "[^a]",
        "[^a]: x\n",
        "[^a][^b]",
        "> ",
        "```\n",
        "**",
        "*",
        "`",
        "[l](u)",
        "![i](u)",
        "<b>",
        "&nbsp;",
        "\u00ad",
        "\u00a0",
        "\ufeff",
        "\u200b",
        "sana",
        "ä",
        ". ",
        "---\n",
        "===\n",
        "\\",
        "😀",
        "\x85",
        "\u2028",
        "\t",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=40).map("".join))
def test_odd_markdown_never_drifts(text: str) -> None:
    try:
        document = read_markdown("\n" + text, "a", "a.md")
    except SourceError:
        pytest.fail("text without front matter is always a document")
    at = 0
    for section in document.sections:
        assert (
            at <= section.heading_start <= section.heading_end <= section.start <= section.end <= len(document.text)
        )
        inner = section.start
        for block in section.blocks:
            assert inner <= block.start < block.end <= section.end
            inner = block.end
        at = section.end
    assert all(0 <= r.offset <= len(document.text) for r in document.references)
    assert [r.offset for r in document.references] == sorted(r.offset for r in document.references)


@pytest.mark.parametrize("piece", ["sana ", "- a\n", "# a\n\n", "[^a] ", "a[^b]\n\n", "| a |\n"])
def test_a_megabyte(piece: str) -> None:
    document = read_markdown(piece * (300_000 // len(piece)), "a", "a.md")
    assert document.sections or not document.text.strip()
