"""The endpoints for programs, ``ask``, ``search`` and ``document``: JSON through Gradio's API, and the tools of MCP.

Gradio makes the tools' descriptions of the docstrings, one line for each argument.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, TypedDict, TypeVar

import gradio as gr
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.concurrency import run_in_threadpool

from bot.errors import KeinoError
from bot.search.filters import Filters
from bot.settings import settings
from bot.ui.conversation import MAX_TURNS
from bot.ui.desk import Adviser
from bot.ui.frame import CONCURRENCY
from bot.ui.line import Line

NAMES = ("ask", "search", "document")
MAX_HITS = 100

Language = Literal["fi", "sv", "en"]
_T = TypeVar("_T")
_M = TypeVar("_M", bound="_Given")


class FilterFields(TypedDict, total=False):
    """`bot.search.filters.Filters` as programs write it: the values of a field are alternatives."""

    themes: list[str]
    kind: list[str]
    authority: list[Literal["binding", "guidance", "information"]]
    language: list[Language]
    region: list[str]
    documents: list[str]
    valid_on: str


class _Given(BaseModel):
    """What a program sent; anybody can send anything."""

    model_config = ConfigDict(frozen=True, strict=True)


class _Question(_Given):
    question: str
    language: Language | None
    history: list[list[str]] | None = Field(max_length=MAX_TURNS)


class _Query(_Given):
    query: str = Field(min_length=1)
    k: int = Field(ge=1, le=MAX_HITS)


class _Id(_Given):
    document_id: str = Field(min_length=1, max_length=1000)


def build_endpoints(adviser: Adviser, line: Line) -> None:
    """The endpoints; call it within a Blocks. Questions wait in ``line``, the page's own."""

    async def ask(
        question: str,
        language: Language | None = None,
        history: list[list[str]] | None = None,
        filters: FilterFields | None = None,
    ) -> dict[str, Any]:
        """Answer a question on sustainable and innovative public procurement in Finland, in word-for-word quotes.

        The answer's status is "answered", "not_found", "out_of_scope" or "rejected" (empty, unreadable or longer
        than 2,000 characters). Each citation's quote is characters start to end of the text of its document, which
        the tool "document" gives. Nothing is made up: where the corpus holds no answer, the status says so.

        Args:
            question: The question in Finnish, Swedish or English, at most 2,000 characters.
            language: The question's language: fi, sv or en; detected where it is left out.
            history: Earlier [question, answer] pairs of the conversation, oldest first, that a follow-up leans on.
            filters: Which documents may be quoted, by themes, kind, authority, language, region, documents (ids) and valid_on (a date such as 2026-01-31).
        """  # noqa: E501  # a line an argument
        given = _checked(_Question, question=question, language=language, history=history)
        pairs = [_pair(turn) for turn in given.history or ()]
        async with line.ticket() as places:
            async for _ in places:
                pass  # Gradio's own queue has told the place
            answer = await run_in_threadpool(_told, lambda: adviser.ask(question, pairs, language, Filters.of(filters)))
        return answer.model_dump(mode="json")

    def search(query: str, k: int = 10, filters: FilterFields | None = None) -> list[dict[str, Any]]:
        """Find the passages of the corpus nearest to a query, best first, without composing an answer.

        Each hit has the passage's text, its score, and its place: characters start to end of the text of document_id.

        Args:
            query: Words or a question in Finnish, Swedish or English, at most 2,000 characters.
            k: How many passages to give, from 1 to 100.
            filters: Which documents may be found, by themes, kind, authority, language, region, documents (ids) and valid_on (a date such as 2026-01-31).
        """  # noqa: E501
        _checked(_Query, query=query, k=k)
        limit = settings().max_question
        if len(query) > limit:
            raise _error(f"query: {len(query)} characters; shorten it to {limit}")
        hits = _told(lambda: adviser.search(query, k=k, filters=Filters.of(filters)))
        return [h.model_dump(mode="json") for h in hits]

    def document(document_id: str) -> dict[str, Any]:
        """Give a whole document of the corpus: its text, sections, original sources and metadata.

        Args:
            document_id: The document_id of a citation or a hit, such as fi/keino/rahoitus.
        """
        _checked(_Id, document_id=document_id)
        return _told(lambda: adviser.document(document_id)).model_dump(mode="json")

    gr.api(ask, api_name="ask", concurrency_id="answers", concurrency_limit=CONCURRENCY)
    gr.api(search, api_name="search")
    gr.api(document, api_name="document")


def _told(work: Callable[[], _T]) -> _T:
    """What ``work`` gives; the errors that the program raises on purpose are told to whoever asked."""
    try:
        return work()
    except KeinoError as error:
        raise _error(str(error)) from None


def _checked(kind: type[_M], **values: object) -> _M:
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        raise _error(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None


def _pair(turn: list[str]) -> tuple[str, str]:
    if len(turn) != 2:
        raise _error("history: every turn is a pair [question, answer]")
    return turn[0], turn[1]


def _error(message: str) -> gr.Error:
    return gr.Error(message, print_exception=False)
