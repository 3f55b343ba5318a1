"""A place in a document: what a marker, a permanent address and the source view all speak of."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from bot.advice.answer import Citation
from bot.ui.markup import BIDI, attribute

# A permanent address carries the quote's beginning, so that it can be found again when the document has changed.
_KEPT = 300


class Place(BaseModel):
    """Characters ``start`` to ``end`` of a document's text; all of it where ``end`` is 0.

    ``quote`` is the beginning of what stood there. ``turn`` and ``number`` say which quote of which answer of the
    conversation it is (``turn`` -1: of none). ``whole`` asks for the whole document instead of the section.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    doc: str = Field(min_length=1, max_length=1000)
    start: int = Field(0, ge=0)
    end: int = Field(0, ge=0)
    quote: str = Field("", max_length=4000)
    turn: int = -1
    number: int = -1
    whole: bool = False

    @field_validator("quote")
    @classmethod
    def _turning_nothing(cls, quote: str) -> str:
        # What turns the direction of writing is kept out of attributes; the text before it is found just as well.
        return BIDI.split(quote, maxsplit=1)[0]

    @property
    def address(self) -> str:
        """The permanent address, relative to the page."""
        query: dict[str, object] = {"doc": self.doc}
        if self.end > self.start:
            query |= {"start": self.start, "end": self.end}
        if self.quote:
            query["q"] = self.quote[:_KEPT]
        return "?" + urlencode(query)

    @property
    def attributes(self) -> str:
        """The attributes of a link or button that opens the place."""
        return f'href="{attribute(self.address)}" data-place="{attribute(self.model_dump_json())}"'


def place_of(citation: Citation, turn: int, number: int) -> Place:
    """The place of the ``number``-th quote (from 0) of the conversation's ``turn``-th answer."""
    return Place(
        doc=citation.document_id,
        start=citation.start,
        end=citation.end,
        quote=citation.quote[:_KEPT],
        turn=turn,
        number=number,
    )


def place_from(data: Any) -> Place | None:
    """The place that a browser sent, as JSON or as a mapping; None where it makes no sense."""
    try:
        return Place.model_validate(json.loads(data) if isinstance(data, str) else data)
    except (ValidationError, ValueError):
        return None


def place_in_query(query: Mapping[str, str]) -> Place | None:
    """The place that the page's address names (``?doc=…&start=…&end=…&q=…``), or None."""
    if not query.get("doc"):
        return None
    fields: dict[str, Any] = {"doc": query["doc"], "quote": query.get("q", "")[:_KEPT]}
    fields |= {k: query[k] for k in ("start", "end") if query.get(k)}
    return place_from(fields) or place_from({"doc": query["doc"]})
