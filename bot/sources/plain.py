"""Plain text: sections by the shape of its lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.sources.document import Block, BlockKind, Section

_MAX_HEADING = 100
_LIST_LINE = re.compile(r"[ \t]*(?:[-–—•*]|\(?\d{1,3}[.)]|\(?[a-zåäö]\))[ \t\u00a0]+\S")
_LABEL = re.compile(r"[A-ZÅÄÖ][^.!?:]{2,40}:$")


def normalise(text: str) -> str:
    """``text`` without a byte-order mark and with Unix line ends; nothing else is changed, so quotes stay exact."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Character ranges of what stands between blank lines, without white space around it."""
    spans, start = [], 0
    for part in re.split(r"(\n[ \t\u00a0]*\n)", text):
        left = len(part) - len(part.lstrip())
        if part.strip():
            spans.append((start + left, start + len(part.rstrip())))
        start += len(part)
    return spans


def sections_of(text: str, *, titled: bool) -> tuple[Section, ...]:
    """The sections of a plain text. ``titled``: its first paragraph is its title, if it looks like one.

    A heading is a short line alone between blank lines that does not end like a sentence and is followed by more
    text; or a label line («Lisätietoja:») that opens a paragraph.
    """
    spans = paragraphs(text)
    sections: list[Section] = []
    path: tuple[str, ...] = ()
    heading = (0, 0)
    blocks: list[Block] = []

    def close() -> None:
        if blocks or heading[1] > heading[0]:
            start = blocks[0].start if blocks else heading[1]
            end = blocks[-1].end if blocks else heading[1]
            sections.append(
                Section(
                    path=path, level=len(path), heading_start=heading[0], heading_end=heading[1],
                    start=start, end=end, blocks=tuple(blocks),
                )
            )

    for n, (start, end) in enumerate(spans):
        line = text[start:end]
        last = n == len(spans) - 1
        if n == 0 and titled and "\n" not in line and not last:
            heading = (start, end)
            continue
        if not last and _is_heading(line):
            close()
            path, heading, blocks = (line,), (start, end), []
            continue
        first = line.split("\n", 1)[0]
        if "\n" in line and _LABEL.match(first.strip()):
            close()
            path, heading, blocks = (first.strip().rstrip(":"),), (start, start + len(first)), []
            start += len(first) + 1
        blocks.append(Block(kind=_kind(text[start:end].split("\n")), start=start, end=end))
    close()
    return tuple(sections)


def title_of(text: str, fallback: str) -> str:
    """The first line, if it can be a title, or ``fallback``."""
    first = next((line.strip() for line in text.split("\n", 50) if line.strip()), "")
    return first if 0 < len(first) <= 250 else fallback


def _is_heading(line: str) -> bool:
    if "\n" in line or len(line) > _MAX_HEADING or _LIST_LINE.match(line):
        return False
    letters = [c for c in line if c.isalpha()]
    return len(letters) >= 3 and (line[0].isupper() or line[0].isdigit()) and line[-1] not in ".:,;!…”\"»)"


def _kind(lines: Sequence[str]) -> BlockKind:
    listed = sum(bool(_LIST_LINE.match(line)) for line in lines)
    if len(lines) > 1 and listed >= len(lines) - 1 and listed > 1:
        return BlockKind.LIST
    if len(lines) > 1 and all("\t" in line or " | " in line for line in lines):
        return BlockKind.TABLE
    return BlockKind.PARAGRAPH
