"""A record: a question, what was answered to it and what the asker thought of the answer."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from bot.advice.answer import Answer, AnswerStatus
from bot.records.masking import mask

# Without characters that are taken for one another when an id is read aloud or written down.
_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
_QUESTION, _ANSWER, _NOTE = 4000, 20_000, 2000


class Reason(StrEnum):
    """Why an answer did not help."""

    WRONG_SOURCE = "wrong_source"
    OUTDATED = "outdated"
    MISSING = "missing"
    UNCLEAR = "unclear"


class Rating(BaseModel):
    """What an asker thought of an answer. ``note`` is masked when it is stored."""

    model_config = ConfigDict(frozen=True)

    helpful: bool
    reason: Reason | None = None
    note: str = ""


class Found(BaseModel):
    """A hit without its text, which the index holds."""

    model_config = ConfigDict(frozen=True)

    document_id: str
    passage_id: str
    score: float
    rank: int
    title: str = ""
    section: str = ""


class Record(BaseModel):
    """One row. ``asked``, ``rated`` and ``handled`` are moments in UTC; ``seconds`` is how long answering took.

    ``documents`` are the ids of the documents that the answer quotes, ``themes`` the themes of the first of them (of
    the best hit where nothing is quoted). ``helpful`` is None while nobody has rated the answer.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    asked: datetime
    question: str
    history: tuple[tuple[str, str], ...] = ()
    language: str
    status: AnswerStatus
    answer: str
    documents: tuple[str, ...] = ()
    hits: tuple[Found, ...] = ()
    themes: tuple[str, ...] = ()
    confidence: float = 0.0
    seconds: float = Field(0.0, ge=0)
    generation: str = ""
    helpful: bool | None = None
    reason: Reason | None = None
    note: str = ""
    rated: datetime | None = None
    handled: datetime | None = None

    @classmethod
    def of(
        cls,
        answer: Answer,
        history: Sequence[tuple[str, str]] = (),
        themes: Sequence[str] = (),
        record_id: str = "",
    ) -> Record:
        """The record of ``answer``, given now, with personal data masked; a new id where none is given."""
        return cls(
            id=record_id or new_id(),
            asked=now(),
            # Masked before it is cut, so that no half of a code is left over.
            question=mask(answer.question)[:_QUESTION],
            history=tuple((mask(q)[:_QUESTION], mask(a)[:_ANSWER]) for q, a in history),
            language=answer.language,
            status=answer.status,
            answer=mask(answer.text)[:_ANSWER],
            documents=tuple(dict.fromkeys(c.document_id for c in answer.citations)),
            hits=tuple(Found.model_validate(h.model_dump(include=set(Found.model_fields))) for h in answer.hits),
            themes=tuple(themes),
            confidence=answer.confidence,
            seconds=max(answer.timings.get("total", 0.0), 0.0),
            generation=answer.generation,
        )

    def rated_as(self, rating: Rating) -> Record:
        """The record with a rating given now. A reason belongs to an answer that did not help."""
        return self.model_copy(
            update={
                "helpful": rating.helpful,
                "reason": None if rating.helpful else rating.reason,
                "note": mask(rating.note.strip())[:_NOTE],
                "rated": now(),
            }
        )

    @property
    def is_problem(self) -> bool:
        """Whether somebody ought to look at it: no answer was found, or the answer did not help."""
        refused = self.status in {AnswerStatus.NOT_FOUND, AnswerStatus.OUT_OF_SCOPE} and self.helpful is not True
        return refused or self.helpful is False


def new_id() -> str:
    """An id that cannot be guessed (58 bits) and can be read aloud: ``k7mq-2xhd-9rtw``."""
    drawn = "".join(secrets.choice(_ALPHABET) for _ in range(12))
    return "-".join(drawn[i : i + 4] for i in range(0, 12, 4))


def normal_id(written: str) -> str:
    """The id that somebody wrote down, whatever became of its case, spaces and dashes."""
    kept = "".join(c for c in written.lower() if c.isalnum())
    return "-".join(kept[i : i + 4] for i in range(0, len(kept), 4))


def now() -> datetime:
    """The time, in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)
