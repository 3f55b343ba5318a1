"""Plain text: sections by the shape of the lines, and nothing but line ends changed."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sources.document import BlockKind, Document
from bot.sources.plain import normalise, sections_of, title_of
from bot.sources.reader import read_sources


def ranges_are_valid(document: Document) -> None:
    """Every range lies in the text, sections and blocks come in order, and no block has white space at its ends."""
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
    for reference in document.references:
        assert 0 <= reference.offset <= len(document.text)


def test_press_release(shared: Path) -> None:
    (document,) = read_sources([str(shared / "keino")], max_mb=50)
    assert isinstance(document, Document)
    assert document.text == (shared / "keino" / "keino-toiminta-jatkuu-2022.txt").read_text("utf-8")
    assert document.metadata.title.startswith("KEINO-osaamiskeskuksen työ kestävien")
    assert document.metadata.language == "fi"
    assert [s.path for s in document.sections] == [
        (),
        ("Konsortion kokoonpanossa muutoksia",),
        ("KEINO kestävyys- ja innovaatiotavoitteiden toteuttajana",),
        ("Faktalaatikko",),
        ("Lisätietoja",),
    ]
    contacts = [document.text[b.start : b.end] for b in document.sections[-1].blocks]
    assert "Johtava lakimies Katariina Huikko, Suomen Kuntaliitto ry, puh. 050 566 4327" in contacts
    ranges_are_valid(document)


def test_headings_lists_tables_and_labels() -> None:
    text = (
        "Otsikko\n\nJohdanto on tämä lause.\n\nAlaotsikko\n==========\n\nTeksti.\n\nVaiheet:\n- yksi\n- kaksi\n\n"
        "Toinen otsikko\n\na | b\nc | d\n\nYhteystiedot:\nMatti Meikäläinen\nPuhelin 1"
    )
    sections = sections_of(text, titled=True)
    assert [s.path for s in sections] == [(), ("Alaotsikko",), ("Toinen otsikko",), ("Yhteystiedot",)]
    kinds = [[b.kind for b in s.blocks] for s in sections]
    paragraph, listed, table = BlockKind.PARAGRAPH, BlockKind.LIST, BlockKind.TABLE
    assert kinds == [[paragraph], [paragraph, listed], [table], [paragraph, paragraph]]


def test_what_is_no_heading() -> None:
    text = "Otsikko\n\nLyhyt lause.\n\nkuvateksti pienellä\n\nViimeinen rivi ilman pistettä"
    assert [s.path for s in sections_of(text, titled=True)] == [()]


def test_wrapped_lines_stay_one_paragraph() -> None:
    text = (
        "Tämä kappale on rivitetty niin että\nrivit jatkuvat seuraavalle riville ja\nHankinta on keskellä virkettä."
    )
    (section,) = sections_of(text, titled=False)
    assert len(section.blocks) == 1


def test_title_of_a_text_without_one() -> None:
    assert title_of("Pitkä kappale. " * 30, "tiedosto") == "tiedosto"
    assert title_of("", "tiedosto") == "tiedosto"


@settings(max_examples=200, deadline=None)
@given(
    st.text(
        st.one_of(st.sampled_from(list("\r\n\n\n -:.=1a)A|\t\ufeff\u00ad\u00a0\x85\u2028")), st.characters()),
        max_size=300,
    )
)
def test_odd_text_never_drifts(text: str) -> None:
    plain = normalise(text)
    assert "\r" not in plain
    for titled in (True, False):
        sections = sections_of(plain, titled=titled)
        spans = [
            r for s in sections for r in [(s.heading_start, s.heading_end), *((b.start, b.end) for b in s.blocks)]
        ]
        at = 0
        for start, end in spans:
            assert at <= start <= end <= len(plain)
            assert set(plain[at:start]) <= set(" \t\n=-~*") or not plain[at:start].strip()
            assert plain[start:end].strip() == plain[start:end]
            at = end
        assert not plain[at:].strip(" \t\n=-~*").strip()


def test_a_line_of_a_megabyte() -> None:
    for piece in ("sana ", "a", "\n \n", "Rivi\n", "- a\n", "\n\nOtsikko\n\nTeksti."):
        text = piece * (1_000_000 // len(piece))
        sections = sections_of(text, titled=True)
        assert all(s.end <= len(text) for s in sections)
