"""A passage: the piece of a section that is embedded and retrieved."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Passage(BaseModel):
    """Characters ``start`` to ``end`` of a document's text, never across a section boundary.

    ``sentences`` are the character ranges of the sentences (or list items, or table rows) in it, in the
    document's characters. ``heading`` is the title and heading path that is embedded with the passage.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    document_id: str
    position: int
    start: int
    end: int
    text: str
    section: str
    heading: str
    language: str
    sentences: tuple[tuple[int, int], ...]
    page: int | None = None

    @property
    def nearest_heading(self) -> str:
        """The heading right above it, without those that this one stands under; empty where there is none."""
        return self.section.rsplit(" › ", 1)[-1]
