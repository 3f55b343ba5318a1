"""The answer card: status in words, quotes with markers, notes, sources, what to ask next, and copying."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from bot.advice.answer import Answer, AnswerStatus, Citation
from bot.sources.document import Authority
from bot.ui.catalogue import Texts
from bot.ui.excerpt import spread
from bot.ui.markup import attribute, isolated, outside_link, text
from bot.ui.place import place_of
from bot.ui.reference import answer_markdown, answer_text, original

_MARKER = re.compile(r"\[(\d{1,3})\]")
_QUOTED = re.compile("\ue000(\\d+)\ue001")


def render_answer(answer: Answer, turn: int, texts: Texts, today: date) -> str:
    """The card of the conversation's ``turn``-th answer (from 0)."""
    answered = answer.status is AnswerStatus.ANSWERED
    parts = [
        f'<p class="state"><span class="dot {attribute(answer.status)}" aria-hidden="true"></span>'
        f"{text(state_line(answer, texts))}</p>",
        f'<div class="said" lang="{attribute(answer.language)}">{_said(answer, turn, texts)}</div>',
        _notes(answer, turn, texts, today),
        _sources(answer, turn, texts, today),
        _copies(answer, texts) if answered else "",
        _suggestions(answer, texts),
    ]
    return "".join(parts)


def state_line(answer: Answer, texts: Texts) -> str:
    """«Answer found in the sources · 2 sources · certain · 0.2 s»."""
    parts = [texts(f"status.{answer.status}")]
    if answer.status is AnswerStatus.ANSWERED:
        parts.append(texts.count("source_count", len(_sections(answer))))
        parts.append(texts(f"certainty.{answer.certainty}"))
        if any(c.authority == Authority.BINDING for c in answer.citations):
            parts.append(texts("binding_included"))
    if "total" in answer.timings:
        parts.append(texts("seconds", n=texts.number(max(answer.timings["total"], 0.1), 1)))
    return " · ".join(parts)


def marker_link(citation: Citation, turn: int, number: int, texts: Texts) -> str:
    """The link [1] that opens the quote's place."""
    label = texts("marker", n=citation.marker, title=citation.title)
    attributes = place_of(citation, turn, number).attributes
    return f'<a class="marker" {attributes} aria-label="{attribute(label)}">{citation.marker}</a>'


def asking(questions: Sequence[str]) -> str:
    """Questions as list items that can be asked by a press."""
    return "".join(
        f'<li><button type="button" class="chip" data-ask="{attribute(q)}">{isolated(q)}</button></li>'
        for q in questions
    )


def _said(answer: Answer, turn: int, texts: Texts) -> str:
    """The answer's text: quotes as they are, markers as links, everything else as plain paragraphs and lists."""
    # A quote may hold anything, even «[1]» or a blank line: it is taken out before the rest is looked at.
    body = _QUOTED.sub("", answer.text)
    rest = 0
    for i, c in enumerate(answer.citations):
        at = body.find(c.quote, rest)
        if at >= 0:
            stand_in = f"\ue000{i}\ue001"
            body = body[:at] + stand_in + body[at + len(c.quote) :]
            rest = at + len(stand_in)
    for note in answer.notes:
        body = body.replace(f"*{note}*", "", 1)
    first = {c.marker: (n, c) for n, c in reversed(list(enumerate(answer.citations)))}
    html: list[str] = []
    for paragraph in (p.strip("\n") for p in re.split(r"\n[ \t]*\n", body)):
        if not paragraph.strip():
            continue
        lines = paragraph.split("\n")
        if all(line.startswith("- ") for line in lines) and not _QUOTED.search(paragraph):
            known = {f"- {s.title}: {s.question}" for s in answer.suggestions}
            if not known.issuperset(lines):
                items = "".join(f"<li>{_inline(line[2:], answer, turn, first, texts)}</li>" for line in lines)
                html.append(f"<ul>{items}</ul>")
            elif html and answer.suggestions:
                html.pop()  # the line that led to the list: the same headings stand below, ready to be asked
            continue
        inner = _inline(paragraph, answer, turn, first, texts)
        if _MARKER.fullmatch(paragraph.strip()) and html:
            body_before = html[-1].removesuffix("</p>")
            # After a list or a table the marker starts a line of its own.
            html[-1] = f"{body_before}{'' if body_before.endswith('</span></bdi>') else ' '}{inner}</p>"
        else:
            html.append(f"<p>{inner}</p>")
    return "".join(html)


def _inline(
    value: str, answer: Answer, turn: int, first: Mapping[int, tuple[int, Citation]], texts: Texts
) -> str:
    parts: list[str] = []
    last: int | None = None
    stands = False
    for n, piece in enumerate(_QUOTED.split(value)):
        if n % 2:
            last = int(piece)
            c = answer.citations[last]
            language = f' lang="{attribute(c.language)}"' if c.language else ""
            shown = spread(c.quote)
            stands = shown.endswith("</span>")  # a list or a table: what follows starts a line of its own
            parts.append(f'<bdi class="quoted"{language}>{shown}</bdi>')
            continue
        tokens = _MARKER.split(piece)
        for k, token in enumerate(tokens):
            if k % 2 == 0:
                # A marker must not be left alone on the next line.
                glued = token.endswith(" ") and k + 1 < len(tokens) and int(tokens[k + 1]) in first
                parts.append(text(token[:-1] + ("" if stands and k == 0 else "\u00a0") if glued else token))
            elif int(token) in first:
                number, c = first[int(token)]
                if last is not None and answer.citations[last].marker == c.marker:
                    number, c = last, answer.citations[last]  # the very quote before the marker
                parts.append(marker_link(c, turn, number, texts))
            else:
                parts.append(text(f"[{token}]"))
    return "".join(parts)


def _notes(answer: Answer, turn: int, texts: Texts, today: date) -> str:
    """Two boxes at most: what has ended, and the other notes."""
    ended = {c.marker for c in answer.citations if c.valid_to and c.valid_to < today}
    first = {c.marker: (n, c) for n, c in reversed(list(enumerate(answer.citations)))}
    boxes: dict[str, list[str]] = {"note warn": [], "note": []}
    for note in answer.notes:
        warn = any(int(m) in ended for m in _MARKER.findall(note))
        boxes["note warn" if warn else "note"].append(f"<p>{_inline(note, answer, turn, first, texts)}</p>")
    language = attribute(answer.language)
    return "".join(f'<div class="{k}" lang="{language}">{"".join(v)}</div>' for k, v in boxes.items() if v)


def _sources(answer: Answer, turn: int, texts: Texts, today: date) -> str:
    if not answer.citations:
        return ""
    binding: list[str] = []
    other: list[str] = []
    for quoted in _sections(answer):
        _, first = quoted[0]
        (binding if first.authority == Authority.BINDING else other).append(_source(quoted, turn, texts, today))
    groups = [("sources.binding", binding), ("sources.other" if binding else "sources.heading", other)]
    html = [f'<h3>{text(texts(k))}</h3><ul>{"".join(v)}</ul>' for k, v in groups if v]
    return f'<div class="sources">{"".join(html)}</div>'


def _sections(answer: Answer) -> list[list[tuple[int, Citation]]]:
    """The citations with their numbers in the answer, those of one section of a document together."""
    sections: dict[tuple[str, str], list[tuple[int, Citation]]] = {}
    for n, c in enumerate(answer.citations):
        sections.setdefault((c.document_id, c.section), []).append((n, c))
    return list(sections.values())


def _source(quoted: Sequence[tuple[int, Citation]], turn: int, texts: Texts, today: date) -> str:
    """A section that was quoted from: the markers of its quotes, its name and what is known of it."""
    number, c = quoted[0]
    markers = ", ".join(str(m) for m in dict.fromkeys(q.marker for _, q in quoted))
    attributes = place_of(c, turn, number).attributes
    name = " › ".join(p for p in (c.title, c.section) if p)
    language = f' lang="{attribute(c.language)}"' if c.language else ""
    html = [
        f'<a {attributes} class="name"{language}>{isolated(name)}</a> ',
        f'<span class="badge {attribute(c.authority)}">'
        f"{text(texts.optional(f'authority.{c.authority}', c.authority))}</span>",
    ]
    if c.valid_to and c.valid_to < today:
        html.append(f' <span class="badge ended">{text(texts("source.ended", date=texts.day(c.valid_to)))}</span>')
    hint = texts("source.new_tab")
    originals = dict.fromkeys(s for _, q in quoted for s in q.sources)
    details = [outside_link(s.url, original(s.model_copy(update={"url": ""})), hint) for s in originals]
    if not details:
        details = [isolated(c.publisher)] if c.publisher else []
        if c.published:
            details.append(text(texts.day(c.published)))
        if c.url:
            details.append(outside_link(c.url, texts("source.original_page"), hint))
    if details:
        html.append(f'<span class="details">{" · ".join(details)}</span>')
    return f'<li><span class="number" aria-hidden="true">{markers}</span><div>{"".join(html)}</div></li>'


def _copies(answer: Answer, texts: Texts) -> str:
    plain, markdown = attribute(answer_text(answer, texts)), attribute(answer_markdown(answer, texts))
    return (
        f'<div class="actions"><button type="button" data-copy="{plain}">{text(texts("copy.answer"))}</button>'
        f'<button type="button" data-copy="{markdown}">{text(texts("copy.markdown"))}</button></div>'
    )


def _suggestions(answer: Answer, texts: Texts) -> str:
    questions: Sequence[str] = [s.question for s in answer.suggestions]
    heading = texts("next" if answer.status is AnswerStatus.ANSWERED else "nearby")
    if not questions and answer.status in {AnswerStatus.NOT_FOUND, AnswerStatus.OUT_OF_SCOPE}:
        # Nothing is near; what the page offers at its beginning is still a way on.
        questions, heading = texts.examples, texts("empty.examples")
    if not questions:
        return ""
    chips = asking(questions)
    return f'<div class="next"><h3>{text(heading)}</h3><ul class="chips">{chips}</ul></div>'
