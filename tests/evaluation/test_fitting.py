"""Fitting finds the feature that tells, and its figures are those of rows it was not fitted on."""

from __future__ import annotations

import random

from bot.evaluation.fitting import Choice, first_right, fit_judgement, fit_ranking, held_out

NAMES = ("telling", "noise")


def choices(number: int, seed: int) -> list[Choice]:
    draw = random.Random(seed)
    rows = []
    for _ in range(number):
        right = draw.randrange(5)
        rows.append(
            Choice(
                [{"telling": float(i == right) + draw.gauss(0, 0.4), "noise": draw.random() * 100} for i in range(5)],
                [i == right for i in range(5)],
            )
        )
    return rows


def test_ranking_weighs_what_tells() -> None:
    model = fit_ranking(choices(150, 1), NAMES)
    assert model.weights["telling"] > 1
    assert abs(model.weights["noise"]) < 0.02
    fresh = choices(150, 2)
    assert sum(first_right(model, c) == 1 for c in fresh) > 110


def test_choices_without_a_difference_teach_nothing() -> None:
    same = Choice([{"telling": 5.0, "noise": 1.0}] * 2, [True, True])
    assert not same.telling
    assert fit_ranking([*choices(50, 3), same], NAMES) == fit_ranking(choices(50, 3), NAMES)


def test_judgement_gives_probabilities() -> None:
    draw = random.Random(4)
    answers = [draw.random() < 0.5 for _ in range(300)]
    rows = [{"telling": float(a) * 2 + draw.gauss(0, 0.5), "noise": draw.random()} for a in answers]
    model = fit_judgement(rows, answers, [1.0] * len(rows), NAMES)
    assert model.probability({"telling": 2.0, "noise": 0.5}) > 0.8
    assert model.probability({"telling": 0.0, "noise": 0.5}) < 0.2


def test_held_out_rows_are_scored_by_a_model_that_has_not_seen_them() -> None:
    rows = list(range(25))
    seen: list[set[int]] = []

    def fit(some: object) -> object:
        seen.append(set(some))  # type: ignore[call-overload]
        return len(seen) - 1

    models = held_out(rows, fit, lambda model, row: (model, row))  # type: ignore[arg-type, return-value]
    assert [row for _, row in models] == rows
    assert all(row not in seen[model] for model, row in models)
    assert len(seen) == 10
