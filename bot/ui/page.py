"""The page: a Gradio Blocks with the conversation on the left and the source view on the right."""

from __future__ import annotations

from datetime import date
from typing import Any

import gradio as gr

from bot.errors import DocumentNotFoundError
from bot.ui.catalogue import FALLBACK, texts
from bot.ui.conversation import Conversation, render_conversation
from bot.ui.desk import Adviser
from bot.ui.events import Events, question_field
from bot.ui.header import render_footer, render_header
from bot.ui.source import render_empty

# Two questions at a time keep two cores busy; more would only make everybody wait longer.
CONCURRENCY = 2
QUEUE = 64

_SCRIPT = '<script src="ui/keino.js"></script>'
# Gradio takes the names of a component's own events from the quoted words of its script.
_ATTACH = (
    "keino.attach(element, trigger, watch, "
    "['language', 'asked', 'opened', 'edited', 'retried', 'stopped', 'cleared']);"
)
# The page may be ready before its script is.
_OPENING = """async () => {
  for (let i = 0; i < 500 && !window.keinoOpening; i++) await new Promise((done) => setTimeout(done, 10));
  return [JSON.stringify(window.keinoOpening ? window.keinoOpening() : {})];
}"""


def build_page(adviser: Adviser) -> gr.Blocks:
    """The page on ``adviser``; mount it with `bot.ui.server.create_app`."""
    first = texts(FALLBACK)
    events = Events(adviser)
    with gr.Blocks(title=first("title"), analytics_enabled=False, fill_width=True) as page:
        language, talk, place = gr.State(FALLBACK), gr.State(Conversation()), gr.State(None)
        opening = gr.Textbox(visible=False, label="opening")
        header = _html(render_header(first), "keino-header")
        with gr.Row(elem_id="keino-main", equal_height=False):
            with gr.Column(scale=7, min_width=0, elem_id="keino-left"):
                shown = _html(render_conversation(Conversation(), first, date.today()), "keino-talk")
                field = gr.Textbox(
                    elem_id="keino-question", lines=1, max_lines=8, autoscroll=False, **question_field(first)
                )
            with gr.Column(scale=5, min_width=0, elem_id="keino-right"):
                source = _html(render_empty(first), "keino-source")
        footer = _html(render_footer(first), "keino-footer")

        everything = [language, place, header, shown, field, source, footer]
        now, asked = [language, talk], [talk, shown, field]
        quick: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
        page.load(events.opened_page, [opening, talk], everything, js=_OPENING, **quick)
        header.language(events.switched, [talk, place], everything, **quick)
        begun = [
            field.submit(events.asked, [field, *now], asked, **quick),
            shown.asked(events.pressed, now, asked, **quick),
            shown.retried(events.retried, now, asked, **quick),
        ]
        answers = [
            b.then(
                events.answered, now, [talk, shown], show_progress="hidden", api_visibility="private",
                concurrency_id="answers", concurrency_limit=CONCURRENCY,
            )
            for b in begun
        ]  # fmt: skip
        shown.edited(events.edited, now, asked, **quick)
        shown.stopped(events.stopped, now, [talk, shown], cancels=answers, **quick)
        shown.cleared(events.cleared, [language], [*asked, place, source], cancels=answers, **quick)
        for part in (shown, source):
            part.opened(events.opened, now, [place, source], **quick)
        _endpoints(adviser)
    page.queue(default_concurrency_limit=CONCURRENCY, max_size=QUEUE)
    return page


def _endpoints(adviser: Adviser) -> None:
    """The JSON endpoints for programs, under the names ``ask``, ``search`` and ``document``."""

    def ask(question: str, language: str | None = None) -> dict[str, Any]:
        """Answer a question with quotes from the corpus."""
        return adviser.ask(question, language=language).model_dump(mode="json")

    def search(query: str, k: int = 10) -> list[dict[str, Any]]:
        """The k passages nearest to a query, best first; at most 100."""
        return [h.model_dump(mode="json") for h in adviser.search(query, k=max(1, min(int(k), 100)))]

    def document(document_id: str) -> dict[str, Any]:
        """A whole document: text, sections, footnotes and metadata."""
        try:
            return adviser.document(document_id).model_dump(mode="json")
        except DocumentNotFoundError as error:
            raise gr.Error(str(error)) from None

    gr.api(ask, api_name="ask", concurrency_id="answers", concurrency_limit=CONCURRENCY)
    gr.api(search, api_name="search")
    gr.api(document, api_name="document")


def _html(value: str, name: str) -> gr.HTML:
    return gr.HTML(value, elem_id=name, apply_default_css=False, js_on_load=_ATTACH, head=_SCRIPT)
