"""One opened generation: everything that a question reads."""

from __future__ import annotations

from pathlib import Path

from bot.errors import IndexDamagedError, ModelError
from bot.index.generation import Generations, Manifest
from bot.index.lexical import LexicalIndex
from bot.index.store import DocumentStore
from bot.index.vectors import VectorIndex


class Snapshot:
    """The served generation, opened for reading. Its parts agree with each other, or opening it fails.

    Raises IndexMissingError, IndexDamagedError, and ModelError where it was built with another model.
    """

    def __init__(self, directory: Path, fingerprint: str) -> None:
        generations = Generations(directory)
        name = generations.current()
        self.manifest: Manifest = generations.manifest(name)
        if self.manifest.embedder != fingerprint:
            raise ModelError(
                f"the index was built with the model {self.manifest.embedder!r} but the settings name {fingerprint!r}; "
                "run `python ingest.py` to embed anew, or set KEINO_EMBEDDING_MODEL back"
            )
        folder = generations.folder(name)
        self.store = DocumentStore(folder / "documents.sqlite")
        self.lexical = LexicalIndex(folder / "lexical")
        if self.store.counts() != (self.manifest.documents, self.manifest.passages):
            raise self._damaged("the document store")
        if len(self.lexical) != self.manifest.passages:
            raise self._damaged("the lexical index")
        self.vectors = VectorIndex(folder / "vectors")
        if self.vectors.count() != self.manifest.passages:
            self.vectors.close()
            raise self._damaged("the vectors")

    @property
    def name(self) -> str:
        """Name of the generation."""
        return self.manifest.name

    def close(self) -> None:
        """Let go of the generation's files."""
        self.vectors.close()
        self.store.close()

    @staticmethod
    def _damaged(part: str) -> IndexDamagedError:
        return IndexDamagedError(
            f"{part} of the served generation is incomplete; return to the one before with "
            "`python ingest.py --rollback` or build anew with `python ingest.py --full`"
        )
