"""Exports: the records as CSV for a spreadsheet, and as JSONL that loads as a question set for evaluation."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from bot.advice.answer import AnswerStatus
from bot.records.record import Record

_COLUMNS = (
    "id", "asked", "question", "language", "status", "answer", "documents", "themes", "confidence", "seconds",
    "generation", "helpful", "reason", "note", "rated", "handled",
)  # fmt: skip
# What makes a spreadsheet take a cell for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Line ends to some readers of lines, though not to JSON.
_LINE_ENDS = {ord(c): f"\\u{ord(c):04x}" for c in "\x85\u2028\u2029"}


def to_csv(records: Iterable[Record]) -> str:
    """A table with a header and the byte-order mark that spreadsheets look for; lists are parted by spaces."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for record in records:
        fields = record.model_dump(mode="json")
        writer.writerow([_cell(fields[c]) for c in _COLUMNS])
    return "\ufeff" + out.getvalue()


def to_jsonl(records: Iterable[Record]) -> str:
    """A question set: one question a line, with what the record holds beside it.

    Documents are expected where the asker was helped by them. A refusal that the asker found right becomes a
    question that has no answer; one that lacked something remains a question that ought to have one.
    """
    return "".join(json.dumps(_question(r), ensure_ascii=False).translate(_LINE_ENDS) + "\n" for r in records)


def _question(record: Record) -> dict[str, Any]:
    answered = record.status is AnswerStatus.ANSWERED
    return {
        "id": record.id,
        "question": record.question,
        "language": record.language,
        "answerable": answered or record.helpful is not True,
        "documents": list(record.documents) if answered and record.helpful else [],
        "history": [list(pair) for pair in record.history],
        "topic": record.themes[0] if record.themes else "",
        "record": record.model_dump(
            mode="json", exclude={"id", "question", "language", "history", "themes"}, exclude_none=True
        ),
    }


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        value = " ".join(value)
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
