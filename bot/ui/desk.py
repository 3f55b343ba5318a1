"""The desk: what the page's events do, free of Gradio, so that it can be tried without a browser."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Protocol

from bot.advice.answer import Answer
from bot.errors import DocumentNotFoundError, KeinoError
from bot.models.embedder import Embedder
from bot.search.filters import Filters
from bot.search.hit import Hit
from bot.sources.document import Document, Metadata
from bot.ui.catalogue import Texts
from bot.ui.conversation import Conversation, Stage
from bot.ui.place import Place
from bot.ui.progress import listening
from bot.ui.source import render_empty, render_missing, render_source

log = logging.getLogger(__name__)

# The advice chain's steps, in the words that the page has for them.
_STAGES = {
    "search": Stage.SEARCHING,
    "read": Stage.READING,
    "extract": Stage.ANSWERING,
}


class Adviser(Protocol):
    """What the page needs of `bot.Advisor`."""

    def ask(
        self,
        question: str,
        history: Sequence[tuple[str, str]] = (),
        language: str | None = None,
        filters: Filters | Mapping[str, Any] | None = None,
    ) -> Answer:
        """Answer a question."""

    def search(self, query: str, k: int = 10, filters: Filters | Mapping[str, Any] | None = None) -> list[Hit]:
        """The best passages for a query."""

    def document(self, document_id: str) -> Document:
        """A document; raises DocumentNotFoundError."""

    def metadata(self) -> Mapping[str, Metadata]:
        """What is known of every document, by id."""

    def status(self) -> dict[str, Any]:
        """What is served."""

    def roots(self) -> list[str]:
        """The files, folders and addresses that the documents were read from."""

    @property
    def directory(self) -> Path:
        """The index directory."""

    @property
    def embedder(self) -> Embedder:
        """The embedder that questions are searched with."""


def answer_last(adviser: Adviser, conversation: Conversation) -> Iterator[Conversation]:
    """The conversation at each step of answering its last question, ending with the answer or with a failure."""
    if not conversation.working:
        yield conversation
        return
    question, history = conversation.turns[-1].question, conversation.history()
    told: SimpleQueue[Stage | Answer | Exception] = SimpleQueue()

    def hear(step: str) -> None:
        if step in _STAGES:
            told.put(_STAGES[step])

    def work() -> None:
        try:
            with listening(hear):
                told.put(adviser.ask(question, history))
        except Exception as error:  # whatever it is, the page must say that it failed
            told.put(error)

    yield conversation.at(Stage.SEARCHING)
    threading.Thread(target=work, name="answer", daemon=True).start()
    while True:
        news = told.get()
        if isinstance(news, Stage):
            if news is not Stage.SEARCHING:
                yield conversation.at(news)
        elif isinstance(news, Answer):
            yield conversation.at(Stage.DONE, news)
            return
        else:
            log.error("a question could not be answered: %s", news, exc_info=_trace(news))
            yield conversation.at(Stage.FAILED)
            return


def source_view(
    adviser: Adviser, place: Place | None, conversation: Conversation, texts: Texts, today: date
) -> str:
    """The source at ``place`` as HTML; the empty view where there is no place."""
    if place is None:
        return render_empty(texts)
    try:
        document = adviser.document(place.doc)
    except DocumentNotFoundError:
        return render_missing(place, texts)
    return render_source(document, place, conversation.places(place.turn), texts, today)


def _trace(error: Exception) -> Exception | None:
    # Errors that the program raises on purpose say all there is to say in their message.
    return None if isinstance(error, KeinoError) else error
