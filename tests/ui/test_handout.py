"""Handouts: every quote word for word, sources numbered through, and files that other programs read."""

from __future__ import annotations

import io
from datetime import date

import docx
import pytest
from markdown_it import MarkdownIt

from bot.advice.answer import Answer, AnswerStatus, Certainty, Citation
from bot.ui.catalogue import LANGUAGES, texts
from bot.ui.conversation import Conversation, Stage, Turn
from bot.ui.handout import as_docx, as_markdown, handout
from bot.ui.saved import from_saved, to_saved

TODAY = date(2026, 11, 24)
HOSTILE = "<script>alert(1)</script> ![kuva](http://x.example/p.png) *tähti* [1]\n# otsikko\n- \x07 kello"


def citation(marker: int, quote: str, document: str) -> Citation:
    return Citation(
        marker=marker, document_id=document, passage_id=f"{document}#1", title=f"Asiakirja {document}", section="Kohta",
        quote=quote, start=0, end=len(quote), authority="binding", language="fi", publisher="TEM",
    )  # fmt: skip


def answer(question: str, *citations: Citation, notes: tuple[str, ...] = ()) -> Answer:
    body = "\n\n".join(f"{c.quote} [{c.marker}]" for c in citations)
    return Answer(
        question=question, status=AnswerStatus.ANSWERED, language="fi", text=body, notes=notes, citations=citations,
        certainty=Certainty.HIGH, timings={"total": 0.2},
    )  # fmt: skip


def turn(given: Answer) -> Turn:
    return Turn(question=given.question, stage=Stage.DONE, answer=given)


REFUSED = Answer(question="Sää?", status=AnswerStatus.OUT_OF_SCOPE, language="fi", text="En tiedä *säästä*.")
TALK = Conversation(
    turns=(
        turn(answer("Eka <b>?", citation(1, "Ensimmäinen lainaus.", "a"), citation(2, HOSTILE, "b"))),
        turn(answer("Toka", citation(1, "Toinen lainaus.", "b"), notes=("Sitova lähde: Asiakirja b [1].",))),
        turn(REFUSED),
        Turn(question="Keskeytetty", stage=Stage.STOPPED),
    )
)


def test_one_number_for_one_source() -> None:
    given = handout(TALK, texts("fi"), TODAY)
    assert [[q.number for q in e.quotes] for e in given.entries] == [[1, 2], [2], []]
    assert len(given.sources) == 2
    assert given.entries[1].notes == ("Sitova lähde: Asiakirja b [2].",)
    assert given.entries[2].said == "En tiedä *säästä*."


def test_notes_name_a_source_once() -> None:
    quoted = (citation(1, "Yksi.", "a"), citation(2, "Kaksi.", "a"))
    talk = Conversation(turns=(turn(answer("Mitä?", *quoted, notes=("Sitova lähde: Asiakirja a [1] [2].",))),))
    assert handout(talk, texts("fi"), TODAY).entries[0].notes == ("Sitova lähde: Asiakirja a [1].",)


@pytest.mark.parametrize("code", LANGUAGES)
def test_markdown_shows_quotes_as_they_are(code: str) -> None:
    written = as_markdown(handout(TALK, texts(code), TODAY))
    html = MarkdownIt("commonmark", {"html": False}).render(written)
    assert html.count("<blockquote>") == 3
    assert html.count("<h1>") == 1
    assert html.count("<h2>") == 4, "three questions and the sources: no quote makes a heading"
    assert "<img" not in html
    assert "<script" not in html
    assert "<em>tähti" not in html
    assert texts(code)("handout.title") in written


@pytest.mark.parametrize("code", LANGUAGES)
def test_docx_opens_and_holds_every_quote(code: str) -> None:
    data = as_docx(handout(TALK, texts(code), TODAY), code)
    read = docx.Document(io.BytesIO(data))
    quotes = [p.text for p in read.paragraphs if p.style is not None and p.style.name == "Quote"]
    assert quotes[0] == "Ensimmäinen lainaus. [1]"
    assert quotes[1] == HOSTILE.replace("\x07", "␇") + " [2]", "a character that XML cannot hold is shown by its sign"
    assert quotes[2] == "Toinen lainaus. [2]"
    headings = [p.text for p in read.paragraphs if p.style is not None and p.style.name == "Heading 1"]
    assert headings == ["1. Eka <b>?", "2. Toka", "3. Sää?", texts(code)("sources.heading")]
    assert [p.text[:4] for p in read.paragraphs][-2:] == ["[1] ", "[2] "]
    assert read.core_properties.title == texts(code)("handout.title")
    assert read.core_properties.language == code


def test_nothing_to_hand_out_is_no_error() -> None:
    empty = handout(Conversation(), texts("sv"), TODAY)
    assert empty.sources == ()
    assert docx.Document(io.BytesIO(as_docx(empty, "sv"))).paragraphs
    assert as_markdown(empty).startswith("# ")


def test_a_kept_conversation_is_the_same() -> None:
    again = from_saved(to_saved(TALK))
    assert again == TALK


@pytest.mark.parametrize(
    "sent", [None, "", "{", "[]", '{"turns": 3}', '{"turns": [{"stage": "done"}]}', 7, "x" * 3_000_000]
)
def test_nonsense_is_no_conversation(sent: object) -> None:
    assert from_saved(sent) is None


def test_a_question_in_the_middle_does_not_go_on() -> None:
    waiting = TALK.asked("Jäikö kesken?")
    again = from_saved(to_saved(waiting))
    assert again == TALK
