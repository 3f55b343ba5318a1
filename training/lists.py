"""What the reader is trained on: questions with windows of passages, in lists that begin with the one asked about."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from training.data import Question, Sources, Window, WordWeights, article, window


@dataclass(frozen=True)
class Pair:
    """A question with a window of a passage.

    ``belief`` is each sentence's share of the question's words, ``right`` the sentences that answer (None: not known),
    ``possible`` those that may.
    """

    question: str
    window: Window
    belief: tuple[float, ...] = ()
    right: tuple[int, ...] | None = None
    possible: tuple[int, ...] | None = None


class Lists:
    """Draws the material of a step."""

    def __init__(self, sources: Sources, seed: int, limit: int = 460) -> None:
        self._texts = sources.texts
        self._answers = sources.answer_strings
        self._chance = random.Random(seed)
        self._limit = limit
        self._words = WordWeights(self._texts.values())
        self._asked = Endless(sources.asked_of_training, self._chance)
        matched = {(q.passage, q.words) for q in sources.matched}
        strings = [
            q for q in sources.asked_of_training if q.passage in self._answers and (q.passage, q.words) not in matched
        ]
        self._strings = Endless(strings, self._chance)
        self._headings = Endless(sources.headings, self._chance)
        labelled = sources.labelled()
        self._matched = Endless(sources.matched or strings, self._chance)
        self._labelled = Endless([q for q in labelled if q.answerable and q.answers], self._chance)
        self._refused = Endless([q for q in labelled if not q.answerable], self._chance)
        self._together: dict[str, list[str]] = defaultdict(list)
        for passage in self._texts:
            if article(passage) not in sources.forbidden:
                self._together[article(passage)].append(passage)
        self._all = [p for group in self._together.values() for p in group]

    def listed(self, kind: str, size: int) -> list[Pair]:
        """A passage that was asked about, first, and ``size`` - 1 others, most of them near it."""
        source = {
            "asked": self._asked,
            "strings": self._strings,
            "matched": self._matched,
            "heading": self._headings,
            "known": self._labelled,
        }
        question = source[kind].take()
        near = [p for p in self._together[article(question.passage)] if p != question.passage]
        others = self._chance.sample(near, min(len(near), 12))
        shares = self._words.shares(question.words, [self._texts[p] for p in others])
        ranked = sorted(range(len(others)), key=lambda i: -shares[i])
        chosen = [others[i] for i in ranked[: min(size - 1, max(1, size - 2))]]
        while len(chosen) < size - 1:
            far = self._chance.choice(self._all)
            if far != question.passage and far not in chosen:
                chosen.append(far)
        return [self.pair(question), *(self.pair(question, other) for other in chosen)]

    def refused(self) -> Pair:
        """A question that its own passage does not answer."""
        return self.pair(self._refused.take())

    def pair(self, question: Question, other: str | None = None) -> Pair:
        """The question with a window of its own passage, or of another one."""
        text = self._texts[other or question.passage]
        whole = window(text, None, len(text) + 1, self._chance)
        if not whole.sentences:
            return Pair(question.text, Window(text[: self._limit], ()))
        everything = [whole.sentence(i) for i in range(len(whole.sentences))]
        shares = self._words.shares(question.words, everything)
        around = int(np.argmax(shares))
        right = None
        if other is None and question.answers:
            found = whole.holding(question.answers)
            if found:
                around, right = self._chance.choice(found), ()
        seen = window(text, around, self._limit, self._chance)
        belief = tuple(self._words.shares(question.words, [seen.sentence(i) for i in range(len(seen.sentences))]))
        if other is not None:
            return Pair(question.text, seen, belief)
        if right is not None:
            right = seen.holding(question.answers)
        elif question.answerable is False:
            right = ()
        strings = self._answers.get(question.passage)
        possible = seen.holding(strings) if strings and right is None else None
        return Pair(question.text, seen, belief, right, possible or None)


class Endless:
    """Questions in random order, over and over."""

    def __init__(self, questions: Sequence[Question], chance: random.Random) -> None:
        self._questions = list(questions)
        self._chance = chance
        self._left: list[int] = []

    def take(self) -> Question:
        """The next question."""
        if not self._left:
            self._left = self._chance.sample(range(len(self._questions)), len(self._questions))
        return self._questions[self._left.pop()]
