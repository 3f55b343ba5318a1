"""The search engine: both sides, fused, near-copies removed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from bot.calibration import LinearModel
from bot.index.snapshot import Snapshot
from bot.index.store import StoredPassage
from bot.models.embedder import Embedder
from bot.search.filters import Filters
from bot.search.fusion import Candidate, Rarity, features
from bot.search.hit import Hit
from bot.search.query import Query
from bot.text.frequency import share

# Two passages whose sets of lemmas overlap by more than this (Jaccard) say the same thing.
NEAR_COPY = 0.9
# How many passages the language at large counts for beside the index: among eleven passages no word is common yet.
AT_LARGE = 300
# A passage of an article that is there in the question's language too is left out, unless that one comes so far behind.
TRANSLATION_BEHIND = 3.0


@dataclass(frozen=True)
class Found:
    """A hit together with the stored passage that later steps read."""

    hit: Hit
    stored: StoredPassage


def search(
    query: Query,
    snapshot: Snapshot,
    embedder: Embedder,
    *,
    k: int,
    candidates: int,
    filters: Filters,
    today: date,
    model: LinearModel,
    rarity: Rarity | None = None,
) -> list[Found]:
    """The ``k`` best passages for ``query``, best first; ``candidates`` are fetched from each side."""
    allowed: list[str] | None = None
    if not filters.empty:
        allowed = [i for i, m in snapshot.store.metadata().items() if filters.admits(i, m)]
        if not allowed:
            return []
    dense = snapshot.vectors.search(embedder.embed_queries([query.dense])[0], candidates, allowed)
    lexical = snapshot.lexical.search(query.weights, candidates, allowed)
    dense_at = {i: (rank, cosine) for rank, (i, cosine) in enumerate(dense)}
    lexical_at = {i: (rank, bm25) for rank, (i, bm25) in enumerate(lexical)}
    # What only the lexical side found is no nearer than the farthest that the dense side did.
    farthest = dense[-1][1] if dense else 0.0
    stored = snapshot.store.passages([*dict.fromkeys([*dense_at, *lexical_at])])
    rarity = rarity or rarity_of(query, snapshot)
    best_bm25 = lexical[0][1] if lexical else 0.0
    scored: list[tuple[float, str, dict[str, float]]] = []
    for passage_id, passage in stored.items():
        dense_rank, cosine = dense_at.get(passage_id, (None, farthest))
        lexical_rank, bm25 = lexical_at.get(passage_id, (None, 0.0))
        values = features(Candidate(passage, cosine, dense_rank, bm25, lexical_rank), query, rarity, best_bm25, today)
        scored.append((model.score(values), passage_id, values))
    scored.sort(key=lambda s: (-s[0], s[1]))
    own: dict[str, float] = {}
    for score, passage_id, _ in scored:
        if stored[passage_id].passage.language == query.language:
            own.setdefault(_article(stored[passage_id]), score)
    kept: list[Found] = []
    for score, passage_id, values in scored:
        passage = stored[passage_id]
        foreign = passage.passage.language != query.language
        if foreign and own.get(_article(passage), -math.inf) >= score - TRANSLATION_BEHIND:
            continue
        if any(_near_copy(passage, f.stored) for f in kept):
            continue
        kept.append(Found(_hit(passage, score, len(kept) + 1, values), passage))
        if len(kept) == k:
            break
    return kept


def rarity_of(query: Query, snapshot: Snapshot) -> Rarity:
    """How telling each word of ``query`` is in this generation and in its language at large."""
    lexical, language = snapshot.lexical, query.language

    @cache
    def frequency(word: str) -> float:
        return lexical.document_frequency(word) + AT_LARGE * share(word, language)

    return Rarity(query, frequency, snapshot.manifest.passages + AT_LARGE)


def reranked(found: Sequence[Found], scores: Sequence[float]) -> list[Found]:
    """``found`` ordered by ``scores``, best first, with scores and ranks renewed."""
    order = sorted(range(len(found)), key=lambda i: -scores[i])
    return [
        Found(found[i].hit.model_copy(update={"score": float(scores[i]), "rank": rank}), found[i].stored)
        for rank, i in enumerate(order, 1)
    ]


def _near_copy(a: StoredPassage, b: StoredPassage) -> bool:
    if a.passage.document_id == b.passage.document_id and a.passage.section == b.passage.section:
        return False
    union = len(a.lemmas | b.lemmas)
    if not union or len(a.lemmas & b.lemmas) / union <= NEAR_COPY:
        return False
    # The same words about another time, or with another figure, say another thing.
    return _times(a) == _times(b) and not any(lemma[0].isdigit() for lemma in a.lemmas ^ b.lemmas)


def _article(stored: StoredPassage) -> str:
    """The document that this passage's one is a translation of, or that one itself."""
    return stored.metadata.translation_of or stored.passage.document_id


def _times(stored: StoredPassage) -> tuple[date | None, date | None]:
    return stored.metadata.valid_from, stored.metadata.valid_to


def _hit(stored: StoredPassage, score: float, rank: int, values: dict[str, float]) -> Hit:
    p = stored.passage
    return Hit(
        document_id=p.document_id,
        passage_id=p.id,
        score=score,
        rank=rank,
        text=p.text,
        start=p.start,
        end=p.end,
        title=stored.metadata.title,
        section=p.section,
        language=p.language,
        features=values,
    )
