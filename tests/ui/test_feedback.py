"""Feedback on a real answer: what is stored, what the page says of it, and what a browser cannot make it do."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from bot import Advisor
from bot.records.record import Reason
from bot.records.recorder import Recorder
from bot.records.store import Records
from bot.settings import Settings
from bot.ui.catalogue import LANGUAGES, texts
from bot.ui.conversation import Conversation, Stage, render_conversation
from bot.ui.desk import answer_last
from bot.ui.events import Events
from bot.ui.feedback import forget, given_of, rate
from bot.ui.header import render_footer

TODAY = date(2026, 11, 24)
QUESTION = "Paljonko KEINO sai rahoitusta?"


@pytest.fixture(scope="module")
def served(site_index: Path) -> Advisor:
    return Advisor.open(site_index)


@pytest.fixture(scope="module")
def talk(served: Advisor) -> Conversation:
    *_, done = answer_last(served, Conversation().asked(QUESTION))
    return done


@pytest.fixture
def records(tmp_path: Path) -> Records:
    return Records(tmp_path / "records.sqlite")


def recorder(records: Records, served: Advisor, *, logging: bool = False) -> Recorder:
    return Recorder(records, Settings(log_questions=logging), served.document)


def shown(talk: Conversation) -> str:
    return render_conversation(talk, texts("fi"), TODAY)


def test_without_the_log_only_feedback_is_stored(records: Records, served: Advisor, talk: Conversation) -> None:
    quiet = recorder(records, served)
    *_, (asked, _) = Events(served, quiet).answered("fi", Conversation().asked(QUESTION))
    assert asked.turns[0].record == ""
    assert not records.path.exists()
    rated = rate(quiet, talk, given_of({"turn": "0", "reason": "outdated", "note": "Soita 040 1234567"}))
    (record,) = records.everything()
    assert rated.turns[0].record == record.id
    assert (record.helpful, record.reason, record.note) == (False, Reason.OUTDATED, "Soita [puhelinnumero]")
    assert record.question == QUESTION
    assert record.documents
    assert record.hits
    assert record.generation == served.status()["generation"]
    assert record.themes == served.document(record.documents[0]).metadata.themes != ()
    assert f"<code>{record.id}</code>" in shown(rated)


def test_with_the_log_the_question_and_its_feedback_are_one_record(records: Records, served: Advisor) -> None:
    loud = recorder(records, served, logging=True)
    *_, (asked, html) = Events(served, loud).answered("fi", Conversation().asked(QUESTION))
    (record,) = records.everything()
    assert record.helpful is None
    assert record.id == asked.turns[0].record
    assert record.id in html, "the page tells the id of what was logged"
    rate(loud, asked, given_of({"turn": 0, "helpful": True}))
    (rated,) = records.everything()
    assert (rated.id, rated.helpful) == (record.id, True)


def test_what_was_given_can_be_taken_back(records: Records, served: Advisor, talk: Conversation) -> None:
    quiet = recorder(records, served)
    rated = rate(quiet, talk, given_of({"turn": 0, "helpful": True}))
    back = forget(quiet, rated, given_of({"turn": 0}))
    assert back == talk
    assert records.everything() == []
    records.forget(rate(quiet, talk, given_of({"turn": 0})).turns[0].record)
    assert forget(quiet, rated, given_of({"turn": 0})) == talk, "deleted meanwhile on the command line"


@pytest.mark.parametrize(
    "sent",
    [
        None, "", [], {}, {"turn": -1}, {"turn": 1}, {"turn": 10**30}, {"turn": "x"}, {"turn": 0, "reason": "<b>"},
        {"turn": 0, "note": ["a", "b"]}, {"turn": 0, "helpful": "ehkä"},
    ],
)  # fmt: skip
def test_nonsense_changes_nothing(records: Records, served: Advisor, talk: Conversation, sent: object) -> None:
    assert rate(recorder(records, served), talk, given_of(sent)) == talk
    assert forget(recorder(records, served), talk, given_of(sent)) == talk
    assert not records.path.exists()


def test_no_feedback_while_a_question_is_being_answered(records: Records, served: Advisor, talk: Conversation) -> None:
    working = talk.asked("Entä sitten?").at(Stage.READING)
    assert rate(recorder(records, served), working, given_of({"turn": 0})) == working
    assert re.search(r'data-feedback="0" [^>]*\binert\b', shown(working))
    assert "inert" not in shown(talk)
    assert 'data-feedback="1"' not in shown(working)


def test_what_cannot_be_stored_is_told(tmp_path: Path, served: Advisor, talk: Conversation) -> None:
    blocked = recorder(Records(tmp_path), served, logging=True)  # a folder is no file
    failed = rate(blocked, talk, given_of({"turn": 0, "helpful": True}))
    assert texts("fi")("feedback.failed") in shown(failed)
    *_, (asked, html) = Events(served, blocked).answered("fi", Conversation().asked(QUESTION))
    assert asked.turns[0].stage is Stage.DONE, "an answer does not wait for the log"
    assert "data-feedback" in html


def test_refused_questions_have_no_feedback(served: Advisor) -> None:
    *_, done = answer_last(served, Conversation().asked("x" * 2500))
    assert done.turns[0].answer is not None
    assert "data-feedback" not in shown(done)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_footer_says_what_is_stored(language: str) -> None:
    t = texts(language)
    off, on = render_footer(t, False, 30), render_footer(t, True, 30)
    assert off != on
    assert "30" in off
    assert "30" in on


def test_notes_are_shown_to_nobody_as_markup(records: Records, served: Advisor, talk: Conversation) -> None:
    rate(recorder(records, served), talk, given_of({"turn": 0, "note": "<script>alert(1)</script>" + "x" * 5000}))
    (record,) = records.everything()
    assert record.note.startswith("<script>")
    assert len(record.note) == 1000


def test_an_id_that_a_browser_brought_is_shown_as_text(talk: Conversation) -> None:
    forged = talk.with_turn(0, record='"><script>alert(1)</script>', helpful=True)
    assert "<script>" not in shown(forged)
