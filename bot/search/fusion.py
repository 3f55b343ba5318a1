"""Fusion: the features of a candidate passage, which the fusion model of `bot.calibration` weighs."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bot.index.passage import Passage
from bot.index.store import StoredPassage
from bot.search.query import Query
from bot.sources.document import Authority, Metadata
from bot.text.terms import Term, terms
from bot.text.times import Span, day, fit, named, stretches

FEATURES = (
    "dense",  # cosine similarity
    "dense_rank",  # 1 / (10 + rank) of the dense side, 0 where it did not find the passage
    "lexical",  # BM25 as a share of the best BM25 for the query
    "lexical_rank",
    "coverage",  # share of the question's words, weighed by rarity, that the passage or its heading holds
    "heading",  # the same for the heading alone
    "narrow",  # share, by rarity, of its section heading's words that the question does not say: it is of less
    "language",  # 1 where the passage is in the question's language
    "names",  # share of the question's names, numbers and section references that the passage or its heading holds
    "concepts",  # share of the question's glossary concepts that they name, in any language
    "binding",
    "example",  # 1 where the document tells of one purchase
    "valid",  # 1 where the document holds at the time asked about, or today
    "timely",  # 1 where the passage or its heading names the time asked about, -1 where only other times
    "current",  # where no time is asked about: the same for today, of what the heading or else the text is limited to
)

# A word counts for this much where only another name of its concept is there, or only a compound part or the root.
OTHERWISE, RELATED = 0.9, 0.6


@dataclass(frozen=True)
class Candidate:
    """A passage as each side of the search found it; rank None where a side did not."""

    stored: StoredPassage
    cosine: float
    dense_rank: int | None
    bm25: float
    lexical_rank: int | None


class Rarity:
    """How telling each word of a question is: the inverse document frequency of its commonest reading."""

    def __init__(self, query: Query, frequency: Callable[[str], float], passages: int) -> None:
        self._frequency, self._passages = frequency, passages
        self._words = [
            _Word(
                group,
                related,
                tuple(c for c in query.concepts if any(group & reading for reading in c)),
                self._weight(group),
            )
            for group, related in zip(query.groups, query.related, strict=True)
        ]
        self._total = sum(word.weight for word in self._words)
        self._said = frozenset[str]().union(*query.groups, *query.related, *(r for c in query.concepts for r in c))
        self.most = math.log(1 + passages)
        """What a word that no passage holds would weigh: it grows with the index."""

    def _weight(self, readings: Iterable[str]) -> float:
        return math.log(1 + self._passages / (1 + max(map(self._frequency, readings), default=0)))

    def coverage(self, lemmas: frozenset[str]) -> float:
        """Share, by rarity, of the question's words that are among ``lemmas``: 0 to 1.

        A word counts in part where only its concept is named otherwise («anskaffning» for «hankinta»), or only a
        compound part or the root of it is there («neuvoa» for «neuvonta»).
        """
        if not self._total:
            return 0.0
        return sum(word.weight * word.found(lemmas) for word in self._words) / self._total

    def missing(self, lemmas: frozenset[str]) -> float:
        """How telling the most telling word is that ``lemmas`` hold nothing of: 0 to 1, where no passage has it."""
        strange = (word.weight for word in self._words if not word.found(lemmas))
        return max(strange, default=0.0) / self.most if self.most else 0.0

    def beside(self, words: Sequence[Term]) -> float:
        """Share, by rarity, of ``words`` that the question does not say: 0 to 1.

        A word of which it says a compound part or the root counts in part.
        """
        weights = [self._weight(word.lemmas) for word in words]
        said = sum(weight * self._says(word) for weight, word in zip(weights, words, strict=True))
        return 1 - said / sum(weights) if weights else 0.0

    def _says(self, word: Term) -> float:
        if not self._said.isdisjoint(word.lemmas):
            return 1.0
        return 0.0 if self._said.isdisjoint(word.parts) else RELATED


@dataclass(frozen=True)
class _Word:
    """A word of the question: its readings, what is related, what its concepts are called, and how telling it is."""

    group: frozenset[str]
    related: frozenset[str]
    concepts: tuple[tuple[frozenset[str], ...], ...]
    weight: float

    def found(self, lemmas: frozenset[str]) -> float:
        """How much of the word ``lemmas`` hold: 0 to 1."""
        if self.group & lemmas:
            return 1.0
        if any(reading <= lemmas for concept in self.concepts for reading in concept):
            return OTHERWISE
        return RELATED if self.related & lemmas else 0.0


def features(candidate: Candidate, query: Query, rarity: Rarity, best_bm25: float, today: date) -> dict[str, float]:
    """The values of FEATURES for one candidate."""
    stored = candidate.stored
    metadata = stored.metadata
    lemmas = stored.lemmas | stored.heading_lemmas
    return {
        "dense": candidate.cosine,
        "dense_rank": 0.0 if candidate.dense_rank is None else 1 / (10 + candidate.dense_rank),
        "lexical": candidate.bm25 / best_bm25 if best_bm25 else 0.0,
        "lexical_rank": 0.0 if candidate.lexical_rank is None else 1 / (10 + candidate.lexical_rank),
        "coverage": rarity.coverage(lemmas),
        "heading": rarity.coverage(stored.heading_lemmas),
        "narrow": _narrow(stored.passage, query, rarity),
        "language": float(stored.passage.language == query.language),
        "names": sum(bool(n & lemmas) for n in query.names) / len(query.names) if query.names else 1.0,
        "concepts": query.said(lemmas),
        "binding": float(metadata.authority is Authority.BINDING),
        "example": float(metadata.kind == "example"),
        "valid": float(valid(metadata, query.time or day(today))),
        "timely": timely(f"{stored.passage.section}\n{stored.passage.text}", query.time),
        "current": 0.0 if query.time else _current(stored.passage, today),
    }


def _narrow(passage: Passage, query: Query, rarity: Rarity) -> float:
    # In another language nearly every word is another.
    if passage.language != query.language:
        return 0.0
    return rarity.beside(_words(passage.nearest_heading, passage.language))


@lru_cache(maxsize=8192)
def _words(heading: str, language: str) -> tuple[Term, ...]:
    return tuple(terms(heading, language))


def _current(passage: Passage, today: date) -> float:
    return fit(_limits(passage.section, passage.text), day(today))


# Kept, for each question weighs a hundred passages, and reading their times anew would take a fifth of the search.
@lru_cache(maxsize=8192)
def _limits(section: str, text: str) -> tuple[Span, ...]:
    return tuple(stretches(named(section)) or stretches(named(text)))


def valid(metadata: Metadata, when: Span) -> bool:
    """Whether what the document says held at some time of ``when``."""
    return Span(metadata.valid_from or date.min, metadata.valid_to or date.max).meets(when)


def timely(text: str, when: Span | None) -> float:
    """1 where ``text`` names a time that meets ``when``, -1 where it names others only, else 0."""
    return fit(named(text), when) if when else 0.0
