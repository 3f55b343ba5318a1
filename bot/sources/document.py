"""A source document: plain text, its sections, its footnotes and its metadata."""

from __future__ import annotations

import hashlib
from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Authority(StrEnum):
    """How much a source weighs: law and decisions, guides and recommendations, news and examples."""

    BINDING = "binding"
    GUIDANCE = "guidance"
    INFORMATION = "information"


class BlockKind(StrEnum):
    """What a run of text within a section is; lists and tables are kept together where they fit."""

    PARAGRAPH = "paragraph"
    LIST = "list"
    TABLE = "table"


class Block(BaseModel):
    """A paragraph, list or table: characters ``start`` to ``end`` of the document's text."""

    model_config = ConfigDict(frozen=True)

    kind: BlockKind = BlockKind.PARAGRAPH
    start: int
    end: int


class Section(BaseModel):
    """A heading and what stands under it, up to the next heading.

    ``path`` is the chain of headings from the outermost to this one (without the document's title); ``start`` and
    ``end`` hold the section's own text, without the heading and without its subsections, in characters.
    ``heading_start`` and ``heading_end`` hold the heading line itself and are equal where there is none.
    """

    model_config = ConfigDict(frozen=True)

    path: tuple[str, ...] = ()
    level: int = 0
    heading_start: int = 0
    heading_end: int = 0
    start: int
    end: int
    blocks: tuple[Block, ...] = ()


class Footnote(BaseModel):
    """The original source of what a document says: who published it, what, when and where."""

    model_config = ConfigDict(frozen=True)

    label: str
    text: str
    publisher: str = ""
    title: str = ""
    date: str = ""
    url: str = ""


class FootnoteReference(BaseModel):
    """Where a footnote's marker stood: it backs the text before character ``offset``."""

    model_config = ConfigDict(frozen=True)

    label: str
    offset: int


class Metadata(BaseModel):
    """What is known of a document besides its text. Unknown front-matter or collection fields are kept in ``extra``."""

    model_config = ConfigDict(frozen=True)

    title: str
    language: str = ""
    kind: str = ""
    authority: Authority = Authority.INFORMATION
    themes: tuple[str, ...] = ()
    region: str = ""
    publisher: str = ""
    url: str = ""
    published: date | None = None
    reviewed: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    translation_of: str = ""
    summary: str = ""
    source: str = ""
    extra: dict[str, Any] = Field(default_factory=dict)


class Document(BaseModel):
    """One source document. Every range anywhere in the program counts characters of ``text``."""

    model_config = ConfigDict(frozen=True)

    id: str
    text: str
    metadata: Metadata
    sections: tuple[Section, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    references: tuple[FootnoteReference, ...] = ()

    @property
    def content_hash(self) -> str:
        """SHA-256 of everything that the index keeps of the document."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    @property
    def written_here(self) -> bool:
        """Whether it was written for the corpus from what its footnotes name, rather than published by somebody."""
        return bool(self.footnotes) and not (self.metadata.publisher or self.metadata.url)

    def footnotes_within(self, start: int, end: int) -> list[Footnote]:
        """The footnotes that back the characters ``start`` to ``end``.

        A marker stands at the end of the sentence or paragraph that it backs, so the first markers at or after
        ``end`` in the same block count where the range itself holds none.
        """
        labels = [r.label for r in self.references if start < r.offset <= end]
        if not labels:
            block_end = next(
                (b.end for s in self.sections for b in s.blocks if b.start <= start < b.end),
                end,
            )
            after = [r for r in self.references if end <= r.offset <= block_end]
            labels = [r.label for r in after if r.offset == after[0].offset] if after else []
        known = {f.label: f for f in self.footnotes}
        return [known[label] for label in dict.fromkeys(labels) if label in known]
