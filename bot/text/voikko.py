"""Finnish words to base forms and compound parts: Voikko's analyses, cached in memory and on disk."""

from __future__ import annotations

import contextlib
import logging
import re
import sqlite3
import threading
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.settings import settings

log = logging.getLogger(__name__)

Analysis = tuple[tuple[str, ...], tuple[str, ...]]
"""(base forms, compound parts and derivation roots), lower case."""

_ROOT = re.compile(r"\[Xp\]([^\[]+)\[X\]")
# Endings cut off words that Voikko does not know (names, new words), longest first, where three letters remain.
_ENDINGS = sorted(
    "n a ä ta tä ssa ssä sta stä lla llä lta ltä lle ksi na nä in iin en seen den tten ien ja jä ita itä issa issä ista istä "
    "illa illä ilta iltä ille iden t ko kö kin kaan kään nsa nsä ssaan ssään".split(),
    key=len,
    reverse=True,
)
_SEPARATOR, _BATCH = "\x1f", 500


class _Cache:
    """Analyses by word: a dictionary, filled from and written back to one SQLite file. Losing it loses only time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._words: dict[str, Analysis] = {}
        self._fresh: dict[str, Analysis] = {}
        with contextlib.suppress(sqlite3.Error, OSError, ValueError):
            if path.exists():
                with contextlib.closing(sqlite3.connect(path, timeout=2)) as db:
                    for word, lemmas, parts in db.execute("SELECT word, lemmas, parts FROM words"):
                        self._words[word] = (_unpack(lemmas), _unpack(parts))

    def get(self, word: str) -> Analysis:
        known = self._words.get(word)
        if known is None:
            known = _analyse(word)
            with self._lock:
                self._words[word] = known
                self._fresh[word] = known
            if len(self._fresh) >= _BATCH:
                self.flush()
        return known

    def flush(self) -> None:
        with self._lock:
            fresh, self._fresh = self._fresh, {}
        if not fresh:
            return
        rows = [(w, _SEPARATOR.join(a), _SEPARATOR.join(b)) for w, (a, b) in fresh.items()]
        for _ in range(2):
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                with contextlib.closing(sqlite3.connect(self._path, timeout=5)) as db, db:
                    db.execute("CREATE TABLE IF NOT EXISTS words(word TEXT PRIMARY KEY, lemmas TEXT, parts TEXT)")
                    db.executemany("INSERT OR REPLACE INTO words VALUES (?,?,?)", rows)
                return
            except sqlite3.DatabaseError as error:
                log.info("the lemma cache is unusable (%s): starting it anew", error)
                with contextlib.suppress(OSError):
                    self._path.unlink()
            except OSError as error:
                log.info("the lemma cache cannot be written: %s", error)
                return


@lru_cache(maxsize=1)
def _cache() -> _Cache:
    return _Cache(settings().cache / "voikko.sqlite")


def analyse(word: str) -> Analysis:
    """Base forms and parts of a lower-case Finnish word; a word that Voikko does not know gives itself and its stem."""
    return _cache().get(word)


def flush() -> None:
    """Write new analyses to disk."""
    _cache().flush()


@lru_cache(maxsize=1)
def _voikko() -> Any:
    import pyvoikko

    return pyvoikko


_analysis_lock = threading.Lock()


def _analyse(word: str) -> Analysis:
    if len(word) > 60:
        return (word,), ()
    with _analysis_lock:
        try:
            found = _voikko().analyse(word)
            if not found:
                # Names are in the dictionary with a capital.
                found = _voikko().analyse(word.capitalize())
        except Exception as error:  # pyvoikko raises its own TokenizationException on characters it does not know
            log.debug("Voikko cannot read %r: %s", word, error)
            found = []
    lemmas: dict[str, None] = {}
    parts: dict[str, None] = {}
    for analysis in found:
        if analysis.BASEFORM:
            lemmas[analysis.BASEFORM.lower().replace("=", "")] = None
        for part in analysis.COMPOUND_PARTS or ():
            if part.BASEFORM:
                parts[part.BASEFORM.lower().strip("-")] = None
        for root in _ROOT.findall(analysis.FSTOUTPUT or ""):
            parts[root.lower()] = None
    if not lemmas:
        stem = _stem(word)
        return tuple(dict.fromkeys((word, stem))), ()
    return tuple(lemmas), tuple(p for p in parts if p not in lemmas and len(p) > 1)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def _unpack(text: str) -> tuple[str, ...]:
    return tuple(text.split(_SEPARATOR)) if text else ()
