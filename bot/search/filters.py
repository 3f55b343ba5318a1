"""Filters on documents' metadata."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from bot.errors import SettingsError
from bot.sources.document import Metadata


class Filters(BaseModel):
    """Which documents a search may find; an empty field does not limit. A field's values are alternatives."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    documents: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    authority: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    valid_on: date | None = None

    @field_validator("documents", "themes", "kind", "authority", "language", "region", mode="before")
    @classmethod
    def _several(cls, value: Any) -> Any:
        if value is None or value == "":
            return ()
        return (value,) if isinstance(value, str) else value

    @classmethod
    def of(cls, value: Filters | Mapping[str, Any] | None) -> Filters:
        """``value`` as Filters. Raises SettingsError, which names the fields there are."""
        if isinstance(value, Filters):
            return value
        if value is not None and not isinstance(value, Mapping):
            raise SettingsError(f"filters: a mapping is expected; filters are {', '.join(cls.model_fields)}")
        try:
            return cls.model_validate(dict(value or {}))
        except ValidationError as error:
            first = error.errors()[0]
            name = ".".join(str(p) for p in first["loc"])
            raise SettingsError(f"filter {name!r}: {first['msg']}; filters are {', '.join(cls.model_fields)}") from None

    @property
    def empty(self) -> bool:
        """Whether nothing is limited."""
        return self == Filters()

    def admits(self, document_id: str, metadata: Metadata) -> bool:
        """Whether the document may be found."""
        if self.documents and document_id not in self.documents:
            return False
        if self.themes and not set(self.themes) & set(metadata.themes):
            return False
        for wanted, value in (
            (self.kind, metadata.kind),
            (self.authority, metadata.authority.value),
            (self.language, metadata.language),
            (self.region, metadata.region),
        ):
            if wanted and value not in wanted:
                return False
        if self.valid_on is not None:
            if metadata.valid_from is not None and metadata.valid_from > self.valid_on:
                return False
            if metadata.valid_to is not None and metadata.valid_to < self.valid_on:
                return False
        return True
