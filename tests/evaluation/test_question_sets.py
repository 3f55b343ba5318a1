"""The question sets: each row can be used, and the facts asked of the corpus stand in the articles named for them."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from bot.evaluation.questions import Question
from bot.evaluation.sets import open_set
from bot.settings import ROOT
from bot.sources.markdown import read_markdown

CORPUS = ROOT / "corpus"
SETS = sorted((ROOT / "tests" / "questions").glob("*.jsonl"))
# The sets asked of the project's own corpus name their articles and facts; the others have rules of their own.
CORPUS_SETS = [path for path in SETS if path.stem.startswith(("korpus", "kalibrointi"))]
CALIBRATION = ROOT / "tests" / "questions" / "kalibrointi.jsonl"
REFUSALS = ROOT / "tests" / "questions" / "korpus-kieltaytyminen.jsonl"


@cache
def rows(path: Path) -> tuple[Question, ...]:
    found = open_set(path)
    assert found.excluded == ()
    return found.questions


@cache
def article(document_id: str) -> str:
    path = CORPUS / f"{document_id}.md"
    return read_markdown(path.read_text("utf-8"), document_id, str(path)).text


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_every_row_of_a_set_can_be_used(path: Path) -> None:
    assert rows(path)
    assert [row.id for row in rows(path) if row.language is None] == []


def test_ids_are_unique_over_all_sets() -> None:
    counts = Counter(row.id for path in SETS for row in rows(path))
    assert [row_id for row_id, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("path", CORPUS_SETS, ids=lambda path: path.stem)
def test_no_question_is_asked_twice(path: Path) -> None:
    asked = Counter((row.question.casefold(), row.history) for row in rows(path))
    assert [question for question, count in asked.items() if count > 1] == []


@pytest.mark.parametrize("path", CORPUS_SETS, ids=lambda path: path.stem)
def test_the_documents_named_are_in_the_corpus(path: Path) -> None:
    named = {document for row in rows(path) for document in row.documents}
    assert [document for document in sorted(named) if not (CORPUS / f"{document}.md").is_file()] == []


@pytest.mark.parametrize("path", CORPUS_SETS, ids=lambda path: path.stem)
def test_an_answerable_question_has_a_deciding_fact_and_another_has_none(path: Path) -> None:
    for row in rows(path):
        facts = row.answers or row.must_contain or row.must_contain_any
        assert bool(facts) == row.answerable, row.id
        assert bool(row.documents) == row.answerable, row.id


@pytest.mark.parametrize("path", CORPUS_SETS, ids=lambda path: path.stem)
def test_the_deciding_fact_stands_in_a_named_article(path: Path) -> None:
    missing = [
        row.id for row in rows(path) if row.answerable and not any(row.is_right(article(d)) for d in row.documents)
    ]
    assert missing == []


def test_the_finnish_set_is_as_large_as_the_corpus_asks_for() -> None:
    finnish = rows(ROOT / "tests" / "questions" / "korpus-fi.jsonl")
    assert sum(row.answerable and not row.history for row in finnish) >= 230
    assert sum(bool(row.history) for row in finnish) >= 20
    assert {row.language for row in finnish} == {"fi"}


def test_nothing_in_the_calibration_set_is_held_back_or_asked_in_another_set() -> None:
    asked = {row.question.casefold() for path in SETS if path != CALIBRATION for row in rows(path)}
    assert {row.split for row in rows(CALIBRATION)} == {"dev"}
    assert [row.id for row in rows(CALIBRATION) if row.question.casefold() in asked] == []


def test_the_calibration_set_asks_enough_of_what_the_corpus_does_not_answer() -> None:
    refused = [row for row in rows(CALIBRATION) if not row.answerable]
    assert {row.topic for row in refused} <= {row.topic for row in rows(REFUSALS)}
    assert Counter(row.topic for row in refused)["in_domain_uncovered"] >= 90
    # The judgement is fitted on both answers in each language, or it learns the language instead.
    both = {(row.language, row.answerable) for row in rows(CALIBRATION)}
    assert both == {(language, answerable) for language in ("fi", "sv", "en") for answerable in (True, False)}
