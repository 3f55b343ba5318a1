"""A JSONL collection: one document a line."""

from __future__ import annotations

import json
from collections.abc import Iterator

from bot.errors import SourceError
from bot.sources.document import Document
from bot.sources.metadata import metadata_from
from bot.sources.plain import normalise, sections_of
from bot.text.languages import detect


def read_collection(text: str, source: str) -> Iterator[Document | SourceError]:
    """The documents of a collection's lines; a line that cannot be used gives its error, and the rest goes on."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield _document(line, source, number)
        except SourceError as error:
            yield error


def _document(line: str, source: str, number: int) -> Document:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise SourceError(f"the line is not JSON ({error}); correct it", source=source, line=number) from None
    if not isinstance(row, dict):
        raise SourceError("the line is not a JSON object; write {\"id\", \"text\", …}", source=source, line=number)
    document_id, body = row.pop("id", None), row.pop("text", None)
    if not isinstance(document_id, (str, int)) or not str(document_id).strip():
        raise SourceError("the line has no id; give it one", source=source, line=number)
    if not isinstance(body, str) or not body.strip():
        raise SourceError("the line has no text; give it one or remove it", source=source, line=number)
    text = normalise(body)
    title = str(row.pop("title", "") or document_id)
    if not row.get("language"):
        row["language"] = detect(text)
    return Document(
        id=str(document_id),
        text=text,
        metadata=metadata_from(row, source=source, line=number, title=title),
        sections=sections_of(text, titled=False),
    )
