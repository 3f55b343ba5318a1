"""Rendering: answers and sources as HTML. Questions and documents are hostile until escaped, so all of it is."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from typing import Any
from urllib.parse import urlencode, urlsplit

from bot.advice.answer import Answer, AnswerStatus, Citation
from bot.advice.phrases import span
from bot.sources.document import Document, Section
from bot.ui.catalogue import Texts


def safe(text: str) -> str:
    """``text`` as HTML that shows just its characters; its writing direction cannot leak out of it."""
    return f"<bdi>{escape(text)}</bdi>"


def web_address(url: str) -> str:
    """``url`` if it is an http(s) address, or nothing."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.netloc else ""


def action(name: str, **values: object) -> str:
    """The attribute that tells the page's script what a button asks for."""
    return f'data-act="{escape(json.dumps({"act": name, **values}, ensure_ascii=False), quote=True)}"'


def conversation(turns: Sequence[tuple[str, Answer | None]], t: Texts) -> str:
    """The whole conversation; a turn without an answer is being worked on."""
    if not turns:
        chips = "".join(
            f'<li><button type="button" class="k-chip" {action("ask", q=q)}>{safe(q)}</button></li>'
            for q in t.list("examples")
        )
        return (
            f'<div class="k-card"><p>{escape(t("intro"))}</p>'
            f'<h2 class="k-small">{escape(t("examples_title"))}</h2><ul class="k-chips">{chips}</ul></div>'
        )
    parts = []
    for n, (question, answer) in enumerate(turns):
        parts.append(f'<div class="k-q">{safe(question)}</div>')
        if answer is None:
            parts.append(f'<div class="k-card k-busy" role="status">{escape(t("searching"))}</div>')
        else:
            parts.append(answer_card(answer, n, t))
    return "".join(parts)


def answer_card(answer: Answer, turn: int, t: Texts) -> str:
    """One answer: its state in words, the quotes with their markers, notes, sources and what to do next."""
    answered = answer.status is AnswerStatus.ANSWERED
    state = [t(answer.status.value)]
    if answered:
        n = len(answer.citations)
        state.append(t("sources_one") if n == 1 else t("sources_many", n=n))
        state.append(t(f"certainty_{answer.certainty.value}"))
    total = f"{answer.timings.get('total', 0.0):.1f}"
    state.append(t("seconds", n=total if t.language == "en" else total.replace(".", ",")))
    dot = "k-dot" if answered else "k-dot k-no"
    parts = [
        f'<article class="k-card" lang="{escape(answer.language)}">',
        f'<p class="k-state"><span class="{dot}" aria-hidden="true"></span>{escape(" · ".join(state))}</p>',
    ]
    if answered:
        for c in answer.citations:
            marker = (
                f'<button type="button" class="k-mk" aria-label="{escape(t("open_source", n=c.marker))}" '
                f'{action("open", turn=turn, marker=c.marker)}>{c.marker}</button>'
            )
            parts.append(f'<p class="k-quote" lang="{escape(c.language)}">{safe(c.quote)} {marker}</p>')
        parts += [f'<p class="k-note">{safe(line)}</p>' for line in answer.notes]
        parts.append(_source_list(answer.citations, turn, t))
    else:
        parts += [f"<p>{safe(block)}</p>" for block in answer.text.split("\n\n")]
    parts.append(_next_steps(answer, t))
    parts.append("</article>")
    return "".join(parts)


def _source_list(citations: Sequence[Citation], turn: int, t: Texts) -> str:
    rows = []
    for c in citations:
        place = " › ".join(p for p in (c.title, c.section) if p)
        kind = "k-badge k-b" if c.authority == "binding" else "k-badge"
        day = f" · {_day(c.published)}" if c.published else ""
        rows.append(
            f'<li value="{c.marker}"><button type="button" class="k-link" {action("open", turn=turn, marker=c.marker)}>'
            f'{safe(place)}</button> <span class="{kind}">{escape(t(c.authority))}</span>{day}</li>'
        )
    return f'<div class="k-list"><h3>{escape(t("sources"))}</h3><ol>{"".join(rows)}</ol></div>'


def _next_steps(answer: Answer, t: Texts) -> str:
    chips = [
        f'<li><button type="button" class="k-chip" {action("ask", q=s.question if s.question.endswith("?") else f"{s.title}: {s.question}")}>'
        f"{safe(s.question)}</button></li>"
        for s in answer.suggestions
    ]
    copy = ""
    if answer.citations:
        copy = (
            f'<button type="button" class="k-act" data-copy="{escape(as_text(answer), quote=True)}" '
            f'data-copied="{escape(t("copied"), quote=True)}">{escape(t("copy"))}</button>'
        )
    related = f'<h3 class="k-small">{escape(t("related"))}</h3><ul class="k-chips">{"".join(chips)}</ul>' if chips else ""
    return f'<div class="k-acts">{copy}</div>{related}'


def as_text(answer: Answer) -> str:
    """The answer with its sources as plain text, to be pasted elsewhere."""
    lines = [answer.text, ""]
    for c in answer.citations:
        place = " › ".join(p for p in (c.title, c.section) if p)
        original = "; ".join(s.text for s in c.sources)
        lines.append(f"[{c.marker}] {place}{f', {_day(c.published)}' if c.published else ''}. {original or c.url}".rstrip())
    return "\n".join(lines)


def source_view(document: Document, start: int, end: int, t: Texts, *, whole: bool = False, turn: int = -1,
                marker: int = 0, last: int = 0) -> str:
    """The section around characters ``start`` to ``end`` (or the whole document) with those characters marked."""
    m = document.metadata
    section = next(
        (s for s in document.sections if s.start <= start < max(s.end, s.start + 1)),
        Section(start=0, end=len(document.text)),
    )
    path = " › ".join((m.title, *section.path))
    low, high = (0, len(document.text)) if whole else (min(section.start, start), max(section.end, end))
    body = (
        escape(document.text[low:start]) + f'<mark id="k-mark" tabindex="-1">{escape(document.text[start:end])}</mark>'
        + escape(document.text[end:high])
        if end > start else escape(document.text[low:high])
    )
    address = "/?" + urlencode({"doc": document.id, "start": start, "end": end})
    values: dict[str, Any] = {"doc": document.id, "start": start, "end": end, "turn": turn, "marker": marker, "last": last}
    toggle = t("back") if whole else t("whole")
    return (
        f'<div class="k-source"><p class="k-path">{safe(path)}</p><h2>{safe(section.path[-1] if section.path else m.title)}</h2>'
        f'<p class="k-meta">{_meta(document, t)}</p>'
        f'<div class="k-text" lang="{escape(m.language)}" tabindex="0">{body}</div>'
        f"{_originals(document, start, end, t)}"
        f"{_turn_pages(values, t)}"
        f'<div class="k-acts"><button type="button" class="k-act" {action("source", **{**values, "whole": not whole})}>{escape(toggle)}</button>'
        f'<a class="k-act" href="{escape(address)}">{escape(t("permanent"))}</a></div></div>'
    )


def _meta(document: Document, t: Texts) -> str:
    m = document.metadata
    parts = [f'<span class="k-badge{" k-b" if m.authority == "binding" else ""}">{escape(t(m.authority.value))}</span>']
    if m.publisher:
        parts.append(f"{escape(t('publisher'))} {safe(m.publisher)}")
    if m.valid_from or m.valid_to:
        word = t("ended") if m.valid_to and m.valid_to < date.today() else t("valid")
        parts.append(f"<strong>{escape(word)}</strong> {escape(span(m.valid_from, m.valid_to))}")
    for key, day in (("published", m.published), ("reviewed", m.reviewed)):
        if day:
            parts.append(f"{escape(t(key))} {_day(day)}")
    if web_address(m.url):
        parts.append(_link(m.url, t("open_original")))
    return " · ".join(parts)


def _originals(document: Document, start: int, end: int, t: Texts) -> str:
    notes = document.footnotes_within(start, end)
    if not notes:
        return ""
    rows = "".join(
        f"<li>{safe('. '.join(p for p in (n.publisher, n.title, n.date) if p) or n.text)} "
        f"{_link(n.url, t('open_original')) if web_address(n.url) else ''}</li>"
        for n in notes
    )
    return f'<div class="k-list"><h3>{escape(t("originals"))}</h3><ul>{rows}</ul></div>'


def _turn_pages(values: Mapping[str, Any], t: Texts) -> str:
    marker, last, turn = values["marker"], values["last"], values["turn"]
    if turn < 0 or last < 2:
        return ""
    before = f'{action("open", turn=turn, marker=marker - 1)}' if marker > 1 else "disabled"
    after = f'{action("open", turn=turn, marker=marker + 1)}' if marker < last else "disabled"
    return (
        f'<div class="k-pages"><button type="button" class="k-link" {before}>{escape(t("previous"))}</button>'
        f"<span>{marker} / {last}</span>"
        f'<button type="button" class="k-link" {after}>{escape(t("next"))}</button></div>'
    )


def _link(url: str, words: str) -> str:
    return f'<a href="{escape(url, quote=True)}" target="_blank" rel="noopener noreferrer">{escape(words)}</a>'


def _day(day: date | None) -> str:
    return f"{day.day}.{day.month}.{day.year}" if day else ""
