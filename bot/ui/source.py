"""The source view: a section, or the whole document, with the quote highlighted and everything known of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.sources.document import Document, Footnote, Section
from bot.ui.catalogue import Texts
from bot.ui.excerpt import Range, excerpt
from bot.ui.markup import attribute, isolated, outside_link, text
from bot.ui.place import Place
from bot.ui.reference import days_of, full_reference, short_reference


def render_empty(texts: Texts) -> str:
    """What stands in the place of a source before any is opened."""
    return (
        f'<div class="source empty"><h2>{text(texts("source.empty_heading"))}</h2>'
        f"<p>{text(texts('source.empty_body'))}</p></div>"
    )


def render_missing(place: Place, texts: Texts) -> str:
    """The view of a document that the index does not hold."""
    return (
        f'<div class="source missing" data-open="true">{_bar(texts)}'
        f'<h2 tabindex="-1" data-focus>{text(texts("source.missing_heading"))}</h2>'
        f"<p>{_with_id(texts, place.doc)}</p>"
        f'<div class="actions"><button type="button" data-view="search">{text(texts("source.search"))}</button></div>'
        "</div>"
    )


def render_source(document: Document, place: Place, neighbours: Sequence[Place], texts: Texts, today: date) -> str:
    """The document at ``place``; ``neighbours`` are the places of all quotes of the same answer, in order."""
    quote, notice = locate(document, place, texts)
    sections = [s for s in document.sections if s.end > s.start] or [Section(start=0, end=len(document.text))]
    shown = [s for s in sections if quote and s.start < quote[1] and quote[0] < s.end] or sections[:1]
    section = shown[0]
    name = " › ".join(section.path) if quote else ""
    where = place.model_copy(
        update={"start": quote[0], "end": quote[1], "quote": document.text[quote[0] : quote[1]][:300]}
        if quote
        else {"start": 0, "end": 0, "quote": ""}
    )
    sources = document.footnotes_within(*quote) if quote else list(document.footnotes)
    whole = place.whole or not quote
    body = _document(document, sections, quote, texts) if whole else _section(document, shown, quote)
    parts = [
        f'<div class="source" data-open="true" data-address="{attribute(where.address)}">',
        _bar(texts),
        _path(document, section, texts) if quote else "",
        f'<h2 tabindex="-1" data-focus lang="{attribute(document.metadata.language)}">'
        f"{isolated(document.metadata.title)}</h2>",
        _validity(document, texts, today),
        _facts(document, texts),
        notice,
        f'<div class="body" lang="{attribute(document.metadata.language)}">{body}</div>',
        _originals(document, sources, texts),
        _steps(place, neighbours, texts),
        '<div class="actions">',
        _switch(where, whole, texts) if quote else "",
        _copy(short_reference(document, name, texts), "copy.reference", texts),
        _copy(full_reference(document, name, sources, "", today, texts), "copy.full", texts),
        f'<button type="button" data-copy-address="{attribute(where.address)}">{text(texts("copy.address"))}</button>',
        "</div></div>",
    ]
    return "".join(parts)


def _bar(texts: Texts) -> str:
    return (
        f'<div class="bar"><button type="button" class="quiet" data-back>{text(texts("source.back"))}</button>'
        f'<button type="button" class="quiet close" data-close>{text(texts("source.close"))}</button></div>'
    )


def locate(document: Document, place: Place, texts: Texts) -> tuple[Range | None, str]:
    """The range to highlight in the document as it is now, and a notice where it is not what the place says."""
    plain = document.text
    if place.end <= place.start:
        return None, ""
    wanted = place.quote
    if place.end <= len(plain) and plain[place.start : place.end].startswith(wanted):
        return (place.start, place.end), ""
    if not wanted:
        return None, _notice(texts("source.damaged"))
    at = plain.find(wanted)
    if at >= 0:
        return (at, min(at + place.end - place.start, len(plain))), _notice(texts("source.moved"))
    former = f'<span class="former">{text(texts("source.former"))}: <q>{isolated(wanted)}</q></span>'
    return None, _notice(texts("source.changed"), former)


def _notice(message: str, more: str = "") -> str:
    return f'<div class="note warn" role="note"><p>{text(message)}</p>{more}</div>'


def _with_id(texts: Texts, document_id: str) -> str:
    before, after = texts("source.missing_body").split("{id}")
    return f"{text(before)}{isolated(document_id)}{text(after)}"


def _path(document: Document, section: Section, texts: Texts) -> str:
    # The title and the section's own heading stand below; the path is worth a line where there is more between them.
    steps = [document.metadata.title, *section.path[:-1]]
    if len(steps) < 2:
        return ""
    inner = '<span aria-hidden="true"> › </span>'.join(isolated(s) for s in steps)
    return f'<p class="path"><span class="sr">{text(texts("source.path"))}: </span>{inner}</p>'


def _validity(document: Document, texts: Texts, today: date) -> str:
    m = document.metadata
    if m.valid_to and m.valid_to < today:
        return f'<p class="sign ended">{text(texts("source.ended", date=texts.day(m.valid_to)))}</p>'
    if m.valid_from and m.valid_from > today:
        return f'<p class="sign ended">{text(texts("source.future", date=texts.day(m.valid_from)))}</p>'
    return ""


def _facts(document: Document, texts: Texts) -> str:
    m = document.metadata
    rows = [("authority", texts.optional(f"authority_long.{m.authority}", m.authority))]
    if m.publisher:
        rows.append(("publisher", m.publisher))
    if m.valid_from or m.valid_to:
        rows.append(("validity", texts.period(m.valid_from, m.valid_to)))
    rows += [(key, texts.day(day)) for key, day in days_of(document)]
    pairs = "".join(f"<div><dt>{text(texts(f'source.{key}'))}</dt><dd>{isolated(v)}</dd></div>" for key, v in rows)
    return f'<dl class="facts {attribute(m.authority)}">{pairs}</dl>'


def _section(document: Document, shown: Sequence[Section], quote: Range | None) -> str:
    first = shown[0]
    heading = document.text[first.heading_start : first.heading_end].strip() or (first.path[-1] if first.path else "")
    title = f"<h3>{isolated(heading)}</h3>" if heading and heading != document.metadata.title else ""
    blocks = [b for s in shown for b in s.blocks]
    return title + excerpt(document, first.start, shown[-1].end, blocks, quote)


def _document(document: Document, sections: Sequence[Section], quote: Range | None, texts: Texts) -> str:
    crossed = [s for s in sections if quote and s.start < quote[1] and quote[0] < s.end]
    parts: list[str] = []
    names: list[tuple[int, str]] = []
    for n, s in enumerate(sections):
        if s in crossed[1:]:
            continue
        heading = document.text[s.heading_start : s.heading_end].strip()
        if heading and heading != document.metadata.title:
            names.append((n, heading))
            parts.append(f'<h3 id="section-{n}" tabindex="-1">{isolated(heading)}</h3>')
        end = crossed[-1].end if s in crossed else s.end
        blocks = [b for t in (crossed if s in crossed else [s]) for b in t.blocks]
        parts.append(excerpt(document, s.start, end, blocks, quote if s in crossed else None))
    if len(names) < 3:
        return "".join(parts)
    links = "".join(
        f'<li><button type="button" class="link" data-jump="section-{n}">{isolated(name)}</button></li>'
        for n, name in names
    )
    outline = f'<details class="outline"><summary>{text(texts("source.outline"))}</summary><ul>{links}</ul></details>'
    return outline + "".join(parts)


def _originals(document: Document, sources: Sequence[Footnote], texts: Texts) -> str:
    hint = texts("source.new_tab")
    items = []
    for f in sources:
        label = ", ".join(p for p in (f.publisher, f.title) if p) or f.text
        items.append(f"<li>{outside_link(f.url, label, hint)}{f', {isolated(f.date)}' if f.date else ''}</li>")
    if document.metadata.url:
        items.append(f"<li>{outside_link(document.metadata.url, texts('source.original_page'), hint)}</li>")
    if not items:
        return ""
    return f'<div class="originals"><h3>{text(texts("source.originals"))}</h3><ul>{"".join(items)}</ul></div>'


def _steps(place: Place, neighbours: Sequence[Place], texts: Texts) -> str:
    if len(neighbours) < 2 or not 0 <= place.number < len(neighbours):
        return ""
    n = place.number
    before, after = text(texts("source.previous")), text(texts("source.next"))
    none = "<span></span>"
    left = f"<a {neighbours[n - 1].attributes}>‹ {before}</a>" if n > 0 else none
    right = f"<a {neighbours[n + 1].attributes}>{after} ›</a>" if n + 1 < len(neighbours) else none
    middle = text(texts("source.position", n=n + 1, total=len(neighbours)))
    name = attribute(texts("source.quotes"))
    return f'<nav class="steps" aria-label="{name}">{left}<span>{middle}</span>{right}</nav>'


def _switch(where: Place, whole: bool, texts: Texts) -> str:
    target = where.model_copy(update={"whole": not whole})
    return f'<a class="button" {target.attributes}>{text(texts("source.section" if whole else "source.whole"))}</a>'


def _copy(value: str, label: str, texts: Texts) -> str:
    return f'<button type="button" data-copy="{attribute(value)}">{text(texts(label))}</button>'
