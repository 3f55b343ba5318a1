"""Rendering: a Markdown text as plain text, with what stands where in it and in the file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.sources.document import Block, BlockKind, FootnoteReference

_REFERENCE = re.compile(r"[ \t\u00a0]*\[\^([^\]\s]{1,80})\]")
_TEXT = frozenset(("text", "text_special"))


@dataclass(frozen=True)
class Heading:
    """A heading: characters ``start`` to ``end`` of the plain text, ``line`` in the file."""

    level: int
    text: str
    start: int
    end: int
    line: int


@dataclass
class Rendering:
    """Plain text as it grows. ``lines`` are the file's lines of the blocks, ``reference_lines`` of the references.

    ``links`` are the targets of links, each with its line.
    """

    parts: list[str] = field(default_factory=list)
    length: int = 0
    blocks: list[Block] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    references: list[FootnoteReference] = field(default_factory=list)
    reference_lines: list[int] = field(default_factory=list)
    links: list[tuple[str, int]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The plain text."""
        return "".join(self.parts)

    def write(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def separate(self) -> None:
        if self.length:
            self.write("\n\n")

    def inline(self, token: Token) -> None:
        """Write the words of an inline token: markup, link targets and footnote markers are left out."""
        line = token.map[0] + 1 if token.map else 0
        for child in token.children or ():
            if child.type == "softbreak":
                self.write(" ")
                line += 1
            elif child.type == "hardbreak":
                self.write("\n")
                line += 1
            elif child.type == "link_open":
                self.links.append((str(child.attrGet("href") or ""), line))
            elif child.type in _TEXT:
                self._marked(child.content, line)
            elif child.type in ("code_inline", "html_inline", "image"):
                self.write(child.content)

    def _marked(self, text: str, line: int) -> None:
        at = 0
        for match in _REFERENCE.finditer(text):
            self.write(text[at : match.start()])
            self.references.append(FootnoteReference(label=match.group(1), offset=self.length))
            self.reference_lines.append(line)
            at = match.end()
        self.write(text[at:])


def render(body: str) -> Rendering:
    """The plain text of ``body`` (Markdown with tables, without front matter and footnote definitions).

    Headings are lines of their own, blocks stand apart by a blank line, list items are lines of «- …» or «1. …», and
    the cells of a table's row are joined by « | ». Raw HTML stays as it is written. Lines count from 1 in ``body``.
    """
    rendering = Rendering()
    _blocks(_parser().parse(body), rendering)
    return rendering


def _parser() -> MarkdownIt:
    # Without HTML, tags are text like any other, and a stray «<» cannot swallow what follows it.
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _blocks(tokens: Sequence[Token], rendering: Rendering) -> None:
    i = 0
    while i < len(tokens):
        token = tokens[i]
        end = _closing(tokens, i)
        inner = tokens[i + 1 : end]
        line = token.map[0] + 1 if token.map else 0
        if token.type == "blockquote_open":
            _blocks(inner, rendering)
        elif token.type == "heading_open":
            _heading(token, inner, rendering, line)
        elif token.type != "hr":
            _block(token, inner, rendering, line)
        i = end + 1


def _heading(token: Token, inner: Sequence[Token], rendering: Rendering, line: int) -> None:
    rendering.separate()
    start, first = rendering.length, len(rendering.parts)
    rendering.inline(inner[0])
    text = "".join(rendering.parts[first:])
    rendering.headings.append(Heading(int(token.tag[1]), " ".join(text.split()), start, rendering.length, line))


def _block(token: Token, inner: Sequence[Token], rendering: Rendering, line: int) -> None:
    rendering.separate()
    start = rendering.length
    kind = BlockKind.PARAGRAPH
    if token.type in ("bullet_list_open", "ordered_list_open"):
        kind = BlockKind.LIST
        _list(token, inner, rendering, 0)
    elif token.type == "table_open":
        kind = BlockKind.TABLE
        _table(inner, rendering)
    elif token.type == "paragraph_open":
        rendering.inline(inner[0])
    elif token.content:
        rendering.write(token.content.rstrip("\n"))
    if rendering.length > start:
        rendering.blocks.append(Block(kind=kind, start=start, end=rendering.length))
        rendering.lines.append(line)


def _list(token: Token, tokens: Sequence[Token], rendering: Rendering, depth: int) -> None:
    ordered = token.type == "ordered_list_open"
    start = token.attrGet("start") if ordered else None
    number = int(start) if start is not None else 1
    i, first = 0, depth == 0
    while i < len(tokens):
        end = _closing(tokens, i)
        if tokens[i].type == "list_item_open":
            rendering.write(("" if first else "\n") + "  " * depth + (f"{number}. " if ordered else "- "))
            number, first = number + 1, False
            _item(tokens[i + 1 : end], rendering, depth)
        i = end + 1


def _item(tokens: Sequence[Token], rendering: Rendering, depth: int) -> None:
    i, first = 0, True
    while i < len(tokens):
        token, end = tokens[i], _closing(tokens, i)
        inner = tokens[i + 1 : end]
        if token.type in ("bullet_list_open", "ordered_list_open"):
            _list(token, inner, rendering, depth + 1)
        else:
            if not first:
                rendering.write(" ")
            for part in [t for t in (token, *inner) if t.type == "inline" or t.content]:
                if part.type == "inline":
                    rendering.inline(part)
                else:
                    rendering.write(" ".join(part.content.split()))
        first, i = False, end + 1


def _table(tokens: Sequence[Token], rendering: Rendering) -> None:
    row = cell = 0
    for token in tokens:
        if token.type == "tr_open":
            if row:
                rendering.write("\n")
            row, cell = row + 1, 0
        elif token.type == "inline":
            if cell:
                rendering.write(" | ")
            cell += 1
            rendering.inline(token)


def _closing(tokens: Sequence[Token], i: int) -> int:
    """Index of the token that closes the one at ``i``; ``i`` itself where it closes itself."""
    depth = 0
    for n in range(i, len(tokens)):
        depth += tokens[n].nesting
        if depth == 0:
            return n
    return len(tokens) - 1
