"""Comparisons with an earlier run: the tests' p-values by hand, and baselines that cannot be used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot import Advisor
from bot.errors import BaselineError
from bot.evaluation.comparison import baseline_of, compare, load_baseline, mcnemar, permutation
from bot.evaluation.run import Run, evaluate
from bot.evaluation.sets import open_set


def test_mcnemar_by_hand() -> None:
    # 1 turned good and 6 turned bad: 2 · (C(7,0) + C(7,1)) / 2⁷.
    test = mcnemar([False] + [True] * 6 + [True] * 20, [True] + [False] * 6 + [True] * 20)
    assert test.p == pytest.approx(2 * (1 + 7) / 128)
    assert (test.better, test.worse, test.pairs, test.verdict) == (1, 6, 27, "same")
    # 0 and 6: 2 / 2⁶ < 0.05.
    test = mcnemar([True] * 6, [False] * 6)
    assert test.p == pytest.approx(2 / 64)
    assert test.verdict == "worse"
    assert mcnemar([True], [True]).p == 1.0


def test_the_permutation_test_by_hand() -> None:
    # Six ranks fall: of the 2⁶ ways to swap then and now, two are as extreme.
    test = permutation([1.0] * 6 + [0.5] * 4, [0.5] * 6 + [0.5] * 4)
    assert test.p == pytest.approx(2 / 64)
    assert (test.better, test.worse, test.verdict) == (0, 6, "worse")
    assert test.now - test.before == pytest.approx(-0.3)
    assert test.low is not None
    assert test.high is not None
    assert test.low < -0.3 < test.high
    assert permutation([0.5] * 6, [1.0] * 6).verdict == "better"
    assert permutation([1.0], [0.5]).p == 1.0
    assert permutation([1.0, 1.0], [1.0, 1.0]).p == 1.0


@pytest.fixture(scope="module")
def run(fruit: Path, fruit_advisor: Advisor) -> Run:
    """A run of the fruit set."""
    return evaluate(open_set(fruit), fruit_advisor)


def test_question_by_question(run: Run, tmp_path: Path) -> None:
    content = json.loads(run.model_dump_json())
    first, second = content["outcomes"]
    first |= {"good": False, "rank": 3}
    second |= {"question": "Mikä se oli?"}
    content["outcomes"].append({**first, "id": "poistettu"})
    (tmp_path / "run.json").write_text(json.dumps(content), "utf-8")
    found = compare(run, load_baseline(tmp_path / "run.json"))
    assert (found.better, found.worse, found.ranked_higher) == (("q1",), (), ("q1",))
    assert found.unpaired == ("q2", "poistettu")
    assert not found.significantly_worse
    assert {t.figure: t.pairs for t in found.tests} == {"good outcomes": 1, "mrr@10": 1}


def test_a_run_can_be_read_again(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    path.write_text(run.model_dump_json(), "utf-8")
    assert Run.model_validate_json(path.read_bytes()) == run
    found = compare(run, load_baseline(path))
    assert (found.better, found.worse, found.unpaired) == ((), (), ())
    assert all(t.p == 1.0 for t in found.tests)
    path.write_text(baseline_of(run).model_dump_json(), "utf-8")
    assert compare(run, load_baseline(path)).tests == found.tests


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", "is not a run.json or baseline.json; make one with"),
        ("[]", "is not a run.json or baseline.json; make one with"),
        ('{"figures": {}, "outcomes": []}', "has the format 1 and this program compares format 2; make one with"),
        ('{"format": 2, "questions": "x", "fingerprint": "x", "outcomes": [{"id": "a"}]}', r"is damaged \(outcomes"),
    ],
)
def test_baselines_that_cannot_be_used(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "run.json"
    path.write_text(content, "utf-8")
    with pytest.raises(BaselineError, match=told) as caught:
        load_baseline(path)
    assert "\n" not in str(caught.value)
