"""The upkeep: what the maintenance view shows and does, free of Gradio and of HTML."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from queue import SimpleQueue

from bot.errors import KeinoError
from bot.index.builder import IngestReport, ingest
from bot.index.generation import Generations, LastIngest, Manifest
from bot.records.export import to_csv, to_jsonl
from bot.records.grouping import Grouping
from bot.records.record import Record, now
from bot.records.recorder import Recorder
from bot.records.summary import Summary, summarise
from bot.search.hit import Hit
from bot.settings import Settings
from bot.ui.desk import Adviser
from bot.ui.maintenance_gate import Gate

log = logging.getLogger(__name__)

PERIODS = (7, 30, 90)
"""Lengths of time that can be looked at, in days."""
EXPORTS = {"csv": ("text/csv; charset=utf-8", to_csv), "jsonl": ("application/jsonl; charset=utf-8", to_jsonl)}
"""The forms of export by their suffix: media type and writer."""
_PROBLEMS, _GROUPS, _NEAREST = 300, 20, 3


@dataclass(frozen=True)
class Problem:
    """Like questions that nobody has handled, the newest first, and the passages now nearest to the newest."""

    records: Sequence[Record]
    nearest: Sequence[Hit]


@dataclass(frozen=True)
class IndexState:
    """The served generation, the last ingest where it is known, and where the documents come from."""

    manifest: Manifest
    last: LastIngest | None
    roots: Sequence[str]


@dataclass(frozen=True)
class Step:
    """How far an ingest has come, in passages; ``total`` is 0 while the documents are being read."""

    done: int = 0
    total: int = 0


class Upkeep:
    """The records and the index of one page, for whoever keeps them."""

    def __init__(self, adviser: Adviser, recorder: Recorder, config: Settings) -> None:
        self.gate = Gate(config.maintenance_password.get_secret_value())
        self.recorder = recorder
        self._adviser = adviser
        self._config = config
        self._grouping = Grouping(adviser.embedder)
        self._nearest = lru_cache(maxsize=200)(self._search)

    def summary(self, days: int) -> Summary:
        """The figures of the last ``days`` days, today included. Raises RecordsError."""
        last = date.today()
        # One day more than asked for: the first day began before this time of day.
        records = self.recorder.records.since(now() - timedelta(days=days + 1))
        return summarise(records, last - timedelta(days=days - 1), last)

    def problems(self) -> tuple[list[Problem], int]:
        """The largest groups of problems, and how many more groups there are. Raises RecordsError."""
        groups = self._grouping.groups(self.recorder.records.problems(_PROBLEMS))
        generation = str(self._adviser.status()["generation"])
        shown = [Problem(g, self._nearest(g[0].question, generation)) for g in groups[:_GROUPS]]
        return shown, len(groups) - len(shown)

    def handle(self, ids: Sequence[str]) -> int:
        """Mark records as handled; how many were not yet. Raises RecordsError."""
        return self.recorder.records.handle(ids)

    def forget(self, record_id: str) -> None:
        """Delete a record for good. Raises RecordNotFoundError, RecordsError."""
        self.recorder.forgotten(record_id)

    def export(self, form: str) -> str:
        """All records as one of `EXPORTS`. Raises RecordsError."""
        return EXPORTS[form][1](self.recorder.records.everything())

    def index(self) -> IndexState:
        """The state of the index. Raises IndexDirectoryError."""
        generations = Generations(self._adviser.directory)
        return IndexState(generations.manifest(generations.current()), generations.last(), self._roots())

    def ingest(self) -> Iterator[Step | IngestReport | str]:
        """Read all documents again: the steps, and at the end the report, or why it failed in one line.

        The work goes on when nobody asks for the next step any more: a page that is closed spoils nothing.
        """
        told: SimpleQueue[Step | IngestReport | str] = SimpleQueue()

        def work() -> None:
            embedder = self._adviser.embedder
            try:
                report = ingest(
                    self._roots(),
                    self._adviser.directory,
                    lambda: embedder,
                    fingerprint=embedder.fingerprint,
                    max_mb=self._config.max_document_mb,
                    progress=lambda done, total: told.put(Step(done, total)),
                )
                told.put(report)
            except KeinoError as error:
                told.put(str(error))
            except Exception as error:  # whatever it is, the view must not wait for ever
                log.exception("the ingest failed")
                told.put(f"{type(error).__name__}: {error}".splitlines()[0])

        yield Step()
        threading.Thread(target=work, name="ingest", daemon=True).start()
        while True:
            news = told.get()
            while isinstance(news, Step) and not told.empty():
                news = told.get()  # only the newest step is worth showing
            yield news
            if not isinstance(news, Step):
                return

    def _roots(self) -> list[str]:
        """Where the documents came from, without what is there no more."""
        known = [r for r in self._adviser.roots() if "://" in r or Path(r).exists()]
        return known or [str(self._config.corpus)]

    def _search(self, question: str, _generation: str) -> list[Hit]:
        return self._adviser.search(question, k=_NEAREST)
