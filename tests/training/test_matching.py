"""Questions and the answer strings of their passage are matched as a whole."""

from pathlib import Path

import pytest

from bot.models.reader import OnnxReader
from bot.text.sentences import sentence_spans
from training.data import Question, Sources, Window, WordWeights
from training.matching import Matcher, fit, unmatched

TEXT = "Kirjasto avattiin vuonna 1920. Rakennuksen piirsi Alvar Salo. Hyllyissä on satatuhatta kirjaa."


@pytest.fixture(scope="module")
def matcher(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    return Matcher(OnnxReader(1, tmp_path_factory.mktemp("models")), WordWeights([TEXT]))


def asked(*texts: str) -> list[Question]:
    return [Question("fi", text, "p", text) for text in texts]


@pytest.mark.parametrize(
    ("question", "string", "fits"),
    [
        ("Milloin kirjasto avattiin?", "1920", True),
        ("Milloin kirjasto avattiin?", "Alvar Salo", False),
        ("Montako kirjaa siellä on?", "satatuhatta", False),  # only known numerals are told
        ("Kuka piirsi talon?", "Alvar Salo", True),
        ("Kuka piirsi talon?", "vuonna 1920", False),
        ("Miksi talo purettiin?", "1920", False),
    ],
)
def test_a_string_fits_the_kind_of_thing_asked_for(question: str, string: str, fits: bool) -> None:
    assert (fit(question, string) > 0) is fits


def test_every_question_gets_its_own_string(matcher: Matcher) -> None:
    questions = asked("Kuka piirsi kirjaston?", "Milloin kirjasto avattiin?")
    found = {m.question.text: m.answer for m in matcher.match(TEXT, questions, ["1920", "Alvar Salo"])}
    assert found == {"Kuka piirsi kirjaston?": "Alvar Salo", "Milloin kirjasto avattiin?": "1920"}


def test_a_string_answers_one_question_only(matcher: Matcher) -> None:
    questions = asked("Kuka piirsi kirjaston?", "Kuka avasi kirjaston?", "Kuka johtaa kirjastoa?")
    found = matcher.match(TEXT, questions, ["Alvar Salo"])
    assert [m.answer for m in found] in (["Alvar Salo"], [])


def test_a_string_that_no_sentence_holds_is_left_out(matcher: Matcher) -> None:
    assert matcher.match(TEXT, asked("Kuka piirsi kirjaston?"), ["Eila Virta"]) == []


def test_windows_cover_every_sentence(matcher: Matcher) -> None:
    long = " ".join([TEXT] * 12)
    seen = Window(long, tuple(sentence_spans(long)))
    assert len(matcher.scores("Kuka piirsi kirjaston?", seen)) == len(seen.sentences) == 36


def test_matched_questions_are_learnt_in_both_languages(few: Path, tmp_path: Path) -> None:
    ((_, questions, strings),) = unmatched(Sources(few))
    assert (len(questions), strings) == (1, ["Motiva Oy", "Helsinki"])
    file = tmp_path / "matched.jsonl"
    file.write_text(
        '{"passage": "squad2fi-001-000", "question": "Kuka johti osaamiskeskusta?", "answer": "Motiva Oy"}\n', "utf-8"
    )
    learnt = Sources(few, file).matched
    assert [(q.language, q.answers) for q in learnt] == [("fi", ("Motiva Oy",)), ("en", ("Motiva Oy",))]
    assert Sources(few).matched == []
