"""The cache of Finnish analyses: in memory, and in one SQLite file that may be lost or damaged without harm."""

from __future__ import annotations

import json
import logging
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from bot.settings import ROOT
from bot.text.finnish import VERSION, Analysis, analyse

log = logging.getLogger(__name__)

# In words: a process that has met more forgets all and begins anew, rather than growing without end.
_MAX_MEMORY = 400_000
_MAX_WORD = 60
_BATCH = 500
# Of so many words, another process takes half; for fewer, its starting takes longer than it saves.
_MANY = 3000
_HALF = (
    "import json, sys; from bot.text.cache import analyse, encoded; "
    "json.dump([encoded(analyse(word)) for word in json.load(sys.stdin)], sys.stdout)"
)


class AnalysisCache:
    """Analyses by word. Several processes and threads may share the file: each writes in short transactions."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, Analysis] = {}
        self._fresh: dict[str, Analysis] = {}
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._usable = True

    def get(self, word: str) -> Analysis:
        """The analysis of ``word`` (normal form), analysed only when neither memory nor file has it."""
        known = self._known.get(word)
        if known is not None:
            return known
        if len(word) > _MAX_WORD:
            return Analysis((word,))
        return self._fetch([word])[word]

    def warm(self, words: Iterable[str]) -> None:
        """Take the analyses of many words into memory at once: from the file, else analysed on every core."""
        missing = [w for w in dict.fromkeys(words) if w not in self._known and len(w) <= _MAX_WORD]
        unknown: list[str] = []
        for i in range(0, len(missing), _BATCH):
            batch = missing[i : i + _BATCH]
            with self._lock:
                found = self._read(batch)
                self._known.update(found)
            unknown += [w for w in batch if w not in found]
        for word, analysis in zip(unknown, _analysed(unknown), strict=True):
            self._known[word] = self._fresh[word] = analysis

    def flush(self) -> None:
        """Write what is new to the file; a file that cannot be written costs speed, never the answer."""
        with self._lock:
            fresh, self._fresh = self._fresh, {}
            connection = self._open() if fresh else None
            if connection is None:
                return
            rows = [(w, encoded(a)) for w, a in fresh.items()]
            try:
                with connection:
                    connection.executemany("INSERT OR IGNORE INTO analyses VALUES (?, ?)", rows)
            except sqlite3.OperationalError as error:
                log.info("the lemma cache was not written: %s", error)  # locked or read-only: next time, perhaps
            except sqlite3.DatabaseError as error:
                self._discard(error)

    def close(self) -> None:
        """Flush, and let go of the file."""
        self.flush()
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _fetch(self, words: list[str]) -> dict[str, Analysis]:
        with self._lock:
            if len(self._known) > _MAX_MEMORY:
                self._known.clear()
            found = self._read(words)
            self._known.update(found)
        for word in words:
            if word not in found:
                found[word] = self._known[word] = self._fresh[word] = analyse(word)
        return found

    def _read(self, words: list[str]) -> dict[str, Analysis]:
        connection = self._open()
        if connection is None:
            return {}
        marks = ",".join("?" * len(words))
        try:
            rows = connection.execute(f"SELECT word, analysis FROM analyses WHERE word IN ({marks})", words).fetchall()
            return {word: _decoded(analysis) for word, analysis in rows}
        except (sqlite3.DatabaseError, ValueError, TypeError) as error:
            if isinstance(error, sqlite3.OperationalError):
                log.info("the lemma cache was not read: %s", error)
            else:
                self._discard(error)
            return {}

    def _open(self) -> sqlite3.Connection | None:
        """The connection, or None where the file cannot be used."""
        if self._connection is not None or not self._usable:
            return self._connection
        for attempt in range(2):
            try:
                self._connection = _connected(self._path)
                return self._connection
            except sqlite3.OperationalError as error:
                log.info("the lemma cache cannot be opened: %s", error)
                break
            except sqlite3.DatabaseError as error:
                if attempt == 0:
                    self._discard(error)
            except OSError as error:
                log.info("the lemma cache cannot be opened: %s", error)
                break
        self._usable = False
        return None

    def _discard(self, error: Exception) -> None:
        """Throw a damaged file away: it holds nothing that cannot be worked out again."""
        log.warning("the lemma cache %s is damaged (%s) and is begun anew", self._path.name, error)
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        for suffix in ("", "-wal", "-shm", "-journal"):
            try:
                self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
            except OSError:
                self._usable = False


def _analysed(words: list[str]) -> Iterable[Analysis]:
    if len(words) < _MANY or (os.cpu_count() or 1) < 2:
        return map(analyse, words)
    mine, others = words[::2], words[1::2]
    # A program of its own, rather than multiprocessing: that would run the script that called for the ingest again.
    with ThreadPoolExecutor(1) as waiting:
        running = waiting.submit(_elsewhere, others)
        done = dict(zip(mine, map(analyse, mine), strict=True))
        done.update(zip(others, running.result() or map(analyse, others), strict=True))
    return [done[word] for word in words]


def _elsewhere(words: list[str]) -> list[Analysis]:
    """The analyses of ``words`` from another process; none where it fails."""
    try:
        done = subprocess.run(
            [sys.executable, "-c", _HALF], input=json.dumps(words), capture_output=True, text=True, check=True, cwd=ROOT
        )
        return [_decoded(a) for a in json.loads(done.stdout)]
    except (OSError, subprocess.SubprocessError, ValueError, TypeError) as error:
        log.info("no other process analyses words: %s", error)
        return []


def _connected(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=5.0, check_same_thread=False)
    try:
        connection.execute("PRAGMA synchronous = OFF")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version != VERSION:
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("DROP TABLE IF EXISTS analyses")
                connection.execute("CREATE TABLE analyses (word TEXT PRIMARY KEY, analysis TEXT) WITHOUT ROWID")
                connection.execute(f"PRAGMA user_version = {VERSION}")
        with closing(connection.execute("SELECT word, analysis FROM analyses LIMIT 1")) as cursor:
            cursor.fetchall()
    except BaseException:
        connection.close()
        raise
    return connection


def encoded(analysis: Analysis) -> str:
    """The analysis as one line of JSON."""
    return json.dumps([analysis.lemmas, analysis.parts], ensure_ascii=False)


def _decoded(analysis: str) -> Analysis:
    lemmas, parts = json.loads(analysis)
    if not all(isinstance(x, str) for x in (*lemmas, *parts)):
        raise ValueError("not an analysis")
    return Analysis(tuple(lemmas), tuple(parts))
