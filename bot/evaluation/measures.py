"""Measures: figures over outcomes with bootstrap confidence intervals, for the whole set and for its parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict, FiniteFloat

from bot.evaluation.outcome import DEPTH, Outcome
from bot.evaluation.sets import SEED

RESAMPLES = 1000
CONFIDENCE = 0.95
ALL, QUESTIONS = "all", "questions"


class Measure(BaseModel):
    """A figure over ``count`` questions with the ends of its confidence interval.

    ``value`` is None where nothing was measured; ``low`` and ``high`` are None for fewer than two questions.
    """

    model_config = ConfigDict(frozen=True)

    value: FiniteFloat | None = None
    low: FiniteFloat | None = None
    high: FiniteFloat | None = None
    count: int = 0


@dataclass(frozen=True)
class Figure:
    """What is measured: ``of`` gives an outcome's value, None where it does not count.

    The figure is the mean of the values, or their ``quantile`` if given. ``part``: the table it stands in.
    """

    name: str
    part: str
    meaning: str
    of: Callable[[Outcome], float | None]
    quantile: float | None = None


def _within(k: int) -> Callable[[Outcome], float | None]:
    return lambda o: None if o.rank is None else float(0 < o.rank <= k)


FIGURES: tuple[Figure, ...] = (
    Figure("hit@1", "retrieval", "an expected source is the first hit", _within(1)),
    Figure("hit@5", "retrieval", "an expected source is among the first five", _within(5)),
    Figure("hit@10", "retrieval", "an expected source is among the first ten", _within(10)),
    Figure(
        "mrr@10",
        "retrieval",
        "one divided by the place of the first expected source, 0 beyond ten",
        lambda o: None if o.rank is None else 1 / o.rank if 0 < o.rank <= DEPTH else 0.0,
    ),
    Figure("ndcg@10", "retrieval", "how high all the expected sources stand, 1 at best", lambda o: o.ndcg),
    Figure("right", "answers", "answerable questions whose answer holds the right fact", lambda o: _number(o.right)),
    Figure("supported", "answers", "sentences of an answer that stand in its quotes", lambda o: o.supported),
    Figure("source cited", "answers", "answers that quote an expected source", lambda o: _number(o.cited)),
    Figure("quotes exact", "answers", "answers whose quotes all stand in their documents", lambda o: _number(o.exact)),
    Figure("language right", "answers", "questions whose language was recognised", lambda o: _number(o.detected)),
    Figure(
        "refusal precision",
        "refusals",
        "refused questions that could not be answered",
        lambda o: float(not o.answerable) if o.refused else None,
    ),
    Figure(
        "refusal recall",
        "refusals",
        "questions without an answer that were refused",
        lambda o: None if o.answerable else float(o.refused),
    ),
    Figure(
        "refused wrongly",
        "refusals",
        "answerable questions that were refused (less is better)",
        lambda o: float(o.refused) if o.answerable else None,
    ),
)
"""Everything that is measured but the latencies, whose steps are known from the outcomes only."""


def latencies(outcomes: Sequence[Outcome]) -> tuple[Figure, ...]:
    """The median and the 95th percentile of each step's seconds; those of the total come first and bare."""
    steps = dict.fromkeys(["total", *(step for o in outcomes for step in o.timings)])
    return tuple(
        Figure(
            f"{'' if step == 'total' else step + ' '}p{quantile * 100:.0f} s",
            "latency",
            f"seconds that {'a question' if step == 'total' else f'the step “{step}”'} takes, "
            + ("half take less" if quantile == 0.5 else "19 of 20 take less"),
            lambda o, step=step: o.timings.get(step),  # type: ignore[misc]
            quantile,
        )
        for step in steps
        for quantile in (0.5, 0.95)
    )


def measure(figure: Figure, outcomes: Sequence[Outcome]) -> Measure:
    """``figure`` over ``outcomes``, with its interval."""
    values = np.array([v for v in map(figure.of, outcomes) if v is not None], float)
    if not values.size:
        return Measure()
    low, high = interval(values, figure.quantile)
    return Measure(value=float(_statistic(figure.quantile)(values)), low=low, high=high, count=values.size)


def interval(values: np.ndarray[Any, Any], quantile: float | None = None) -> tuple[float | None, float | None]:
    """The percentile-bootstrap interval of the values' mean or quantile; the same values always give the same."""
    from scipy.stats import bootstrap

    if values.size < 2:
        return None, None
    result = bootstrap(
        (values,),
        _statistic(quantile),
        n_resamples=RESAMPLES,
        batch=max(1, 2_000_000 // values.size),
        confidence_level=CONFIDENCE,
        method="percentile",
        rng=np.random.default_rng(SEED),
    ).confidence_interval
    return float(result.low), float(result.high)


def parts(outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    """The whole set as ALL, then its parts: each language by its code, ``kind: …``, ``topic: …``, ``conversation``."""
    whole = {ALL: list(outcomes)}
    split: dict[str, list[Outcome]] = {}
    for by, key in (("", "language"), ("kind: ", "kind"), ("topic: ", "topic")):
        for o in sorted((o for o in outcomes if getattr(o, key)), key=lambda o: str(getattr(o, key))):
            split.setdefault(f"{by}{getattr(o, key)}", []).append(o)
    turns = [o for o in outcomes if o.history]
    return {**whole, **split, **({"conversation": turns} if turns else {})}


def measures(outcomes: Sequence[Outcome]) -> dict[str, dict[str, Measure]]:
    """Every figure of every part of the set, and how many QUESTIONS it has, by part and figure."""
    figures = (*FIGURES, *latencies(outcomes))
    return {
        part: {QUESTIONS: Measure(value=len(some), count=len(some))} | {f.name: measure(f, some) for f in figures}
        for part, some in parts(outcomes).items()
    }


def _statistic(quantile: float | None) -> Callable[..., Any]:
    if quantile is None:
        return np.mean
    return lambda values, axis=-1: np.quantile(values, quantile, axis=axis)


def _number(value: bool | None) -> float | None:
    return None if value is None else float(value)
