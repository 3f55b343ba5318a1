"""Answers over real indexes: exact quotes, refusals, follow-ups, and the press release's forty questions."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import Advisor, Answer
from bot.advice.chain import read, retrieve, understand
from bot.advice.selection import PASSAGES
from bot.advice.state import State
from bot.errors import DocumentNotFoundError, IndexMissingError, QuestionError, SettingsError
from bot.evaluation.run import evaluate
from bot.search.filters import Filters
from bot.settings import ROOT
from bot.text.themes import theme_name

QUESTIONS = ROOT / "tests" / "questions"


def assert_exact(advisor: Advisor, answer: Answer) -> None:
    assert answer.citations
    for c in answer.citations:
        assert advisor.document(c.document_id).text[c.start : c.end] == c.quote
        assert c.quote in answer.text
        assert f"[{c.marker}]" in answer.text


def test_the_first_question(advisor: Advisor) -> None:
    answer = advisor.ask("Paljonko KEINO sai rahoitusta?")
    assert answer.status == "answered"
    assert answer.language == "fi"
    assert "3,8" in answer.text
    assert_exact(advisor, answer)
    assert answer.notes, "the funding is history, and the answer says so"
    assert set(answer.timings) == {"understand", "search", "read", "judge", "extract", "verify", "compose", "total"}
    assert [h.rank for h in answer.hits] == list(range(1, len(answer.hits) + 1))
    assert all(a.score >= b.score for a, b in zip(answer.hits, answer.hits[1:], strict=False))


@pytest.mark.parametrize(
    ("question", "language", "fact"),
    [
        ("Mikä on kansallinen kynnysarvo tavarahankinnoissa?", "fi", "60 000"),
        ("How long is the standstill period?", "en", "14 days"),
        ("Vem samordnade KEINO?", "sv", "Motiva"),
    ],
)
def test_three_languages(advisor: Advisor, question: str, language: str, fact: str) -> None:
    answer = advisor.ask(question)
    assert answer.status == "answered"
    assert answer.language == language
    assert fact in " ".join(answer.text.split())
    assert_exact(advisor, answer)


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("Mitkä ovat hankintojen EU-kynnysarvot?", "Rakennusurakat | 5 404 000 euroa"),
        ("Vilka är EU-tröskelvärdena?", "Byggentreprenader | 5 404 000 euro"),
        ("What are the EU thresholds?", "| 5 404 000 euros"),
        ("När får man göra en direktupphandling?", "någon av de åtta grunderna"),
        ("When may we award a contract directly?", "one of the eight grounds"),
    ],
)
def test_who_asks_for_all_of_it_gets_the_whole_list_first(advisor: Advisor, question: str, fact: str) -> None:
    first = advisor.ask(question).citations[0]
    assert fact in first.quote.replace("\u00a0", " ")


def test_a_year_alone_makes_nothing_near(advisor: Advisor) -> None:
    """Texts on anything name years: what shares only one with the question is nothing to go on with."""
    answer = advisor.ask("Kuka voitti euroviisut 2021?")
    assert answer.status != "answered"
    assert any("2021" in h.text for h in answer.hits), "the search found the year"
    assert answer.suggestions == ()


@pytest.mark.parametrize("question", ["", "   ", "x" * 2001, "$$$ %%% ###"])
def test_rejected(advisor: Advisor, question: str) -> None:
    answer = advisor.ask(question)
    assert answer.status == "rejected"
    assert answer.text
    assert not answer.citations


@pytest.mark.parametrize(
    "question", ["kuinka monta nba tittliä michael jordan voitti", "who played bobby ray in sweet home alabama"]
)
def test_off_topic_is_not_answered(advisor: Advisor, question: str) -> None:
    answer = advisor.ask(question)
    assert answer.status in {"not_found", "out_of_scope"}
    assert not answer.citations


@pytest.mark.parametrize(
    ("question", "language"),
    [("Miten leivon leipää?", "fi"), ("Vem vann fotbolls-VM 2014?", "sv"), ("How do I bake bread?", "en")],
)
def test_a_refusal_speaks_the_language_of_the_question(advisor: Advisor, question: str, language: str) -> None:
    answer = advisor.ask(question)
    assert answer.language == language
    themes = {t for d in advisor.documents() for t in advisor.document(d).metadata.themes}
    names = {theme_name(t, language) for t in themes}
    if answer.status == "out_of_scope":
        assert sum(name in answer.text for name in names) >= 5
    contacts = {m.title: m.language for m in advisor.metadata().values() if m.kind == "contact"}
    said = {contacts[line[2:]] for line in answer.text.split("\n") if line[2:] in contacts}
    assert said <= {language}


def test_what_to_ask_next_is_in_the_language_of_the_question(advisor: Advisor) -> None:
    suggestions = advisor.ask("Paljonko KEINO sai rahoitusta?").suggestions
    assert suggestions
    assert {advisor.document(s.document_id).metadata.language for s in suggestions} == {"fi"}


def test_a_follow_up_uses_the_conversation(advisor: Advisor) -> None:
    first = "Mikä on kansallinen kynnysarvo tavarahankinnoissa?"
    answer = advisor.ask("Entä rakennusurakoissa?", history=[(first, "60 000 euroa")])
    assert answer.status == "answered"
    assert "150 000" in " ".join(answer.text.split())


def test_filters_limit_the_sources(advisor: Advisor) -> None:
    hits = advisor.search("rahoitus", k=5, filters={"themes": ["innovatiiviset"]})
    assert hits
    assert all("innovatiiviset" in advisor.document(h.document_id).metadata.themes for h in hits)


def test_nothing_is_found_for_nothing(advisor: Advisor) -> None:
    assert advisor.search(" \n") == []
    assert advisor.search("kynnysarvo", k=0) == []
    assert len(advisor.search("kynnysarvo \ud800", k=1)) == 1


def test_what_comes_with_a_question(advisor: Advisor) -> None:
    question = "Mikä on kansallinen kynnysarvo tavarahankinnoissa?"
    assert advisor.ask(question, history=None, language="sv-FI").language == "sv"
    assert advisor.ask(question, filters={"language": None, "kind": ""}).citations
    with pytest.raises(QuestionError, match="fi, sv, en"):
        advisor.ask(question, language="de")
    with pytest.raises(SettingsError, match="themes"):
        advisor.ask(question, filters="fi")  # type: ignore[arg-type]


def test_the_retriever_is_langchains(advisor: Advisor) -> None:
    documents = advisor.retriever(k=3).invoke("Mikä on hankintaoikaisu?")
    assert len(documents) == 3
    first = documents[0]
    text = advisor.document(first.metadata["document_id"]).text
    assert text[first.metadata["start"] : first.metadata["end"]] == first.page_content


def test_no_index_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match=r"python ingest\.py"):
        Advisor.open(tmp_path)


def test_no_such_document(advisor: Advisor) -> None:
    with pytest.raises(DocumentNotFoundError, match="no document"):
        advisor.document("ei/ole")


def test_forty_questions_on_the_press_release(press: Advisor) -> None:
    run = evaluate(QUESTIONS / "tiedote.jsonl", press)
    wrong = [o.question for o in run.outcomes if not o.right]
    assert run.figures["all"]["quotes exact"] == 1.0
    assert run.excluded == ()
    assert len(wrong) <= 8, wrong


def test_development_questions_hold_their_line(advisor: Advisor) -> None:
    figures = evaluate(QUESTIONS / "kehitys.jsonl", advisor).figures["all"]
    assert figures["quotes exact"] == 1.0
    assert (figures["right"] or 0) >= 0.85
    assert (figures["refused wrongly"] or 0) <= 0.15
    assert (figures["refusal recall"] or 0) >= 0.4


def test_a_passage_out_of_reach_is_not_read(advisor: Advisor) -> None:
    tools = advisor.tools()
    counts = set()
    for question in ("Mikä on hankintaoikaisu?", "Paljonko KEINO sai rahoitusta?", "hankinta", "vaatimukset"):
        state = read(retrieve(understand(State(question, [], None, Filters(), tools))))
        assert PASSAGES <= len(state.readings) <= tools.read_passages
        assert len(state.found) > len(state.readings), "what was not read is still among the hits"
        counts.add(len(state.readings))
    assert len(counts) > 1, "some questions need more reading than others"
