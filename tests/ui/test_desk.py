"""The desk on a real advisor: the steps to an answer, the conversation, and failures that are told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot import Advisor
from bot.errors import IndexDamagedError
from bot.ui.catalogue import texts
from bot.ui.conversation import MAX_TURNS, Conversation, Stage, render_conversation
from bot.ui.desk import answer_last, source_view
from bot.ui.place import Place

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def served(site_index: Path) -> Advisor:
    return Advisor.open(site_index)


def test_an_answer_comes_in_steps(served: Advisor) -> None:
    talk = Conversation().asked("Paljonko KEINO sai rahoitusta?")
    seen = list(answer_last(served, talk))
    stages = [c.turns[-1].stage for c in seen]
    assert stages == [Stage.SEARCHING, Stage.READING, Stage.ANSWERING, Stage.DONE]
    done = seen[-1]
    assert done.turns[-1].answer is not None
    assert done.turns[-1].answer.citations
    for place, c in zip(done.places(0), done.turns[-1].answer.citations, strict=True):
        assert served.document(place.doc).text[place.start : place.end] == c.quote
        assert "<mark" in source_view(served, place, done, texts("fi"), TODAY)
    assert done.history() == [], "the question at hand is not its own history"
    assert len(done.asked("Entä sitten?").history()) == 1


class Broken:
    """An index that is damaged while the page is open."""

    def __init__(self, served: Advisor) -> None:
        self._served = served

    def __getattr__(self, name: str) -> object:
        return getattr(self._served, name)

    def ask(self, *_: object, **__: object) -> None:
        raise IndexDamagedError("rikki; run `python ingest.py --full`")


def test_a_failure_is_told_and_can_be_retried(served: Advisor, caplog: pytest.LogCaptureFixture) -> None:
    *_, last = answer_last(Broken(served), Conversation().asked("Mitä?"))  # type: ignore[arg-type]
    assert last.turns[-1].stage is Stage.FAILED
    assert "ingest.py" in caplog.text
    html = render_conversation(last, texts("fi"), TODAY)
    assert "data-retry" in html
    assert "Mitä?" in html
    assert "rikki" not in html, "what went wrong inside is for the log"


def test_nothing_to_answer(served: Advisor) -> None:
    assert list(answer_last(served, Conversation())) == [Conversation()]


def test_conversation_does_not_grow_without_end() -> None:
    talk = Conversation()
    for n in range(MAX_TURNS + 7):
        talk = talk.asked(str(n))
    assert len(talk.turns) == MAX_TURNS
    assert talk.turns[-1].question == str(MAX_TURNS + 6)


def test_where_nothing_is_asked_no_empty_bubble_stands() -> None:
    assert 'class="bubble"' not in render_conversation(Conversation().asked("  \n "), texts("fi"), TODAY)
    assert 'class="bubble"' in render_conversation(Conversation().asked("Mikä on Hilma?"), texts("fi"), TODAY)


def test_long_and_hostile_questions_are_shown_as_text() -> None:
    html = render_conversation(Conversation().asked("<script>" + "x" * 100_000), texts("fi"), TODAY)
    assert "<script>" not in html
    assert len(html) < 20_000


def test_missing_source(served: Advisor) -> None:
    html = source_view(served, Place(doc="ei-ole"), Conversation(), texts("sv"), TODAY)
    assert texts("sv")("source.missing_heading") in html
