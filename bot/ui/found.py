"""What a search found: passages for words, whole documents without them, or a way on where there is nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bot.search.hit import Hit
from bot.sources.document import Metadata
from bot.text.languages import detect
from bot.ui.catalogue import Texts
from bot.ui.markup import attribute, isolated, text
from bot.ui.place import Place
from bot.ui.snippet import lemmas_of, snippet
from bot.ui.wanted import STEP, Wanted


def render_hits(
    hits: Sequence[Hit], metadata: Mapping[str, Metadata], wanted: Wanted, texts: Texts, today: date
) -> str:
    """Passages, best first. A link opens the passage in the source view, another the whole document."""
    words = {code: lemmas_of(wanted.s, code) for code in {detect(wanted.s), *(h.language for h in hits)}}
    items = []
    for h in hits:
        m = metadata.get(h.document_id) or Metadata(title=h.title, language=h.language)
        place = Place(doc=h.document_id, start=h.start, end=h.end, quote=h.text[:300])
        name = " › ".join(p for p in (h.title, h.section) if p)
        shown = snippet(h.text, h.language, words.get(h.language, frozenset()))
        items.append(
            f'<li lang="{attribute(h.language)}"><a {place.attributes} class="name">{isolated(name)}</a>'
            f"<p>{shown}</p>{badges(m, texts, today)}</li>"
        )
    more = "" if len(hits) < wanted.n or wanted.at_limit else _more(texts)
    return render_list(texts.count("find.passages", len(hits)), items, wanted, texts, more)


def render_documents(
    ids: Sequence[str], metadata: Mapping[str, Metadata], wanted: Wanted, texts: Texts, today: date
) -> str:
    """Documents by title, those in the page's own language first."""
    ordered = sorted(ids, key=lambda i: (metadata[i].language != texts.language, metadata[i].title.casefold()))
    items = []
    for i in ordered[: wanted.n]:
        m = metadata[i]
        summary = f"<p>{text(m.summary)}</p>" if m.summary else ""
        items.append(
            f'<li lang="{attribute(m.language)}"><a {Place(doc=i, whole=True).attributes} class="name">'
            f"{isolated(m.title)}</a>{summary}{badges(m, texts, today)}</li>"
        )
    more = _more(texts) if len(ids) > wanted.n and not wanted.at_limit else ""
    return render_list(texts.count("find.documents", len(ids)), items, wanted, texts, more)


def render_list(told: str, items: Sequence[str], wanted: Wanted, texts: Texts, more: str, kind: str = "hits") -> str:
    """The results under what is told of them. ``data-announce`` is said by screen readers."""
    focus = f' data-focus-item="{wanted.n - STEP}"' if wanted.n > STEP else ""
    name = attribute(texts("find.found"))
    return (
        f'<section class="found" aria-label="{name}" data-announce="{attribute(told)}"{focus}>'
        f'<div class="told"><h3>{text(told)}</h3>{_free(wanted, texts)}</div>'
        f'<ul class="{kind}">{"".join(items)}</ul>{more}</section>'
    )


def render_nothing(wanted: Wanted, texts: Texts) -> str:
    """What to do where nothing is within the limits."""
    told = texts("find.nothing")
    return (
        f'<section class="found none" aria-label="{attribute(texts("find.found"))}" data-announce="{attribute(told)}">'
        f'<h3>{text(told)}</h3><p>{text(texts("find.nothing_next"))}</p>'
        f'<div class="actions">{_free(wanted, texts)}{_ask(wanted, texts)}</div></section>'
    )


def render_failed(texts: Texts) -> str:
    """What to do where the search itself failed."""
    told = texts("find.failed")
    return (
        f'<section class="found none" aria-label="{attribute(texts("find.found"))}" data-announce="{attribute(told)}">'
        f'<h3>{text(told)}</h3><p>{text(texts("find.failed_next"))}</p><div class="actions">'
        f'<button type="button" data-event="again">{text(texts("retry"))}</button></div></section>'
    )


def badges(m: Metadata, texts: Texts, today: date) -> str:
    """Authority, kind, language where it is not the page's, region and validity, in one line."""
    parts = [
        f'<span class="badge {attribute(m.authority)}">'
        f"{text(texts.optional(f'authority.{m.authority}', m.authority))}</span>"
    ]
    if m.valid_to and m.valid_to < today:
        parts.append(f'<span class="badge ended">{text(texts("source.ended", date=texts.day(m.valid_to)))}</span>')
    elif m.valid_from or m.valid_to:
        parts.append(text(texts("source.valid", period=texts.period(m.valid_from, m.valid_to))))
    if m.kind:
        parts.append(text(texts.optional(f"kind.{m.kind}", m.kind)))
    if m.language and m.language != texts.language:
        parts.append(text(texts.optional(f"spoken.{m.language}", m.language)))
    if m.region:
        parts.append(text(texts.optional(f"region.{m.region}", m.region)))
    return f'<p class="badges" lang="{attribute(texts.language)}">{" ".join(parts[:1])}{_dots(parts[1:])}</p>'


def _dots(parts: Sequence[str]) -> str:
    return "".join(f'<span class="fact">{p}</span>' for p in parts)


def _more(texts: Texts) -> str:
    return f'<button type="button" class="wide" data-event="more">{text(texts("find.more"))}</button>'


def _free(wanted: Wanted, texts: Texts) -> str:
    if not wanted.limits:
        return ""
    return f'<button type="button" class="quiet" data-free>{text(texts("find.free"))}</button>'


def _ask(wanted: Wanted, texts: Texts) -> str:
    if not wanted.s:
        return ""
    return f'<button type="button" data-put="{attribute(wanted.s)}">{text(texts("find.ask"))}</button>'
