"""What a reader looks for: words, and limits on the documents, as a form or an address tells them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.search.filters import Filters
from bot.sources.document import Metadata

STEP = 20
"""How many results are shown at first, and how many more at a time."""
_LIMIT = 100
_LENGTH = 2000


class Wanted(BaseModel):
    """``s`` are the words; an empty field does not limit. ``valid`` is "now" or "ended"; ``n`` results are shown."""

    model_config = ConfigDict(frozen=True)

    s: str = ""
    theme: str = ""
    kind: str = ""
    authority: str = ""
    language: str = ""
    valid: str = ""
    region: str = ""
    n: int = STEP

    @classmethod
    def of(cls, sent: Any) -> Wanted:
        """What the browser sent; anybody can send anything, and what makes no sense is left out."""
        fields = sent if isinstance(sent, Mapping) else {}
        known = {k: str(fields[k])[:_LENGTH].strip() for k in cls.model_fields if isinstance(fields.get(k), str)}
        return cls(**{k: v for k, v in known.items() if k != "n"})

    @property
    def limits(self) -> dict[str, str]:
        """The limits that are set, by field."""
        return {k: v for k, v in self.model_dump(exclude={"s", "n"}).items() if v}

    def more(self) -> Wanted:
        """The same with more results."""
        return self.model_copy(update={"n": min(self.n + STEP, _LIMIT)})

    @property
    def at_limit(self) -> bool:
        """Whether no more results can be asked for."""
        return self.n >= _LIMIT

    def documents(self, metadata: Mapping[str, Metadata], today: date) -> list[str]:
        """Ids of the documents within the limits, in order."""
        filters = Filters(
            themes=_some(self.theme), kind=_some(self.kind), authority=_some(self.authority),
            language=_some(self.language), region=_some(self.region), valid_on=today if self.valid == "now" else None,
        )  # fmt: skip
        return [
            i for i, m in metadata.items()
            if filters.admits(i, m) and (self.valid != "ended" or (m.valid_to is not None and m.valid_to < today))
        ]  # fmt: skip


def _some(value: str) -> tuple[str, ...]:
    return (value,) if value else ()
