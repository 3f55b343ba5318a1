"""The page: a Gradio Blocks with the views on the left and the source view on the right."""

from __future__ import annotations

from collections.abc import Callable

import gradio as gr

from bot.records.recorder import Recorder
from bot.ui.catalogue import FALLBACK, texts
from bot.ui.chat import build_chat
from bot.ui.conversation import Conversation
from bot.ui.desk import Adviser
from bot.ui.endpoints import build_endpoints
from bot.ui.events import Events
from bot.ui.examples import build_examples
from bot.ui.frame import CONCURRENCY, QUEUE, QUICK, Frame, html, view
from bot.ui.header import render_footer, render_header
from bot.ui.line import Line
from bot.ui.maintenance import build_maintenance
from bot.ui.maintenance_upkeep import Upkeep
from bot.ui.search import build_search
from bot.ui.source import render_empty

# The page may be ready before its script is.
_OPENING = """async () => {
  const ready = () => window.keinoOpening && window.keino?.keptConversation;
  for (let i = 0; i < 500 && !ready(); i++) await new Promise((done) => setTimeout(done, 10));
  return [JSON.stringify(window.keinoOpening ? window.keinoOpening() : {})];
}"""


def build_page(adviser: Adviser, recorder: Recorder, upkeep: Upkeep | None = None) -> gr.Blocks:
    """The page on ``adviser``; mount it with `bot.ui.server.create_app`. Without ``upkeep`` it has no maintenance."""
    first = texts(FALLBACK)
    # The views besides asking: a name in the address and in the texts, and what builds it.
    views: dict[str, Callable[[Frame], None]] = {"search": build_search, "examples": build_examples}
    if upkeep is not None:
        views["maintenance"] = lambda frame: build_maintenance(frame, upkeep)
    events = Events(adviser, recorder, ("ask", *views))
    line = Line(CONCURRENCY)
    with gr.Blocks(title=first("title"), analytics_enabled=False, fill_width=True) as page:
        frame = Frame(
            adviser=adviser,
            events=events,
            line=line,
            language=gr.State(FALLBACK),
            talk=gr.State(Conversation()),
            place=gr.State(None),
            opening=gr.State(""),
            source=html(render_empty(first), "keino-source", render=False),
        )
        header = html(render_header(first, events.views), "keino-header", ("language",))
        with gr.Row(elem_id="keino-main", equal_height=False):
            with gr.Column(scale=7, min_width=0, elem_id="keino-left"):
                with view("ask"):
                    shown, field = build_chat(frame, events)
                for name, build in views.items():
                    with view(name):
                        build(frame)
            with gr.Column(scale=5, min_width=0, elem_id="keino-right"):
                frame.source.render()
        footer = html(render_footer(first, recorder.logging, recorder.days), "keino-footer")

        everything = [frame.language, frame.place, header, shown, field, frame.source, footer]
        told = gr.Textbox(visible=False, label="opening")
        begun = page.load(events.opened_page, told, [frame.opening, frame.talk, *everything], js=_OPENING, **QUICK)
        switched = header.language(events.switched, [frame.talk, frame.place], everything, **QUICK)
        frame.translate((begun, switched))
        frame.source.opened(events.opened, [frame.language, frame.talk], [frame.place, frame.source], **QUICK)
        build_endpoints(adviser, line)
    page.queue(default_concurrency_limit=CONCURRENCY, max_size=QUEUE)
    return page
