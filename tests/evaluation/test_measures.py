"""Figures over a set, its parts and its refusals, against values worked out by hand."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from bot.evaluation.measures import FIGURES, interval, measures
from bot.evaluation.outcome import Outcome
from bot.evaluation.refusals import refusals

Make = Callable[..., Outcome]


def test_retrieval(outcome: Make) -> None:
    ranks = [1, 2, 6, 11, 0, None]
    found = measures([outcome(str(n), rank=r) for n, r in enumerate(ranks)])["all"]
    assert [found[f"hit@{k}"].value for k in (1, 5, 10)] == [0.2, 0.4, 0.6]
    assert found["mrr@10"].value == pytest.approx((1 + 1 / 2 + 1 / 6) / 5)
    assert found["mrr@10"].count == 5
    assert found["questions"].value == 6


def test_refusals(outcome: Make) -> None:
    rows = [
        outcome("a"),
        outcome("b", status="not_found"),
        outcome("c", answerable=False, status="not_found", topic="toimiala"),
        outcome("d", answerable=False, status="out_of_scope", topic="muu"),
        outcome("e", answerable=False, status="out_of_scope", topic="muu"),
        outcome("f", answerable=False, topic="muu"),
    ]
    found = measures(rows)["all"]
    assert found["refusal precision"].value == 3 / 4
    assert found["refusal recall"].value == 3 / 4
    assert found["refused wrongly"].value == 1 / 2
    told = refusals(rows)
    assert [(r.expected, r.questions, r.statuses["answered"], r.statuses["out_of_scope"]) for r in told.confusion] == [
        ("answerable", 2, 1, 0),
        ("not answerable: toimiala", 1, 0, 0),
        ("not answerable: muu", 3, 1, 2),
    ]
    assert [(r.status, r.refused, r.rightly, r.precision) for r in told.reasons] == [
        ("not_found", 2, 1, 0.5),
        ("out_of_scope", 2, 2, 1.0),
        ("rejected", 0, 0, None),
    ]


def test_how_well_the_confidence_tells_the_questions_apart(outcome: Make) -> None:
    rows = [outcome(f"a{n}", confidence=c) for n, c in enumerate((0.9, 0.8, 0.3, 0.7))]
    assert refusals(rows).auroc.value is None, "every question can be answered"
    rows += [outcome(f"u{n}", answerable=False, confidence=c) for n, c in enumerate((0.1, 0.7))]
    found = refusals(rows).auroc
    # Of the eight pairs, six are in order, one is not, and one is a tie.
    assert found.value == pytest.approx(6.5 / 8)
    assert found.count == 6
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low < 6.5 / 8 < found.high <= 1
    assert refusals(rows).auroc == found


def test_each_kind_of_question_without_an_answer_has_a_figure_of_its_own(outcome: Make) -> None:
    rows = [outcome(f"a{n}", confidence=c) for n, c in enumerate((0.9, 0.5))]
    rows += [outcome(f"u{n}", answerable=False, topic="muu", confidence=c) for n, c in enumerate((0.1, 0.2))]
    rows += [outcome("u", answerable=False, topic="toimiala", confidence=0.7)]
    told = {r.expected: r.auroc.value for r in refusals(rows).confusion}
    assert told == {"answerable": None, "not answerable: muu": 1.0, "not answerable: toimiala": 0.5}


def test_parts(outcome: Make) -> None:
    rows = [
        outcome("a", language="sv", kind="kuka", right=True),
        outcome("b", kind="kuka", topic="raha", right=False),
        outcome("c", history=(("x", "y"),), right=True),
    ]
    found = measures(rows)
    assert list(found) == ["all", "fi", "sv", "kind: kuka", "topic: raha", "conversation"]
    assert found["kind: kuka"]["right"].value == 0.5
    assert found["conversation"]["right"].value == 1.0
    assert found["conversation"]["questions"].count == 1


def test_latency_by_step(outcome: Make) -> None:
    rows = [outcome(str(n), timings={"read": n / 10, "total": float(n)}) for n in range(101)]
    found = measures(rows)["all"]
    assert found["p50 s"].value == 50.0
    assert found["p95 s"].value == 95.0
    assert found["read p95 s"].value == pytest.approx(9.5)
    low, high = found["p50 s"].low, found["p50 s"].high
    assert low is not None
    assert high is not None
    assert 35 < low < 50 < high < 65


def test_the_interval_is_the_same_every_time_and_covers_what_it_should() -> None:
    values = np.array([1.0] * 80 + [0.0] * 20)
    low, high = interval(values)
    assert (low, high) == interval(values)
    # The normal approximation: 0.8 ± 1.96 · √(0.8 · 0.2 / 100).
    assert low == pytest.approx(0.8 - 1.96 * 0.04, abs=0.015)
    assert high == pytest.approx(0.8 + 1.96 * 0.04, abs=0.015)
    assert interval(np.array([1.0])) == (None, None)


@pytest.mark.parametrize("size", [0, 1, 2])
def test_never_a_nan(outcome: Make, size: int) -> None:
    rows = [outcome(str(n), rank=n, ndcg=0.0, right=True, exact=True) for n in range(size)]
    for part in measures(rows).values():
        assert {f.name for f in FIGURES} <= part.keys()
        for m in part.values():
            assert all(v is None or math.isfinite(v) for v in (m.value, m.low, m.high))
            assert (m.value is None) == (m.count == 0) or m.value == 0
    assert len(refusals(rows).reasons) == 3
