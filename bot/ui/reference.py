"""What is copied: an answer with its sources, as text and as Markdown, and references in two styles."""

from __future__ import annotations

import re
from datetime import date

from bot.advice.answer import Answer, Citation
from bot.sources.document import Document, Footnote
from bot.ui.catalogue import Texts

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|!])")


def answer_text(answer: Answer, texts: Texts) -> str:
    """The question, the answer and its sources as plain text."""
    lines = [f"{texts('question')}: {answer.question.strip()}", "", _plain(answer), ""]
    lines += [texts("sources.heading")] if answer.citations else []
    lines += [f"[{c.marker}] {source_line(c, texts)}" for c in answer.citations]
    return "\n".join(lines).strip() + "\n"


def answer_markdown(answer: Answer, texts: Texts) -> str:
    """The same as Markdown: quotes as block quotes, sources as footnotes. Nothing in a quote becomes markup."""
    lines = [f"**{escape_markdown(answer.question.strip())}**", ""]
    if not answer.citations:
        lines += [escape_markdown(_plain(answer)), ""]
    for c in answer.citations:
        quoted = [f"> {escape_markdown(line)}".rstrip() for line in c.quote.split("\n")]
        lines += [*quoted[:-1], f"{quoted[-1]}[^{c.marker}]", ""]
    lines += [f"*{escape_markdown(note)}*\n" for note in answer.notes]
    lines += [f"[^{c.marker}]: {escape_markdown(source_line(c, texts))}" for c in answer.citations]
    return "\n".join(lines).strip() + "\n"


def escape_markdown(value: str) -> str:
    """``value`` so that Markdown shows it as it is."""
    return _MARKDOWN.sub(r"\\\1", value)


def short_reference(document: Document, section: str, texts: Texts) -> str:
    """«Title, section (publisher 1.3.2022)», for running text."""
    m = document.metadata
    inside = " ".join(p for p in (_publisher(document, texts), texts.day(m.reviewed or m.published)) if p)
    name = ", ".join(p for p in (m.title, section) if p)
    return f"{name} ({inside})" if inside else name


def full_reference(
    document: Document, section: str, sources: list[Footnote], address: str, today: date, texts: Texts
) -> str:
    """An entry for a list of references: title, section, dates, original sources, address, day of reading."""
    m = document.metadata
    parts = [m.title, section, _publisher(document, texts)]
    parts += [texts(f"reference.{key}", date=texts.day(day)) for key, day in days_of(document)]
    parts += [texts("reference.original", source=original(f)) for f in sources]
    parts += [m.url, address, texts("reference.read", date=texts.day(today))]
    return ". ".join(p.rstrip(".") for p in parts if p) + "."


def days_of(document: Document) -> list[tuple[str, date]]:
    """When it was published (or written, where it was written here) and, if on another day, reviewed."""
    m = document.metadata
    days = [("written" if document.written_here else "published", m.published), ("reviewed", m.reviewed)]
    if m.reviewed == m.published:
        days.pop()
    return [(key, day) for key, day in days if day]


def original(footnote: Footnote) -> str:
    """The original source in one line: publisher, title, date, address."""
    parts = [footnote.publisher, footnote.title, footnote.date, footnote.url]
    return ", ".join(p for p in parts if p) or footnote.text


def _plain(answer: Answer) -> str:
    text = answer.text
    for note in answer.notes:  # notes are emphasised lines of the Markdown
        text = text.replace(f"*{note}*", note)
    return text


def source_line(c: Citation, texts: Texts) -> str:
    """A citation's source in one line: title, section, authority, publisher, dates, original sources."""
    name = " › ".join(p for p in (c.title, c.section) if p)
    authority = texts(f"authority.{c.authority}")
    ours = bool(c.sources) and c.publisher in {"", *(s.publisher for s in c.sources)}
    # What somebody published, when and where stands with the original sources; the day is that of writing of them.
    written = [texts("reference.written", date=texts.day(c.published))] if c.published else []
    parts = [name, authority, *(written if ours else [c.publisher, texts.day(c.published)])]
    if c.valid_from or c.valid_to:
        parts.append(texts("source.valid", period=texts.period(c.valid_from, c.valid_to)))
    parts += [original(f) for f in c.sources] or [c.url]
    return "; ".join(p for p in parts if p)


def _publisher(document: Document, texts: Texts) -> str:
    return texts("title") if document.written_here else document.metadata.publisher
