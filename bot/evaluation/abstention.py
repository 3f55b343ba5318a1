"""Abstention: the model that judges whether the corpus answers, and where it stops, fitted on questions asked."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import fmean
from typing import Any, NamedTuple

from bot.advice import judgement
from bot.calibration import JudgementModel, LinearModel
from bot.evaluation.fitting import fit_judgement, held_out

# A wrong answer ends up in a tender; a needless refusal costs a look into the source.
WRONG, NEEDLESS = 5.0, 1.0
# No more of the answerable questions than this may be refused.
MOST_REFUSED = 0.05


class Asked(NamedTuple):
    """A question of the set ``name`` in ``language``: whether it can be answered, and what judgement rests on."""

    name: str
    language: str
    answerable: bool
    features: dict[str, float]


def fit_abstention(
    rows: Sequence[Asked], main: Collection[str], before: JudgementModel
) -> tuple[JudgementModel, dict[str, Any]]:
    """The judgement of all sets with the operating point of those in ``main``, and its cross-validated figures.

    Where ``main`` holds too few questions of either kind it is ``before``.
    """
    # A set without anything to refuse says nothing of where to stop.
    mixed = {r.name for r in rows if not r.answerable}
    asked = [r for r in rows if r.name in mixed]
    here = [r.answerable for r in asked if r.name in main]
    if not 10 <= sum(here) <= len(here) - 10:
        return before, {"note": "kept: the first set holds fewer than ten questions to answer or to refuse"}
    # Within a language of a set, what is to be answered counts as much as what is to be refused: how many there are is
    # chance, and the language itself must not tell them apart.
    parts = Counter((r.name, r.language) for r in asked)
    kinds = Counter((r.name, r.language, r.answerable) for r in asked)

    def weight(r: Asked) -> float:
        one_sided = not kinds[r.name, r.language, not r.answerable]
        return 1.0 if one_sided else parts[r.name, r.language] / kinds[r.name, r.language, r.answerable]

    def fit(some: Sequence[Asked]) -> LinearModel:
        counts = [weight(r) for r in some]
        return fit_judgement([r.features for r in some], [r.answerable for r in some], counts, judgement.FEATURES)

    scores = held_out(asked, fit, lambda model, row: model.probability(row.features))
    told = [(r.name, r.answerable, s) for r, s in zip(asked, scores, strict=True)]
    threshold = _threshold([s for n, _, s in told if n in main], here)
    refused = sorted(s for n, a, s in told if n in main and not a and s < threshold)
    model = fit(asked)
    return JudgementModel(
        weights=model.weights,
        bias=model.bias,
        threshold=round(threshold, 3),
        scope=round(refused[len(refused) // 2], 3) if refused else 0.0,
        high=round(threshold + (1 - threshold) * 0.7, 3),
        ranges=_ranges([r.features for r in asked]),
    ), {n: _refusals([(a, s) for m, a, s in told if m == n], threshold) for n in dict.fromkeys(n for n, _, _ in told)}


def _ranges(rows: Sequence[Mapping[str, float]]) -> dict[str, tuple[float, float]]:
    """The lowest and highest value of each feature, rounded outwards."""
    found = {}
    for name in judgement.FEATURES:
        values = [row[name] for row in rows]
        found[name] = (math.floor(min(values) * 1000) / 1000, math.ceil(max(values) * 1000) / 1000)
    return found


def _refusals(told: Sequence[tuple[bool, float]], threshold: float) -> dict[str, Any]:
    """What one set's questions, (answerable, probability), come to."""
    from sklearn.metrics import roc_auc_score

    answers = [a for a, _ in told]
    found: dict[str, Any] = {"questions": len(told)}
    if any(answers) and not all(answers):
        found["AUROC"] = round(float(roc_auc_score(answers, [s for _, s in told])), 3)
        found["refused wrongly"] = round(fmean(s < threshold for a, s in told if a), 3)
    found["refused rightly"] = round(fmean(s < threshold for a, s in told if not a), 3)
    return found


def _threshold(scores: Sequence[float], answers: Sequence[bool]) -> float:
    """The cheapest threshold that refuses no more than MOST_REFUSED of the answerable questions."""
    answerable = sum(answers)

    def cost(at: float) -> tuple[bool, float]:
        needless = sum(s < at for s, a in zip(scores, answers, strict=True) if a)
        wrong = sum(s >= at for s, a in zip(scores, answers, strict=True) if not a)
        return needless > MOST_REFUSED * answerable, WRONG * wrong + NEEDLESS * needless

    return min(_between(scores), key=cost)


def _between(scores: Sequence[float]) -> Iterator[float]:
    ranked = sorted(set(scores))
    yield ranked[0]
    for low, high in pairwise(ranked):
        yield (low + high) / 2
