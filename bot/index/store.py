"""The document store: every document, as its citations count it, and every passage, in one SQLite file."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import DocumentNotFoundError, IndexDamagedError
from bot.index.passage import Passage
from bot.sources.document import Document, Metadata

_SCHEMA = """
CREATE TABLE IF NOT EXISTS documents(
    id TEXT PRIMARY KEY, hash TEXT NOT NULL, root TEXT NOT NULL, source TEXT NOT NULL,
    metadata TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS passages(
    id TEXT PRIMARY KEY, document TEXT NOT NULL, position INTEGER NOT NULL, record TEXT NOT NULL,
    lemmas TEXT NOT NULL, heading_lemmas TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS passages_document ON passages(document, position);
"""


@dataclass(frozen=True)
class StoredPassage:
    """A passage with its document's metadata and its sets of lemmas, as the search weighs it."""

    passage: Passage
    metadata: Metadata
    lemmas: frozenset[str]
    heading_lemmas: frozenset[str]


@dataclass(frozen=True)
class Known:
    """What the store knows of a document without reading it."""

    hash: str
    root: str
    source: str


class DocumentStore:
    """One SQLite file. Several threads may read; only the builder of an unpublished generation writes.

    Every reading raises IndexDamagedError where the file is damaged.
    """

    def __init__(self, path: Path, *, writable: bool = False) -> None:
        if not writable and not path.exists():
            raise IndexDamagedError(f"{path.name} is missing from the generation; run `python ingest.py --full`")
        self._lock = threading.Lock()
        mode = "rwc" if writable else "ro"
        self._db = sqlite3.connect(f"{path.resolve().as_uri()}?mode={mode}", uri=True, check_same_thread=False)
        if writable:
            self._db.executescript(_SCHEMA)
        self._metadata: dict[str, Metadata] = {}

    def close(self) -> None:
        """Commit and close the file."""
        with self._lock:
            self._db.commit()
            self._db.close()

    # --- writing -------------------------------------------------------------------------------------------------

    def put(self, document: Document, root: str, passages: Iterable[StoredPassage]) -> None:
        """Add or replace a document and its passages."""
        self.remove(document.id)
        self._db.execute(
            "INSERT INTO documents VALUES (?,?,?,?,?,?)",
            (
                document.id,
                document.content_hash,
                root,
                document.metadata.source,
                document.metadata.model_dump_json(),
                document.model_dump_json(),
            ),
        )
        self._db.executemany(
            "INSERT INTO passages VALUES (?,?,?,?,?,?)",
            [
                (
                    s.passage.id,
                    s.passage.document_id,
                    s.passage.position,
                    s.passage.model_dump_json(),
                    " ".join(sorted(s.lemmas)),
                    " ".join(sorted(s.heading_lemmas)),
                )
                for s in passages
            ],
        )

    def remove(self, document_id: str) -> None:
        """Remove a document and its passages, if they are there."""
        self._db.execute("DELETE FROM documents WHERE id=?", (document_id,))
        self._db.execute("DELETE FROM passages WHERE document=?", (document_id,))

    # --- reading -------------------------------------------------------------------------------------------------

    def known(self) -> dict[str, Known]:
        """Hash, root and source of every document, by id."""
        rows = self._query("SELECT id, hash, root, source FROM documents")
        return {i: Known(h, r, s) for i, h, r, s in rows}

    def counts(self) -> tuple[int, int]:
        """Number of documents and of passages."""
        documents = self._query("SELECT count(*) FROM documents")[0][0]
        passages = self._query("SELECT count(*) FROM passages")[0][0]
        return documents, passages

    def document(self, document_id: str) -> Document:
        """The whole document. Raises DocumentNotFoundError."""
        rows = self._query("SELECT body FROM documents WHERE id=?", (document_id,))
        if not rows:
            raise DocumentNotFoundError(f"no document {document_id!r} in the index; see `python -m bot status`")
        return Document.model_validate_json(rows[0][0])

    def metadata(self) -> dict[str, Metadata]:
        """Metadata of every document, by id; read once."""
        if not self._metadata:
            rows = self._query("SELECT id, metadata FROM documents ORDER BY id")
            self._metadata = {i: Metadata.model_validate_json(m) for i, m in rows}
        return self._metadata

    def passages(self, ids: Sequence[str]) -> dict[str, StoredPassage]:
        """The passages with these ids, by id; ids that are not there are left out."""
        marks = ",".join("?" * len(ids))
        return {s.passage.id: s for s in self._stored(f"WHERE p.id IN ({marks})", tuple(ids))}

    def passages_of(self, document_id: str) -> list[StoredPassage]:
        """All passages of a document in reading order."""
        return list(self._stored("WHERE p.document=? ORDER BY p.position", (document_id,)))

    def _stored(self, where: str, values: tuple[str, ...]) -> Iterator[StoredPassage]:
        rows = self._query(
            "SELECT p.record, d.metadata, p.lemmas, p.heading_lemmas FROM passages p "
            f"JOIN documents d ON d.id = p.document {where}",
            values,
        )
        for record, metadata, lemmas, heading in rows:
            yield StoredPassage(
                # The records were validated when they were written; constructing them again unchecked is what
                # keeps sixty candidates a question within a few milliseconds.
                passage=_passage(record),
                metadata=Metadata.model_validate_json(metadata),
                lemmas=frozenset(lemmas.split()),
                heading_lemmas=frozenset(heading.split()),
            )

    def _query(self, sql: str, values: tuple[str, ...] = ()) -> list[tuple[Any, ...]]:
        try:
            with self._lock:
                return self._db.execute(sql, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise IndexDamagedError(f"the document store is damaged ({error}); run `python ingest.py --full`") from None


def _passage(record: str) -> Passage:
    fields = json.loads(record)
    fields["sentences"] = tuple((a, b) for a, b in fields["sentences"])
    return Passage.model_construct(**fields)
