"""A stretch of a document as HTML, with a quote highlighted in one <mark> whose text content is the quote exactly."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from bot.sources.document import Block, BlockKind, Document
from bot.ui.markup import text

_ITEM = re.compile(r"[ \t]*(?:[-–—•*]|\(?\w{1,3}[.)])[ \t\u00a0]")
_SIGN = re.compile(rf"({_ITEM.pattern})(.*)", re.DOTALL)
_CELLS = re.compile(r"( \| |\t)")

Range = tuple[int, int]


def excerpt(document: Document, start: int, end: int, blocks: Sequence[Block], quote: Range | None) -> str:
    """Characters ``start`` to ``end`` of the document, block by block; ``quote`` is the range to highlight, if any.

    Paragraphs become <p>, lists <ul>, tables rows and cells. Where the quote crosses from block to block, those blocks
    become one pre-formatted run, so that one <mark> can hold it with every line break. The mark has the id "quote".
    """
    plain = document.text
    if quote is not None and not (start <= quote[0] < quote[1] <= end and plain[quote[0] : quote[1]].strip()):
        quote = None
    parts: list[str] = []
    inside = [b for b in blocks if start <= b.start and b.end <= end]
    covered = sum(b.end - b.start for b in inside)
    if len("".join(plain[start:end].split())) > covered or not inside:
        # Text that no block claims must not vanish.
        return _run(plain, start, end, quote) if plain[start:end].strip() else ""
    i = 0
    while i < len(inside):
        touched = [b for b in inside[i:] if quote and b.start < quote[1] and quote[0] < b.end]
        if touched and touched[0] is inside[i] and quote and (quote[0] < inside[i].start or quote[1] > inside[i].end):
            first = min(inside[i].start, quote[0])
            last = max(touched[-1].end, quote[1])
            parts.append(_run(plain, first, last, quote))
            i += len(touched)
            continue
        parts.append(_block(plain, inside[i], quote))
        i += 1
    return "".join(parts)


def spread(value: str) -> str:
    """Untrusted text with its line breaks: list lines hang, table rows are rows. Its text content is ``value``."""
    lines = value.splitlines(keepends=True)
    parts: list[str] = []
    for tabular, group in groupby(lines, key=lambda line: bool(_CELLS.search(line))):
        together = list(group)
        if tabular and len(together) > 1:
            rows = "".join(map(_row, together))
            parts.append(f'<span class="scroll"><span class="table" role="table">{rows}</span></span>')
            continue
        hang = len(lines) > 1
        parts += [
            f'<span class="item">{_hung(line)}</span>' if hang and _ITEM.match(line) else text(line)
            for line in together
        ]
    return "".join(parts)


def _hung(line: str) -> str:
    """A list's line with its number or dash set apart, so that the lines below it hang under its words."""
    parted = _SIGN.match(line)
    return f'<span class="sign">{text(parted[1])}</span>{text(parted[2])}' if parted else text(line)


def _block(plain: str, block: Block, quote: Range | None) -> str:
    touched = quote if quote and block.start <= quote[0] and quote[1] <= block.end else None
    if block.kind is BlockKind.TABLE:
        return _table(plain, block, touched)
    if block.kind is BlockKind.LIST:
        return _list(plain, block, touched)
    return f"<p>{_marked(plain, block.start, block.end, touched)}</p>"


def _marked(plain: str, start: int, end: int, quote: Range | None) -> str:
    if quote is None or not (start <= quote[0] and quote[1] <= end):
        return text(plain[start:end])
    a, b = quote
    return f'{text(plain[start:a])}<mark id="quote">{text(plain[a:b])}</mark>{text(plain[b:end])}'


def _run(plain: str, start: int, end: int, quote: Range | None) -> str:
    if quote is None:
        return f'<div class="run">{spread(plain[start:end])}</div>'
    a, b = quote
    marked = f'<mark id="quote">{spread(plain[a:b])}</mark>'
    return f'<div class="run">{spread(plain[start:a])}{marked}{spread(plain[b:end])}</div>'


def _lines(plain: str, start: int, end: int) -> list[Range]:
    ranges, at = [], start
    for line in plain[start:end].splitlines(keepends=True):
        ranges.append((at, at + len(line)))
        at += len(line)
    return ranges


def _list(plain: str, block: Block, quote: Range | None) -> str:
    lines = _lines(plain, block.start, block.end)
    if quote and not any(a <= quote[0] and quote[1] <= b for a, b in lines):
        return _run(plain, block.start, block.end, quote)
    items = []
    for a, b in lines:
        if not plain[a:b].strip():
            continue
        # The line break at a line's end is shown by the list itself, unless the quote holds it.
        end = b if quote and a <= quote[0] < b == quote[1] else a + len(plain[a:b].rstrip("\r\n"))
        items.append(f"<li>{_item(plain, a, end, quote if quote and a <= quote[0] < b else None)}</li>")
    return f'<ul class="plain">{"".join(items)}</ul>'


def _item(plain: str, start: int, end: int, quote: Range | None) -> str:
    if quote is None:
        return _hung(plain[start:end])
    a, b = quote
    marked = _hung(plain[a:b]) if a == start else text(plain[a:b])
    return f'{_hung(plain[start:a])}<mark id="quote">{marked}</mark>{text(plain[b:end])}'


def _table(plain: str, block: Block, quote: Range | None) -> str:
    """Rows and cells made of spans, with the separators kept out of sight: the mark can then hold whole rows."""
    lines = _lines(plain, block.start, block.end)
    if quote is None:
        return _scrolled("".join(_row(plain[a:b]) for a, b in lines))
    rows = [(a, b) for a, b in lines if a < quote[1] and quote[0] < b]
    ends = {rows[-1][1], rows[-1][0] + len(plain[rows[-1][0] : rows[-1][1]].rstrip("\r\n"))} if rows else set()
    if not rows or rows[0][0] != quote[0] or quote[1] not in ends:
        return _run(plain, block.start, block.end, quote)
    before = "".join(_row(plain[a:b]) for a, b in lines if b <= quote[0])
    marked = "".join(_row(plain[a : min(b, quote[1])]) for a, b in rows)
    after = "".join(_row(plain[a:b]) for a, b in lines if a >= rows[-1][1])
    return _scrolled(f'{before}<mark id="quote" role="rowgroup">{marked}</mark>{after}')


def _scrolled(rows: str) -> str:
    return f'<div class="scroll"><div class="table" role="table">{rows}</div></div>'


def _row(line: str) -> str:
    body = line.rstrip("\r\n")
    cells = "".join(
        f'<span class="unseen">{text(part)}</span>' if i % 2 else f'<span class="cell" role="cell">{text(part)}</span>'
        for i, part in enumerate(_CELLS.split(body))
    )
    tail = f'<span class="unseen">{text(line[len(body):])}</span>' if len(line) > len(body) else ""
    return f'<span class="row" role="row">{cells}{tail}</span>'
