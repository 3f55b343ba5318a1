"""The summary of records: how many questions, how many were answered, how fast, and what was thought of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta, tzinfo

from pydantic import BaseModel, ConfigDict

from bot.advice.answer import AnswerStatus
from bot.records.record import Reason, Record

STEPS = (0.1, 0.25, 0.5, 1.0, 2.0)
"""Upper limits of the classes of latency, in seconds; the last class has none."""


class Share(BaseModel):
    """How many questions of a kind there were and how many of them were answered."""

    model_config = ConfigDict(frozen=True)

    name: str
    questions: int
    answered: int


class Day(BaseModel):
    """The questions of one day."""

    model_config = ConfigDict(frozen=True)

    day: date
    questions: int
    answered: int


class Summary(BaseModel):
    """Figures of a period. ``p50`` and ``p95`` are seconds, None without questions; ``latency`` counts by `STEPS`."""

    model_config = ConfigDict(frozen=True)

    questions: int
    answered: int
    days: tuple[Day, ...]
    languages: tuple[Share, ...]
    themes: tuple[Share, ...]
    latency: tuple[int, ...]
    p50: float | None
    p95: float | None
    helpful: int
    unhelpful: int
    reasons: dict[Reason, int]


def summarise(records: Sequence[Record], first: date, last: date, zone: tzinfo | None = None) -> Summary:
    """The figures of the days ``first`` to ``last``, both included, as days of ``zone`` (default: this machine's).

    A question of several themes counts in each of them; one without any counts under "".
    """
    dated = [(r.asked.astimezone(zone).date(), r) for r in records]
    kept = [(d, r) for d, r in dated if first <= d <= last]
    within = [r for _, r in kept]
    asked = Counter(d for d, _ in kept)
    answered = Counter(d for d, r in kept if _is_answered(r))
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    seconds = sorted(r.seconds for r in within)
    return Summary(
        questions=len(within),
        answered=sum(answered.values()),
        days=tuple(Day(day=d, questions=asked[d], answered=answered[d]) for d in days),
        languages=_shares(within, lambda r: [r.language]),
        themes=_shares(within, lambda r: r.themes or [""]),
        latency=_classes(seconds),
        p50=_quantile(seconds, 0.5),
        p95=_quantile(seconds, 0.95),
        helpful=sum(r.helpful is True for r in within),
        unhelpful=sum(r.helpful is False for r in within),
        reasons=dict(Counter(r.reason for r in within if r.reason is not None).most_common()),
    )


def _is_answered(record: Record) -> bool:
    return record.status is AnswerStatus.ANSWERED


def _shares(records: Sequence[Record], kinds: Callable[[Record], Iterable[str]]) -> tuple[Share, ...]:
    """The most asked kinds first; kinds asked as often, in the order of their names."""
    asked = Counter(kind for r in records for kind in kinds(r))
    answered = Counter(kind for r in records if _is_answered(r) for kind in kinds(r))
    names = sorted(asked, key=lambda name: (-asked[name], name))
    return tuple(Share(name=n, questions=asked[n], answered=answered[n]) for n in names)


def _classes(seconds: Sequence[float]) -> tuple[int, ...]:
    counts = [0] * (len(STEPS) + 1)
    for value in seconds:
        counts[sum(value > step for step in STEPS)] += 1
    return tuple(counts)


def _quantile(ordered: Sequence[float], share: float) -> float | None:
    """The nearest-rank quantile: a latency that was measured, not one in between."""
    if not ordered:
        return None
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.4999) - 1))]
