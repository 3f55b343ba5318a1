"""Calibration on a small real index: every model is fitted, the result can be used, and too little is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot import Advisor
from bot.advice import judgement, selection
from bot.advice.chain import READING
from bot.calibration import VERSION, calibration, load_calibration
from bot.errors import QuestionSetError, SettingsError
from bot.evaluation.calibration import Sample, calibrate, facts
from bot.evaluation.questions import Question
from bot.search import fusion
from bot.settings import ROOT

PRESS = ROOT / "tests" / "questions" / "tiedote.jsonl"
ELSEWHERE = [
    "Mikä on Ruotsin pääkaupunki?",
    "Paljonko litra maitoa maksaa?",
    "Kuka voitti jääkiekon maailmanmestaruuden?",
    "Miten leivotaan pullaa?",
    "Milloin Titanic upposi?",
    "Kuinka korkea Mount Everest on?",
    "Mikä on paras matkapuhelin?",
    "Kuka kirjoitti Seitsemän veljestä?",
    "Kuinka monta jalkaa hämähäkillä on?",
    "Mitä eroa on viruksella ja bakteerilla?",
    "Mikä on Portugalin rahayksikkö?",
    "Kuka on Englannin kuningas?",
]


@pytest.fixture(scope="module")
def questions() -> list[Question]:
    asked = [Question.model_validate(json.loads(line)) for line in PRESS.read_text("utf-8").splitlines()]
    return asked + [Question(id=f"e{n}", question=q, answerable=False) for n, q in enumerate(ELSEWHERE)]


def test_the_models_are_fitted_and_say_how_well(press: Advisor, questions: list[Question], tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    fitted = calibrate([Sample("press", press, questions)], calibration(), lambda *t: told.append(t))
    assert told[-1] == (2 * len(questions), 2 * len(questions))
    assert set(fitted.fusion.weights) == set(fusion.FEATURES)
    assert set(fitted.reading.weights) == set(READING)
    assert set(fitted.selection.weights) == set(selection.FEATURES)
    assert set(fitted.judgement.weights) == set(judgement.FEATURES)
    assert 0 < fitted.judgement.threshold < fitted.judgement.high < 1
    assert fitted.evidence["sets"] == {"press": len(questions)}
    assert 0.5 < fitted.evidence["selection"]["press"]["hit@1"] <= 1
    assert fitted.evidence["judgement"]["press"]["AUROC"] > 0.8
    assert fitted.evidence["judgement"]["press"]["refused wrongly"] <= 0.05
    kept = tmp_path / "calibration.json"
    kept.write_text(fitted.model_dump_json(), "utf-8")
    assert load_calibration(kept) == fitted


def test_too_few_questions_are_refused(press: Advisor, questions: list[Question]) -> None:
    with pytest.raises(QuestionSetError, match="too few"):
        calibrate([Sample("press", press, questions[:5])], calibration())


def test_facts_are_groups_of_alternatives() -> None:
    question = Question(id="1", question="?", answers=("a", "b"), must_contain=("c",), must_contain_any=(("d", "e"),))
    assert facts(question) == [("a", "b"), ("c",), ("d", "e")]


@pytest.mark.parametrize("content", ["", "{}", '{"version": 1}', "[1]"])
def test_a_broken_calibration_is_one_line(tmp_path: Path, content: str) -> None:
    path = tmp_path / "broken.json"
    path.write_text(content, "utf-8")
    with pytest.raises(SettingsError, match="--calibrate") as error:
        load_calibration(path)
    assert "\n" not in str(error.value)


def test_another_version_is_told(tmp_path: Path) -> None:
    path = tmp_path / "old.json"
    path.write_text(calibration().model_copy(update={"version": VERSION + 1}).model_dump_json(), "utf-8")
    with pytest.raises(SettingsError, match="version"):
        load_calibration(path)


def test_the_kept_weights_are_of_known_features() -> None:
    kept = calibration()
    assert set(kept.fusion.weights) <= set(fusion.FEATURES)
    assert set(kept.reading.weights) <= set(READING)
    assert set(kept.selection.weights) <= set(selection.FEATURES)
    assert set(kept.judgement.weights) <= set(judgement.FEATURES)
