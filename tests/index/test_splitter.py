"""Passages keep to sections, sentences and the text itself."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.index.splitter import MAX_TOKENS, MIN_TOKENS, split
from bot.sources.document import Document
from bot.sources.markdown import read_markdown

LONG = " ".join(f"Tämä on lause numero {n}, joka kertoo hankinnan vaiheesta {n} tarkasti." for n in range(60))


def words(texts: object) -> list[int]:
    assert isinstance(texts, (list, tuple))
    return [len(t.split()) for t in texts]


def document(text: str) -> Document:
    return read_markdown(text, "koe", "koe.md")


def test_never_across_a_section_boundary() -> None:
    d = document(f"# Otsikko\n\n## Eka\n\n{LONG}\n\n## Toka\n\nLyhyt kohta.")
    passages = split(d, words)
    sections = {s.path: (s.start, s.end) for s in d.sections}
    for p in passages:
        start, end = sections[tuple(p.section.split(" › ")) if p.section else ()]
        assert start <= p.start < p.end <= end
        assert p.text == d.text[p.start : p.end]
        assert p.heading.endswith(p.section)


def test_about_even_and_within_bounds() -> None:
    sizes = words([p.text for p in split(document(f"## Eka\n\n{LONG}"), words)])
    assert len(sizes) > 2
    assert all(MIN_TOKENS <= n <= MAX_TOKENS for n in sizes)


def test_a_list_stays_with_its_introduction_and_whole() -> None:
    items = "\n".join(f"{n}. Vaihe numero {n} tehdään huolella." for n in range(1, 9))
    (passage,) = split(document(f"## Miten tehdään?\n\nVaiheet ovat:\n\n{items}"), words)
    assert passage.text.startswith("Vaiheet ovat:")
    assert passage.text.endswith("8. Vaihe numero 8 tehdään huolella.")
    assert len(passage.sentences) == 9


def test_a_sentence_that_introduces_a_table_is_not_parted_from_it() -> None:
    table = "\n".join(["| Raja | Euroa |", "|---|---|", *(f"| Raja numero {n} | {n} euroa |" for n in range(12))])
    for filler in range(30):
        text = f"## Rajat\n\n{LONG[: filler * 37]}. Rajat ovat seuraavat:\n\n{table}\n"
        (held,) = [p for p in split(document(text), words) if "Rajat ovat seuraavat:" in p.text]
        assert "Raja numero 0" in held.text


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=1500))
def test_any_text_gives_passages_that_are_the_text(text: str) -> None:
    d = document(text)
    for p in split(d, words):
        assert p.text == d.text[p.start : p.end]
        assert all(p.start <= a < b <= p.end for a, b in p.sentences)
