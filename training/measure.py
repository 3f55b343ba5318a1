"""Figures of a set of weights on questions that no training saw, in the int8 form that is shipped.

    python -m training.measure --shared ../shared --weights bot/models/weights --vectors CACHE [--reader] [--query]

Retrieval: the procurement act from Swedish and Finnish, TyDi Finnish, SQuAD's held-out articles. Reader: the sentence
that answers when the passage is given, order of the retriever's first ten, and whether the best score tells a pool that
holds the answer from the same pool without it.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bot.models import carried
from bot.models.embedder import OnnxEmbedder
from bot.models.reader import OnnxReader, ReaderPassage
from bot.text.sentences import sentence_spans
from training.data import HELD_OUT, Sources, Window, article, rows

Array = np.ndarray[Any, np.dtype[Any]]
COSINE_WEIGHT = 20.0


@dataclass(frozen=True)
class Asked:
    """A question, the id of its passage, and the answers if known."""

    text: str
    passage: str
    answers: tuple[str, ...] = ()


def pools(shared: Path, sources: Sources) -> dict[str, dict[str, str]]:
    """Passages by pool and id."""
    return {
        "act": {s["id"]: s["text"] for s in rows(shared / "law" / "hankintalaki_fi.jsonl")},
        "tydi": {p["id"]: p["text"] for p in rows(shared / "eval" / "tydi_fi_passages.jsonl")},
        "held": {i: t for i, t in sources.passages.items() if article(i) in HELD_OUT},
    }


def sets(shared: Path, sources: Sources) -> dict[str, tuple[str, list[Asked]]]:
    """The pool and the questions of each set."""
    tydi = [
        Asked(q["question"], q["documents"][0], tuple(q["answers"]))
        for q in rows(shared / "eval" / "tydi_fi_questions.jsonl")
    ]
    swedish = rows(shared / "law" / "hankintalaki_sv_to_fi_questions.jsonl")
    finnish = rows(shared / "law" / "hankintalaki_fi.jsonl")
    found = {
        "act, Swedish heading and sentence": ("act", [Asked(q["question"], q["documents"][0]) for q in swedish]),
        "act, Swedish heading": ("act", [Asked(q["question"].split(": ")[0], q["documents"][0]) for q in swedish]),
        "act, Finnish heading": ("act", [Asked(re.sub(r"^.*? § ", "", s["title"]), s["id"]) for s in finnish]),
        "TyDi Finnish": ("tydi", tydi),
    }
    held = [q for q in sources.labelled(held_out=True) if q.answerable]
    for language in ("fi", "en", "sv"):
        chosen = [Asked(q.text, q.passage, q.answers) for q in held if q.language == language]
        found[f"SQuAD held out, {language}"] = ("held", chosen)
    return found


def retrieval(scores: Array, gold: Sequence[int]) -> dict[str, float]:
    """hit@1 and MRR@10 of scores (questions, passages)."""
    ranks = [int((row > row[g]).sum()) for row, g in zip(scores, gold, strict=True)]
    return {
        "hit@1": float(np.mean([r == 0 for r in ranks])),
        "MRR@10": float(np.mean([1 / (r + 1) if r < 10 else 0.0 for r in ranks])),
    }


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """The chance that a positive scores above a negative, ties counting half."""
    p, n = np.array(positive)[:, None], np.array(negative)[None]
    return float((p > n).mean() + 0.5 * (p == n).mean())


class Measured:
    """The pools embedded once, and the figures of one set of weights."""

    def __init__(self, shared: Path, vectors: Path, threads: int, limit: int | None) -> None:
        sources = Sources(shared)
        self._pools, self._sets = pools(shared, sources), sets(shared, sources)
        self._embedder, self._reader = OnnxEmbedder(threads, vectors), OnnxReader(threads, vectors)
        self._vectors = vectors
        self._limit = limit

    def passages(self, pool: str) -> tuple[list[str], Array]:
        """Ids and vectors of a pool; the vectors are kept by the passage encoder's checksum."""
        ids = list(self._pools[pool])
        path = self._vectors / f"{pool}-{carried.checksums()['passage.onnx'][:12]}.npy"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            np.save(path, self._embedder.embed_passages(list(self._pools[pool].values())))
        return ids, np.load(path)

    def asked(self, name: str) -> tuple[str, list[Asked]]:
        """The pool and the questions of a set, at most ``limit`` drawn evenly by a fixed seed."""
        pool, found = self._sets[name]
        if self._limit is not None and len(found) > self._limit:
            found = random.Random(7).sample(found, self._limit)
        return pool, found

    def scores(self, name: str) -> tuple[list[str], list[Asked], Array]:
        """Ids of the pool, the questions, and the cosines (questions, passages)."""
        pool, found = self.asked(name)
        ids, vectors = self.passages(pool)
        return ids, found, self._embedder.embed_queries([q.text for q in found]) @ vectors.T

    def query(self) -> dict[str, dict[str, float]]:
        """Retrieval figures by set."""
        figures = {}
        for name in self._sets:
            ids, found, scores = self.scores(name)
            row = {p: i for i, p in enumerate(ids)}
            figures[name] = {"n": float(len(found)), **retrieval(scores, [row[q.passage] for q in found])}
        return figures

    def sentence(self, name: str) -> dict[str, float]:
        """How often the sentence with the highest score holds the answer, the passage being given."""
        pool, found = self.asked(name)
        right, first = [], []
        for q in found:
            text = self._pools[pool][q.passage]
            window = Window(text, tuple(sentence_spans(text)))
            holding = window.holding(q.answers)
            if len(window.sentences) < 2 or not holding:
                continue
            (reading,) = self._reader.read(q.text, [ReaderPassage(text, window.sentences)])
            right.append(int(np.argmax(reading.sentence_scores)) in holding)
            first.append(0 in holding)
        return {"n": float(len(right)), "sentence": float(np.mean(right)), "first sentence": float(np.mean(first))}

    def rerank(self, name: str, depth: int = 10) -> dict[str, float]:
        """Order of the retriever's first ``depth``, and the AUROC of the best score with and without the answer."""
        ids, found, cosines = self.scores(name)
        texts = self._pools[self._sets[name][0]]
        orders: dict[str, Callable[[Array, Array], Array]] = {
            "cosine": lambda _, cosine: cosine,
            "reader": lambda logit, _: logit,
            "reader + 20 cosine": lambda logit, cosine: logit + COSINE_WEIGHT * cosine,
        }
        figures: dict[str, float] = {"n": float(len(found))}
        firsts: dict[str, list[float]] = {order: [] for order in orders}
        present: dict[str, list[float]] = {order: [] for order in orders}
        absent: dict[str, list[float]] = {order: [] for order in orders}
        for q, row in zip(found, cosines, strict=True):
            top = np.argsort(-row)[:depth]
            readings = self._reader.read(q.text, [ReaderPassage(texts[ids[i]], ()) for i in top])
            logits = np.array([r.score for r in readings])
            gold = np.array([ids[i] == q.passage for i in top])
            for order, scored in orders.items():
                s = scored(logits, row[top])
                firsts[order].append(float(gold[int(s.argmax())]))
                if gold.any():
                    present[order].append(float(s.max()))
                    absent[order].append(float(s[~gold].max()))
        for order in orders:
            figures[f"{order}: hit@1"] = float(np.mean(firsts[order]))
            figures[f"{order}: AUROC"] = auroc(present[order], absent[order])
        return figures


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--weights", type=Path, default=carried.FOLDER)
    parser.add_argument("--vectors", type=Path, default=Path("build/training"))
    parser.add_argument("--limit", type=int, help="at most so many questions of a set")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--query", action="store_true")
    parser.add_argument("--sentence", action="store_true")
    parser.add_argument("--rerank", action="store_true")
    given = parser.parse_args()
    carried.FOLDER = given.weights
    measured = Measured(given.shared, given.vectors, given.threads, given.limit)
    if given.query:
        print(json.dumps({"query": measured.query()}, indent=1))
    for name in ("TyDi Finnish", *(f"SQuAD held out, {language}" for language in ("fi", "en", "sv"))):
        if given.sentence:
            print(json.dumps({f"sentence, {name}": measured.sentence(name)}, indent=1), flush=True)
        if given.rerank:
            print(json.dumps({f"rerank, {name}": measured.rerank(name)}, indent=1), flush=True)


if __name__ == "__main__":
    main()
