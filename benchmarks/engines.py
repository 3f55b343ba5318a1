"""The lexical engines that were weighed against each other, each given the same terms and the same weights."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from bot.index.lexical import FIELDS, LexicalEntry, LexicalIndex
from bot.search.query import HEADING, PART

Weights = Mapping[str, Mapping[str, float]]


class Engine(Protocol):
    """An index in a folder: opened or begun by the constructor, changed and committed by ``update``."""

    def __init__(self, folder: Path) -> None: ...

    def update(self, entries: Sequence[LexicalEntry], removed: Iterable[str]) -> None:
        """Delete the passages of the ``removed`` documents, add ``entries``, commit once."""

    def search(self, weights: Weights, k: int) -> list[str]:
        """Ids of the ``k`` best passages."""

    def __len__(self) -> int: ...


class Tantivy:
    """The project's own lexical index."""

    def __init__(self, folder: Path) -> None:
        self._index = LexicalIndex(folder, writable=True)

    def update(self, entries: Sequence[LexicalEntry], removed: Iterable[str]) -> None:
        self._index.update(entries, removed)

    def search(self, weights: Weights, k: int) -> list[str]:
        return [i for i, _ in self._index.search(weights, k)]

    def __len__(self) -> int:
        return len(self._index)


class SqliteFts5:
    """A table of SQLite's FTS5. It weighs columns, but not the single terms of a query."""

    # Every printable ASCII character but the quotes joins a token, so that tokens end at spaces alone.
    _JOINED = "".join(chr(c) for c in range(33, 127) if not chr(c).isalnum() and chr(c) not in "'\"")

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(folder / "fts.sqlite")
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.executescript(
            "CREATE TABLE IF NOT EXISTS passages(row INTEGER PRIMARY KEY, id TEXT, document TEXT);"
            "CREATE INDEX IF NOT EXISTS of_document ON passages(document);"
            f"CREATE VIRTUAL TABLE IF NOT EXISTS terms USING fts5({', '.join(FIELDS)}, "
            f"tokenize=\"ascii tokenchars '{self._JOINED}'\");"
        )

    def update(self, entries: Sequence[LexicalEntry], removed: Iterable[str]) -> None:
        with self._db:
            for document in removed:
                found = self._db.execute("SELECT row FROM passages WHERE document = ?", (document,)).fetchall()
                self._db.executemany("DELETE FROM terms WHERE rowid = ?", found)
                self._db.executemany("DELETE FROM passages WHERE row = ?", found)
            for e in entries:
                ids = (e.passage_id, e.document_id)
                made = self._db.execute("INSERT INTO passages(id, document) VALUES (?, ?)", ids)
                self._db.execute(
                    f"INSERT INTO terms(rowid, {', '.join(FIELDS)}) VALUES (?, ?, ?, ?)",
                    (made.lastrowid, *(" ".join(getattr(e, field)) for field in FIELDS)),
                )

    def search(self, weights: Weights, k: int) -> list[str]:
        said = [
            f'{field}: ({" OR ".join(quoted)})'
            for field, terms in weights.items()
            if (quoted := ['"' + t.replace('"', "") + '"' for t in terms])
        ]
        found = self._db.execute(
            f"SELECT id FROM terms JOIN passages ON row = terms.rowid WHERE terms MATCH ? "
            f"ORDER BY bm25(terms, 1.0, {PART}, {HEADING}) LIMIT ?",
            (" OR ".join(said), k),
        )
        return [i for (i,) in found]

    def __len__(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM passages").fetchone()[0])


class Bm25s:
    """bm25s: a score matrix a field. It cannot change an index, so every update builds and writes all of it anew."""

    def __init__(self, folder: Path) -> None:
        import bm25s

        self._folder = folder
        self._entries: dict[str, LexicalEntry] = {}
        self._fields: dict[str, Any] = {}
        if (folder / "entries.json").exists():
            kept = json.loads((folder / "entries.json").read_text("utf-8"))
            self._entries = {e["passage_id"]: LexicalEntry(**e) for e in kept}
            self._fields = {f: bm25s.BM25.load(folder / f, mmap=True) for f in FIELDS}
        self._ids = list(self._entries)

    def update(self, entries: Sequence[LexicalEntry], removed: Iterable[str]) -> None:
        import bm25s

        gone = set(removed)
        self._entries = {i: e for i, e in self._entries.items() if e.document_id not in gone}
        self._entries |= {e.passage_id: e for e in entries}
        self._ids = list(self._entries)
        self._folder.mkdir(parents=True, exist_ok=True)
        for field in FIELDS:
            self._fields[field] = made = bm25s.BM25(k1=1.2, b=0.75)
            made.index([list(getattr(e, field)) or [""] for e in self._entries.values()], show_progress=False)
            made.save(self._folder / field)
        kept = [vars(e) for e in self._entries.values()]
        (self._folder / "entries.json").write_text(json.dumps(kept, ensure_ascii=False), "utf-8")

    def search(self, weights: Weights, k: int) -> list[str]:
        total = np.zeros(len(self._ids), np.float32)
        for field, terms in weights.items():
            index = self._fields[field]
            # Terms of one weight are scored in one go; the library itself knows no weights of terms.
            for weight in set(terms.values()):
                same = [t for t, w in terms.items() if w == weight and t in index.vocab_dict]
                if same:
                    total += weight * index.get_scores(same)
        best = np.argpartition(-total, min(k, len(total) - 1))[:k]
        return [self._ids[i] for i in best[np.argsort(-total[best])] if total[i] > 0]

    def __len__(self) -> int:
        return len(self._ids)


ENGINES: dict[str, type[Engine]] = {"tantivy": Tantivy, "SQLite FTS5": SqliteFts5, "bm25s": Bm25s}
