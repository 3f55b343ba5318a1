"""Figures, groups and exports of records."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.advice.answer import AnswerStatus
from bot.evaluation.sets import open_set
from bot.models.embedder import Embedder, load_embedder
from bot.records.export import to_csv, to_jsonl
from bot.records.grouping import Grouping
from bot.records.record import Reason
from bot.records.summary import STEPS, Share, _quantile, summarise
from bot.settings import settings
from tests.records.conftest import Make

HELSINKI_IN_WINTER = timezone(timedelta(hours=2))


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return load_embedder(settings())


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def test_figures_of_a_period(make: Make) -> None:
    records = [
        make(asked=at(1, 9)),
        make(asked=at(2, 9), seconds=0.1, themes=("a", "b"), language="sv"),
        make(asked=at(2, 23), seconds=3.0, themes=(), status=AnswerStatus.NOT_FOUND, helpful=False, reason="missing"),
        make(asked=at(4, 21), seconds=0.3, helpful=True),
        make(asked=at(4, 23)),
    ]
    summary = summarise(records, date(2026, 11, 2), date(2026, 11, 4), HELSINKI_IN_WINTER)
    assert [(d.day.day, d.questions, d.answered) for d in summary.days] == [(2, 1, 1), (3, 1, 0), (4, 1, 1)]
    assert (summary.questions, summary.answered, summary.helpful, summary.unhelpful) == (3, 2, 1, 1)
    assert summary.languages == (
        Share(name="fi", questions=2, answered=1),
        Share(name="sv", questions=1, answered=1),
    )
    assert {(s.name, s.questions) for s in summary.themes} == {("", 1), ("a", 1), ("b", 1), ("kynnysarvot", 1)}
    assert summary.latency == (1, 0, 1, 0, 0, 1)
    assert (summary.p50, summary.p95) == (0.3, 3.0)
    assert summary.reasons == {Reason.MISSING: 1}


def test_no_records_have_no_latency() -> None:
    summary = summarise([], date(2026, 11, 2), date(2026, 11, 2))
    assert (summary.questions, summary.p50, summary.p95, len(summary.days)) == (0, None, None, 1)
    assert sum(summary.latency) == 0
    assert len(summary.latency) == len(STEPS) + 1


@given(st.lists(st.floats(0, 10), min_size=1, max_size=60), st.sampled_from([0.5, 0.95]))
def test_quantiles_are_measured_values_with_enough_below(values: list[float], share: float) -> None:
    ordered = sorted(values)
    found = _quantile(ordered, share)
    assert found in ordered
    assert sum(v <= found for v in ordered) >= share * len(ordered)
    assert sum(v < found for v in ordered) < share * len(ordered)


def test_like_questions_are_grouped_across_words_and_languages(make: Make, embedder: Embedder) -> None:
    questions = [
        "Paljonko aurinkopaneelit maksavat?",
        "Paljonko KEINO sai rahoitusta?",
        "Mikä on aurinkopaneelien hinta?",
        "Hur mycket finansiering fick KEINO?",
        "Kuinka paljon rahaa KEINOlle annettiin?",
        "Miten valitan markkinaoikeuteen?",
    ]
    records = [make(question=q) for q in questions]
    groups = Grouping(embedder).groups(records)
    assert [[questions.index(r.question) for r in g] for g in groups] == [[1, 3, 4], [0, 2], [5]]
    assert Grouping(embedder).groups([]) == []


def test_jsonl_loads_as_a_question_set(make: Make, tmp_path: Path) -> None:
    records = [
        make(question="Autettu?", helpful=True),
        make(question="Ei arvioitu?\u2028Rivi", history=(("Mitä?", "Tätä."),)),
        make(question="Oikein kieltäydytty?", status=AnswerStatus.OUT_OF_SCOPE, helpful=True, documents=()),
        make(question="Puuttui?", status=AnswerStatus.NOT_FOUND, helpful=False, reason="missing", documents=()),
    ]
    path = tmp_path / "set.jsonl"
    path.write_text(to_jsonl(records), "utf-8")
    found = open_set(path)
    assert found.excluded == ()
    loaded = found.questions
    assert [q.id for q in loaded] == [r.id for r in records]
    assert [q.question for q in loaded] == [r.question for r in records]
    assert [(q.answerable, q.documents) for q in loaded] == [
        (True, ("fi/kynnysarvot",)), (True, ()), (False, ()), (True, ()),
    ]  # fmt: skip
    assert loaded[1].history == (("Mitä?", "Tätä."),)
    first = json.loads(to_jsonl(records).splitlines()[0])
    assert first["record"]["helpful"] is True


def test_csv_opens_in_a_spreadsheet_and_runs_nothing(make: Make) -> None:
    records = [make(question='=HYPERLINK("http://x";"y")', note="rivi\nvaihtuu, ja \"lainaus\""), make(question="+1")]
    text = to_csv(records)
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert rows[0]["question"] == "'=HYPERLINK(\"http://x\";\"y\")"
    assert rows[0]["note"] == "rivi\nvaihtuu, ja \"lainaus\""
    assert rows[0]["documents"] == "fi/kynnysarvot"
    assert rows[1]["question"] == "'+1"
    assert rows[1]["id"] == records[1].id
