"""What the page's events do: each takes what Gradio sends and gives what Gradio shows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import gradio as gr

from bot.records.recorder import Recorder
from bot.ui.catalogue import FALLBACK, LANGUAGES, Texts, texts
from bot.ui.conversation import Conversation, Stage, render_conversation
from bot.ui.desk import Adviser, answer_last, source_view
from bot.ui.feedback import forget, given_of, rate
from bot.ui.header import render_footer, render_header
from bot.ui.place import Place, place_from, place_in_query
from bot.ui.saved import from_saved, render_saved

Asked = tuple[Any, Any, Any]
"""The conversation, its HTML, and what stands in the question field."""


class Events:
    """The listeners of a page on ``adviser``. They keep nothing: the state is the page's own."""

    def __init__(self, adviser: Adviser, recorder: Recorder, views: Sequence[str] = ("ask",)) -> None:
        self._adviser = adviser
        self._recorder = recorder
        self.views = tuple(views)

    def opened_page(self, opening: str) -> list[Any]:
        """What was told, the conversation that the browser kept, and the whole page in the browser's language."""
        language, query = _opening(opening)
        talk = from_saved(_told(opening).get("conversation")) or Conversation()
        return [opening, talk, *self._page(language, talk, place_in_query(query))]

    def switched(self, event: gr.EventData, talk: Conversation, place: Place | None) -> list[Any]:
        """The whole page in another language."""
        return self._page(str(sent(event, "language")), talk, place)

    def asked(self, question: str, language: str, talk: Conversation) -> Asked:
        """The conversation with a question from the field; unchanged while another is being answered."""
        if talk.working:
            return talk, gr.skip(), gr.skip()
        return *self._shown(talk.asked(question), language), ""

    def pressed(self, event: gr.EventData, language: str, talk: Conversation) -> Asked:
        """The conversation with a question that was offered; the field keeps what is being written."""
        talked, html, _ = self.asked(str(sent(event, "question")), language, talk)
        return talked, html, gr.skip()

    def retried(self, language: str, talk: Conversation) -> Asked:
        """The last question once more."""
        if not talk.turns or talk.working:
            return talk, gr.skip(), gr.skip()
        talked, html, _ = self.asked(talk.turns[-1].question, language, talk.without_last())
        return talked, html, gr.skip()

    def edited(self, language: str, talk: Conversation) -> Asked:
        """The last question back in the field."""
        if not talk.turns or talk.working:
            return talk, gr.skip(), gr.skip()
        return *self._shown(talk.without_last(), language), talk.turns[-1].question

    def waiting(self, place: int, language: str, talk: Conversation) -> tuple[Any, Any]:
        """The last question waiting at ``place`` in line."""
        return self._shown(talk.at(Stage.WAITING, place=place) if talk.working else talk, language)

    def answered(self, language: str, talk: Conversation) -> Iterator[tuple[Any, Any]]:
        """The last question answered, step by step."""
        for now in answer_last(self._adviser, talk):
            yield self._shown(self._recorded(now), language)

    def rated(self, event: gr.EventData, language: str, talk: Conversation) -> tuple[Any, Any]:
        """The conversation with feedback on one of its answers stored."""
        return self._shown(rate(self._recorder, talk, given_of(event._data)), language)

    def forgotten(self, event: gr.EventData, language: str, talk: Conversation) -> tuple[Any, Any]:
        """The conversation with what was stored of one of its answers deleted."""
        return self._shown(forget(self._recorder, talk, given_of(event._data)), language)

    def stopped(self, language: str, talk: Conversation) -> tuple[Any, Any]:
        """The conversation with its last question given up."""
        return self._shown(talk.at(Stage.STOPPED) if talk.working else talk, language)

    def cleared(self, language: str) -> tuple[Any, ...]:
        """A new conversation: its state, its HTML, the field, the place, the source view."""
        nothing = Conversation()
        empty = source_view(self._adviser, None, nothing, texts(language), date.today())
        return *self._shown(nothing, language), "", None, empty

    def resumed(self, event: gr.EventData, language: str) -> tuple[Any, ...]:
        """A conversation that the browser kept: its state, its HTML, the field, the place, the source view."""
        talk = from_saved(sent(event, "conversation")) or Conversation()
        empty = source_view(self._adviser, None, talk, texts(language), date.today())
        return *self._shown(talk, language), gr.skip(), None, empty

    def opened(self, event: gr.EventData, language: str, talk: Conversation) -> tuple[Any, Any]:
        """The place that a marker names, and its source view."""
        place = place_from(sent(event, "place"))
        return place, source_view(self._adviser, place, talk, texts(language), date.today())

    def _recorded(self, talk: Conversation) -> Conversation:
        last = len(talk.turns) - 1
        answer = talk.turns[last].answer if talk.turns else None
        return talk if answer is None else talk.with_turn(last, record=self._recorder.answered(answer, talk.history()))

    def _shown(self, talk: Conversation, language: str) -> tuple[Conversation, str]:
        return talk, _talk(talk, texts(language), date.today())

    def _page(self, language: str, talk: Conversation, place: Place | None) -> list[Any]:
        t, today = texts(language), date.today()
        return [
            t.language,
            place,
            render_header(t, self.views, ready=True),
            _talk(talk, t, today),
            gr.update(**question_field(t)),
            source_view(self._adviser, place, talk, t, today),
            render_footer(t, self._recorder.logging, self._recorder.days),
        ]


def _talk(talk: Conversation, t: Texts, today: date) -> str:
    return render_conversation(talk, t, today) + render_saved(talk)


def question_field(t: Texts) -> dict[str, Any]:
    """The texts of the question field."""
    return {
        "label": t("field.label"),
        "info": t("field.info"),
        "placeholder": t("field.placeholder"),
        "submit_btn": t("field.send"),
    }


def sent(event: gr.EventData, key: str) -> Any:
    """What the browser sent with an event; anybody can send anything."""
    data = event._data
    return data.get(key, "") if isinstance(data, dict) else ""


def _opening(told: str) -> tuple[str, dict[str, str]]:
    """The language and the address's query that the browser told on opening the page."""
    code = str(_told(told).get("language") or FALLBACK)
    return code if code in LANGUAGES else FALLBACK, query_of(told)


def query_of(opening: str) -> dict[str, str]:
    """The address's query that the browser told on opening the page."""
    query = _told(opening).get("query")
    return {str(k): str(v) for k, v in query.items()} if isinstance(query, dict) else {}


def _told(opening: str) -> dict[str, Any]:
    try:
        told = json.loads(opening or "{}")
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
