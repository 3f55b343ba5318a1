"""Lists: items and rows as a document's plain text writes them, and the sentences that introduce them."""

from __future__ import annotations

import re

_ITEM = re.compile(r"(?:- |\d{1,3}\. |[^\n]+ \| )")
_UNDER = re.compile(rf"[ \t]*\n\s*{_ITEM.pattern}")
_ANNOUNCES = re.compile(
    r":$|\b(?:seuraav\w+|allaolev\w+|alla|ohei\w+|näm[äi]\w*|följande|nedan\w*|dessa|following|below|these)\b",
    re.IGNORECASE,
)


def is_item(text: str) -> bool:
    """Whether ``text`` is an item of a list or a row of a table."""
    return _ITEM.match(text) is not None


def introduces(text: str, start: int, end: int) -> bool:
    """Whether the sentence ``text[start:end]`` says what stands under it, and a list or a table does."""
    return _ANNOUNCES.search(text[start:end]) is not None and _UNDER.match(text, end) is not None
