"""Markdown with YAML front matter and footnoted sources becomes a document of plain text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.sources.document import Block, Document, Section
from bot.sources.footnotes import Definition, parse_footnote, take_definitions
from bot.sources.metadata import FrontMatter, front_matter, metadata_from
from bot.sources.plain import normalise
from bot.sources.rendering import Heading, Rendering, render
from bot.text.languages import detect


@dataclass(frozen=True)
class Article:
    """A Markdown file in its parts; every line counts from 1 in the file."""

    front: FrontMatter
    definitions: tuple[Definition, ...]
    rendering: Rendering


def parse_article(text: str, source: str) -> Article:
    """The parts of a Markdown file. Raises SourceError, with the line, where the front matter is broken."""
    text = normalise(text)
    front = front_matter(text, source)
    # The front matter becomes blank lines, so that everything still knows its line in the file.
    body = "\n" * front.end + "\n".join(text.split("\n")[front.end :])
    body, definitions = take_definitions(body)
    return Article(front, tuple(definitions), render(body))


def read_markdown(text: str, document_id: str, source: str) -> Document:
    """The document that a Markdown file holds.

    The title is the front matter's, or the first heading, or the id. Raises SourceError, with the line, where the
    front matter is broken or a field's value is not of its kind.
    """
    article = parse_article(text, source)
    rendering, front = article.rendering, article.front
    plain = rendering.text
    first = rendering.headings[0].text if rendering.headings else ""
    metadata = metadata_from(
        front.fields,
        source=source,
        line=2 if front.end else 1,
        lines=front.lines,
        title=first or document_id,
        language="" if front.fields.get("language") else detect(plain),
    )
    # Where a label is defined twice, the first definition counts.
    unique = {d.label: d for d in reversed(article.definitions)}
    return Document(
        id=document_id,
        text=plain,
        metadata=metadata,
        sections=_sections(rendering.headings, rendering.blocks, metadata.title, len(plain)),
        footnotes=tuple(parse_footnote(d.label, d.text) for d in article.definitions if unique[d.label] is d),
        references=tuple(rendering.references),
    )


def paragraph_lines(text: str, source: str = "") -> list[tuple[Block, int]]:
    """The blocks of a Markdown file's plain text with their lines in the file, from 1. Raises as ``read_markdown``."""
    rendering = parse_article(text, source).rendering
    return list(zip(rendering.blocks, rendering.lines, strict=True))


def _sections(headings: Sequence[Heading], blocks: Sequence[Block], title: str, length: int) -> tuple[Section, ...]:
    sections: list[Section] = []
    path: list[tuple[int, str]] = []
    at = 0
    for i in range(-1, len(headings)):
        heading = headings[i] if i >= 0 else None
        limit = headings[i + 1].start if i + 1 < len(headings) else length
        first = at
        while at < len(blocks) and blocks[at].start < limit:
            at += 1
        own = tuple(blocks[first:at])
        if heading is None:
            if own:
                sections.append(Section(start=own[0].start, end=own[-1].end, blocks=own))
            continue
        path = [p for p in path if p[0] < heading.level]
        # The title is embedded with every passage anyway; repeated in the path it would only dilute the rest.
        if heading.text and heading.text != " ".join(title.split()):
            path.append((heading.level, heading.text))
        sections.append(
            Section(
                path=tuple(text for _, text in path),
                level=heading.level,
                heading_start=heading.start,
                heading_end=heading.end,
                start=own[0].start if own else heading.end,
                end=own[-1].end if own else heading.end,
                blocks=own,
            )
        )
    return tuple(sections)
