"""What the models learn from: questions, passages cut to a window, sentences and what is known of them.

Everything is read from the folder SHARED (`eval/`, `train/`, `law/`); its own README files name sources and licences.
Not learnt from, ever: TyDi questions, part B of SQuAD's development articles, the procurement act, MKQA, and the
project's question sets. HELD_OUT articles of part A are kept for choosing between models.
"""

from __future__ import annotations

import gzip
import json
import math
import random
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from bot.text.sentences import sentence_spans

HELD_OUT = frozenset({"squad2fi-445", "squad2fi-461", "squad2fi-468"})
"""Articles of part A that no training sees; the weights before this training had seen them."""


def fitted(question: str) -> bool:
    """Whether the calibration may be fitted on the TyDi question of this id; the other half is only measured on."""
    return zlib.crc32(question.encode()) % 2 == 0


def rows(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSONL file, packed or not."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


def article(passage: str) -> str:
    """The SQuAD article, or the act, that a passage is of."""
    return passage.split("#", maxsplit=1)[0] if "#" in passage else passage.rsplit("-", 1)[0]


@dataclass(frozen=True)
class Question:
    """A question and the passage that it was asked of. ``words`` is its Finnish form, for matching words."""

    language: str
    text: str
    passage: str
    words: str
    answerable: bool | None = None
    answers: tuple[str, ...] = ()


class Sources:
    """The texts and questions under a folder laid out as ../shared."""

    def __init__(self, folder: Path, matched: Path | None = None) -> None:
        self._folder = folder
        self._matched = matched
        self._split = json.loads((folder / "train" / "split.json").read_text("utf-8"))
        self.forbidden = frozenset(self._split["B"]) | HELD_OUT

    @cached_property
    def passages(self) -> dict[str, str]:
        """Text of every SQuAD passage, held-out ones among them, by id."""
        return {p["id"]: p["text"] for p in rows(self._folder / "eval" / "squad_fi_passages.jsonl")}

    @cached_property
    def sections(self) -> list[dict[str, Any]]:
        """Sections of statutes, Finnish and Swedish aligned."""
        return rows(self._folder / "train" / "statutes_fi_sv.jsonl.gz")

    @cached_property
    def texts(self) -> dict[str, str]:
        """Finnish text of every passage and every section, by id."""
        return self.passages | {s["id"]: s["text"] for s in self.sections}

    @cached_property
    def asked_of_training(self) -> list[Question]:
        """SQuAD's training questions in Finnish and in English (translated back); no answers are known."""
        finnish = rows(self._folder / "train" / "squad2fi_train_questions.jsonl.gz")
        english = {
            f"squad2fi-{q['doc']:03d}-{q['para']:03d}-q{q['q']}": q["question"]
            for q in rows(self._folder / "train" / "squad_en_train_questions.jsonl.gz")
        }
        found = []
        for q in finnish:
            passage = q["contexts_id"][0]
            if passage not in self.passages or article(passage) in self.forbidden:
                continue
            found.append(Question("fi", q["question"], passage, q["question"]))
            if q["id"] in english:
                found.append(Question("en", english[q["id"]], passage, q["question"]))
        return found

    def labelled(self, held_out: bool = False) -> list[Question]:
        """Questions of part A in three languages with their answers; of HELD_OUT articles, or of the others."""
        found, words = [], {}
        for q in rows(self._folder / "eval" / "squad_fi_questions.jsonl"):
            passage, answers = q["documents"][0], tuple(q["answers"])
            words[q["id"]] = q["question"]
            for language, text in (("fi", q["question"]), ("en", q["question_en"])):
                found.append(Question(language, text, passage, q["question"], q["answerable"], answers))
        for q in rows(self._folder / "eval" / "squad_sv_to_fi_questions.jsonl"):
            known = words.get(q["id"], q["question"])
            found.append(
                Question("sv", q["question"], q["documents"][0], known, q["answerable"], tuple(q["answers"]))
            )
        return [
            q
            for q in found
            if (article(q.passage) in HELD_OUT) is held_out and article(q.passage) not in self._split["B"]
        ]

    @cached_property
    def matched(self) -> list[Question]:
        """Training questions, Finnish and English, whose answer `training.matching` found; none without its file."""
        if self._matched is None:
            return []
        answers = {(row["passage"], row["question"]): row["answer"] for row in rows(self._matched)}
        return [
            replace(q, answerable=True, answers=(answers[q.passage, q.words],))
            for q in self.asked_of_training
            if (q.passage, q.words) in answers
        ]

    @cached_property
    def headings(self) -> list[Question]:
        """Headings of sections as questions to the section, in Finnish and in Swedish."""
        found = []
        for s in self.sections:
            for language, text in (("fi", s["heading"]), ("sv", s["heading_sv"])):
                if text:
                    found.append(Question(language, text, s["id"], s["heading"] or text))
        return found

    @cached_property
    def answer_strings(self) -> dict[str, list[str]]:
        """Of some training passages: every string that answers some question of the passage."""
        path = self._folder / "train" / "squad2fi_answer_strings.json.gz"
        with gzip.open(path, "rt", encoding="utf-8") as file:
            known: dict[str, list[str]] = json.load(file)
        return known


class WordWeights:
    """How much of a question's words a sentence has, rare words weighing more. Words are cut to six letters."""

    def __init__(self, texts: Iterable[str]) -> None:
        counts: Counter[str] = Counter()
        self._texts = 0
        for text in texts:
            counts.update(self.stems(text))
            self._texts += 1
        self._counts = counts

    @staticmethod
    def stems(text: str) -> set[str]:
        """The distinct stems of a text: a crude but even-handed matching of Finnish forms."""
        return {word[:6] for word in re.findall(r"\w+", text.lower()) if len(word) > 2 or word.isdigit()}

    def weight(self, stem: str) -> float:
        """The inverse document frequency of a stem."""
        return math.log((self._texts + 1) / (self._counts[stem] + 0.5))

    def shares(self, question: str, sentences: Sequence[str]) -> list[float]:
        """For each sentence, the weight of the question's stems in it as a share of all of them, 0 to 1."""
        asked = self.stems(question)
        total = sum(self.weight(s) for s in asked) or 1.0
        return [sum(self.weight(s) for s in asked & self.stems(t)) / total for t in sentences]


@dataclass(frozen=True)
class Window:
    """A run of whole sentences of a passage, with their character ranges in ``text``."""

    text: str
    sentences: tuple[tuple[int, int], ...]

    def sentence(self, index: int) -> str:
        """The text of one sentence."""
        start, end = self.sentences[index]
        return self.text[start:end]

    def holding(self, strings: Iterable[str]) -> tuple[int, ...]:
        """The sentences that hold one of the strings, case and white space aside."""
        wanted = [plain(s) for s in strings]
        wanted = [w for w in wanted if w]
        return tuple(i for i in range(len(self.sentences)) if any(w in plain(self.sentence(i)) for w in wanted))


def plain(text: str) -> str:
    """Lower case with single spaces, for comparing answers."""
    return " ".join(text.lower().split())


def window(text: str, around: int | None, limit: int, chance: random.Random) -> Window:
    """A window of at most ``limit`` characters (one sentence at least) that holds the sentence number ``around``.

    It grows from that sentence to either side at random, so that the answer has no usual place.
    """
    spans = sentence_spans(text)
    if not spans:
        return Window(text, ())
    first = last = chance.randrange(len(spans)) if around is None else around
    while True:
        sides = []
        if first > 0 and spans[last][1] - spans[first - 1][0] <= limit:
            sides.append(-1)
        if last + 1 < len(spans) and spans[last + 1][1] - spans[first][0] <= limit:
            sides.append(1)
        if not sides:
            break
        if chance.choice(sides) < 0:
            first -= 1
        else:
            last += 1
    start = spans[first][0]
    chosen = tuple((a - start, b - start) for a, b in spans[first : last + 1])
    return Window(text[start : spans[last][1]], chosen)
