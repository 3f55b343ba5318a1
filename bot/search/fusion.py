"""Fusion: the features of a candidate passage and the small linear model that weighs them."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from bot.index.store import StoredPassage
from bot.search.query import Query
from bot.sources.document import Authority

KEPT = Path(__file__).with_name("fusion.json")

FEATURES = (
    "dense",  # cosine similarity
    "dense_rank",  # 1 / (10 + rank) of the dense side, 0 where it did not find the passage
    "lexical",  # BM25 as a share of the best BM25 for the query
    "lexical_rank",
    "coverage",  # share of the question's words, weighed by rarity, that the passage or its heading holds
    "heading",  # the same for the heading alone
    "language",  # 1 where the passage is in the question's language
    "binding",
    "valid",  # 1 where the document holds at the time asked about, or today
)


RELATED = 0.6


@dataclass(frozen=True)
class FusionModel:
    """A linear model over FEATURES, read from fusion.json, which also keeps the figures that justify it."""

    weights: Mapping[str, float]

    def score(self, features: Mapping[str, float]) -> float:
        """The fused score: comparable within one query."""
        return sum(self.weights.get(name, 0.0) * value for name, value in features.items())

    @staticmethod
    @lru_cache(maxsize=4)
    def load(path: Path = KEPT) -> FusionModel:
        """The model kept in ``path``."""
        return FusionModel(json.loads(path.read_text("utf-8"))["weights"])


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

    def __init__(self, query: Query, frequency: Mapping[str, int], passages: int) -> None:
        self._words = [
            (group, related, math.log(1 + passages / (1 + max((frequency[lemma] for lemma in group), default=0))))
            for group, related in zip(query.groups, query.related, strict=True)
        ]
        self._total = sum(w for *_, w in self._words)

    def coverage(self, lemmas: frozenset[str]) -> float:
        """Share, by rarity, of the question's words that are among ``lemmas``: 0 to 1.

        A word of which only a compound part or the root is there («neuvoa» for «neuvonta») counts for RELATED.
        """
        if not self._total:
            return 0.0
        found = (w if group & lemmas else RELATED * w if related & lemmas else 0.0 for group, related, w in self._words)
        return sum(found) / self._total


def features(candidate: Candidate, query: Query, rarity: Rarity, best_bm25: float, today: date) -> dict[str, float]:
    """The values of FEATURES for one candidate."""
    stored = candidate.stored
    metadata = stored.metadata
    when = query.when or today
    valid = (metadata.valid_from is None or metadata.valid_from <= when) and (
        metadata.valid_to is None or metadata.valid_to >= when
    )
    return {
        "dense": candidate.cosine,
        "dense_rank": 0.0 if candidate.dense_rank is None else 1 / (10 + candidate.dense_rank),
        "lexical": candidate.bm25 / best_bm25 if best_bm25 else 0.0,
        "lexical_rank": 0.0 if candidate.lexical_rank is None else 1 / (10 + candidate.lexical_rank),
        "coverage": rarity.coverage(stored.lemmas | stored.heading_lemmas),
        "heading": rarity.coverage(stored.heading_lemmas),
        "language": float(stored.passage.language == query.language),
        "binding": float(metadata.authority is Authority.BINDING),
        "valid": float(valid),
    }
