"""Plain text: sections, lists and tables by the shape of its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.sources.document import Block, BlockKind, Section

# In characters.
_MAX_HEADING = 90
_MAX_TITLE = 250
_MAX_CONTACT_LINE = 160
_MIN_WIDTH = 50

_BLANK = re.compile(r"\n[^\S\n]*+\n\s*+")
_LIST_LINE = re.compile(r"[^\S\n]*(?:[-–—•‣▪*]|\(?\d{1,3}[.)]|\(?[a-zåäö]\))\s+\S")
_UNDERLINE = re.compile(r"(?:=+|-{3,}|~{3,}|\*{3,})\s*")
_LABEL = re.compile(r"[^\W\d_a-zåäö][^.!?:\n]{2,40}:\s*")


def normalise(text: str) -> str:
    """``text`` without a byte-order mark and with Unix line ends; nothing else is changed, so quotes stay exact."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Character ranges of what stands between blank lines, without white space around it."""
    start = 0
    for end, after in [*(m.span() for m in _BLANK.finditer(text)), (len(text), len(text))]:
        part = text[start:end]
        left = len(part) - len(part.lstrip())
        if left < len(part):
            yield start + left, start + len(part.rstrip())
        start = after


def title_of(text: str, fallback: str) -> str:
    """The first line, if it can be a title, or ``fallback``."""
    start, end = next(paragraphs(text), (0, 0))
    first = text[start:end]
    return first if first and _is_title(first) else fallback


def sections_of(text: str, *, titled: bool) -> tuple[Section, ...]:
    """The sections of a plain text. ``titled``: its first paragraph is its title, if it looks like one.

    A heading is a short line alone between blank lines that does not end like a sentence and is followed by a
    paragraph, or an underlined line; a label line («Lisätietoja:») that opens a paragraph begins a section too.
    """
    spans = list(paragraphs(text))
    sections: list[Section] = []
    path: tuple[str, ...] = ()
    heading = (0, 0)
    blocks: list[Block] = []

    def close() -> None:
        if not blocks and heading[0] == heading[1]:
            return
        start = blocks[0].start if blocks else heading[1]
        end = blocks[-1].end if blocks else heading[1]
        # The title's section is level 1, the text before any heading 0, the others 2.
        level = 2 if path else int(heading[1] > heading[0])
        sections.append(
            Section(
                path=path,
                level=level,
                heading_start=heading[0],
                heading_end=heading[1],
                start=start,
                end=end,
                blocks=tuple(blocks),
            )
        )

    for n, (start, end) in enumerate(spans):
        following = text[slice(*spans[n + 1])] if n + 1 < len(spans) else ""
        if n == 0 and titled and following and _is_title(text[start:end]):
            heading = (start, end)
            continue
        opening, rest = _opening(text, start, end, following)
        if opening:
            close()
            path, heading, blocks = (text[slice(*opening)].rstrip(": \t"),), opening, []
        blocks += _blocks(text, rest, end)
    close()
    return tuple(sections)


def _opening(text: str, start: int, end: int, following: str) -> tuple[tuple[int, int] | None, int]:
    """The range of a heading that a paragraph is or begins with, and where the rest of it starts."""
    lines = text[start:end].split("\n", 2)
    first = lines[0].rstrip()
    if len(lines) == 1:
        found = _is_heading(first) and following != "" and not _is_heading(following)
        return ((start, end), end) if found else (None, start)
    after = start + len(lines[0]) + 1
    if _UNDERLINE.fullmatch(lines[1]) and len(first) <= _MAX_TITLE and not _LIST_LINE.match(first):
        return (start, start + len(first)), min(end, after + len(lines[1]) + 1)
    # A label before a list leads into it; before other lines it names them.
    if _LABEL.fullmatch(first) and not _LIST_LINE.match(lines[1]):
        return (start, start + len(first)), after
    return None, start


def _blocks(text: str, start: int, end: int) -> Iterator[Block]:
    while start < end and text[start].isspace():
        start += 1
    if start >= end:
        return
    lines = text[start:end].split("\n")
    kind = _kind(lines)
    if kind is BlockKind.PARAGRAPH and _stand_alone(lines):
        # Contact lines and the like: each says its own thing, so each is a block of its own.
        at = start
        for line in lines:
            left = len(line) - len(line.lstrip())
            if line.strip():
                yield Block(start=at + left, end=at + len(line.rstrip()))
            at += len(line) + 1
        return
    yield Block(kind=kind, start=start, end=end)


def _kind(lines: Sequence[str]) -> BlockKind:
    listed = sum(bool(_LIST_LINE.match(line)) for line in lines)
    if listed > 1 and (
        _LIST_LINE.match(lines[0]) or (lines[0].rstrip().endswith(":") and _LIST_LINE.match(lines[1]))
    ):
        return BlockKind.LIST
    if len(lines) > 1 and all("\t" in line.strip() or " | " in line for line in lines):
        return BlockKind.TABLE
    return BlockKind.PARAGRAPH


def _stand_alone(lines: Sequence[str]) -> bool:
    """Whether the lines of a paragraph were broken on purpose and not because a page was full."""
    stripped = [line.strip() for line in lines]
    if len(lines) < 2 or any(len(line) > _MAX_CONTACT_LINE for line in stripped):
        return False
    if not all(line[:1].isupper() or line[:1].isdigit() or line[:1] in '+("”«' for line in stripped if line):
        return False
    if len(lines) > 2:
        return True
    # Where the next word would still have fitted on the line, or no page is that narrow, the break was meant.
    width = max(map(len, stripped))
    return (
        width < _MIN_WIDTH
        or len(stripped[0]) + 1 + len(stripped[1].split(maxsplit=1)[0]) <= width
        or stripped[0][-1:] in ".!?"
    )


def _is_title(line: str) -> bool:
    return "\n" not in line and len(line) <= _MAX_TITLE and (len(line) <= _MAX_HEADING or line[-1] not in ".:;")


def _is_heading(line: str) -> bool:
    if "\n" in line or len(line) > _MAX_HEADING or _LIST_LINE.match(line):
        return False
    if not (line[0].isupper() or line[0].isdigit()):
        return False
    return sum(c.isalpha() for c in line) >= 3 and line[-1] not in '.:,;!…”"»)]'
