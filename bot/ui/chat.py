"""The view that answers questions: the conversation and the question field."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import gradio as gr
from starlette.concurrency import iterate_in_threadpool

from bot.ui.catalogue import FALLBACK, texts
from bot.ui.conversation import Conversation, render_conversation
from bot.ui.events import Events, question_field
from bot.ui.frame import QUICK, WAITING, Frame, html
from bot.ui.kept import build_kept

_EVENTS = ("asked", "edited", "retried", "stopped", "cleared", "rated", "forgotten")


def build_chat(frame: Frame, events: Events) -> tuple[gr.HTML, gr.Textbox]:
    """The conversation and the field, which the page renders anew in each language."""
    first = texts(FALLBACK)
    bar = build_kept(frame)
    shown = html(render_conversation(Conversation(), first, date.today()), "keino-talk", _EVENTS)
    field = gr.Textbox(elem_id="keino-question", lines=1, max_lines=8, autoscroll=False, **question_field(first))

    async def answered(language: str, talk: Conversation) -> AsyncIterator[tuple[Any, Any]]:
        async with frame.line.ticket() as places:
            async for place in places:
                yield events.waiting(place, language, talk)
            async for step in iterate_in_threadpool(events.answered(language, talk)):
                yield step

    now, asked = [frame.language, frame.talk], [frame.talk, shown, field]
    begun = [
        field.submit(events.asked, [field, *now], asked, **QUICK),
        shown.asked(events.pressed, now, asked, **QUICK),
        shown.retried(events.retried, now, asked, **QUICK),
    ]
    answers = [
        b.then(
            answered, now, [frame.talk, shown], show_progress="hidden", api_visibility="private",
            concurrency_id="pages", concurrency_limit=WAITING,
        )
        for b in begun
    ]  # fmt: skip
    shown.edited(events.edited, now, asked, **QUICK)
    shown.rated(events.rated, now, [frame.talk, shown], **QUICK)
    shown.forgotten(events.forgotten, now, [frame.talk, shown], **QUICK)
    shown.stopped(events.stopped, now, [frame.talk, shown], cancels=answers, **QUICK)
    anew = [*asked, frame.place, frame.source]
    for part in (shown, bar):
        part.cleared(events.cleared, [frame.language], anew, cancels=answers, **QUICK)
    bar.resumed(events.resumed, [frame.language], anew, cancels=answers, **QUICK)
    shown.opened(events.opened, now, [frame.place, frame.source], **QUICK)
    return shown, field
