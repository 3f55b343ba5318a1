"""Embedder: texts to vectors, questions and passages each on their own side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from bot.models.carried import checksums, is_carried, session, tokenizer
from bot.models.foreign import foreign
from bot.settings import Settings

Vectors = np.ndarray[Any, np.dtype[np.float32]]


class Embedder(Protocol):
    """What the index and the search need of an embedding model. Vectors are float32, of length 1."""

    @property
    def fingerprint(self) -> str:
        """Changes whenever the model's vectors do."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Number of the model's tokens in each text."""

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, shape (n, dimension)."""

    def embed_passages(
        self, texts: Sequence[str], batch: int = 16, on_progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Vectors of passages, shape (n, dimension); ``on_progress`` is told the size of each finished batch."""


class OnnxEmbedder:
    """The model that the project carries, on onnxruntime: no torch is imported."""

    dimension = 384
    max_tokens = 512

    def __init__(self, threads: int, cache: Path) -> None:
        self._threads = threads
        self._cache = cache
        self._tokenizer = tokenizer(cache, self.max_tokens)
        self._counter = tokenizer(cache, None)

    @property
    def fingerprint(self) -> str:
        return _onnx_fingerprint()

    @cached_property
    def _query(self) -> Any:
        return session("query.onnx", self._threads, self._cache)

    @cached_property
    def _passage(self) -> Any:
        return session("passage.onnx", self._threads, self._cache)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(e.ids) for e in self._counter.encode_batch_fast(list(texts), add_special_tokens=False)]

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self._embed(self._query, [f"query: {t}" for t in texts], 16, None)

    def embed_passages(
        self, texts: Sequence[str], batch: int = 16, on_progress: Callable[[int], None] | None = None
    ) -> Vectors:
        return self._embed(self._passage, [f"passage: {t}" for t in texts], batch, on_progress)

    def _embed(
        self, model: Any, texts: Sequence[str], batch: int, on_progress: Callable[[int], None] | None
    ) -> Vectors:
        out = np.zeros((len(texts), self.dimension), np.float32)
        # Texts of like length share a batch, so that little padding is computed.
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        for i in range(0, len(order), batch):
            chosen = order[i : i + batch]
            encoded = self._tokenizer.encode_batch([texts[j] for j in chosen])
            ids = np.array([e.ids for e in encoded], np.int64)
            mask = np.array([e.attention_mask for e in encoded], np.int64)
            (out[chosen],) = model.run(["v"], {"input_ids": ids, "attention_mask": mask})
            if on_progress is not None:
                on_progress(len(chosen))
        return out


class SentenceTransformerEmbedder:
    """Any other sentence-transformers model, by name or folder. Imports torch."""

    def __init__(self, name: str) -> None:
        self._model = foreign("SentenceTransformer", name, "KEINO_EMBEDDING_MODEL")
        self._name = name

    @property
    def fingerprint(self) -> str:
        return f"sentence-transformers:{self._name}"

    @property
    def dimension(self) -> int:
        return int(self._model.get_embedding_dimension() or 0)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(ids) for ids in self._model.tokenizer(list(texts), add_special_tokens=False)["input_ids"]]

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return np.asarray(self._model.encode_query(list(texts), normalize_embeddings=True), np.float32)

    def embed_passages(
        self, texts: Sequence[str], batch: int = 16, on_progress: Callable[[int], None] | None = None
    ) -> Vectors:
        out = np.zeros((len(texts), self.dimension), np.float32)
        step = batch * 8
        for i in range(0, len(texts), step):
            part = list(texts[i : i + step])
            out[i : i + step] = self._model.encode_document(part, batch_size=batch, normalize_embeddings=True)
            if on_progress is not None:
                on_progress(len(part))
        return out


def _is_foreign(config: Settings) -> bool:
    # Whoever names our own folder means our own model: the same vectors, and no torch.
    return bool(config.embedding_model) and not is_carried(config.embedding_model)


def load_embedder(config: Settings) -> Embedder:
    """The embedder that the settings name. Raises ModelError."""
    if _is_foreign(config):
        return SentenceTransformerEmbedder(config.embedding_model)
    return OnnxEmbedder(config.threads, config.cache)


def fingerprint_of(config: Settings) -> str:
    """The fingerprint of the embedder that the settings name, without loading it."""
    if _is_foreign(config):
        return f"sentence-transformers:{config.embedding_model}"
    return _onnx_fingerprint()


def _onnx_fingerprint() -> str:
    sums = checksums()
    return "keino-retriever:" + ":".join(sums[n][:12] for n in ("passage.onnx", "query.onnx", "word-embeddings.bin"))
