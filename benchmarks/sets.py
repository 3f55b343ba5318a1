"""The sets that searches are compared on: a pool of texts, and questions whose answering documents are known."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpora import BUILD, QUESTIONS, SHARED, questions, rows, sample
from benchmarks.indexes import corpus_index, index_of
from bot.evaluation.questions import Question
from bot.index.generation import Generations
from bot.index.store import DocumentStore
from bot.index.vectors import embedded_text

EVAL, LAW = SHARED / "eval", SHARED / "law"
FINNISH, SWEDISH = "squad_fi_questions.jsonl", "squad_sv_to_fi_questions.jsonl"
POOL = 20_873
"""Texts in the large pool."""
OWN = Path(__file__).parent / "questions"


@dataclass(frozen=True)
class Asked:
    """A question in the language ``language`` and the documents of which any one answers it."""

    text: str
    language: str
    documents: frozenset[str]


@dataclass(frozen=True)
class Piece:
    """A passage as every search is given it: heading and text."""

    passage: str
    document: str
    text: str
    language: str


@dataclass(frozen=True)
class Set:
    """``pool`` builds the index that holds the texts (given the size of the large pool) and says where it is."""

    name: str
    pool: Callable[[int], Path]
    load: Callable[[], list[Asked]]

    def asked(self, count: int) -> list[Asked]:
        """At most ``count`` of the questions, always the same ones."""
        return sample(self.load(), count)


def pieces(index: Path) -> list[Piece]:
    """The passages of an index, which rivals search just as ours does."""
    generations = Generations(index)
    store = DocumentStore(generations.folder(generations.current()) / "documents.sqlite")
    found = [s.passage for document in store.metadata() for s in store.passages_of(document)]
    store.close()
    return [Piece(p.id, p.document_id, embedded_text(p), p.language) for p in found]


def general(size: int) -> Path:
    """TyDi's passages and the development articles of SQuAD among other passages of SQuAD: ``size`` in all."""
    tydi, squad = rows(EVAL / "tydi_fi_passages.jsonl"), rows(EVAL / "squad_fi_passages.jsonl")
    articles = _articles()
    sought = [r for r in squad if _article(r["id"]) in articles]
    others = [r for r in squad if _article(r["id"]) not in articles]
    kept = [*tydi, *sought, *sample(others, max(0, size - len(tydi) - len(sought)))]
    return index_of(f"general-{len(kept)}", [_written(f"general-{len(kept)}", kept)])


def _development(_: int) -> Path:
    articles = _articles()
    kept = [r for r in rows(EVAL / "squad_fi_passages.jsonl") if _article(r["id"]) in articles]
    return index_of("squad-development", [_written("squad-development", kept)])


def _act(_: int) -> Path:
    """The sections of the procurement act without their headings, which are among the questions."""
    bare = [{"id": r["id"], "text": r["text"], "language": "fi"} for r in rows(LAW / "hankintalaki_fi.jsonl")]
    return index_of("act", [_written("act", bare)])


def _written(name: str, kept: list[dict[str, object]]) -> Path:
    path = BUILD / f"{name}.jsonl"
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in kept)
    if not path.exists() or path.read_text("utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return path


def _articles() -> set[str]:
    return {_article(d) for q in questions(EVAL / FINNISH) for d in q.documents}


def _article(passage: str) -> str:
    return passage.rsplit("-", 1)[0]


def _of(found: list[Question]) -> list[Asked]:
    return [Asked(q.question, q.language or "fi", frozenset(q.documents)) for q in found if q.answerable]


def _headings() -> list[Asked]:
    # The same heading may stand over several sections: any of them is right.
    by_heading: dict[str, set[str]] = {}
    for row in rows(LAW / "hankintalaki_fi.jsonl"):
        by_heading.setdefault(row["heading"], set()).add(row["id"])
    return [Asked(heading, "fi", frozenset(ids)) for heading, ids in by_heading.items()]


def _swedish(whole: bool) -> list[Asked]:
    found = _of(questions(LAW / "hankintalaki_sv_to_fi_questions.jsonl"))
    return found if whole else [Asked(re.split(": ", a.text, maxsplit=1)[0], "sv", a.documents) for a in found]


def _corpus() -> list[Asked]:
    """The project's own questions whose articles are named; where a set is divided, only what was held back."""
    found = [row for path in sorted(QUESTIONS.glob("korpus-*.jsonl")) for row in rows(path)]
    held_back = [r for r in found if r.get("split", "test") == "test" and not r.get("history")]
    return [
        Asked(r["question"], r["language"], frozenset(r["documents"]))
        for r in held_back
        if r.get("documents") and r.get("answerable", True)
    ]


SETS = (
    Set("TyDi Finnish, large pool", general, lambda: _of(questions(EVAL / "tydi_fi_questions.jsonl"))),
    Set("SQuAD Swedish → Finnish, large pool", general, lambda: _of(questions(EVAL / SWEDISH))),
    Set("SQuAD Finnish, development articles", _development, lambda: _of(questions(EVAL / FINNISH))),
    Set("procurement act, Finnish questions", _act, lambda: _of(questions(OWN / "act_fi.jsonl"))),
    Set("procurement act, Finnish headings", _act, _headings),
    Set("procurement act, Swedish heading and sentence → Finnish", _act, lambda: _swedish(True)),
    Set("procurement act, Swedish heading → Finnish", _act, lambda: _swedish(False)),
    Set("KEINO corpus", lambda _: corpus_index(), _corpus),
)
