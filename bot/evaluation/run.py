"""A run: every question of a set asked, and what came of it in figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import fmean, quantiles
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.advice.advisor import Advisor
from bot.advice.answer import AnswerStatus
from bot.evaluation.questions import Question, load_questions


class Outcome(BaseModel):
    """One question and its answer. ``rank`` is that of the first expected document among the hits, from 1."""

    model_config = ConfigDict(frozen=True)

    id: str
    question: str
    language: str
    topic: str
    answerable: bool
    status: str
    right: bool
    exact: bool
    rank: int | None
    confidence: float
    seconds: float
    text: str


class Run(BaseModel):
    """A whole run: figures, outcomes, and the rows that were left out by name."""

    model_config = ConfigDict(frozen=True)

    questions: str
    generation: str
    figures: dict[str, dict[str, float | None]]
    outcomes: tuple[Outcome, ...]
    excluded: tuple[str, ...]


def evaluate(path: Path, advisor: Advisor, on_progress: Callable[[int], None] | None = None) -> Run:
    """Ask every question of the set in ``path``; figures are over all of them and by language."""
    outcomes: list[Outcome] = []
    excluded: list[str] = []
    for item in load_questions(path):
        if isinstance(item, str):
            excluded.append(item)
            continue
        outcomes.append(_ask(item, advisor))
        if on_progress is not None:
            on_progress(1)
    groups = {"all": outcomes}
    for o in outcomes:
        groups.setdefault(o.language, []).append(o)
    return Run(
        questions=path.name,
        generation=str(advisor.status()["generation"]),
        figures={name: figures(group) for name, group in groups.items()},
        outcomes=tuple(outcomes),
        excluded=tuple(excluded),
    )


def figures(outcomes: Sequence[Outcome]) -> dict[str, float | None]:
    """The figures of some outcomes; None where there is nothing to measure."""
    answerable = [o for o in outcomes if o.answerable]
    refusable = [o for o in outcomes if not o.answerable]
    ranked = [o for o in answerable if o.rank is not None]
    seconds = sorted(o.seconds for o in outcomes)
    cuts = quantiles(seconds, n=20) if len(seconds) > 1 else []
    return {
        "questions": float(len(outcomes)),
        "right": _mean(o.right for o in answerable),
        "refused wrongly": _mean(o.status != AnswerStatus.ANSWERED for o in answerable),
        "refused rightly": _mean(o.status != AnswerStatus.ANSWERED for o in refusable),
        "hit@1": _mean(o.rank == 1 for o in ranked),
        "hit@5": _mean(0 < (o.rank or 0) <= 5 for o in ranked),
        "mrr@10": _mean(1 / o.rank if o.rank else 0.0 for o in ranked),
        "quotes exact": _mean(o.exact for o in outcomes),
        "p50 s": cuts[9] if cuts else None,
        "p95 s": cuts[18] if cuts else None,
    }


def compare(run: Run, baseline: Run) -> dict[str, list[str]]:
    """Ids of the questions that became right and that became wrong since ``baseline``."""
    before = {o.id: _good(o) for o in baseline.outcomes}
    now = {o.id: _good(o) for o in run.outcomes if o.id in before}
    return {
        "better": [i for i, good in now.items() if good and not before[i]],
        "worse": [i for i, good in now.items() if not good and before[i]],
    }


def _good(outcome: Outcome) -> bool:
    return outcome.right if outcome.answerable else outcome.status != AnswerStatus.ANSWERED


def _ask(q: Question, advisor: Advisor) -> Outcome:
    answer = advisor.ask(q.question, q.history)
    body = "\n".join([answer.text, *(c.quote for c in answer.citations)])
    ranks = [n for n, h in enumerate(answer.hits, 1) if h.document_id in q.documents]
    return Outcome(
        id=q.id,
        question=q.question,
        language=q.language or answer.language,
        topic=q.topic,
        answerable=q.answerable,
        status=answer.status.value,
        right=answer.status is AnswerStatus.ANSWERED and q.is_right(body),
        exact=all(advisor.document(c.document_id).text[c.start : c.end] == c.quote for c in answer.citations),
        rank=(ranks[0] if ranks else 0) if q.documents else None,
        confidence=answer.confidence,
        seconds=answer.timings["total"],
        text=answer.text,
    )


def _mean(values: Iterable[Any]) -> float | None:
    kept: list[float] = [float(v) for v in values]
    return fmean(kept) if kept else None
