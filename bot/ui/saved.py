"""A conversation as its reader's browser keeps it. The server keeps nothing of it."""

from __future__ import annotations

from pydantic import ValidationError

from bot.ui.conversation import Conversation
from bot.ui.markup import attribute

# What a browser sends back may be anything; an honest conversation is far smaller.
_LONGEST = 2_000_000


def to_saved(conversation: Conversation) -> str:
    """JSON of the conversation without the texts of the hits, which the documents hold anyway."""
    turns = []
    for turn in conversation.turns:
        answer = turn.answer
        if answer is not None:
            hits = tuple(h.model_copy(update={"text": "", "features": {}}) for h in answer.hits)
            answer = answer.model_copy(update={"hits": hits})
        turns.append(turn.model_copy(update={"answer": answer}))
    return Conversation(turns=tuple(turns)).model_dump_json(exclude_defaults=True)


def render_saved(conversation: Conversation) -> str:
    """What the browser's script keeps; nothing while a question is being answered."""
    if not conversation.turns or conversation.working:
        return ""
    return f'<span hidden data-saved="{attribute(to_saved(conversation))}"></span>'


def from_saved(value: object) -> Conversation | None:
    """The conversation that a browser kept, or None where it makes no sense (any more)."""
    if not isinstance(value, str) or not value or len(value) > _LONGEST:
        return None
    try:
        conversation = Conversation.model_validate_json(value)
    except ValidationError:
        return None
    # A question whose answer was never seen cannot go on by itself.
    turns = tuple(t for t in conversation.turns if not t.stage.working)
    return Conversation(turns=turns)
