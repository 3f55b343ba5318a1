"""The JSON endpoints for programs, through Gradio's API."""

from __future__ import annotations

from typing import Any

import gradio as gr

from bot.errors import DocumentNotFoundError
from bot.ui.desk import Adviser
from bot.ui.frame import CONCURRENCY


def build_endpoints(adviser: Adviser) -> None:
    """The endpoints ``ask``, ``search`` and ``document``; call it within a Blocks."""

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
