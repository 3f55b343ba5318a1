"""Find out which of a passage's answer strings belongs to which question, so that the sentence that answers is known.

    python -m training.matching --shared ../shared --out build/training/matched.jsonl
    python -m training.matching --shared ../shared --check

Of some training passages every string that answers a question is known, but not which question. One string answers one
question, more or less, so the questions of a passage and its strings are matched as a whole (the assignment problem):
a pair is worth what the reader thinks of the string's sentence, the words that the sentence shares with the question,
whether the string is the kind of thing asked for, and it loses when the question already holds the string. ``--check``
measures this on held-out articles, whose answers are known.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from bot.advice.kinds import AnswerKind, holds, kind_of
from bot.models.reader import OnnxReader, ReaderPassage
from bot.text.sentences import sentence_spans
from training.data import Question, Sources, Window, WordWeights

Array = np.ndarray[Any, np.dtype[Any]]
SHARED_WORDS, KIND, REPEATED = 2.0, 2.0, 2.0
"""Units of log-probability for a full share of words, a fitting kind, and a string that the question holds."""
NO_ANSWER = -3.0
"""What it is worth to leave a question without an answer."""
WINDOW = 700
"""Characters that are read together; a whole passage may be longer than what the reader takes."""
_BARE_NUMBER = re.compile(r"[\d\s.,%–-]+")


@dataclass(frozen=True)
class Match:
    """A question of a passage and the string that answers it."""

    question: Question
    answer: str


def fit(question: str, string: str) -> float:
    """How well a string is the kind of thing that is asked for, from -1 to 1; 0 where no kind tells."""
    kind = kind_of(question)
    if kind in {AnswerKind.TIME, AnswerKind.AMOUNT}:
        return 1.0 if holds(kind, string) or any(c.isdigit() for c in string) else -1.0
    if kind is AnswerKind.PERSON:
        return 0.4 if string[:1].isupper() else -0.4
    return -0.4 if _BARE_NUMBER.fullmatch(string) else 0.0


class Matcher:
    """Matches the questions of a passage with its strings."""

    def __init__(self, reader: OnnxReader, words: WordWeights) -> None:
        self._reader = reader
        self._words = words

    def match(self, text: str, questions: Sequence[Question], strings: Sequence[str]) -> list[Match]:
        """The questions that have an answer among the strings, each with its own."""
        seen = Window(text, tuple(sentence_spans(text)))
        holding = {string: found for string in dict.fromkeys(strings) if (found := seen.holding([string]))}
        if not holding:
            return []
        worth = np.full((len(questions), len(holding) + len(questions)), NO_ANSWER)
        for row, question in enumerate(questions):
            belief = self.belief(question, seen)
            for column, (string, found) in enumerate(holding.items()):
                worth[row, column] = max(belief[i] for i in found) + self._likely(question, string)
        rows, columns = linear_sum_assignment(-worth)
        answers = list(holding)
        return [
            Match(questions[row], answers[column])
            for row, column in zip(rows, columns, strict=True)
            if column < len(answers)
        ]

    def belief(self, question: Question, seen: Window) -> Array:
        """Of each sentence, the logarithm of its probability to answer, with the words it shares."""
        scores = np.array(self.scores(question.text, seen))
        shares = self._words.shares(question.words, [seen.sentence(i) for i in range(len(seen.sentences))])
        found: Array = scores - np.logaddexp.reduce(scores) + SHARED_WORDS * np.array(shares)
        return found

    def scores(self, question: str, seen: Window) -> list[float]:
        """The reader's score of each sentence, read in windows of WINDOW characters."""
        scores: list[float] = []
        while len(scores) < len(seen.sentences):
            left = seen.sentences[len(scores) :]
            start = left[0][0]
            together = max(1, sum(end - start <= WINDOW for _, end in left))
            spans = tuple((a - start, b - start) for a, b in left[:together])
            (reading,) = self._reader.read(question, [ReaderPassage(seen.text[start : start + spans[-1][1]], spans)])
            scores.extend(reading.sentence_scores)
        return scores

    @staticmethod
    def _likely(question: Question, string: str) -> float:
        words, asked = WordWeights.stems(string), WordWeights.stems(question.words)
        repeated = len(words & asked) / max(1, len(words))
        return KIND * fit(question.words, string) - REPEATED * repeated


def unmatched(sources: Sources) -> Iterator[tuple[str, list[Question], list[str]]]:
    """Text, Finnish questions and answer strings of every training passage whose strings are known."""
    together: dict[str, list[Question]] = defaultdict(list)
    for question in sources.asked_of_training:
        if question.language == "fi" and question.passage in sources.answer_strings:
            together[question.passage].append(question)
    for passage, questions in together.items():
        yield sources.passages[passage], questions, sources.answer_strings[passage]


def check(sources: Sources, matcher: Matcher) -> dict[str, float]:
    """On held-out articles: how often the sentence is right, by the reader alone and among the questions matched."""
    together: dict[str, list[Question]] = defaultdict(list)
    for question in sources.labelled(held_out=True):
        if question.language == "fi":
            together[question.passage].append(question)
    read, right, extra = [], [], 0
    for passage, questions in together.items():
        seen = Window(sources.passages[passage], tuple(sentence_spans(sources.passages[passage])))
        matches = matcher.match(seen.text, questions, [q.answers[0] for q in questions if q.answers])
        found = {match.question: match.answer for match in matches}
        for question in questions:
            if not question.answers:
                extra += question in found
                continue
            holding = seen.holding(question.answers)
            read.append(int(np.argmax(matcher.scores(question.text, seen))) in holding)
            if question in found:
                right.append(any(i in holding for i in seen.holding([found[question]])))
    return {
        "n": len(read),
        "reader": float(np.mean(read)),
        "matched": len(right),
        "matched rightly": float(np.mean(right)),
        "matched without having an answer": extra,
    }


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--cache", type=Path, default=Path("build/training"))
    parser.add_argument("--threads", type=int, default=2)
    wanted = parser.add_mutually_exclusive_group(required=True)
    wanted.add_argument("--out", type=Path, help="the file to write: passage, question and answer in a line")
    wanted.add_argument("--check", action="store_true")
    given = parser.parse_args()
    sources = Sources(given.shared)
    matcher = Matcher(OnnxReader(given.threads, given.cache), WordWeights(sources.texts.values()))
    if given.check:
        print(json.dumps(check(sources, matcher), indent=1))
        return
    given.out.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with given.out.open("w", encoding="utf-8") as file:
        for number, (text, questions, strings) in enumerate(unmatched(sources), 1):
            for found in matcher.match(text, questions, strings):
                row = {"passage": found.question.passage, "question": found.question.text, "answer": found.answer}
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
                count += 1
            if number % 100 == 0:
                print(f"{number} passages, {count} questions matched", flush=True)
    print(f"{count} questions matched with an answer, in {given.out}")


if __name__ == "__main__":
    main()
