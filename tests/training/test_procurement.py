"""The questions on procurement that the reader learns from are the project's own, and of no question set."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.evaluation.questions import normal
from bot.index.generation import Generations
from bot.index.store import DocumentStore
from tests.conftest import run
from training.data import rows
from training.procurement import Procurement, prepared, read_questions
from training.samples import QUESTIONS

TEXT = """# Kirjastojen hankinnat

## Kuka päättää?

Hankinnasta päättää kirjastotoimen johtaja. Päätös tehdään kirjallisena.

## Mitä se maksaa?

Vuosimaksu on neljäsataa euroa. Maksu peritään tammikuussa.
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library")
    (folder / "fi").mkdir()
    (folder / "fi" / "kirjasto.md").write_text(TEXT, "utf-8")
    done = run("ingest.py", folder, "--index", folder / "index")
    assert done.returncode == 0, done.stderr
    return folder / "index"


@pytest.fixture
def written(tmp_path: Path) -> Path:
    asked = [("Kuka päättää hankinnasta?", "kirjastotoimen johtaja"), ("Montako johtajaa kirjastolla on?", "")]
    lines = [
        json.dumps({"document": "fi/kirjasto", "language": "fi", "question": q, "answer": a}) for q, a in asked
    ]
    (tmp_path / "few.jsonl").write_text("\n".join(lines), "utf-8")
    return tmp_path


def test_what_answers_stands_first_and_what_is_near_does_not_answer(index: Path, written: Path) -> None:
    made = Procurement(prepared(read_questions(written), index), seed=1)
    right, other = made.listed(2)
    assert "kirjastotoimen johtaja" in right.window.text
    assert right.right is not None
    assert [right.window.sentence(i) for i in right.right] == ["Hankinnasta päättää kirjastotoimen johtaja."]
    assert "kirjastotoimen johtaja" not in other.window.text
    refused = made.refused()
    assert (refused.question, refused.right) == ("Montako johtajaa kirjastolla on?", ())
    assert refused.window.sentences


def test_the_articles_hold_the_answers_and_no_question_set_asks_the_same(corpus_index: Path) -> None:
    generations = Generations(corpus_index)
    store = DocumentStore(generations.folder(generations.current()) / "documents.sqlite")
    texts = {document: normal(store.document(document).text) for document in store.metadata()}
    store.close()
    asked = read_questions()
    assert len(asked) > 300
    assert not [q.text for q in asked if q.answers and normal(q.answers[0]) not in texts[q.passage]]
    words = {_words(r["question"]) for path in QUESTIONS.glob("*.jsonl") for r in rows(path)}
    assert not [q.text for q in asked if _words(q.text) in words]


def _words(text: str) -> frozenset[str]:
    return frozenset("".join(c if c.isalnum() else " " for c in normal(text)).split())
