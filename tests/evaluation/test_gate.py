"""The gate: the questions held back from tuning come out no worse than in the baseline, and a worse program is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.quality import BASELINE, SETS, SPLIT, questions
from bot.calibration import calibration
from bot.evaluation.comparison import load_baseline
from bot.settings import settings
from tests.evaluation.conftest import Evaluate

GATE = ("--split", SPLIT, "--baseline", BASELINE, "--fail-if-worse", "--json")


def test_the_corpus_is_answered_no_worse_than_in_the_baseline(evaluate: Evaluate, corpus_index: Path) -> None:
    done = evaluate(*SETS, *GATE, "--index", corpus_index)
    told = json.loads(done.stdout)
    assert done.exit_code == 0, f"worse: {told['worse']}; ranked lower: {told['ranked_lower']}"
    assert told["measures"]["all"]["quotes exact"]["value"] == 1.0


def test_a_judgement_that_refuses_far_too_much_fails(
    evaluate: Evaluate, corpus_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = calibration()
    strict = kept.judgement.model_copy(update={"threshold": 0.97, "high": 0.99})
    crippled = tmp_path / "calibration.json"
    crippled.write_text(kept.model_copy(update={"judgement": strict}).model_dump_json(), "utf-8")
    monkeypatch.setenv("KEINO_CALIBRATION", str(crippled))
    settings.cache_clear()
    swedish_and_english = SETS[1]
    try:
        done = evaluate(swedish_and_english, *GATE, "--index", corpus_index)
    finally:
        settings.cache_clear()
    told = json.loads(done.stdout)
    assert done.exit_code == 1
    assert told["verdicts"]["good outcomes"] == "worse"
    assert told["verdicts"]["mrr@10"] == "same", "the search was left as it is"


def test_the_baseline_speaks_of_the_questions_that_are_asked() -> None:
    # A few may change between two renewals; more, and the gate would compare less than it seems to.
    kept = {(o.id, o.question) for o in load_baseline(BASELINE).outcomes}
    asked = {(q.id, q.question) for q in questions().questions}
    assert len(kept & asked) >= 0.9 * len(asked), "renew it with `make baseline`"
