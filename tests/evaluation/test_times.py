"""Questions about time: of rules that have changed, the one that holds at the time asked about is quoted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.settings import ROOT
from tests.conftest import run
from tests.evaluation.conftest import Evaluate

QUESTIONS = ROOT / "tests" / "questions"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of an invented town's rules, three periods of each."""
    index = tmp_path_factory.mktemp("town") / "index"
    done = run("ingest.py", QUESTIONS / "ajat", "--index", index)
    assert done.returncode == 0, done.stderr
    return index


def test_what_holds_at_the_time_asked_about_comes_first(evaluate: Evaluate, town: Path) -> None:
    done = evaluate(QUESTIONS / "ajat.jsonl", "--split", "test", "--index", town, "--json")
    measured = json.loads(done.stdout)["measures"]["all"]
    assert measured["hit@1"]["value"] >= 0.9
    assert measured["right"]["value"] >= 0.9
