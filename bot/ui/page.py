"""The page: conversation on the left, source on the right."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import gradio as gr

from bot.advice.advisor import Advisor
from bot.advice.answer import Answer
from bot.errors import DocumentNotFoundError, KeinoError
from bot.ui.catalogue import NAMES, Texts, preferred, texts
from bot.ui.render import conversation, source_view

log = logging.getLogger(__name__)

Turns = list[dict[str, Any]]

# One listener for all buttons of a piece of HTML: what a button asks for is in its data-act attribute.
_LISTEN = """
element.addEventListener('click', (event) => {
  const copy = event.target.closest('[data-copy]');
  if (copy) {
    navigator.clipboard.writeText(copy.dataset.copy).then(() => { copy.textContent = copy.dataset.copied; });
    return;
  }
  const button = event.target.closest('[data-act]');
  if (button && !button.disabled) { event.preventDefault(); trigger('click', JSON.parse(button.dataset.act)); }
});
"""
_SHOW_MARK = """() => { setTimeout(() => {
  const mark = document.querySelector('#k-mark');
  if (!mark) { return; }
  const box = mark.closest('.k-text');
  box.scrollTop = mark.offsetTop - box.offsetTop - 40;
  if (window.innerWidth <= 900) { mark.scrollIntoView({block: 'center'}); }
  mark.focus({preventScroll: true});
}, 80); }"""
_SHOW_LAST = """() => { setTimeout(() => {
  const cards = document.querySelectorAll('#k-conversation .k-q');
  if (cards.length) { cards[cards.length - 1].scrollIntoView({block: 'start'}); }
}, 80); }"""


def build_page(advisor: Advisor) -> gr.Blocks:
    """The Gradio page over ``advisor``."""
    t = texts("fi")
    with gr.Blocks(title=t("name"), analytics_enabled=False, fill_width=True) as page:
        turns = gr.State([])
        chosen = gr.BrowserState("", storage_key="keino-language")
        with gr.Row(elem_id="k-head"):
            head = gr.HTML(_head(t), scale=4)
            language = gr.Radio([(n, c) for c, n in NAMES.items()], value="fi", label=t("language"), scale=1, min_width=260)
        with gr.Row(elem_id="k-main"):
            with gr.Column(scale=7, min_width=320):
                talk = gr.HTML(conversation([], t), elem_id="k-conversation", js_on_load=_LISTEN)
                question = gr.Textbox(
                    label=t("question"), placeholder=t("placeholder"), lines=1, max_lines=6, elem_id="k-question",
                    autofocus=False,
                )
                with gr.Row():
                    send = gr.Button(t("ask"), variant="primary", elem_id="k-send")
                    clear = gr.Button(t("clear"), elem_id="k-clear")
            with gr.Column(scale=5, min_width=320, elem_id="k-side"):
                source = gr.HTML(_no_source(t), elem_id="k-source", js_on_load=_LISTEN)

        def ask(asked: str, kept: Turns, code: str) -> Iterator[tuple[Any, ...]]:
            words = texts(code)
            done = _turns(kept)
            yield conversation([*done, (asked, None)], words), "", kept
            try:
                answer = advisor.ask(asked, [(q, a.text) for q, a in done])
            except KeinoError as error:
                log.error("a question failed: %s", error)
                gr.Warning(f"{words('failed')} {error}")
                yield conversation(done, words), asked, kept
                return
            kept = [*kept, {"question": asked, "answer": answer.model_dump(mode="json")}]
            yield conversation(_turns(kept), words), "", kept

        def act(kept: Turns, code: str, event: gr.EventData) -> Iterator[tuple[Any, ...]]:
            """A button within the conversation: ask its question or open its source."""
            data = _data(event)
            if data.get("act") == "ask":
                for shown, field, after in ask(str(data.get("q", "")), kept, code):
                    yield shown, field, after, gr.skip()
            elif data.get("act") == "open":
                yield gr.skip(), gr.skip(), gr.skip(), _open(advisor, kept, data, texts(code))

        def act_source(kept: Turns, code: str, event: gr.EventData) -> Any:
            """A button within the source view."""
            data, words = _data(event), texts(code)
            if data.get("act") == "open":
                return _open(advisor, kept, data, words)
            return _show(advisor, words, data)

        def switch(code: str, kept: Turns) -> tuple[Any, ...]:
            words = texts(code)
            return (
                _head(words), gr.Radio(label=words("language")), conversation(_turns(kept), words),
                gr.Textbox(label=words("question"), placeholder=words("placeholder")),
                gr.Button(words("ask")), gr.Button(words("clear")), _no_source(words), code,
            )

        def load(remembered: str, request: gr.Request) -> tuple[Any, ...]:
            code = remembered or preferred(request.headers.get("accept-language", ""))
            query = dict(request.query_params)
            words = texts(code)
            shown = _show(advisor, words, query) if query.get("doc") else _no_source(words)
            return code, shown

        said = {"inputs": [question, turns, language], "outputs": [talk, question, turns], "api_visibility": "private"}
        switched = [head, language, talk, question, send, clear, source, chosen]
        send.click(ask, **said, concurrency_id="ask").then(None, js=_SHOW_LAST)
        question.submit(ask, **said, concurrency_id="ask").then(None, js=_SHOW_LAST)
        talk.click(
            act, [turns, language], [talk, question, turns, source], api_visibility="private", concurrency_id="ask",
            show_progress="hidden",
        ).then(None, js=_SHOW_MARK)
        source.click(
            act_source, [turns, language], [source], api_visibility="private", show_progress="hidden"
        ).then(None, js=_SHOW_MARK)
        clear.click(lambda code: (conversation([], texts(code)), "", [], _no_source(texts(code))), [language],
                    [talk, question, turns, source], api_visibility="private")
        language.input(switch, [language, turns], switched, api_visibility="private", show_progress="hidden")
        page.load(load, [chosen], [language, source], api_visibility="private", show_progress="hidden").then(
            lambda code, kept: switch(code, kept)[:6], [language, turns], switched[:6],
            api_visibility="private", show_progress="hidden",
        ).then(None, js=_SHOW_MARK)
        _endpoints(advisor)
    page.queue(max_size=64, default_concurrency_limit=2)
    return page


def _endpoints(advisor: Advisor) -> None:
    """The stable JSON endpoints for programs."""

    def ask(question: str, language: str | None = None) -> dict[str, Any]:
        """Answer a question with quotes from the corpus."""
        return advisor.ask(question, language=language).model_dump(mode="json")

    def search(query: str, k: int = 10) -> list[dict[str, Any]]:
        """The k passages nearest to a query."""
        return [h.model_dump(mode="json") for h in advisor.search(query, k=max(1, min(int(k), 100)))]

    def document(document_id: str) -> dict[str, Any]:
        """A whole document: text, sections, footnotes and metadata."""
        try:
            return advisor.document(document_id).model_dump(mode="json")
        except DocumentNotFoundError as error:
            raise gr.Error(str(error)) from None

    gr.api(ask, api_name="ask", concurrency_id="ask")
    gr.api(search, api_name="search")
    gr.api(document, api_name="document")


def _turns(kept: Turns) -> list[tuple[str, Answer | None]]:
    return [(k["question"], Answer.model_validate(k["answer"])) for k in kept]


def _data(event: gr.EventData) -> dict[str, Any]:
    data = getattr(event, "_data", None)
    return data if isinstance(data, dict) else {}


def _open(advisor: Advisor, kept: Turns, data: dict[str, Any], t: Texts) -> str:
    """The source of a turn's marker."""
    turn, marker = int(data.get("turn", -1)), int(data.get("marker", 0))
    if not 0 <= turn < len(kept):
        return _no_source(t)
    citations = Answer.model_validate(kept[turn]["answer"]).citations
    cited = next((c for c in citations if c.marker == marker), None)
    if cited is None:
        return _no_source(t)
    place = {"doc": cited.document_id, "start": cited.start, "end": cited.end, "quote": cited.quote}
    return _show(advisor, t, {**place, "turn": turn, "marker": marker, "last": len(citations)})


def _show(advisor: Advisor, t: Texts, place: dict[str, Any]) -> str:
    try:
        document = advisor.document(str(place.get("doc", "")))
        start, end = int(place.get("start", 0)), int(place.get("end", 0))
        whole = place.get("whole") is True
        turn, marker, last = (int(place.get(k, d)) for k, d in (("turn", -1), ("marker", 0), ("last", 0)))
    except (DocumentNotFoundError, ValueError):
        return f'<div class="k-source"><p>{t("gone")}</p></div>'
    changed = "quote" in place and document.text[start:end] != place["quote"]
    if changed or not 0 <= start <= end <= len(document.text):
        return f'<div class="k-source"><p>{t("gone")}</p></div>'
    return source_view(document, start, end, t, whole=whole, turn=turn, marker=marker, last=last)


def _head(t: Texts) -> str:
    return (
        f'<a class="k-skip" href="#k-question">{t("skip")}</a>'
        f'<h1>{t("name")}</h1><p>{t("tagline")}</p>'
    )


def _no_source(t: Texts) -> str:
    return f'<div class="k-source"><h2>{t("source")}</h2><p>{t("no_source")}</p></div>'
