"""Refusals: which questions were refused, for which reason, and whether that was right."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, FiniteFloat

from bot.advice.answer import AnswerStatus
from bot.evaluation.outcome import Outcome

REASONS = tuple(s for s in AnswerStatus if s is not AnswerStatus.ANSWERED)


class Expectation(BaseModel):
    """A row of the confusion: questions of one kind and how many of them got each status, by its name."""

    model_config = ConfigDict(frozen=True)

    expected: str
    questions: int
    statuses: dict[str, int]


class Reason(BaseModel):
    """A reason to refuse: how many questions got it, how many of those rightly, and the share (None: none got it)."""

    model_config = ConfigDict(frozen=True)

    status: AnswerStatus
    refused: int
    rightly: int
    precision: FiniteFloat | None


class Refusals(BaseModel):
    """The confusion of refusals, and their precision by reason."""

    model_config = ConfigDict(frozen=True)

    confusion: tuple[Expectation, ...] = ()
    reasons: tuple[Reason, ...] = ()


def refusals(outcomes: Sequence[Outcome]) -> Refusals:
    """The refusals among ``outcomes``; questions that cannot be answered are told apart by kind, or else topic."""
    rows: dict[str, list[Outcome]] = {}
    for o in sorted(outcomes, key=lambda o: not o.answerable):
        label = ": ".join(filter(None, ["not answerable", o.kind or o.topic]))
        rows.setdefault("answerable" if o.answerable else label, []).append(o)
    return Refusals(
        confusion=tuple(
            Expectation(
                expected=label,
                questions=len(some),
                statuses={s.value: sum(o.status is s for o in some) for s in AnswerStatus},
            )
            for label, some in rows.items()
        ),
        reasons=tuple(_reason(status, [o for o in outcomes if o.status is status]) for status in REASONS),
    )


def _reason(status: AnswerStatus, refused: Sequence[Outcome]) -> Reason:
    rightly = sum(not o.answerable for o in refused)
    return Reason(
        status=status, refused=len(refused), rightly=rightly, precision=rightly / len(refused) if refused else None
    )
