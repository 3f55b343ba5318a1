"""A JSONL collection: one document a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from bot.errors import SourceError
from bot.sources.document import Block, Document, Section
from bot.sources.metadata import metadata_from
from bot.sources.plain import normalise, sections_of
from bot.text.languages import detect


def read_collection(text: str, source: str) -> Iterator[Document | SourceError]:
    """The documents of a collection's lines; a line that cannot be used gives its error, and the rest goes on."""
    for number, line in enumerate(normalise(text).split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield _document(line, source, number)
        except SourceError as error:
            yield error


def _document(line: str, source: str, number: int) -> Document:
    def wrong(message: str) -> SourceError:
        return SourceError(message, source=source, line=number)

    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise wrong(f"the line is not JSON ({error}); correct it") from None
    if not isinstance(row, dict):
        raise wrong('the line is not a JSON object; write {"id": "…", "text": "…"}')
    document_id, body = row.pop("id", None), row.pop("text", None)
    if isinstance(document_id, bool) or not isinstance(document_id, (str, int)) or not str(document_id).strip():
        raise wrong("the line has no id; give it one")
    if not isinstance(body, str) or not body.strip():
        raise wrong("the line has no text; give it one or remove it")
    if "\x00" in body:
        raise wrong("the text holds a NUL character, so it is not a text; correct it")
    if not _encodable(line, row, body):
        raise wrong("the line holds half a character (a lone surrogate); correct it")
    text = normalise(body)
    moments = row.pop("moments", None)
    title = row.pop("title", None)
    return Document(
        id=str(document_id),
        text=text,
        metadata=metadata_from(
            row,
            source=source,
            line=number,
            title=title.strip() if isinstance(title, str) and title.strip() else str(document_id),
            language="" if row.get("language") else detect(text),
        ),
        sections=_by_moments(text, moments) or sections_of(text, titled=False),
    )


def _encodable(line: str, row: dict[str, Any], body: str) -> bool:
    """Whether the texts can be written as UTF-8: JSON's escapes can name halves of characters."""
    if "\\ud" not in line.lower():
        return True
    try:
        (body + json.dumps(row, ensure_ascii=False)).encode()
    except UnicodeEncodeError:
        return False
    return True


def _by_moments(text: str, moments: Any) -> tuple[Section, ...]:
    """One section with a block for each moment of a statute's section, where they are found in the text in order."""
    if not isinstance(moments, list) or len(moments) < 2:
        return ()
    blocks: list[Block] = []
    at = 0
    for moment in moments:
        wanted = normalise(moment).strip() if isinstance(moment, str) else ""
        start = text.find(wanted, at) if wanted else -1
        if start < 0 or text[at:start].strip():
            return ()
        at = start + len(wanted)
        blocks.append(Block(start=start, end=at))
    if text[at:].strip():
        return ()
    return (Section(start=blocks[0].start, end=blocks[-1].end, blocks=tuple(blocks)),)
