"""The view that searches passages without a question, and lists whole documents where no words are given."""

from __future__ import annotations

from datetime import date

from bot.search.filters import Filters
from bot.ui.catalogue import Texts
from bot.ui.desk import Adviser
from bot.ui.finder import build_finder
from bot.ui.found import render_documents, render_hits, render_nothing
from bot.ui.frame import Frame
from bot.ui.searchform import LIMITS
from bot.ui.wanted import Wanted


def build_search(frame: Frame) -> None:
    """The search form and what it finds."""
    build_finder(frame, "search", find, LIMITS)


def find(adviser: Adviser, wanted: Wanted, t: Texts, today: date) -> str:
    """The passages for the words within the limits; all documents within them where there are no words."""
    metadata = adviser.metadata()
    ids = wanted.documents(metadata, today)
    if not ids:
        return render_nothing(wanted, t)
    if not wanted.s:
        return render_documents(ids, metadata, wanted, t, today)
    filters = Filters(documents=tuple(ids)) if wanted.limits else Filters()
    return render_hits(adviser.search(wanted.s, k=wanted.n, filters=filters), metadata, wanted, t, today)
