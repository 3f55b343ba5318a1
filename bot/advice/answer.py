"""An answer: status, text with markers, citations, hits and timings."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from bot.search.hit import Hit
from bot.sources.document import Footnote


class AnswerStatus(StrEnum):
    """What became of a question; the interface, the log and the metrics all use these four."""

    ANSWERED = "answered"
    NOT_FOUND = "not_found"
    OUT_OF_SCOPE = "out_of_scope"
    REJECTED = "rejected"


class Certainty(StrEnum):
    """How sure the program is that the corpus answers the question, for people who would rather not read a number."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Citation(BaseModel):
    """A quote: characters ``start`` to ``end`` of a document's text, word for word.

    ``marker`` is the number shown in the answer; several quotes may share a marker when they stand in one section.
    ``sources`` are the original sources that the document names for just this quote.
    """

    model_config = ConfigDict(frozen=True)

    marker: int
    document_id: str
    passage_id: str
    title: str
    section: str
    page: int | None = None
    url: str = ""
    quote: str
    start: int
    end: int
    authority: str
    language: str = ""
    publisher: str = ""
    published: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    sources: tuple[Footnote, ...] = ()


class Suggestion(BaseModel):
    """A heading that the corpus does cover near the question; ``question`` can be asked as it is."""

    model_config = ConfigDict(frozen=True)

    question: str
    document_id: str
    title: str


class Answer(BaseModel):
    """What the program says to one question.

    ``text`` is Markdown: quotes with markers [1], then notes (validity, binding sources) a line each.
    ``notes`` repeats those lines alone. ``confidence`` is the calibrated probability that the corpus answers.
    ``timings`` are seconds per step and ``total``.
    """

    model_config = ConfigDict(frozen=True)

    question: str
    status: AnswerStatus
    language: str
    text: str
    notes: tuple[str, ...] = ()
    citations: list[Citation] = Field(default_factory=list)
    hits: list[Hit] = Field(default_factory=list)
    suggestions: tuple[Suggestion, ...] = ()
    confidence: float = 0.0
    certainty: Certainty = Certainty.LOW
    generation: str = ""
    timings: dict[str, float] = Field(default_factory=dict)
