"""The recorder: what of a conversation is stored, by the settings and by what an asker gives of their own will."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from bot.advice.answer import Answer, AnswerStatus
from bot.errors import DocumentNotFoundError, RecordsError
from bot.records.record import Rating, Record
from bot.records.store import Records
from bot.settings import Settings
from bot.sources.document import Document

log = logging.getLogger(__name__)

History = Sequence[tuple[str, str]]
"""(question, answer) pairs before a question, oldest first."""


class Recorder:
    """Stores answered questions where logging is on, and feedback always. ``document`` opens what an answer cites."""

    def __init__(self, records: Records, config: Settings, document: Callable[[str], Document]) -> None:
        self.records = records
        self.logging = config.log_questions
        self.days = config.retention_days
        self._document = document

    def answered(self, answer: Answer, history: History) -> str:
        """Log a question where logging is on; the id of its record, otherwise an empty string.

        A log that cannot be written is no reason to keep the answer from its asker: it is told in the program's log.
        """
        if not self.logging:
            return ""
        record = self._record(answer, history, "")
        try:
            self.records.put(record)
        except RecordsError as error:
            log.error("a question could not be logged: %s", error)
            return ""
        return record.id

    def rated(self, answer: Answer, history: History, record_id: str, rating: Rating) -> str:
        """Store feedback, beside the logged question where ``record_id`` names one; the record's id.

        Raises RecordsError.
        """
        return self.records.rate(self._record(answer, history, record_id), rating).id

    def forgotten(self, record_id: str) -> None:
        """Delete a record. Raises RecordNotFoundError."""
        self.records.forget(record_id)

    def _record(self, answer: Answer, history: History, record_id: str) -> Record:
        return Record.of(answer, history, self._themes(answer), record_id)

    def _themes(self, answer: Answer) -> tuple[str, ...]:
        if answer.status in {AnswerStatus.OUT_OF_SCOPE, AnswerStatus.REJECTED}:
            return ()
        named = [c.document_id for c in answer.citations] or [h.document_id for h in answer.hits]
        try:
            return self._document(named[0]).metadata.themes if named else ()
        except DocumentNotFoundError:
            return ()  # a new generation has come since, without it
