"""What is quoted for a sentence: with its list, its introduction, or the sentence that it leans on."""

from __future__ import annotations

import pytest

from bot.advice.kinds import AnswerKind
from bot.advice.selection import MAX_LIST_CHARACTERS, Candidate, quote_of
from bot.index.splitter import split
from bot.index.store import StoredPassage
from bot.search.engine import Found
from bot.search.hit import Hit
from bot.sources.document import Document
from bot.sources.markdown import read_markdown

TABLE = "Hankinta | Raja\nTavarat | 60 000 euroa\nRakennusurakat | 150 000 euroa"
LIST = "- tasapuolisuus\n- avoimuus"
TEXT = f"""# Rajat

## Rajat

Raja vaihtelee. Seuraavat rajat ovat voimassa esim. tänään.

| Hankinta | Raja |
|---|---|
| Tavarat | 60 000 euroa |
| Rakennusurakat | 150 000 euroa |

Rajat säädetään laissa. Se muuttuu harvoin.

## Periaatteet

Periaatteita on kaksi:

{LIST}

Muuta ei ole.
"""


def words(texts: object) -> list[int]:
    assert isinstance(texts, (list, tuple))
    return [len(t.split()) for t in texts]


def quoted(document: Document, sentence: str, kind: AnswerKind = AnswerKind.OTHER) -> str:
    start = document.text.index(sentence)
    passage = next(p for p in split(document, words) if p.start <= start < p.end)
    hit = Hit(
        document_id=document.id, passage_id=passage.id, score=0, rank=1, text=passage.text, start=passage.start,
        end=passage.end, title="", section=passage.section, language="fi", features={},
    )  # fmt: skip
    found = Found(hit, StoredPassage(passage, document.metadata, frozenset(), frozenset()))
    quote = quote_of(Candidate(0, start, start + len(sentence), sentence, {}), 1.0, found, document, kind)
    return document.text[quote.start : quote.end]


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Seuraavat rajat ovat voimassa esim. tänään.", f"Seuraavat rajat ovat voimassa esim. tänään.\n\n{TABLE}"),
        ("Tavarat | 60 000 euroa", f"Seuraavat rajat ovat voimassa esim. tänään.\n\n{TABLE}"),
        ("- avoimuus", f"Periaatteita on kaksi:\n\n{LIST}"),
        ("Periaatteita on kaksi:", f"Periaatteita on kaksi:\n\n{LIST}"),
        ("Raja vaihtelee.", "Raja vaihtelee."),
        ("Se muuttuu harvoin.", "Rajat säädetään laissa. Se muuttuu harvoin."),
        ("Muuta ei ole.", "Muuta ei ole."),
    ],
)
def test_a_sentence_brings_what_it_cannot_be_understood_without(sentence: str, quote: str) -> None:
    assert quoted(read_markdown(TEXT, "rajat", "rajat.md"), sentence) == quote


def test_of_a_list_too_long_to_quote_whole_items_follow_their_introduction() -> None:
    items = "\n".join(f"- kohta {n}, jossa sanotaan jotakin" for n in range(200))
    whole = quoted(read_markdown(f"## Kohdat\n\nKohdat ovat:\n\n{items}\n", "k", "k.md"), "Kohdat ovat:")
    assert len(whole) <= MAX_LIST_CHARACTERS
    assert whole.startswith("Kohdat ovat:\n\n- kohta 0,")
    assert whole.endswith("jossa sanotaan jotakin")
