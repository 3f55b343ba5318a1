"""Fitting where to stop."""

import random

from bot.advice.judgement import FEATURES
from bot.calibration import calibration
from bot.evaluation.abstention import Asked, fit_abstention


def asked(name: str, answerable: int, others: int, shift: float, seed: int, language: str = "fi") -> list[Asked]:
    """Questions whose reader's logit tells which is which, from ``shift`` on."""
    draw = random.Random(seed)

    def one(answers: bool) -> Asked:
        values = dict.fromkeys(FEATURES, 0.0) | {"reader": shift + 3.0 * answers + draw.gauss(0, 1)}
        return Asked(name, language, answers, values | {"swedish": float(language == "sv")})

    return [one(True) for _ in range(answerable)] + [one(False) for _ in range(others)]


def test_the_point_is_chosen_on_the_main_sets_alone() -> None:
    here, elsewhere = asked("here", 100, 60, 0.0, 1), asked("elsewhere", 100, 60, 2.0, 2)
    before = calibration().judgement
    low, _ = fit_abstention([*here, *elsewhere], {"here"}, before)
    high, figures = fit_abstention([*here, *elsewhere], {"elsewhere"}, before)
    assert low.weights == high.weights
    assert low.threshold < high.threshold
    assert figures["elsewhere"]["refused wrongly"] <= 0.05
    assert figures["here"]["AUROC"] > 0.9


def test_how_many_questions_there_are_of_a_kind_does_not_decide() -> None:
    before = calibration().judgement
    even, _ = fit_abstention(asked("a", 200, 200, 0.0, 3), {"a"}, before)
    few, _ = fit_abstention(asked("a", 200, 40, 0.0, 3), {"a"}, before)
    middle = dict.fromkeys(FEATURES, 0.0) | {"reader": 1.5}
    assert abs(even.probability(middle) - few.probability(middle)) < 0.15


def test_how_many_questions_of_a_language_can_be_answered_does_not_decide() -> None:
    mostly, hardly = asked("a", 200, 40, 0.0, 6), asked("a", 40, 200, 0.0, 7, "sv")
    model, _ = fit_abstention([*mostly, *hardly], {"a"}, calibration().judgement)
    middle = dict.fromkeys(FEATURES, 0.0) | {"reader": 1.5}
    assert abs(model.probability(middle) - model.probability(middle | {"swedish": 1.0})) < 0.15


def test_a_language_whose_scores_run_lower_is_judged_by_its_own() -> None:
    model, _ = fit_abstention(
        [*asked("a", 200, 200, 0.0, 8), *asked("a", 200, 200, -2.0, 9, "sv")], {"a"}, calibration().judgement
    )
    values = dict.fromkeys(FEATURES, 0.0)
    middle = [model.probability(values | {"reader": 1.5}), model.probability(values | {"reader": -0.5, "swedish": 1.0})]
    assert abs(middle[0] - middle[1]) < 0.15


def test_without_questions_to_refuse_the_judgement_is_kept() -> None:
    before = calibration().judgement
    kept, figures = fit_abstention(asked("a", 50, 3, 0.0, 4), {"a"}, before)
    assert kept is before
    assert "fewer than ten" in figures["note"]


def test_beyond_what_the_fit_saw_nothing_is_extrapolated() -> None:
    model, _ = fit_abstention(asked("a", 200, 100, 0.0, 5), {"a"}, calibration().judgement)
    lowest, highest = model.ranges["reader"]
    assert lowest < 0.0
    assert highest > 3.0
    values = dict.fromkeys(FEATURES, 0.0)
    inside, at_most, far = (model.probability(values | {"reader": r}) for r in (1.0, highest, highest + 100.0))
    assert inside < at_most == far
    assert model.model_copy(update={"ranges": {}}).probability(values | {"reader": highest + 1.0}) > at_most
