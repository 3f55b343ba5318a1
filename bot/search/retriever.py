"""The search as a LangChain retriever, for whoever builds a chain of their own on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever

from bot.search.hit import Hit


class KeinoRetriever(BaseRetriever):
    """Finds passages with ``find(question, k, filters)``; each LangChain document carries the hit's ranges."""

    find: Callable[[str, int, dict[str, Any] | None], list[Hit]]
    k: int = 8
    filters: dict[str, Any] | None = None

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        return [
            LangChainDocument(
                id=hit.passage_id,
                page_content=hit.text,
                metadata=hit.model_dump(exclude={"text", "features"}),
            )
            for hit in self.find(query, self.k, self.filters)
        ]
