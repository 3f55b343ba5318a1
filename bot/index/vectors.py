"""The vectors: a Chroma collection in a folder of its own, filled through langchain-chroma."""

from __future__ import annotations

import atexit
import logging
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock, Timeout
from langchain_core.embeddings import Embeddings

from bot.errors import IndexDamagedError
from bot.index.passage import Passage
from bot.models.embedder import Embedder

log = logging.getLogger(__name__)

COLLECTION = "passages"
_HNSW = {"hnsw": {"space": "cosine", "ef_construction": 200, "max_neighbors": 32, "ef_search": 200}}
_BATCH = 2000

Vector = np.ndarray[Any, np.dtype[np.float32]]


class LangChainEmbeddings(Embeddings):
    """Our Embedder as LangChain knows it: questions and passages each go to their own side of the model."""

    def __init__(self, embedder: Embedder, on_progress: Callable[[int], None] | None = None) -> None:
        self._embedder = embedder
        self._on_progress = on_progress

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self._embedder.embed_passages(texts, on_progress=self._on_progress).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        vector: list[float] = self._embedder.embed_queries([text])[0].tolist()
        return vector


@contextmanager
def _damage_told() -> Iterator[None]:
    """Make an IndexDamagedError of whatever Chroma raises: its Rust core's errors come under several types."""
    try:
        yield
    except Exception as error:
        first = (str(error).splitlines() or [type(error).__name__])[0]
        raise IndexDamagedError(f"the vectors are damaged ({first}); run `python ingest.py --full`") from None


def embedded_text(passage: Passage) -> str:
    """What is embedded: the heading path, which is not part of the passage's range, then the passage."""
    return f"{passage.heading}\n{passage.text}"


class VectorIndex:
    """One Chroma directory.

    Chroma must not be opened twice, by two processes, in one directory. A reader therefore takes the directory's
    lock, and where another process holds it (the app is running and someone asks on the command line) it reads a
    private copy instead.
    """

    def __init__(self, path: Path, *, writable: bool = False) -> None:
        import chromadb
        from chromadb.config import Settings as ChromaSettings

        self._copy: Path | None = None
        self._lock = FileLock(str(path) + ".lock")
        if not writable:
            if not (path / "chroma.sqlite3").exists():
                raise IndexDamagedError("the vectors are missing from the generation; run `python ingest.py --full`")
            try:
                self._lock.acquire(timeout=0)
            except Timeout:
                self._copy = Path(tempfile.mkdtemp(prefix="keino-vectors-"))
                atexit.register(shutil.rmtree, self._copy, ignore_errors=True)
                path = Path(shutil.copytree(path, self._copy / "vectors"))
        self._client: Any = None
        try:
            with _damage_told():
                self._client = chromadb.PersistentClient(str(path), ChromaSettings(anonymized_telemetry=False))
                if writable:
                    self._collection = self._client.get_or_create_collection(COLLECTION, configuration=_HNSW)
                else:
                    self._collection = self._client.get_collection(COLLECTION, embedding_function=None)
        except IndexDamagedError:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the directory."""
        if self._client is not None:
            self._client.close()
            self._client = None
        self._lock.release()
        if self._copy is not None:
            shutil.rmtree(self._copy, ignore_errors=True)

    def add(
        self,
        passages: Sequence[Passage],
        embedder: Embedder,
        on_progress: Callable[[int], None] | None = None,
    ) -> None:
        """Embed and add passages; ``on_progress`` is told how many more have been embedded."""
        from langchain_chroma import Chroma

        store = Chroma(
            collection_name=COLLECTION,
            client=self._client,
            embedding_function=LangChainEmbeddings(embedder, on_progress),
        )
        for i in range(0, len(passages), _BATCH):
            batch = passages[i : i + _BATCH]
            store.add_texts(
                [embedded_text(p) for p in batch],
                metadatas=[
                    {
                        "document_id": p.document_id,
                        "start": p.start,
                        "end": p.end,
                        "section": p.section,
                        "language": p.language,
                    }
                    for p in batch
                ],
                ids=[p.id for p in batch],
            )

    def remove(self, document_ids: Sequence[str]) -> None:
        """Remove every passage of these documents."""
        for i in range(0, len(document_ids), 500):
            self._collection.delete(where={"document_id": {"$in": list(document_ids[i : i + 500])}})

    def count(self) -> int:
        """Number of passages. Raises IndexDamagedError, as every reading does."""
        with _damage_told():
            return int(self._collection.count())

    def search(self, vector: Vector, k: int, documents: Sequence[str] | None = None) -> list[tuple[str, float]]:
        """The ``k`` nearest (passage id, cosine similarity), nearest first; ``documents`` limits to these ids."""
        if documents is not None and not documents:
            return []
        where = None if documents is None else {"document_id": {"$in": list(documents)}}
        k = min(k, self.count())
        if k == 0:
            return []
        with _damage_told():
            found = self._collection.query(
                query_embeddings=[vector.tolist()], n_results=k, where=where, include=["distances"]
            )
        return [(i, 1.0 - d) for i, d in zip(found["ids"][0], found["distances"][0], strict=True)]

    def vectors(self, ids: Sequence[str]) -> dict[str, Vector]:
        """The stored vectors of these passages."""
        with _damage_told():
            found = self._collection.get(ids=list(ids), include=["embeddings"])
        return {i: np.asarray(v, np.float32) for i, v in zip(found["ids"], found["embeddings"], strict=True)}
