"""Comparison: a run beside an earlier one, question by question, with paired tests of significance."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict, FiniteFloat, ValidationError

from bot.errors import BaselineError
from bot.evaluation.measures import RESAMPLES, interval
from bot.evaluation.outcome import DEPTH, Outcome
from bot.evaluation.run import FORMAT, Run
from bot.evaluation.sets import SEED

ALPHA = 0.05
"""A difference whose like would come by chance more rarely than this is significant."""


class Earlier(BaseModel):
    """What a comparison needs of an earlier outcome, and its text, where that was kept."""

    model_config = ConfigDict(frozen=True)

    id: str
    question: str
    status: str
    good: bool
    rank: int | None
    text: str = ""


class Baseline(BaseModel):
    """An earlier run, as far as comparisons go: small enough to be kept beside the code that it guards."""

    model_config = ConfigDict(frozen=True)

    format: int = FORMAT
    questions: str
    fingerprint: str
    outcomes: tuple[Earlier, ...]


class PairedTest(BaseModel):
    """One figure then and now on the same questions.

    ``better`` and ``worse`` count the questions that moved; ``low`` and ``high`` bound the difference (95 %).
    """

    model_config = ConfigDict(frozen=True)

    figure: str
    method: str
    pairs: int
    before: FiniteFloat
    now: FiniteFloat
    low: FiniteFloat | None
    high: FiniteFloat | None
    better: int
    worse: int
    p: FiniteFloat

    @property
    def verdict(self) -> str:
        """``better`` or ``worse`` where the difference is significant, otherwise ``same``."""
        if self.p >= ALPHA or self.now == self.before:
            return "same"
        return "better" if self.now > self.before else "worse"


class Comparison(BaseModel):
    """Ids of the questions that turned good or bad, or whose source moved up or down, and the tests.

    ``unpaired`` are the ids that only one of the runs has, or whose question has changed.
    """

    model_config = ConfigDict(frozen=True)

    baseline: Baseline
    better: tuple[str, ...]
    worse: tuple[str, ...]
    ranked_higher: tuple[str, ...]
    ranked_lower: tuple[str, ...]
    unpaired: tuple[str, ...]
    tests: tuple[PairedTest, ...]

    @property
    def significantly_worse(self) -> bool:
        """Whether any test says so."""
        return any(t.verdict == "worse" for t in self.tests)


def load_baseline(path: Path) -> Baseline:
    """The run kept in ``path``. Raises BaselineError where it is no run, or one of another format."""
    again = "make one with `python -m bot evaluate SET --out DIR`"
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        raise BaselineError(f"{path} is not a run.json or baseline.json; {again}") from None
    if not isinstance(content, dict) or "outcomes" not in content:
        raise BaselineError(f"{path} is not a run.json or baseline.json; {again}")
    written = content.get("format", 1)
    if written != FORMAT:
        raise BaselineError(f"{path} has the format {written} and this program compares format {FORMAT}; {again}")
    try:
        return Baseline.model_validate(content)
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"]))
        raise BaselineError(f"{path} is damaged ({where}); {again}") from None


def baseline_of(run: Run) -> Baseline:
    """What later runs need of ``run`` to be compared with it, without the answers' texts."""
    kept = tuple(Earlier.model_validate(o.model_dump(exclude={"text"})) for o in run.outcomes)
    return Baseline(questions=run.questions, fingerprint=run.fingerprint, outcomes=kept)


def compare(run: Run, baseline: Baseline) -> Comparison:
    """``run`` beside ``baseline``, over the questions that both have, word for word."""
    before = {o.id: o for o in baseline.outcomes}
    pairs = [(o, before[o.id]) for o in run.outcomes if o.id in before and before[o.id].question == o.question]
    paired = {now.id for now, _ in pairs}
    ranked = [(now.id, _reciprocal(now), _reciprocal(old)) for now, old in pairs if None not in (now.rank, old.rank)]
    tests = []
    if pairs:
        tests.append(mcnemar([old.good for _, old in pairs], [now.good for now, _ in pairs]))
    if ranked:
        tests.append(permutation([old for _, _, old in ranked], [now for _, now, _ in ranked]))
    return Comparison(
        baseline=baseline,
        better=tuple(now.id for now, old in pairs if now.good and not old.good),
        worse=tuple(now.id for now, old in pairs if old.good and not now.good),
        ranked_higher=tuple(i for i, now, old in ranked if now > old),
        ranked_lower=tuple(i for i, now, old in ranked if now < old),
        unpaired=tuple(dict.fromkeys(i for i in (*before, *(o.id for o in run.outcomes)) if i not in paired)),
        tests=tuple(tests),
    )


def mcnemar(before: Sequence[bool], now: Sequence[bool]) -> PairedTest:
    """McNemar's exact test of good and bad outcomes: are the questions that turned evenly split?"""
    from scipy.stats import binomtest

    better = sum(n and not b for n, b in zip(now, before, strict=True))
    worse = sum(b and not n for n, b in zip(now, before, strict=True))
    p = binomtest(better, better + worse, 0.5).pvalue if better + worse else 1.0
    return _test("good outcomes", "McNemar, exact", before, now, float(p))


def permutation(before: Sequence[float], now: Sequence[float]) -> PairedTest:
    """The paired permutation test of the reciprocal ranks: could then and now be swapped in any question?"""
    from scipy.stats import permutation_test

    difference = np.subtract(now, before)
    # Swapping equals changes nothing, so the test is on the others; with few of them it is exact.
    moved = difference[difference != 0]
    p = 1.0
    if moved.size > 1:
        p = permutation_test(
            (moved, np.zeros_like(moved)),
            lambda x, y, axis: np.sum(x - y, axis=axis),
            vectorized=True,
            permutation_type="samples",
            n_resamples=10 * RESAMPLES,
            batch=max(1, 2_000_000 // moved.size),
            rng=np.random.default_rng(SEED),
        ).pvalue
    return _test("mrr@10", "paired permutation", before, now, float(p))


def _test(figure: str, method: str, before: Sequence[Any], now: Sequence[Any], p: float) -> PairedTest:
    old, new = np.asarray(before, float), np.asarray(now, float)
    low, high = interval(new - old)
    return PairedTest(
        figure=figure,
        method=method,
        pairs=old.size,
        before=float(old.mean()),
        now=float(new.mean()),
        low=low,
        high=high,
        better=int((new > old).sum()),
        worse=int((new < old).sum()),
        p=min(p, 1.0),
    )


def _reciprocal(outcome: Outcome | Earlier) -> float:
    return 1 / outcome.rank if outcome.rank and outcome.rank <= DEPTH else 0.0
