"""The conversation of one page: its turns, and how it looks."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from bot.advice.answer import Answer
from bot.ui.card import asking, render_answer, state_line
from bot.ui.catalogue import Texts
from bot.ui.feedback import render_feedback
from bot.ui.markup import attribute, isolated, text
from bot.ui.place import Place, place_of

# More turns than this and the oldest ones leave: a page left open for days must not grow without end.
MAX_TURNS = 50
# An over-long question is refused; there is no use in keeping all of it on the page.
_SHOWN = 4000
# A question longer than this may need scrolling within its bubble.
_SCROLLED = 300


class Stage(StrEnum):
    """Where a turn is: three steps of work, then one of three ends."""

    WAITING = "waiting"
    SEARCHING = "searching"
    READING = "reading"
    ANSWERING = "answering"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"

    @property
    def working(self) -> bool:
        return self in {Stage.WAITING, Stage.SEARCHING, Stage.READING, Stage.ANSWERING}


class Turn(BaseModel):
    """A question and what became of it.

    ``place`` is its place in line while it waits, 0 where that is not known; ``record`` the id of what is stored of
    it, empty where nothing is; ``helpful`` what its asker thought of the answer; ``unrecorded`` says that the last
    feedback could not be stored.
    """

    model_config = ConfigDict(frozen=True)

    question: str
    stage: Stage = Stage.WAITING
    answer: Answer | None = None
    place: int = 0
    record: str = ""
    helpful: bool | None = None
    unrecorded: bool = False


class Conversation(BaseModel):
    """The turns of one page, oldest first."""

    model_config = ConfigDict(frozen=True)

    turns: tuple[Turn, ...] = ()

    @property
    def working(self) -> bool:
        """Whether the last question is still being answered."""
        return bool(self.turns) and self.turns[-1].stage.working

    def asked(self, question: str) -> Conversation:
        """The conversation with a new question at its end."""
        return Conversation(turns=(*self.turns, Turn(question=question))[-MAX_TURNS:])

    def at(self, stage: Stage, answer: Answer | None = None, place: int = 0) -> Conversation:
        """The conversation with its last turn at ``stage``; ``place`` is that of a turn that waits in line."""
        if not self.turns:
            return self
        last = self.turns[-1].model_copy(update={"stage": stage, "answer": answer, "place": place})
        return Conversation(turns=(*self.turns[:-1], last))

    def with_turn(self, number: int, **changes: object) -> Conversation:
        """The conversation with its ``number``-th turn (from 0) changed."""
        turns = list(self.turns)
        turns[number] = turns[number].model_copy(update=changes)
        return Conversation(turns=tuple(turns))

    def without_last(self) -> Conversation:
        """The conversation before its last question."""
        return Conversation(turns=self.turns[:-1])

    def history(self, before: int = -1) -> list[tuple[str, str]]:
        """(question, answer) pairs before a turn (default: the last), oldest first, for `Advisor.ask`."""
        return [(t.question, t.answer.text) for t in self.turns[:before] if t.answer is not None]

    def places(self, turn: int) -> list[Place]:
        """The places of the quotes of the ``turn``-th answer, in order; none where there is no such answer."""
        answer = self.turns[turn].answer if 0 <= turn < len(self.turns) else None
        return [place_of(c, turn, n) for n, c in enumerate(answer.citations)] if answer else []


def render_conversation(conversation: Conversation, texts: Texts, today: date) -> str:
    """The turns as articles, or what to ask where there are none. ``data-announce`` is said by screen readers."""
    if not conversation.turns:
        return _empty(texts)
    turns = "".join(_turn(t, n, conversation, texts, today) for n, t in enumerate(conversation.turns))
    return (
        f'<section class="talk" aria-label="{attribute(texts("conversation"))}" '
        f'data-announce="{attribute(_announcement(conversation, texts))}" '
        f'data-turns="{len(conversation.turns)}" data-working="{str(conversation.working).lower()}">{turns}</section>'
    )


def _empty(texts: Texts) -> str:
    return (
        f'<section class="talk welcome" aria-label="{attribute(texts("conversation"))}" data-turns="0">'
        f'<h2>{text(texts("empty.heading"))}</h2><p>{text(texts("empty.body"))}</p>'
        f'<h3>{text(texts("empty.examples"))}</h3><ul class="chips">{asking(texts.examples)}</ul></section>'
    )


def _turn(turn: Turn, n: int, conversation: Conversation, texts: Texts, today: date) -> str:
    last = n == len(conversation.turns) - 1
    shown = turn.question if len(turn.question) <= _SHOWN else turn.question[:_SHOWN] + "…"
    edit = (
        f'<div class="edit"><button type="button" class="quiet" data-edit>{text(texts("edit"))}</button>'
        f'<button type="button" class="quiet" data-clear>{text(texts("clear"))}</button></div>'
        if last and not turn.stage.working
        else ""
    )
    # Of nothing asked there is nothing to show; the answer says so.
    bubble = f'<div class="bubble"{_reachable(shown, texts)}>{isolated(shown.strip())}</div>' if shown.strip() else ""
    return (
        f'<article class="turn"><div class="question"><h2 class="sr">{text(texts("question"))}</h2>{bubble}{edit}</div>'
        f'<div class="answer {turn.stage}" data-turn="{n}"><h2 class="sr">{text(texts("answer"))}</h2>'
        f"{_outcome(turn, n, texts, today)}{render_feedback(turn, n, conversation.working, texts)}</div></article>"
    )


def _reachable(question: str, texts: Texts) -> str:
    """What lets the keyboard scroll a question that is too long to be shown at once."""
    if len(question) <= _SCROLLED:
        return ""
    return f' tabindex="0" role="group" aria-label="{attribute(texts("question"))}"'


def _outcome(turn: Turn, n: int, texts: Texts, today: date) -> str:
    if turn.stage is Stage.DONE and turn.answer is not None:
        return render_answer(turn.answer, n, texts, today)
    if turn.stage.working:
        step = text(_waiting(turn, texts) or texts(f"step.{turn.stage}"))
        return (
            f'<p class="state working"><span class="pulse" aria-hidden="true"></span>{step}'
            f' <button type="button" class="quiet" data-stop>{text(texts("step.stop"))}</button></p>'
        )
    key = "stopped" if turn.stage is Stage.STOPPED else "failed"
    return (
        f'<p class="state"><span class="dot {key}" aria-hidden="true"></span>{text(texts(f"status.{key}"))}</p>'
        f'<div class="said"><p>{text(texts(key))}</p></div><div class="actions">'
        f'<button type="button" data-retry>{text(texts("retry"))}</button></div>'
    )


def _waiting(turn: Turn, texts: Texts) -> str:
    """Where in the line a turn waits; nothing where it does not wait or nobody knows."""
    return texts("step.place", place=turn.place) if turn.stage is Stage.WAITING and turn.place else ""


def _announcement(conversation: Conversation, texts: Texts) -> str:
    turn = conversation.turns[-1]
    if turn.stage.working:
        return _waiting(turn, texts) or texts("announce.working")
    if turn.stage is Stage.DONE and turn.answer is not None:
        return texts("announce.answered", state=state_line(turn.answer, texts))
    return texts("status.stopped" if turn.stage is Stage.STOPPED else "status.failed")
