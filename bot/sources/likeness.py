"""Likeness: which of many sets are nearly the same, without comparing each with each."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence


def similar_pairs(sets: Sequence[frozenset[str]], threshold: float) -> Iterator[tuple[int, int, float]]:
    """Index pairs (i < j) of sets whose Jaccard similarity is at least ``threshold`` (0–1), with that similarity.

    Prefix filtering: two sets this alike must share one of their few rarest members.
    """
    frequency = Counter(member for s in sets for member in s)
    holders: dict[str, list[int]] = defaultdict(list)
    for j, members in enumerate(sets):
        if not members:
            continue
        rarest = sorted(members, key=lambda m: (frequency[m], m))
        prefix = rarest[: len(rarest) - math.ceil(threshold * len(rarest)) + 1]
        for i in sorted({i for member in prefix for i in holders[member]}):
            likeness = len(sets[i] & members) / len(sets[i] | members)
            if likeness >= threshold:
                yield i, j, likeness
        for member in prefix:
            holders[member].append(j)
