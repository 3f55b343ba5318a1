"""Refusals: which questions were refused, for which reason, and whether that was right."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, FiniteFloat

from bot.advice.answer import AnswerStatus
from bot.evaluation.measures import CONFIDENCE, RESAMPLES, Measure
from bot.evaluation.outcome import Outcome
from bot.evaluation.sets import SEED

REASONS = tuple(s for s in AnswerStatus if s is not AnswerStatus.ANSWERED)


class Expectation(BaseModel):
    """A row of the confusion: questions of one kind and how many of them got each status, by its name.

    ``auroc`` tells them from the questions that can be answered; no value where they are those.
    """

    model_config = ConfigDict(frozen=True)

    expected: str
    questions: int
    statuses: dict[str, int]
    auroc: Measure = Measure()


class Reason(BaseModel):
    """A reason to refuse: how many questions got it, how many of those rightly, and the share (None: none got it)."""

    model_config = ConfigDict(frozen=True)

    status: AnswerStatus
    refused: int
    rightly: int
    precision: FiniteFloat | None


class Refusals(BaseModel):
    """The confusion of refusals, their precision by reason, and how well the confidence tells the questions apart.

    ``auroc`` is the chance that an answerable question gets more confidence than one that is not (0.5: by luck); it
    has no value where all the questions are of one kind.
    """

    model_config = ConfigDict(frozen=True)

    confusion: tuple[Expectation, ...] = ()
    reasons: tuple[Reason, ...] = ()
    auroc: Measure = Measure()


def refusals(outcomes: Sequence[Outcome]) -> Refusals:
    """The refusals among ``outcomes``; questions that cannot be answered are told apart by kind, or else topic."""
    rows: dict[str, list[Outcome]] = {}
    for o in sorted(outcomes, key=lambda o: not o.answerable):
        label = ": ".join(filter(None, ["not answerable", o.kind or o.topic]))
        rows.setdefault("answerable" if o.answerable else label, []).append(o)
    answerable = rows.get("answerable", [])
    return Refusals(
        confusion=tuple(
            Expectation(
                expected=label,
                questions=len(some),
                statuses={s.value: sum(o.status is s for o in some) for s in AnswerStatus},
                auroc=Measure() if some is answerable else _auroc([*answerable, *some]),
            )
            for label, some in rows.items()
        ),
        reasons=tuple(_reason(status, [o for o in outcomes if o.status is status]) for status in REASONS),
        auroc=_auroc(outcomes),
    )


def _auroc(outcomes: Sequence[Outcome]) -> Measure:
    """The area under the curve, with a bootstrap interval in which both kinds keep their number of questions."""
    answerable = np.array([o.answerable for o in outcomes], bool)
    if answerable.all() or not answerable.any():
        return Measure()
    # Only the order of the confidences counts: each question is the number of its confidence among the different ones.
    _, level = np.unique([o.confidence for o in outcomes], return_inverse=True)
    yes, no = level[answerable], level[~answerable]
    chance = np.random.default_rng(SEED)
    drawn = [_area(chance.choice(yes, yes.size), chance.choice(no, no.size)) for _ in range(RESAMPLES)]
    low, high = np.quantile(drawn, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return Measure(value=_area(yes, no), low=float(low), high=float(high), count=len(outcomes))


def _area(yes: NDArray[np.int64], no: NDArray[np.int64]) -> float:
    """Share of the pairs of a level in ``yes`` and one in ``no`` in which the former is higher; a tie is half."""
    levels = int(max(yes.max(), no.max())) + 1
    above, below = np.bincount(yes, minlength=levels), np.bincount(no, minlength=levels)
    return float((above * (np.cumsum(below) - below / 2)).sum() / (yes.size * no.size))


def _reason(status: AnswerStatus, refused: Sequence[Outcome]) -> Reason:
    rightly = sum(not o.answerable for o in refused)
    return Reason(
        status=status, refused=len(refused), rightly=rightly, precision=rightly / len(refused) if refused else None
    )
