"""Markdown with YAML front matter and footnoted sources becomes plain text with exact places for both."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.front_matter import front_matter_plugin

from bot.errors import SourceError
from bot.sources.document import Block, BlockKind, Document, Footnote, FootnoteReference, Section
from bot.sources.metadata import metadata_from
from bot.sources.plain import normalise
from bot.text.languages import detect

_DEFINITION = re.compile(r"^\[\^([\w-]+)\]:[ \t]*(.*(?:\n(?:[ \t]{2,}.*))*)$", re.MULTILINE)
_REFERENCE = re.compile(r"[ \t]*\[\^([\w-]+)\]")
_ADDRESS = re.compile(r"<?(https?://[^\s>]+)>?\s*$")
_DATE = re.compile(r"(?:\d{1,2}\.\d{1,2}\.\d{4}|\b\d{1,2}/\d{4}|\b(?:19|20)\d\d|päiväys ei näkyvissä)$")


def read_markdown(text: str, document_id: str, source: str) -> Document:
    """The document that a Markdown file holds. Raises SourceError, with the line, where the front matter is broken."""
    text = normalise(text)
    definitions = [(m.group(1), " ".join(m.group(2).split())) for m in _DEFINITION.finditer(text)]
    # Blank lines in their place, so that tokens still know their line in the file.
    body = _DEFINITION.sub(lambda m: "\n" * m.group().count("\n"), text)
    tokens = MarkdownIt("commonmark").enable("table").use(front_matter_plugin).parse(body)
    fields, tokens = _front_matter(tokens, source)
    writer = _Writer()
    _blocks(tokens, writer)
    title = str(fields.pop("title", "") or next((h for _, h in writer.headings), document_id))
    plain = "".join(writer.parts)
    language = str(fields.pop("language", "") or detect(plain))
    return Document(
        id=document_id,
        text=plain,
        metadata=metadata_from(fields, source=source, line=2, title=title, language=language),
        sections=_sections(writer, title, len(plain)),
        footnotes=tuple(parse_footnote(label, note) for label, note in definitions),
        references=tuple(writer.references),
    )


def parse_footnote(label: str, text: str) -> Footnote:
    """A footnote «Publisher. Title. Date. <address>» in its parts; a part that is not there is empty."""
    address = _ADDRESS.search(text)
    rest = (text[: address.start()] if address else text).strip().rstrip(".")
    date = _DATE.search(rest)
    if date:
        rest = rest[: date.start()].strip().rstrip(".,")
    publisher, _, title = rest.partition(". ")
    return Footnote(
        label=label,
        text=text,
        publisher=publisher.strip(),
        title=title.strip(),
        date=date.group() if date else "",
        url=address.group(1) if address else "",
    )


@dataclass
class _Writer:
    """Plain text as it grows, with what stands where."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    blocks: list[Block] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)  # (level, text)
    heading_spans: list[tuple[int, int]] = field(default_factory=list)
    references: list[FootnoteReference] = field(default_factory=list)

    def write(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def separate(self) -> None:
        if self.length:
            self.write("\n\n")

    def inline(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            if token.type in {"softbreak", "hardbreak"}:
                self.write(" " if token.type == "softbreak" else "\n")
            elif token.type == "image":
                self.write(token.content)
            elif token.type in {"text", "code_inline", "html_inline", "text_special"}:
                self._marked(token.content, plain=token.type == "text")

    def _marked(self, text: str, *, plain: bool) -> None:
        at = 0
        if plain:
            for match in _REFERENCE.finditer(text):
                self.write(text[at : match.start()])
                self.references.append(FootnoteReference(label=match.group(1), offset=self.length))
                at = match.end()
        self.write(text[at:])


def _front_matter(tokens: list[Token], source: str) -> tuple[dict[str, object], list[Token]]:
    if not tokens or tokens[0].type != "front_matter":
        return {}, tokens
    try:
        fields = yaml.safe_load(tokens[0].content) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = str(getattr(error, "problem", None) or error).splitlines()[0]
        line = mark.line + 2 if mark else 1
        raise SourceError(f"the front matter is not YAML ({problem}); correct it", source=source, line=line) from None
    if not isinstance(fields, dict):
        raise SourceError("the front matter is not a list of fields; write `title: …`", source=source, line=2)
    return {str(k): v for k, v in fields.items()}, tokens[1:]


def _blocks(tokens: Sequence[Token], writer: _Writer) -> None:
    i = 0
    while i < len(tokens):
        token = tokens[i]
        end = _closing(tokens, i)
        inner = tokens[i + 1 : end]
        if token.type == "heading_open":
            writer.separate()
            start = writer.length
            writer.inline(inner[0].children or [])
            text = "".join(writer.parts)[start:]
            writer.headings.append((int(token.tag[1]), text))
            writer.heading_spans.append((start, writer.length))
        elif token.type == "blockquote_open":
            _blocks(inner, writer)
        elif token.type != "hr":
            writer.separate()
            start = writer.length
            kind = _write_block(token, inner, writer)
            if writer.length > start:
                writer.blocks.append(Block(kind=kind, start=start, end=writer.length))
        i = end + 1


def _write_block(token: Token, inner: Sequence[Token], writer: _Writer) -> BlockKind:
    if token.type in {"bullet_list_open", "ordered_list_open"}:
        _list(token, inner, writer, 0)
        return BlockKind.LIST
    if token.type == "table_open":
        _table(inner, writer)
        return BlockKind.TABLE
    if token.type == "paragraph_open":
        writer.inline(inner[0].children or [])
    elif token.content:
        writer.write(token.content.rstrip("\n"))
    return BlockKind.PARAGRAPH


def _list(token: Token, tokens: Sequence[Token], writer: _Writer, depth: int) -> None:
    ordered = token.type == "ordered_list_open"
    number = int(token.attrGet("start") or 1) if ordered else 0
    i, first = 0, True
    while i < len(tokens):
        end = _closing(tokens, i)
        if tokens[i].type == "list_item_open":
            if not first or depth:
                writer.write("\n")
            writer.write("  " * depth + (f"{number}. " if ordered else "- "))
            number, first = number + 1, False
            _item(tokens[i + 1 : end], writer, depth)
        i = end + 1


def _item(tokens: Sequence[Token], writer: _Writer, depth: int) -> None:
    i, first = 0, True
    while i < len(tokens):
        token, end = tokens[i], _closing(tokens, i)
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            _list(token, tokens[i + 1 : end], writer, depth + 1)
        else:
            if not first:
                writer.write(" ")
            if token.type == "paragraph_open":
                writer.inline(tokens[i + 1].children or [])
            elif token.content:
                writer.write(token.content.strip())
        first, i = False, end + 1


def _table(tokens: Sequence[Token], writer: _Writer) -> None:
    row = cell = 0
    for token in tokens:
        if token.type == "tr_open":
            if row:
                writer.write("\n")
            row, cell = row + 1, 0
        elif token.type == "inline":
            if cell:
                writer.write(" | ")
            cell += 1
            writer.inline(token.children or [])


def _closing(tokens: Sequence[Token], i: int) -> int:
    """Index of the token that closes the one at ``i``; ``i`` itself where it closes itself."""
    depth = 0
    for n in range(i, len(tokens)):
        depth += tokens[n].nesting
        if depth == 0:
            return n
    return len(tokens) - 1


def _sections(writer: _Writer, title: str, length: int) -> tuple[Section, ...]:
    sections: list[Section] = []
    stack: list[tuple[int, str]] = []
    starts = [(0, 0, -1)] + [(a, b, n) for n, (a, b) in enumerate(writer.heading_spans)]
    for i, (start, heading_end, n) in enumerate(starts):
        limit = starts[i + 1][0] if i + 1 < len(starts) else length
        blocks = tuple(b for b in writer.blocks if heading_end <= b.start < limit)
        level = 0
        if n >= 0:
            level, heading = writer.headings[n]
            stack = [s for s in stack if s[0] < level]
            if heading.strip() != title.strip():
                stack.append((level, heading))
        elif not blocks:
            continue
        sections.append(
            Section(
                path=tuple(h for _, h in stack),
                level=level,
                heading_start=start,
                heading_end=heading_end,
                start=blocks[0].start if blocks else heading_end,
                end=blocks[-1].end if blocks else heading_end,
                blocks=blocks,
            )
        )
    return tuple(sections)
