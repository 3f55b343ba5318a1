"""Groups of records whose questions ask about the same, whatever their words or language."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from bot.models.embedder import Embedder, Vectors
from bot.records.record import Record

# Paraphrases of procurement questions lie at .78–.96 with the carried model; 99 of 100 pairs of different questions
# lie below .79.
LIKE = 0.8
_REMEMBERED = 4000


class Grouping:
    """Puts like questions together. Vectors of questions seen before are remembered."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._vector = lru_cache(maxsize=_REMEMBERED)(self._embed)

    def groups(self, records: Sequence[Record]) -> list[list[Record]]:
        """The records in groups, the largest first, each in the given order.

        A question joins the group whose middle is nearest to it, if that is near enough (`LIKE`, cosine).
        """
        groups: list[list[Record]] = []
        sums = np.zeros((len(records), self._embedder.dimension), np.float32)
        for record in records:
            vector = self._vector(record.question)
            taken = sums[: len(groups)]
            likeness = taken @ vector / np.maximum(np.linalg.norm(taken, axis=1), 1e-9)
            best = int(likeness.argmax()) if groups else -1
            if best >= 0 and likeness[best] >= LIKE:
                groups[best].append(record)
            else:
                best = len(groups)
                groups.append([record])
            sums[best] += vector
        return sorted(groups, key=len, reverse=True)

    def _embed(self, question: str) -> Vectors:
        vector: Vectors = self._embedder.embed_queries([question])[0]
        return vector
