"""A query: a question as the two sides of the search see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from bot.text.glossary import Entry, Glossary
from bot.text.terms import Term, terms
from bot.text.times import Span

# Relative weights of query terms. A lemma of the question counts 1; what is derived from it counts less.
PART, SYNONYM, CONTEXT = 0.4, 0.5, 0.5
HEADING = 1.6


@dataclass(frozen=True)
class Query:
    """``lemmas`` and ``parts`` map terms to weights; ``core`` are the question's own lemmas, without expansion.

    ``dense`` is the text to embed, ``time`` what the question asks about (None: it names no time). ``groups`` are the
    readings of each word, ``related`` their compound parts and roots; ``concepts`` are, for each concept of the
    glossary that the question mentions, the lemmas of everything it is called in any language; ``names`` are the
    readings of names, numbers and section references, which an answer can hardly do without.
    """

    text: str
    language: str
    dense: str
    lemmas: dict[str, float]
    parts: dict[str, float]
    core: frozenset[str]
    time: Span | None = None
    groups: tuple[frozenset[str], ...] = field(default=())
    related: tuple[frozenset[str], ...] = field(default=())
    concepts: tuple[tuple[frozenset[str], ...], ...] = field(default=())
    names: tuple[frozenset[str], ...] = field(default=())

    def said(self, lemmas: frozenset[str]) -> float:
        """Share of the question's concepts that ``lemmas`` name in one way or another; 0 where it has none."""
        if not self.concepts:
            return 0.0
        return sum(any(c <= lemmas for c in readings) for readings in self.concepts) / len(self.concepts)

    @property
    def weights(self) -> dict[str, dict[str, float]]:
        """Term weights by field of the lexical index."""
        return {
            "lemmas": self.lemmas,
            "parts": self.parts,
            "heading": {t: w * HEADING for t, w in self.lemmas.items()},
        }


def build_query(
    question: str, language: str, glossary: Glossary, context: Sequence[str] = (), time: Span | None = None
) -> Query:
    """The query for ``question``, which asks about ``time``; ``context`` are earlier questions that it leans on."""
    lemmas: dict[str, float] = {}
    parts: dict[str, float] = {}
    groups: list[frozenset[str]] = []
    related: list[frozenset[str]] = []
    names: list[frozenset[str]] = []

    def add(table: dict[str, float], term: str, weight: float) -> None:
        table[term] = max(table.get(term, 0.0), weight)

    for text, scale in [(question, 1.0), *((c, CONTEXT) for c in context)]:
        for term in terms(text, language):
            # A word with several readings is one word: its readings share the weight of the likeliest.
            for lemma in term.lemmas:
                add(lemmas, lemma, scale)
            for part in term.parts:
                add(parts, part, scale * PART)
                add(lemmas, part, scale * PART)
            # A compound in the text answers for its head in the question («kynnysarvo» for «EU-kynnysarvo»).
            for lemma in term.lemmas:
                add(parts, lemma, scale * PART)
            if scale == 1.0:
                groups.append(frozenset(term.lemmas))
                related.append(frozenset(term.parts))
                if _is_name(term, text):
                    names.append(frozenset((*term.lemmas, *term.parts)))
        for expansion in glossary.expand(text, language):
            said = terms(expansion.phrase, expansion.language)
            for term in said:
                for lemma in term.lemmas:
                    add(lemmas, lemma, scale * SYNONYM * expansion.weight)
    return Query(
        text=question,
        language=language,
        dense=" ".join([*context, question]),
        lemmas=lemmas,
        parts=parts,
        core=frozenset(lemma for g in groups for lemma in g),
        time=time,
        groups=tuple(groups),
        related=tuple(related),
        concepts=tuple(_readings(entry) for entry in glossary.mentioned(question, language)),
        names=tuple(names),
    )


def _is_name(term: Term, text: str) -> bool:
    first = text[term.start]
    return first.isdigit() or term.lemmas[0].startswith("§") or (term.start > 0 and first.isupper())


@lru_cache(maxsize=2048)
def _readings(entry: Entry) -> tuple[frozenset[str], ...]:
    phrases = ((phrase, language) for language, said in entry.phrases.items() for phrase in said)
    readings = (frozenset(t.lemmas[0] for t in terms(phrase, language)) for phrase, language in phrases)
    return tuple(r for r in dict.fromkeys(readings) if r)
