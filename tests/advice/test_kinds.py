"""What a question asks for is read from its words, in three languages."""

import pytest

from bot.advice.kinds import AnswerKind, alike, holds, kind_of, read_as, several


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Milloin uusi toimintakausi alkaa?", AnswerKind.TIME),
        ("När började verksamhetsperioden?", AnswerKind.TIME),
        ("When did the term begin?", AnswerKind.TIME),
        ("Milloin suorahankinnan saa tehdä?", AnswerKind.CONDITION),
        ("Milloin sopimuksen saa aikaisintaan tehdä?", AnswerKind.TIME),
        ("Koska veroilmoitus pitää palauttaa?", AnswerKind.TIME),
        ("När får man göra en direktupphandling?", AnswerKind.CONDITION),
        ("When may we award a contract directly?", AnswerKind.CONDITION),
        ("When is direct award allowed?", AnswerKind.CONDITION),
        ("Paljonko KEINO sai rahoitusta?", AnswerKind.AMOUNT),
        ("Kuka johti osaamiskeskusta?", AnswerKind.PERSON),
        ("Vad är en innovativ upphandling?", AnswerKind.WHAT),
        ("Saako tarjousta täydentää?", AnswerKind.MAY),
    ],
)
def test_the_kind_is_read_from_the_question(question: str, kind: AnswerKind) -> None:
    assert kind_of(question) is kind


def test_a_condition_is_no_date() -> None:
    assert holds(AnswerKind.CONDITION, "Direktupphandling får göras endast om grunderna i 40 § uppfylls.")
    assert not holds(AnswerKind.CONDITION, "Konkurrens- och konsumentverket övervakar upphandlingar.")
    assert not holds(AnswerKind.TIME, "Suorahankinnan saa tehdä vain laissa säädetyillä perusteilla.")


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("Milloin suorahankinnan saa tehdä?", "millä edellytyksillä suorahankinnan saa tehdä?"),
        ("När får man göra en direktupphandling?", "på vilka villkor får man göra en direktupphandling?"),
        ("When may we award directly?", "on what conditions may we award directly?"),
        ("Milloin KEINO päättyi?", "Milloin KEINO päättyi?"),
    ],
)
def test_the_reader_is_asked_for_a_condition_where_one_is_meant(question: str, read: str) -> None:
    assert read_as(question, kind_of(question)) == read


@pytest.mark.parametrize(
    ("question", "many"),
    [
        ("Mitkä ovat EU-kynnysarvot?", True),
        ("Mitä hankintamenettelyjä on olemassa?", True),
        ("Vilka är EU-tröskelvärdena?", True),
        ("What are the EU thresholds?", True),
        ("Mikä on EU-kynnysarvo?", False),
        ("Vad är en anbudstävling?", False),
        ("What is a direct award?", False),
    ],
)
def test_whether_more_than_one_thing_is_asked_for(question: str, many: bool) -> None:
    assert several(question) is many


def test_a_heading_that_asks_for_the_same_kind_of_thing() -> None:
    question = "Mitkä ovat pakolliset poissulkemisperusteet?"
    assert alike(question, "Mitkä rikokset ovat pakollisia perusteita?")
    assert not alike(question, "Miten pakolliset perusteet tarkistetaan?")
    assert not alike(question, "Pakolliset poissulkemisperusteet")
