"""Conversations: which earlier questions a follow-up question leans on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.errors import QuestionError
from bot.text.terms import terms

# A question that opens so continues the one before it.
_OPENING = re.compile(
    r"^\s*(?:entä(?:pä)?|entäs|mitä\s+jos|ja\b|mutta|no\s+entä|och\b|men\b|hur\s+är\s+det\s+med|"
    r"what\s+about|how\s+about|and\b|but\b)",
    re.IGNORECASE,
)
# A word that stands for something said before.
_POINTING = re.compile(
    r"\b(?:se|sen|sitä|siitä|siihen|sillä|siinä|niitä|niiden|ne|niistä|niihin|niillä|tämä|tämän|tätä|tästä|tähän|tällä|"
    r"nämä|näitä|näiden|näistä|hän|hänen|häntä|he|heidän|silloin|siellä|sinne|"
    r"den|det|dess|dem|deras|denna|detta|dessa|han|hon|hans|hennes|då|där|"
    r"it|its|they|them|their|this|that|these|those|he|she|his|her|then|there)\b",
    re.IGNORECASE,
)
_FEW_WORDS = 2


def pairs(history: Iterable[Any] | None) -> list[tuple[str, str]]:
    """The (question, answer) pairs of a conversation, oldest first; a question without an answer has an empty one.

    Besides pairs, ``{"question": "…", "answer": "…"}`` and the messages of chat programs are read:
    ``{"role": "user" | "assistant", "content": "…"}``.
    Raises QuestionError for anything else.
    """
    found: list[tuple[str, str]] = []
    if isinstance(history, str | Mapping):
        raise _unusable(history)
    for turn in history or ():
        if isinstance(turn, Mapping) and isinstance(turn.get("question"), str):
            found.append((turn["question"], str(turn.get("answer") or "")))
        elif isinstance(turn, Mapping) and isinstance(turn.get("content"), str):
            if turn.get("role") == "user":
                found.append((turn["content"], ""))
            elif turn.get("role") == "assistant" and found:
                found[-1] = (found[-1][0], turn["content"])
        elif isinstance(turn, Sequence) and not isinstance(turn, str) and len(turn) == 2 and isinstance(turn[0], str):
            found.append((turn[0], str(turn[1] or "")))
        else:
            raise _unusable(turn)
    return found


def _unusable(turn: object) -> QuestionError:
    return QuestionError(f'history: {str(turn)[:60]!r} is no turn; write [["question", "answer"], …], oldest first')


def context_of(question: str, language: str, history: Sequence[tuple[str, str]]) -> list[str]:
    """The earlier questions that ``question`` leans on, oldest first; none where it stands alone.

    ``history`` holds (question, answer) pairs, oldest first. A chain of follow-ups reaches back to the question
    that stood alone, at most three.
    """
    earlier = [q for q, _ in history if q.strip()]
    context: list[str] = []
    current = question
    while earlier and len(context) < 3 and leans(current, language):
        current = earlier.pop()
        context.insert(0, current)
    return context


def leans(question: str, language: str) -> bool:
    """Whether a question cannot be understood without the one before it."""
    if _OPENING.search(question):
        return True
    words = len(terms(question, language))
    return words <= _FEW_WORDS and bool(_POINTING.search(question))
