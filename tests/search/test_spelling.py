"""Misspelt words and divided compounds of a question, against the corpus."""

from __future__ import annotations

import pytest

from bot import Advisor
from bot.search.spelling import respelt


@pytest.mark.parametrize(
    ("asked", "language", "meant"),
    [
        ("Mikä on hankinta yksikkö?", "fi", "Mikä on hankintayksikkö?"),
        ("mitä on markkina vuoropuhelu", "fi", "mitä on markkinavuoropuhelu"),
        ("Milloin tehdään hankintaoikaisuu?", "fi", "Milloin tehdään hankintaoikaisu?"),
        ("Mikä on kilpaiultus?", "fi", "Mikä on kilpailutus?"),
        ("vad är en upphandlnig", "sv", "vad är en upphandling"),
    ],
)
def test_what_the_index_spells_otherwise(advisor: Advisor, asked: str, language: str, meant: str) -> None:
    assert respelt(asked, language, advisor.tools().snapshot) == meant


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Mikä on hankinnan arvo?", "fi"),  # two words, each at home
        ("Kuka voitti jääkiekon mestaruuden?", "fi"),  # real words, only not ours
        ("Paljonko Xqzrtwv maksaa?", "fi"),  # nothing resembles it
        ("67 § ja 1397/2016", "fi"),
        ("What is a framework agreement?", "en"),
        ("", "fi"),
    ],
)
def test_what_stays_as_it_is(advisor: Advisor, question: str, language: str) -> None:
    assert respelt(question, language, advisor.tools().snapshot) == question


def test_a_misspelt_question_is_answered_like_the_right_one(advisor: Advisor) -> None:
    asked = advisor.ask("Mikä on kansalinen kynnysavro tavarahankinnoissa?")
    assert asked.status == "answered"
    assert "60 000" in " ".join(asked.text.split())
    assert asked.question == "Mikä on kansalinen kynnysavro tavarahankinnoissa?"
