"""The benchmark of reading counts an answer only where a sentence, or a quote, holds it."""

from __future__ import annotations

from benchmarks.reading import end_to_end, sentence
from bot import Advisor
from bot.evaluation.questions import Question
from training.data import fitted


def question(text: str, answer: str, document: str) -> Question:
    return Question(id=text, question=text, language="fi", documents=(document,), answers=(answer,))


def test_the_chosen_sentence_must_hold_the_answer(press: Advisor) -> None:
    (document,) = press.documents()
    asked = [
        question("Paljonko KEINO sai rahoitusta?", "miljoon", document),
        question("Paljonko KEINO sai rahoitusta?", "kolmetoista norsua", document),
    ]
    hits = sentence(press, asked)
    assert {name: len(some) for name, some in hits.items()} == dict.fromkeys(hits, 1)
    assert hits["the program's choice"] == [True]
    assert hits["first sentence"] == [False]


def test_the_answer_must_be_within_the_quotes(press: Advisor) -> None:
    (document,) = press.documents()
    asked = [
        question("Paljonko KEINO sai rahoitusta?", "miljoon", document),
        question("Mikä on Islannin pääkaupunki?", "Reykjavik", document),
    ]
    figures = end_to_end(press, asked)
    assert figures["the answer is within the quotes"] == [True, False]
    assert figures["the same, of the questions that were answered"] == [True]
    assert figures["the question was answered"] == [True, False]
    assert figures["its passage came first"] == [True, True]


def test_about_half_of_the_questions_is_only_measured_on() -> None:
    share = sum(fitted(f"question-{n}") for n in range(1000)) / 1000
    assert 0.4 < share < 0.6
