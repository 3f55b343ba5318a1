"""Footnotes: the definitions that stand in a Markdown text, and their parts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.sources.document import Footnote

_DEFINITION = re.compile(r"^ {0,3}\[\^([^\]\s]{1,80})\]:[ \t]*(.*)$")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_ADDRESS = re.compile(r"<?\b((?:https?|ftp)://[^\s<>]+)>?[.\s]*$", re.IGNORECASE)
_DATE = re.compile(
    r"(?:^|(?<=[\s,(]))(\d{1,2}\.\d{1,2}\.\d{4}(?:\s?[–-]\s?\d{1,2}\.\d{1,2}\.\d{4})?|\d{4}-\d\d-\d\d|\d{1,2}/\d{4}"
    r"|(?:19|20)\d\d(?:\s?[–-]\s?(?:19|20)?\d\d)?"
    r"|päiväys ei näkyvissä|ei päiväystä|inget datum|odaterad|datum saknas|datum framgår inte|no date|undated"
    r"|date not shown)$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Definition:
    """A footnote's definition as it stands: ``line`` counts the lines of the file from 1."""

    label: str
    text: str
    line: int


def take_definitions(text: str) -> tuple[str, list[Definition]]:
    """``text`` with its footnote definitions blanked out line by line, and the definitions in order.

    Continuation lines are indented. What stands in a code fence is left alone. The number of lines stays the same.
    """
    lines = text.split("\n")
    found: list[Definition] = []
    fence = ""
    open_definition = False
    for i, line in enumerate(lines):
        mark = _FENCE.match(line)
        if fence:
            if mark and mark.group(1).startswith(fence) and line.strip() == mark.group(1):
                fence = ""
            continue
        match = _DEFINITION.match(line)
        if match:
            found.append(Definition(match.group(1), match.group(2).strip(), i + 1))
            lines[i], open_definition = "", True
        elif open_definition and line[:2] in ("  ", "\t") and line.strip():
            last = found[-1]
            found[-1] = Definition(last.label, f"{last.text} {line.strip()}".strip(), last.line)
            lines[i] = ""
        else:
            open_definition = False
            fence = mark.group(1) if mark else ""
    return "\n".join(lines), found


def parse_footnote(label: str, text: str) -> Footnote:
    """A footnote «Publisher. Title. Date. <address>» in its parts; a part that is not there is empty."""
    address = _ADDRESS.search(text)
    rest = (text[: address.start()] if address else text).strip().rstrip(".").rstrip()
    date = _DATE.search(rest)
    if date:
        rest = rest[: date.start()].strip().rstrip(".,(").rstrip()
    publisher, _, title = rest.partition(". ")
    return Footnote(
        label=label,
        text=text,
        publisher=publisher.strip(),
        title=title.strip(),
        date=date.group(1) if date else "",
        url=address.group(1) if address else "",
    )
