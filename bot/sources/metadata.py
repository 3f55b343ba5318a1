"""Metadata: what front matter and collection lines say of a document, as typed fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import yaml

from bot.errors import SourceError
from bot.sources.document import Authority, Metadata
from bot.text.languages import LANGUAGES, language_of

_DATES = ("published", "reviewed", "valid_from", "valid_to")
_KNOWN = frozenset(Metadata.model_fields) - {"extra", "source"}
_FINNISH_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_KEY = re.compile(r"([A-Za-z_][\w-]*)[ \t]*:")


class _Loader(yaml.SafeLoader):
    """YAML without its own dates: a date that does not exist is then told by its field and line."""

    yaml_implicit_resolvers = {  # noqa: RUF012
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


@dataclass(frozen=True)
class FrontMatter:
    """The fields at the head of a file; ``lines`` are their lines in it from 1, ``end`` the line that closes them.

    A file without front matter has no fields and ``end`` 0.
    """

    fields: Mapping[str, Any] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    end: int = 0


def front_matter(text: str, source: str) -> FrontMatter:
    """The YAML front matter between two lines of ``---`` at the head of ``text``.

    Raises SourceError, with its line, where it is not closed or is not a YAML mapping.
    """
    if not re.match(r"---[ \t]*\n", text):
        return FrontMatter()
    lines = text.split("\n")
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), 0)
    if not end:
        raise SourceError("the front matter is not closed; end it with a line of ---", source=source, line=1)
    try:
        fields = yaml.load("\n".join(lines[1:end]), Loader=_Loader)
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = str(getattr(error, "problem", None) or error).splitlines()[0]
        line = mark.line + 2 if mark else 1
        raise SourceError(f"the front matter is not YAML ({problem}); correct it", source=source, line=line) from None
    if fields is None:
        fields = {}
    if not isinstance(fields, dict):
        raise SourceError("the front matter is not a list of fields; write `title: …`", source=source, line=2)
    where = {m.group(1): i for i, line in enumerate(lines[1:end], 2) if (m := _KEY.match(line))}
    return FrontMatter({str(k): v for k, v in fields.items()}, where, end + 1)


def metadata_from(
    fields: Mapping[str, Any],
    *,
    source: str,
    line: int | None = None,
    lines: Mapping[str, int] | None = None,
    **defaults: str,
) -> Metadata:
    """The fields as Metadata; what it has no field for is kept in ``extra``. ``defaults`` give way to the fields.

    Raises SourceError, with ``source`` and the field's line in ``lines`` (or ``line``), where a value is not of its
    kind.
    """
    known: dict[str, Any] = {**defaults, "source": source}
    extra: dict[str, Any] = {}
    for key, value in fields.items():
        where = (lines or {}).get(key, line)
        if value is None or value == "":
            continue
        if key in _KNOWN:
            known[key] = _value(key, value, source, where)
        else:
            extra[key] = _plain(value)
    since, until = known.get("valid_from"), known.get("valid_to")
    if since and until and until < since:
        where = (lines or {}).get("valid_to", line)
        raise SourceError(f"valid_to: {until} is before valid_from; correct one of them", source=source, line=where)
    return Metadata(**known, extra=extra)


def _value(key: str, value: Any, source: str, line: int | None) -> Any:
    def wrong(problem: str) -> SourceError:
        return SourceError(f"{key}: {problem}", source=source, line=line)

    if key in _DATES:
        return _date(value) or _raise(wrong(f"{value!r} is not a date; write it as 2026-11-24"))
    if key == "themes":
        values = [v.strip() for v in value.split(",")] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(v, (str, int)) for v in values):
            raise wrong("not a list of words; write [hankintalaki, kynnysarvot]")
        return tuple(str(v) for v in values if str(v))
    if isinstance(value, (list, dict)):
        raise wrong("one value is expected, not several; correct it")
    text = str(value).strip()
    if key == "language":
        return language_of(text) or _raise(wrong(f"{text!r} is not one of {', '.join(LANGUAGES)}; correct it"))
    if key == "authority" and text not in set(Authority):
        raise wrong(f"{text!r} is not one of {', '.join(Authority)}; correct it")
    return text


def _raise(error: SourceError) -> Any:
    raise error


def _date(value: Any) -> date | None:
    """A date written as ISO 8601 (time of day ignored) or as d.m.yyyy; None where it is neither."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value).strip()
    match = _FINNISH_DATE.fullmatch(text)
    try:
        if match:
            return date(int(match.group(3)), int(match.group(2)), int(match.group(1)))
        return date.fromisoformat(text[:10]) if re.match(r"\d{4}-\d\d-\d\d(?:$|[T ])", text) else None
    except ValueError:
        return None


def _plain(value: Any) -> Any:
    """Values that JSON can hold as they are; everything else as text."""
    if isinstance(value, (list, tuple, set)):
        return [_plain(v) for v in value]
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return value if isinstance(value, (str, int, float, bool)) or value is None else str(value)
