"""Composition: quotes become citations and an answer's text, and every citation is verified against its source."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date

from bot.advice.answer import Citation
from bot.advice.phrases import phrase, span
from bot.advice.selection import Quote
from bot.sources.document import Authority, Document

log = logging.getLogger(__name__)


def cite(quotes: Sequence[Quote], documents: dict[str, Document]) -> list[Citation]:
    """The citations of ``quotes``, marked from 1 in order."""
    citations = []
    for marker, quote in enumerate(quotes, 1):
        document = documents[quote.found.hit.document_id]
        metadata, passage = document.metadata, quote.found.stored.passage
        sources = tuple(document.footnotes_within(quote.start, quote.end))
        citations.append(
            Citation(
                marker=marker,
                document_id=document.id,
                passage_id=passage.id,
                title=metadata.title,
                section=passage.section,
                page=passage.page,
                url=metadata.url or next((s.url for s in sources if s.url), ""),
                quote=document.text[quote.start : quote.end],
                start=quote.start,
                end=quote.end,
                authority=metadata.authority.value,
                language=metadata.language,
                publisher=metadata.publisher or next((s.publisher for s in sources if s.publisher), ""),
                published=metadata.published,
                valid_from=metadata.valid_from,
                valid_to=metadata.valid_to,
                sources=sources,
            )
        )
    return citations


def verified(citations: Sequence[Citation], documents: dict[str, Document]) -> list[Citation]:
    """Those citations whose quote stands at its place in the source, character for character.

    What does not is not shown: it is a defect, so it is logged as one.
    """
    good = []
    for c in citations:
        if c.quote.strip() and documents[c.document_id].text[c.start : c.end] == c.quote:
            good.append(c)
        else:
            log.error("a quote is not in its source: %s [%d:%d]", c.document_id, c.start, c.end)
    return good


def notes(citations: Sequence[Citation], language: str, today: date) -> list[str]:
    """The lines under the quotes: each period that sources are limited to, then the binding sources; each once."""
    periods: dict[tuple[str, date | None, date | None], list[int]] = {}
    binding: dict[str, list[int]] = {}
    for c in citations:
        if key := _validity(c, today):
            periods.setdefault((key, c.valid_from, c.valid_to), []).append(c.marker)
        if c.authority == Authority.BINDING:
            binding.setdefault(c.title, []).append(c.marker)
    lines = [
        phrase(language, key, markers=_markers(markers), span=span(start, end))
        for (key, start, end), markers in periods.items()
    ]
    if binding:
        names = "; ".join(f"{title} {_markers(markers)}" for title, markers in binding.items())
        lines.append(phrase(language, "binding", sources=names))
    if citations and all(c.language and c.language != language for c in citations):
        lines.append(phrase(language, "other_language"))
    return lines


def text_of(citations: Sequence[Citation], lines: Sequence[str]) -> str:
    """The answer as Markdown: quotes with their markers, a paragraph each, then the notes."""
    quotes = [f"{c.quote} [{c.marker}]" if "\n" not in c.quote else f"{c.quote}\n\n[{c.marker}]" for c in citations]
    return "\n\n".join([*quotes, *(f"*{line}*" for line in lines)])


def _validity(c: Citation, today: date) -> str:
    """The phrase on the time that the citation's source concerns; empty where there is nothing to say."""
    if c.valid_to is not None and c.valid_to < today:
        return "ended"
    if c.valid_from is not None and c.valid_from > today:
        return "future"
    return "validity" if c.valid_to is not None else ""


def _markers(markers: Sequence[int]) -> str:
    return " ".join(f"[{m}]" for m in dict.fromkeys(markers))
