"""A handout: a conversation with its sources numbered through, to be handed on as Markdown or as a Word file."""

from __future__ import annotations

import io
import re
from datetime import date

from pydantic import BaseModel, ConfigDict

from bot.advice.answer import Answer, Citation
from bot.ui.card import state_line
from bot.ui.catalogue import Texts
from bot.ui.conversation import Conversation, Stage
from bot.ui.reference import escape_markdown, source_line

_MARKER = re.compile(r"\[(\d{1,3})\]")
_TWICE = re.compile(r"(\[\d+\])(?: \1)+")
# XML holds no control characters; each is shown as the sign that stands for it.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")


class Quoted(BaseModel):
    """A quote, word for word, and its source's number in the handout."""

    model_config = ConfigDict(frozen=True)

    text: str
    language: str
    number: int


class Entry(BaseModel):
    """A question and its answer: quotes, or a text where there are none; notes with the handout's numbers."""

    model_config = ConfigDict(frozen=True)

    question: str
    state: str
    quotes: tuple[Quoted, ...] = ()
    said: str = ""
    notes: tuple[str, ...] = ()


class Handout(BaseModel):
    """The whole of it. ``sources`` are lines, the first of which is number 1."""

    model_config = ConfigDict(frozen=True)

    title: str
    day: str
    warning: str
    entries: tuple[Entry, ...]
    heading: str
    sources: tuple[str, ...]


def handout(conversation: Conversation, texts: Texts, today: date) -> Handout:
    """The answered questions of the conversation, in order."""
    numbers: dict[str, int] = {}
    entries = []
    for turn in conversation.turns:
        if turn.stage is Stage.DONE and turn.answer is not None:
            entries.append(_entry(turn.answer, numbers, texts))
    return Handout(
        title=texts("handout.title"),
        day=texts("handout.day", date=texts.day(today)),
        warning=texts("handout.warning"),
        entries=tuple(entries),
        heading=texts("sources.heading"),
        sources=tuple(numbers),
    )


def as_markdown(given: Handout) -> str:
    """Markdown: quotes as block quotes, numbered sources at the end. Nothing in a quote becomes markup."""
    lines = [f"# {escape_markdown(given.title)}", "", escape_markdown(given.day), "", escape_markdown(given.warning)]
    for n, e in enumerate(given.entries, 1):
        lines += ["", f"## {n}. {_line(e.question)}", "", f"*{escape_markdown(e.state)}*", ""]
        for q in e.quotes:
            quoted = [f"> {escape_markdown(line)}".rstrip() for line in q.text.split("\n")]
            lines += [*quoted[:-1], f"{quoted[-1]} [{q.number}]", ""]
        lines += [escape_markdown(e.said), ""] if e.said else []
        lines += [f"*{_numbered(note)}*\n" for note in e.notes]
    if given.sources:
        lines += ["", f"## {escape_markdown(given.heading)}", ""]
        lines += [f"{n}. {_line(s)}" for n, s in enumerate(given.sources, 1)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def as_docx(given: Handout, language: str) -> bytes:
    """A Word file with real headings and quotes, in the language's spelling."""
    import docx
    from docx.oxml.ns import qn
    from docx.shared import Pt

    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.author, properties.language = given.title, "KEINO-neuvoja", language
    properties.comments = ""
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    for spelling in document.styles.element.iter(qn("w:lang")):
        spelling.set(qn("w:val"), {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}.get(language, language))
    document.add_heading(given.title, level=0)
    document.add_paragraph(given.day)
    document.add_paragraph(given.warning)
    for n, e in enumerate(given.entries, 1):
        document.add_heading(_clean(f"{n}. {' '.join(e.question.split())}"), level=1)
        document.add_paragraph().add_run(_clean(e.state)).italic = True
        for q in e.quotes:
            paragraph = document.add_paragraph(_clean(q.text), style="Quote")
            paragraph.add_run(f" [{q.number}]").italic = False
        if e.said:
            document.add_paragraph(_clean(e.said))
        for note in e.notes:
            document.add_paragraph(_clean(note))
    if given.sources:
        document.add_heading(given.heading, level=1)
        for n, s in enumerate(given.sources, 1):
            document.add_paragraph(_clean(f"[{n}] {s}"))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _entry(answer: Answer, numbers: dict[str, int], texts: Texts) -> Entry:
    by_marker: dict[int, int] = {}
    quotes = []
    for c in answer.citations:
        number = _number(c, numbers, texts)
        by_marker.setdefault(c.marker, number)
        quotes.append(Quoted(text=c.quote, language=c.language, number=number))

    def renumbered(note: str) -> str:
        written = _MARKER.sub(lambda m: f"[{by_marker.get(int(m.group(1)), m.group(1))}]", note)
        return _TWICE.sub(r"\1", written)  # several quotes of one source have one number

    said = ""
    if not quotes:
        said = answer.text
        for note in answer.notes:
            said = said.replace(f"*{note}*", "")
    return Entry(
        question=answer.question.strip(),
        state=state_line(answer.model_copy(update={"timings": {}}), texts),
        quotes=tuple(quotes),
        said=said.strip(),
        notes=tuple(map(renumbered, answer.notes)),
    )


def _number(c: Citation, numbers: dict[str, int], texts: Texts) -> int:
    """The number of the citation's source; the same source has the same number throughout."""
    return numbers.setdefault(source_line(c, texts), len(numbers) + 1)


def _line(value: str) -> str:
    return escape_markdown(" ".join(value.split()))


def _numbered(note: str) -> str:
    # Numbers in brackets stay as they are: without a definition of theirs they are text in Markdown too.
    return re.sub(r"\\\[(\d+)\\\]", r"[\1]", escape_markdown(note))


def _clean(value: str) -> str:
    return _CONTROL.sub(lambda m: chr(0x2400 + ord(m.group())) if ord(m.group()) < 0x20 else "\ufffd", value)
