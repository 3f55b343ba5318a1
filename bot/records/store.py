"""The store of records: one SQLite file, made when there is first something to keep."""

from __future__ import annotations

import json
import logging
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.errors import RecordNotFoundError, RecordsError
from bot.records.record import Rating, Record, normal_id, now

log = logging.getLogger(__name__)

DAY = 24 * 60 * 60.0
"""Seconds in a day."""

_LISTS = ("history", "documents", "hits", "themes")
_MOMENTS = ("asked", "rated", "handled")
_COLUMNS = tuple(Record.model_fields)
_PUT = f"INSERT OR REPLACE INTO records({','.join(_COLUMNS)}) VALUES ({','.join('?' * len(_COLUMNS))})"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS records(
    id TEXT PRIMARY KEY, asked TEXT NOT NULL, question TEXT NOT NULL, history TEXT NOT NULL, language TEXT NOT NULL,
    status TEXT NOT NULL, answer TEXT NOT NULL, documents TEXT NOT NULL, hits TEXT NOT NULL, themes TEXT NOT NULL,
    confidence REAL NOT NULL, seconds REAL NOT NULL, generation TEXT NOT NULL,
    helpful INTEGER, reason TEXT, note TEXT NOT NULL, rated TEXT, handled TEXT);
CREATE INDEX IF NOT EXISTS records_asked ON records(asked);
"""


class Records:
    """The records in one file. Safe to use from several threads and processes.

    Every method raises RecordsError, in one line, where the file cannot be read or written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._open: sqlite3.Connection | None = None

    def put(self, record: Record) -> None:
        """Keep a record, in place of one with the same id."""
        with self._db() as db:
            db.execute(_PUT, _row(record))

    def rate(self, record: Record, rating: Rating) -> Record:
        """Keep what the asker thought of the answer: beside the logged question, or with ``record`` where none is."""
        with self._db() as db:
            known = db.execute(f"SELECT {','.join(_COLUMNS)} FROM records WHERE id=?", (record.id,)).fetchone()
            rated = (_record(known) if known else record).rated_as(rating)
            db.execute(_PUT, _row(rated))
        return rated

    def get(self, record_id: str) -> Record:
        """The record with this id. Raises RecordNotFoundError."""
        found = list(self._select("WHERE id=?", (normal_id(record_id),)))
        if not found:
            raise _missing(record_id)
        return found[0]

    def since(self, start: datetime) -> list[Record]:
        """The records of questions asked at ``start`` or later, oldest first."""
        return list(self._select("WHERE asked>=? ORDER BY asked, id", (_moment(start),)))

    def everything(self) -> list[Record]:
        """All records, oldest first."""
        return list(self._select("ORDER BY asked, id", ()))

    def problems(self, limit: int) -> list[Record]:
        """The newest ``limit`` records that somebody ought to look at and nobody has marked as handled."""
        where = (
            "WHERE handled IS NULL AND (helpful=0 OR (status IN ('not_found','out_of_scope') AND helpful IS NOT 1)) "
            "ORDER BY asked DESC, id LIMIT ?"
        )
        return list(self._select(where, (limit,)))

    def handle(self, ids: Iterable[str]) -> int:
        """Mark records as handled; how many were not yet."""
        moment = _moment(now())
        with self._db() as db:
            marked = [
                db.execute("UPDATE records SET handled=? WHERE id=? AND handled IS NULL", (moment, i)).rowcount
                for i in ids
            ]
        return sum(marked)

    def forget(self, record_id: str) -> None:
        """Delete a record for good. Raises RecordNotFoundError."""
        if not self.path.exists():
            raise _missing(record_id)
        with self._db() as db:
            gone = db.execute("DELETE FROM records WHERE id=?", (normal_id(record_id),)).rowcount
        if not gone:
            raise _missing(record_id)

    def purge(self, days: int) -> int:
        """Delete the records of questions asked more than ``days`` days ago; how many there were."""
        if not self.path.exists():
            return 0
        with self._db() as db:
            gone = db.execute("DELETE FROM records WHERE asked<?", (_moment(now() - timedelta(days=days)),)).rowcount
        return gone

    def close(self) -> None:
        """Close the file; it opens again by itself."""
        with self._lock:
            if self._open is not None:
                self._open.close()
                self._open = None

    def _select(self, where: str, values: tuple[Any, ...]) -> Iterator[Record]:
        if not self.path.exists():
            return
        with self._db() as db:
            rows = db.execute(f"SELECT {','.join(_COLUMNS)} FROM records {where}", values).fetchall()
        yield from map(_record, rows)

    @contextmanager
    def _db(self) -> Iterator[sqlite3.Connection]:
        """The connection, alone, within a transaction that is committed at the end."""
        try:
            with self._lock:
                if self._open is None:
                    self._open = _connect(self.path)
                with self._open as db:
                    db.execute("BEGIN IMMEDIATE")
                    yield db
        except (sqlite3.Error, OSError) as error:
            raise RecordsError(
                f"the records in {self.path} cannot be used ({error}); check the file or set KEINO_RECORDS to another"
            ) from None


def purge_daily(records: Records, days: int, stop: threading.Event) -> None:
    """Delete what is older than ``days`` days now and once a day, until ``stop`` is set."""
    while True:
        try:
            gone = records.purge(days)
        except RecordsError as error:
            log.error("old records could not be deleted: %s", error)
        else:
            if gone:
                log.info("%d records older than %d days were deleted", gone, days)
        if stop.wait(DAY):
            return


def _connect(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Nobody but whoever runs the program reads what people asked.
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    db = sqlite3.connect(path, timeout=10, check_same_thread=False, isolation_level=None)
    db.execute("PRAGMA secure_delete=ON")  # deleted text is overwritten, not only unlinked
    db.executescript(_SCHEMA)
    return db


def _row(record: Record) -> list[Any]:
    fields = record.model_dump(mode="json")
    fields |= {k: json.dumps(fields[k], ensure_ascii=False) for k in _LISTS}
    fields |= {k: _moment(getattr(record, k)) for k in _MOMENTS if getattr(record, k)}
    return [fields[c] for c in _COLUMNS]


def _record(row: tuple[Any, ...]) -> Record:
    fields = dict(zip(_COLUMNS, row, strict=True))
    fields |= {k: json.loads(fields[k]) for k in _LISTS}
    return Record.model_validate(fields)


def _moment(moment: datetime) -> str:
    """A moment as text that sorts as time does."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _missing(record_id: str) -> RecordNotFoundError:
    return RecordNotFoundError(f"there is no record {record_id!r}; check the id, or it has been deleted already")
