"""The samples that calibration is fitted on: what is held back stays out, and what is to be refused has no answer."""

from __future__ import annotations

import random
from pathlib import Path

from bot.evaluation.questions import normal
from bot.evaluation.sets import open_set
from training.data import rows
from training.samples import QUESTIONS, development, press, write


def test_no_question_that_is_held_back_is_among_them() -> None:
    held = {r["id"] for path in QUESTIONS.glob("korpus*.jsonl") for r in rows(path) if r["split"] == "test"}
    assert held
    assert not held & {r["id"] for r in development()}


def test_what_the_press_release_is_to_refuse_it_does_not_answer(shared: Path, tmp_path: Path) -> None:
    (spec,) = press(shared, tmp_path, random.Random(1))
    path, _, index = spec.partition("@")
    asked = rows(Path(path))
    refused = [r for r in asked if not r.get("answerable", True)]
    text = normal((shared / "keino" / "keino-toiminta-jatkuu-2022.txt").read_text("utf-8"))
    facts = {r["id"]: r.get("must_contain", []) for r in development()}
    assert len(refused) > 100
    assert not [r for r in refused if any(normal(fact) in text for fact in facts.get(r["id"], []))]
    assert not [r for r in refused if "documents" in r]
    assert (Path(index) / "CURRENT").exists()


def test_a_set_that_was_written_opens(tmp_path: Path) -> None:
    path = write(tmp_path / "set.jsonl", development()[:20])
    assert len(open_set(path, None, None).questions) == 20
