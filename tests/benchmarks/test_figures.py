"""Figures say whether a goal is reached, and samples, vectors and ranks are what the tables claim."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from benchmarks import vectors
from benchmarks.corpora import SkippedError, needed, sample
from benchmarks.figures import Figure, or_skipped, percentile
from bot.settings import ROOT


@pytest.mark.parametrize(
    ("value", "goal", "at_least", "verdict"),
    [
        (0.25, 0.25, False, "reached"),
        (0.26, 0.25, False, "NOT reached"),
        (40.0, 40.0, True, "reached"),
        (39.9, 40.0, True, "NOT reached"),
        (None, 1.0, False, "not measured"),
        (1.0, None, False, ""),
    ],
)
def test_verdict(value: float | None, goal: float | None, at_least: bool, verdict: str) -> None:
    assert Figure("a", "s", value, goal, at_least).verdict == verdict


def test_what_is_missing_is_said_in_a_line_for_each_name() -> None:
    def measure() -> list[Figure]:
        needed(ROOT.parent / "nowhere" / "texts.jsonl")
        raise AssertionError("needed() found what is not there")

    lines = or_skipped(measure, ("one", "two"))
    assert [line.name for line in lines] == ["one", "two"]
    assert all("nowhere/texts.jsonl" in line.note for line in lines)
    with pytest.raises(SkippedError):
        needed(ROOT.parent / "nowhere")


def test_sample_is_the_same_each_time_and_keeps_the_order() -> None:
    chosen = sample(range(1000), 50)
    assert chosen == sample(range(1000), 50)
    assert chosen == sorted(set(chosen))
    assert len(chosen) == 50
    assert sample(range(10), 50) == list(range(10))


def test_percentile() -> None:
    assert percentile([float(n) for n in range(101)], 95) == pytest.approx(95)
    assert percentile([3.0], 50) == 3.0


def test_vectors_are_embedded_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "BUILD", tmp_path)
    seen: list[str] = []

    def embed(texts: Sequence[str]) -> vectors.Vectors:
        seen.extend(texts)
        return np.array([[len(t), 1.0] for t in texts], np.float32)

    first = vectors.kept("model", ["a", "bb", "a"], embed)
    again = vectors.kept("model", ["ccc", "bb"], embed)
    assert first.tolist() == [[1, 1], [2, 1], [1, 1]]
    assert again.tolist() == [[3, 1], [2, 1]]
    assert seen.count("bb") == 1
    assert seen[-1] == "ccc"
