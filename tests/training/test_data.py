"""What the models learn from, and what they must not."""

import random
from pathlib import Path

import pytest

from training.data import HELD_OUT, Sources, WordWeights, article, window

TEXT = "Hankinta alkoi maaliskuussa. Tarjouksia tuli neljä. Voittaja oli Motiva Oy. Sopimus päättyi vuonna 2024."


def test_held_out_articles_are_not_learnt_from(few: Path) -> None:
    sources = Sources(few)
    learnt = [*sources.asked_of_training, *sources.labelled(), *sources.headings]
    assert learnt
    assert not HELD_OUT & {article(q.passage) for q in learnt}
    held = sources.labelled(held_out=True)
    assert {q.language for q in held} == {"fi", "en", "sv"}
    assert {article(q.passage) for q in held} <= HELD_OUT


def test_part_b_and_the_tests_are_not_among_the_real_sources(shared: Path) -> None:
    sources = Sources(shared)
    learnt = [*sources.asked_of_training, *sources.labelled(), *sources.headings]
    assert not sources.forbidden & {article(q.passage) for q in learnt}
    assert not any("2016/1397" in q.passage or q.passage.startswith("tydi") for q in learnt)


def test_an_english_question_keeps_its_finnish_words(few: Path) -> None:
    (english,) = (q for q in Sources(few).asked_of_training if q.text == "Who led the competence centre?")
    assert (english.language, english.words) == ("en", "Kuka johti osaamiskeskusta?")


@pytest.mark.parametrize("limit", [10, 60, 400])
def test_a_window_is_whole_sentences_around_the_one_asked_for(limit: int) -> None:
    for seed in range(5):
        seen = window(TEXT, 2, limit, random.Random(seed))
        sentences = [seen.sentence(i) for i in range(len(seen.sentences))]
        assert "Voittaja oli Motiva Oy." in sentences
        assert all(s in TEXT and s.endswith(".") for s in sentences)
        assert len(seen.text) <= max(limit, len("Voittaja oli Motiva Oy."))
    assert seen.holding(["motiva  OY"]) == (sentences.index("Voittaja oli Motiva Oy."),)


def test_rare_words_weigh_more_than_usual_ones() -> None:
    words = WordWeights(["Kunta osti auton.", "Kunta myi talon.", "Kunta rakensi sillan."])
    usual, rare, none = words.shares("Milloin kunta osti sillan?", ["Kunta päätti.", "Sillan hinta.", "Koira nukkui."])
    assert rare > usual > none == 0
