"""The texts and questions that the benchmarks measure on, and where they are."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from bot.evaluation.questions import Question
from bot.settings import ROOT

SHARED = ROOT.parent / "shared"
BUILD = ROOT / "build" / "bench"
QUESTIONS = ROOT / "tests" / "questions"
STATUTES = SHARED / "scale" / "statutes_fi.jsonl"
SEED = 20240930

_T = TypeVar("_T")


class SkippedError(Exception):
    """A measurement that cannot be made here; the message says what is missing."""


@dataclass(frozen=True)
class Text:
    """One text to be found."""

    id: str
    title: str
    text: str
    language: str

    @property
    def whole(self) -> str:
        """Title and text, as a search engine without fields is given them."""
        return f"{self.title}\n{self.text}" if self.title else self.text


def needed(path: Path) -> Path:
    """``path``. Raises SkippedError where it is not there."""
    if not path.exists():
        raise SkippedError(f"{path.relative_to(ROOT.parent)} is not beside the project")
    return path


def rows(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSONL file. Raises SkippedError."""
    with needed(path).open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def texts(path: Path) -> list[Text]:
    """The texts of a JSONL collection. Raises SkippedError."""
    return [Text(r["id"], r.get("title", ""), r["text"], r.get("language", "fi")) for r in rows(path)]


def questions(path: Path) -> list[Question]:
    """The questions of a set. Raises SkippedError."""
    known = Question.model_fields
    return [Question(**{k: v for k, v in row.items() if k in known}) for row in rows(path)]


def own_questions() -> list[Question]:
    """Every question of the project's own sets on its corpus (tests/questions)."""
    return [q for path in sorted(QUESTIONS.glob("*.jsonl")) for q in questions(path)]


def sample(items: Sequence[_T], count: int) -> list[_T]:
    """At most ``count`` of the items, always the same ones, in their order."""
    if len(items) <= count:
        return list(items)
    chosen = sorted(random.Random(SEED).sample(range(len(items)), count))
    return [items[i] for i in chosen]
