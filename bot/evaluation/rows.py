"""Question sets in rows: JSONL, CSV, TSV and XLSX, with columns mapped to a question's fields."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.errors import QuestionSetError
from bot.evaluation.lines import objects
from bot.evaluation.sets import FIELDS, QuestionSet, Row, collect, fingerprint_of

_YES = {"true", "yes", "y", "1", "kyllä", "k", "ja", "x"}
_NO = {"false", "no", "n", "0", "ei", "e", "nej"}
_ROW_SUFFIXES = (".jsonl", ".csv", ".tsv", ".xlsx")


def read(path: Path, columns: Mapping[str, str]) -> QuestionSet:
    """The question set of a file of rows; ``columns`` names the column of a field where it is not the field's own.

    Raises QuestionSetError where the file cannot be read or has no column for the question.
    """
    suffix = path.suffix.lower()
    if suffix == ".jsonl":
        rows, found = _jsonl(path)
    elif suffix in (".csv", ".tsv"):
        rows, found = _sheet(path, _csv(path))
    elif suffix == ".xlsx":
        rows, found = _sheet(path, _xlsx(path))
    else:
        raise QuestionSetError(
            f"{path} is none of {', '.join(_ROW_SUFFIXES)}, SQuAD .json or a BEIR folder; name or convert it so"
        )
    sources = _sources(path, found, columns)
    unused = [name for name in found if name not in sources.values()]
    notices = (f"columns not used: {', '.join(unused)}",) if unused else ()
    mapped = _fields(rows, sources) if suffix == ".jsonl" else _read_cells(_fields(rows, sources))
    return collect(path.name, fingerprint_of(path), mapped, notices=notices)


def _sources(path: Path, found: Sequence[str], columns: Mapping[str, str]) -> dict[str, str]:
    """The column of each field that has one, by field."""
    by_fold = {name.strip().casefold(): name for name in found}
    what = f"{path.name} has the columns {', '.join(found) or '(none)'}"
    for field, column in columns.items():
        if field not in FIELDS:
            raise QuestionSetError(f"--map {field}={column}: there is no field {field}; fields: {', '.join(FIELDS)}")
        if column.strip().casefold() not in by_fold:
            raise QuestionSetError(f"--map {field}={column}: {what}; name one of them")
    wanted = {field: columns.get(field, field).strip().casefold() for field in FIELDS}
    sources = {field: by_fold[name] for field, name in wanted.items() if name in by_fold}
    if "question" not in sources:
        raise QuestionSetError(
            f"{what}; needed: question; may be there: {', '.join(f for f in FIELDS if f != 'question')}; "
            "say which is which with --map question=COLUMN"
        )
    return sources


def _fields(rows: Sequence[Row], sources: Mapping[str, str]) -> Iterator[Row]:
    for where, row in rows:
        if isinstance(row, str):
            yield where, row
            continue
        fields = {field: row[column] for field, column in sources.items() if column in row}
        yield f"{where} ({fields['id']})" if fields.get("id") else where, fields


def _read_cells(rows: Iterator[Row]) -> Iterator[Row]:
    """Rows whose values are the texts of cells; one without an id is called by its number."""
    for where, cells in rows:
        if isinstance(cells, str):
            yield where, cells
            continue
        try:
            fields = {field: _value(field, text) for field, text in cells.items()}
        except ValueError as error:
            yield where, str(error)
            continue
        yield where, fields if fields.get("id") else {**fields, "id": f"row-{where.rpartition(':')[2]}"}


def _value(field: str, cell: str) -> Any:
    """A cell as what the field holds: yes and no in three languages, JSON where a text cannot say it."""
    text = cell.strip()
    if field in ("question", "id", "topic", "kind", "language", "split"):
        return text
    if not text:
        return None
    if field == "answerable":
        if text.casefold() in _YES | _NO:
            return text.casefold() in _YES
        raise ValueError(f"answerable: {text!r} is neither yes nor no; write true or false")
    if text[0] in "[{":
        try:
            return json.loads(text)
        except ValueError:
            raise ValueError(f"{field}: {text[:40]!r} is not JSON; correct it") from None
    return text


def _jsonl(path: Path) -> tuple[list[Row], list[str]]:
    # Not splitlines: JSON may hold U+2028 and the like as they are.
    rows = list(objects(path.name, _text(path).split("\n")))
    found = dict.fromkeys(key for _, row in rows if isinstance(row, dict) for key in row)
    if not found and rows:
        raise QuestionSetError(f"{path}: no line is a JSON object; first problem: {rows[0][0]}: {rows[0][1]}")
    if not rows:
        raise QuestionSetError(f"{path.name} holds no questions; name a set that has some")
    return [*rows], list(found)


def _sheet(path: Path, lines: Iterator[Sequence[Any]]) -> tuple[list[Row], list[str]]:
    """The rows under the first row that is not empty, which holds the headings. Rows without an id get one."""
    rows: list[Row] = []
    headings: list[str] = []
    empty: list[Row] = []
    for number, cells in enumerate(lines, 1):
        texts = [_cell(c) for c in cells]
        if not any(t.strip() for t in texts):
            if headings:
                empty.append((f"{path.name}:{number}", "the row is empty; fill it in or remove it"))
            continue
        if not headings:
            headings = [t.strip() for t in texts]
            twice = {h for h in headings if h and headings.count(h) > 1}
            if twice:
                raise QuestionSetError(f"{path}: the column {min(twice)} is there twice; rename one of them")
            continue
        # Empty rows below the last row with text are only the sheet's shape.
        rows += empty
        empty = []
        if any(t.strip() for t in texts[len(headings) :]):
            rows.append((f"{path.name}:{number}", "more cells than headings; quote the cell that holds the separator"))
            continue
        row = {h: t for h, t in zip(headings, texts, strict=False) if h}
        rows.append((f"{path.name}:{number}", row))
    if not rows:
        raise QuestionSetError(f"{path.name} holds no questions; name a set that has some")
    return rows, [h for h in headings if h]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _csv(path: Path) -> Iterator[list[str]]:
    text = _text(path)
    head = next((line for line in text.splitlines() if line.strip()), "")
    # A Finnish Excel separates with semicolons: the separator that makes most of the headings is the one.
    separator = max("\t;,", key=lambda s: len(next(csv.reader([head], delimiter=s), [])))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise QuestionSetError(f"{path}:{reader.line_num}: not CSV ({error}); correct the quotation marks") from None


def _xlsx(path: Path) -> Iterator[tuple[Any, ...]]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (OSError, BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise QuestionSetError(f"{path} is not an Excel workbook ({error}); save it anew as .xlsx") from None
    try:
        for sheet in book.worksheets[:1]:
            yield from sheet.iter_rows(values_only=True)
    finally:
        book.close()


def _text(path: Path) -> str:
    """The file's text: UTF-8, UTF-16 by its mark, or else what Excel on Windows writes."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise QuestionSetError(f"{path} cannot be read ({error.strerror}); name a file that can") from None
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if path.suffix.lower() == ".jsonl":
            raise QuestionSetError(f"{path} is not UTF-8 ({error}); save it so") from None
        return data.decode("cp1252", "replace")
