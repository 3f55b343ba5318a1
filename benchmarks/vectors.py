"""Vectors kept between runs: a pool of texts is embedded once for each model, and a broken-off run goes on."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from typing import Any

import numpy as np

from benchmarks.corpora import BUILD
from bot.models.embedder import Embedder

Vectors = np.ndarray[Any, np.dtype[np.float32]]
_STEP = 256


def kept(model: str, texts: Sequence[str], embed: Callable[[list[str]], Vectors]) -> Vectors:
    """The vectors of ``texts`` by ``model``; only those not met before are embedded."""
    folder = BUILD / "vectors"
    folder.mkdir(parents=True, exist_ok=True)
    keys = [hashlib.sha256(t.encode()).digest() for t in texts]
    with closing(sqlite3.connect(folder / f"{model}.sqlite", timeout=60)) as db:
        db.execute("CREATE TABLE IF NOT EXISTS vectors (text BLOB PRIMARY KEY, vector BLOB) WITHOUT ROWID")
        known: dict[bytes, bytes] = {}
        for i in range(0, len(keys), 500):
            part = keys[i : i + 500]
            marks = ",".join("?" * len(part))
            known.update(db.execute(f"SELECT text, vector FROM vectors WHERE text IN ({marks})", part))
        missing = [i for i, key in enumerate(keys) if key not in known]
        for n in range(0, len(missing), _STEP):
            chosen = missing[n : n + _STEP]
            fresh = {keys[i]: v.tobytes() for i, v in zip(chosen, embed([texts[i] for i in chosen]), strict=True)}
            with db:
                db.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", fresh.items())
            known.update(fresh)
    return np.stack([np.frombuffer(known[key], np.float32) for key in keys])


class KeepingEmbedder:
    """An Embedder whose passages' vectors are kept between runs, for building large indexes."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        # Known by what it does, not by its name: a new question side leaves the passages' vectors as they are.
        probe = embedder.embed_passages(["Hankintayksikkö kilpailuttaa hankintansa."])[0]
        self._model = "passages-" + hashlib.sha256(probe.round(3).tobytes()).hexdigest()[:12]

    @property
    def fingerprint(self) -> str:
        return self._embedder.fingerprint

    @property
    def dimension(self) -> int:
        return self._embedder.dimension

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self._embedder.count_tokens(texts)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self._embedder.embed_queries(texts)

    def embed_passages(
        self, texts: Sequence[str], batch: int = 16, on_progress: Callable[[int], None] | None = None
    ) -> Vectors:
        vectors = kept(self._model, texts, lambda part: self._embedder.embed_passages(part, batch))
        if on_progress is not None:
            on_progress(len(texts))
        return vectors
