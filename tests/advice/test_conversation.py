"""Conversations: the forms they come in, and which questions lean on the one before."""

from __future__ import annotations

from typing import Any

import pytest

from bot.advice.conversation import context_of, pairs
from bot.errors import QuestionError


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        (None, []),
        ([], []),
        ([("Mikä?", "Se.")], [("Mikä?", "Se.")]),
        ([["Mikä?", None]], [("Mikä?", "")]),
        ([{"question": "Mikä?", "answer": "Se."}], [("Mikä?", "Se.")]),
        (
            [
                {"role": "assistant", "content": "Hei!"},
                {"role": "user", "content": "Mikä?"},
                {"role": "assistant", "content": "Se."},
                {"role": "user", "content": "Kuka?"},
            ],
            [("Mikä?", "Se."), ("Kuka?", "")],
        ),
    ],
)
def test_forms_of_a_conversation(history: Any, expected: list[tuple[str, str]]) -> None:
    assert pairs(history) == expected


@pytest.mark.parametrize("history", ["Mikä?", ["Mikä?"], [("a", "b", "c")], [5], [{"role": "user"}], [(1, 2)]])
def test_what_is_no_conversation_says_how_to_write_one(history: Any) -> None:
    with pytest.raises(QuestionError, match="oldest first"):
        pairs(history)


@pytest.mark.parametrize(
    ("question", "language", "leans"),
    [
        ("Entä EU-hankinnoissa?", "fi", True),
        ("Milloin se vihittiin käyttöön?", "fi", True),
        ("Och när är den stängd?", "sv", True),
        ("How high is it?", "en", True),
        ("Mikä on hankintaoikaisun määräaika?", "fi", False),
        ("Vad är ett tröskelvärde?", "sv", False),
        ("Who built the lighthouse at Stag Rock?", "en", False),
    ],
)
def test_which_questions_lean_on_the_one_before(question: str, language: str, leans: bool) -> None:
    earlier = "Missä uimahalli on?"
    assert context_of(question, language, [(earlier, "Lehtimäellä.")]) == ([earlier] if leans else [])
