"""Metadata: what front matter and collection lines say of a document, as typed fields."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError

from bot.errors import SourceError
from bot.sources.document import Metadata

_DATES = ("published", "reviewed", "valid_from", "valid_to")
_KNOWN = frozenset(Metadata.model_fields) - {"extra"}


def metadata_from(fields: Mapping[str, Any], *, source: str, line: int | None = None, **defaults: str) -> Metadata:
    """The fields as Metadata; what it has no field for is kept in ``extra``.

    Raises SourceError, with ``source`` and ``line``, where a value is not of its kind.
    """
    known: dict[str, Any] = {**defaults, "source": source}
    extra: dict[str, Any] = {}
    for key, value in fields.items():
        if value is None or value == "":
            continue
        if key not in _KNOWN or key == "source":
            extra[key] = _plain(value)
        elif key in _DATES:
            known[key] = _date(key, value, source, line)
        elif key == "themes":
            known[key] = tuple(map(str, [value] if isinstance(value, str) else value))
        else:
            known[key] = str(value) if not isinstance(value, (list, dict)) else value
    try:
        return Metadata(**known, extra=extra)
    except (ValidationError, TypeError) as error:
        first = error.errors()[0] if isinstance(error, ValidationError) else {"loc": ("?",), "msg": str(error)}
        name = ".".join(map(str, first["loc"]))
        raise SourceError(f"{name}: {first['msg']}; correct it", source=source, line=line) from None


def _date(key: str, value: Any, source: str, line: int | None) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        message = f"{key}: {value!r} is not a date; write it as 2026-11-24"
        raise SourceError(message, source=source, line=line) from None


def _plain(value: Any) -> Any:
    """Values that JSON can hold as they are; dates as text."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, list):
        return [_plain(v) for v in value]
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    return value
