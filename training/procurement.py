"""Questions on procurement, written for training alone, with passages of the project's corpus.

`training/questions/*.jsonl` holds them: a document, a question, and the words of the document that answer it; no words
where the document looks as if it answered and does not. They are in no question set. The passages that a question is
read against are those that the search finds for it, so the reader learns to tell what answers from what is near.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot import Advisor
from bot.advice.chain import reader_passage
from bot.index.passage import Passage
from bot.index.snapshot import Snapshot
from training.data import Question, Window, rows
from training.lists import Pair

QUESTIONS = Path(__file__).parent / "questions"
NEAR = 8
"""Passages found that a question is read against."""


@dataclass(frozen=True)
class Asked:
    """A question, the windows that hold its answer, if any does, and windows near it that do not."""

    question: Question
    right: tuple[Window, ...]
    near: tuple[Window, ...]


class Procurement:
    """Draws lists and refused questions, as Lists does, from the questions on procurement."""

    def __init__(self, asked: Sequence[Asked], seed: int) -> None:
        self._chance = random.Random(seed)
        self._answered = [a for a in asked if a.right and a.near]
        self._refused = [a for a in asked if not a.question.answers and a.near]

    def listed(self, size: int) -> list[Pair]:
        """A passage that answers, first, and ``size`` - 1 near ones that do not."""
        asked = self._chance.choice(self._answered)
        window = self._chance.choice(asked.right)
        others = self._chance.sample(asked.near, min(size - 1, len(asked.near)))
        known = Pair(asked.question.text, window, right=window.holding(asked.question.answers))
        return [known, *(Pair(asked.question.text, other) for other in others)]

    def refused(self) -> Pair:
        """A question that the corpus does not answer, with a passage found for it."""
        asked = self._chance.choice(self._refused)
        window = self._chance.choice(asked.near)
        return Pair(asked.question.text, window, right=())


def read_questions(folder: Path = QUESTIONS) -> list[Question]:
    """The questions of every file in ``folder``."""
    found = []
    for path in sorted(folder.glob("*.jsonl")):
        for row in rows(path):
            answers = (row["answer"],) if row["answer"] else ()
            found.append(
                Question(row["language"], row["question"], row["document"], row["question"], bool(answers), answers)
            )
    return found


def prepared(questions: Sequence[Question], index: Path) -> list[Asked]:
    """The questions with passages of the corpus, whose index is in ``index``. Raises IndexMissingError."""
    advisor = Advisor.open(index)
    snapshot = advisor.tools().snapshot
    return [_prepared(question, advisor, snapshot) for question in questions]


def _prepared(question: Question, advisor: Advisor, snapshot: Snapshot) -> Asked:
    own = [s.passage for s in snapshot.store.passages_of(question.passage)]
    hits = advisor.search(question.text, k=NEAR)
    stored = snapshot.store.passages([h.passage_id for h in hits])
    found = [stored[h.passage_id].passage for h in hits]
    if not question.answers:
        return Asked(question, (), tuple(window_of(p) for p in dict.fromkeys([*found[:4], *own[:3]])))
    # Another language's article, and another article on the same matter, may answer as well: only passages of the
    # same article, which were read when the question was written, and the less likely finds are taken for wrong.
    article = question.passage.split("/", 1)[-1]
    others = [p for p in found[2:] if p.document_id.split("/", 1)[-1] != article]
    right = [w for w in map(window_of, own) if w.holding(question.answers)]
    near = [w for w in map(window_of, [*own, *others]) if not w.holding(question.answers)]
    return Asked(question, tuple(right), tuple(near))


def window_of(passage: Passage) -> Window:
    """The passage as the program has it read."""
    read = reader_passage(passage)
    return Window(read.text, read.sentences)
