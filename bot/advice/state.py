"""The state: a question on its way through the chain, and the tools that the steps work with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.advice.answer import AnswerStatus, Certainty, Citation, Suggestion
from bot.advice.kinds import AnswerKind
from bot.advice.selection import Candidate, Quote
from bot.calibration import Calibration
from bot.index.snapshot import Snapshot
from bot.models.embedder import Embedder
from bot.models.reader import Reader, Reading
from bot.search.engine import Found
from bot.search.filters import Filters
from bot.search.fusion import Rarity
from bot.search.query import Query
from bot.sources.document import Document
from bot.text.glossary import Glossary


@dataclass(frozen=True)
class Tools:
    """What the steps work with: one opened generation and the models."""

    snapshot: Snapshot
    embedder: Embedder
    reader: Reader
    glossary: Glossary
    candidates: int
    read_passages: int
    max_question: int
    today: date
    calibration: Calibration


@dataclass(frozen=True)
class State:
    """A question on its way. Each step fills in what the next ones read; ``answer`` ends the journey."""

    question: str
    history: Sequence[tuple[str, str]]
    wanted_language: str | None
    filters: Filters
    tools: Tools
    language: str = "fi"
    kind: AnswerKind = AnswerKind.OTHER
    query: Query | None = None
    found: tuple[Found, ...] = ()
    readings: tuple[Reading, ...] = ()
    rarity: Rarity | None = None
    candidates: tuple[Candidate, ...] = ()
    confidence: float = 0.0
    certainty: Certainty = Certainty.LOW
    status: AnswerStatus = AnswerStatus.ANSWERED
    documents: dict[str, Document] = field(default_factory=dict)
    quotes: tuple[Quote, ...] = ()
    citations: tuple[Citation, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    text: str = ""
    notes: tuple[str, ...] = ()
    timings: Mapping[str, float] = field(default_factory=dict)

    @property
    def rejected(self) -> bool:
        return self.status is AnswerStatus.REJECTED

    @property
    def answered(self) -> bool:
        return self.status is AnswerStatus.ANSWERED
