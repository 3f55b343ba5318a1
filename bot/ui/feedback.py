"""Feedback under an answer: helpful or not, why not, and what became of what was given."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.advice.answer import AnswerStatus
from bot.errors import RecordNotFoundError, RecordsError
from bot.records.record import Rating, Reason
from bot.records.recorder import Recorder
from bot.ui.catalogue import Texts
from bot.ui.markup import attribute, text

if TYPE_CHECKING:
    from bot.ui.conversation import Conversation, Turn

log = logging.getLogger(__name__)

NOTE = 1000
"""Longest note, in characters."""


class Given(BaseModel):
    """What a browser sends of feedback; anybody can send anything."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    turn: int = Field(ge=0)
    helpful: bool = False
    reason: Reason | None = None
    note: str = ""


def given_of(sent: object) -> Given | None:
    """The feedback that a browser sent; None where it makes no sense."""
    try:
        return Given.model_validate(sent)
    except ValidationError:
        return None


def rate(recorder: Recorder, talk: Conversation, given: Given | None) -> Conversation:
    """The conversation with feedback stored and noted in its turn; unchanged where there is no such answer."""
    turn = _answered(talk, given)
    if given is None or turn is None or turn.answer is None:
        return talk
    rating = Rating(helpful=given.helpful, reason=given.reason, note=given.note[:NOTE])
    try:
        record = recorder.rated(turn.answer, talk.history(given.turn), turn.record, rating)
    except RecordsError as error:
        _log_failure(error)
        return talk.with_turn(given.turn, helpful=None, unrecorded=True)
    return talk.with_turn(given.turn, record=record, helpful=given.helpful, unrecorded=False)


def forget(recorder: Recorder, talk: Conversation, given: Given | None) -> Conversation:
    """The conversation with the record of a turn deleted."""
    turn = _answered(talk, given)
    if given is None or turn is None or not turn.record:
        return talk
    try:
        recorder.forgotten(turn.record)
    except RecordNotFoundError:
        pass  # it is gone, which is what was asked for
    except RecordsError as error:
        _log_failure(error)
        return talk.with_turn(given.turn, unrecorded=True)
    return talk.with_turn(given.turn, record="", helpful=None, unrecorded=False)


def render_feedback(turn: Turn, n: int, working: bool, texts: Texts) -> str:
    """The feedback of the conversation's ``n``-th turn; it cannot be given while a question is being answered."""
    if turn.answer is None or turn.answer.status is AnswerStatus.REJECTED:
        return ""
    inner = _thanks(turn, n, texts) if turn.helpful is not None else _question(turn, n, texts)
    state = attribute(f"{turn.record} {turn.helpful} {turn.unrecorded}")
    return f'<div class="feedback" data-feedback="{n}" data-state="{state}"{" inert" if working else ""}>{inner}</div>'


def _question(turn: Turn, n: int, texts: Texts) -> str:
    reasons = "".join(
        f'<label><input type="radio" name="reason" value="{r}"> {text(texts(f"feedback.reason.{r}"))}</label>'
        for r in Reason
    )
    failed = f'<p class="note warn" tabindex="-1" data-outcome>{text(texts("feedback.failed"))}</p>'
    logged = f"<p>{_kept('feedback.logged', turn, texts)}{_forget(n, 'feedback.forget_log', texts)}</p>"
    return (
        f"{failed if turn.unrecorded else ''}"
        f'<div class="ask" role="group" aria-labelledby="feedback-{n}">'
        f'<p id="feedback-{n}" tabindex="-1" data-question>{text(texts("feedback.question"))}</p>'
        f'<button type="button" {_event("rated", turn=n, helpful=True)}>{text(texts("feedback.yes"))}</button>'
        f'<button type="button" data-why aria-expanded="false" aria-controls="feedback-why-{n}">'
        f"{text(texts('feedback.no'))}</button>"
        f'<form id="feedback-why-{n}" data-event="rated" hidden><input type="hidden" name="turn" value="{n}">'
        f'<fieldset><legend>{text(texts("feedback.why"))}</legend>{reasons}</fieldset>'
        f'<label class="note-label">{text(texts("feedback.note"))}'
        f'<textarea name="note" rows="3" maxlength="{NOTE}"></textarea></label>'
        f'<p class="hint">{text(texts("feedback.kept"))}</p>'
        f'<button type="submit" class="primary">{text(texts("feedback.send"))}</button></form></div>'
        f"{logged if turn.record else ''}"
    )


def _thanks(turn: Turn, n: int, texts: Texts) -> str:
    return (
        f'<p tabindex="-1" data-outcome>{_kept("feedback.thanks", turn, texts)}'
        f"{_forget(n, 'feedback.forget', texts)}</p>"
    )


def _kept(key: str, turn: Turn, texts: Texts) -> str:
    before, after = texts(key).split("{id}")
    return f"<span>{text(before)}<code>{text(turn.record)}</code>{text(after)}</span>"


def _forget(n: int, label: str, texts: Texts) -> str:
    return f' <button type="button" class="quiet" {_event("forgotten", turn=n)}>{text(texts(label))}</button>'


def _event(name: str, **sent: object) -> str:
    return f'data-event="{name}" data-sent="{attribute(json.dumps(sent))}"'


def _answered(talk: Conversation, given: Given | None) -> Turn | None:
    """The turn that feedback is on, where there is one and nothing is being answered meanwhile."""
    if given is None or talk.working or given.turn >= len(talk.turns):
        return None
    turn = talk.turns[given.turn]
    return turn if turn.answer is not None and turn.answer.status is not AnswerStatus.REJECTED else None


def _log_failure(error: RecordsError) -> None:
    log.error("feedback could not be stored or deleted: %s", error)
