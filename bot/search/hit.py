"""A hit: a passage with its score and rank for a query."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class Hit(BaseModel):
    """One retrieved passage. ``score`` is the final score (higher is better, comparable within one query only)."""

    model_config = ConfigDict(frozen=True)

    document_id: str
    passage_id: str
    score: float
    rank: int
    text: str
    start: int
    end: int
    title: str = ""
    section: str = ""
    language: str = ""
    features: dict[str, float] = Field(default_factory=dict)
