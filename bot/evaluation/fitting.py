"""Fitting: weights for ranking and for judging, from features and labels, cross-validated by question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from bot.calibration import LinearModel

FOLDS = 10
# Strength of the ridge on standardised weights, per question.
RIDGE = 0.02

T = TypeVar("T")
Matrix = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Choice:
    """One question's candidates: ``features`` a row each, ``right`` whether each answers."""

    features: Sequence[dict[str, float]]
    right: Sequence[bool]

    @property
    def telling(self) -> bool:
        """Whether anything can be learned: some candidates answer and some do not."""
        return any(self.right) and not all(self.right)


def fit_ranking(choices: Sequence[Choice], names: Sequence[str]) -> LinearModel:
    """Weights that make the candidates that answer likeliest among those of their question (listwise softmax)."""
    from scipy.optimize import minimize

    telling = [c for c in choices if c.telling]
    tables = [_table(c.features, names) for c in telling]
    spread = np.maximum(np.mean([t.std(axis=0) for t in tables], axis=0), 1e-6)
    # All questions in one table: each begins where the one before it ends.
    table = np.concatenate(tables) / spread
    right = np.concatenate([np.array(c.right) for c in telling])
    sizes = [len(t) for t in tables]
    begins = np.cumsum([0, *sizes[:-1]])

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        scores = table @ weights
        share = np.exp(scores - np.repeat(np.maximum.reduceat(scores, begins), sizes))
        share /= np.repeat(np.add.reduceat(share, begins), sizes)
        among = np.where(right, share, 0.0)
        mass = np.add.reduceat(among, begins) + 1e-12
        among /= np.repeat(mass, sizes)
        total = RIDGE * float(weights @ weights) - float(np.log(mass).mean())
        return total, 2 * RIDGE * weights + (share - among) @ table / len(sizes)

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B")
    weights = found.x / spread
    return LinearModel(weights={n: round(float(w), 4) for n, w in zip(names, weights, strict=True)})


def fit_judgement(
    rows: Sequence[dict[str, float]], answers: Sequence[bool], counts: Sequence[float], names: Sequence[str]
) -> LinearModel:
    """Logistic weights for the probability that a question is answered; ``counts`` is how much each row counts."""
    from sklearn.linear_model import LogisticRegression

    table = _table(rows, names)
    centre, spread = table.mean(axis=0), np.maximum(table.std(axis=0), 1e-6)
    model = LogisticRegression(C=0.5, max_iter=2000).fit(
        (table - centre) / spread, np.array(answers), sample_weight=np.array(counts)
    )
    weights = model.coef_[0] / spread
    return LinearModel(
        weights={n: round(float(w), 4) for n, w in zip(names, weights, strict=True)},
        bias=round(float(model.intercept_[0] - weights @ centre), 4),
    )


def held_out(
    rows: Sequence[T], fit: Callable[[Sequence[T]], LinearModel], score: Callable[[LinearModel, T], Any]
) -> list[Any]:
    """What ``score`` gives for each row under a model fitted without the row's fold; in the rows' order."""
    order = np.random.default_rng(0).permutation(len(rows))
    results: list[Any] = [None] * len(rows)
    for fold in np.array_split(order, min(FOLDS, len(rows))):
        inside = set(fold.tolist())
        model = fit([r for n, r in enumerate(rows) if n not in inside])
        for n in inside:
            results[n] = score(model, rows[n])
    return results


def first_right(model: LinearModel, choice: Choice) -> int | None:
    """Rank, from 1, of the first candidate that answers; None where none does."""
    order = np.argsort([-model.score(f) for f in choice.features], kind="stable")
    return next((rank for rank, i in enumerate(order, 1) if choice.right[i]), None)


def _table(rows: Sequence[dict[str, float]], names: Sequence[str]) -> Matrix:
    return np.array([[row[name] for name in names] for row in rows], float)
