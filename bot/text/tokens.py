"""Tokens: words, numbers, section references, law numbers and addresses with exact character ranges."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["word", "number", "section", "law", "date", "address", "sign"]

# Characters that steer line breaking and direction only: they are left out of what is analysed, never of the text.
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_SPACE = "[ \u00a0\u2009\u202f]"
_HYPHENS = "\u2010\u2011-"

_SECTION = (
    rf"§§?{_SPACE}?\d{{1,4}}(?:{_SPACE}?[a-z]\b)?"
    rf"|\d{{1,4}}(?:{_SPACE}?[a-z])?(?:{_SPACE}?[–{_HYPHENS}]{_SPACE}?\d{{1,4}}(?:{_SPACE}?[a-z])?)?{_SPACE}?§(?::\w{{1,6}})?"
    rf"|\d{{1,4}}(?:{_SPACE}[a-z])?\.?{_SPACE}(?:pykälä\w{{0,8}}|paragraf(?:en)?\b)"
    rf"|(?:pykälä\w{{0,6}}|paragraf(?:en)?|[Ss]ections?){_SPACE}\d{{1,4}}(?:{_SPACE}?[a-z]\b)?"
)
_TOKEN = re.compile(
    rf"(?P<address>(?:https?://|www\.)[^\s<>\"”]{{2,500}}|[\w.+{_HYPHENS}]{{1,64}}@[\w{_HYPHENS}]{{1,64}}\.[\w.]{{2,64}})"
    rf"|(?<![\w§])(?P<section>{_SECTION})"
    r"|(?P<date>(?<![\d.])\d{1,2}\.\d{1,2}\.\d{4}(?!\d))"
    r"|(?P<law>(?<![\d/])\d{1,4}/\d{1,4}(?:/[A-ZÅÄÖ]{2,4})?(?![\d/]))"
    rf"|(?P<number>(?<![\w.,])(?:0\d{{1,3}}(?:{_SPACE}\d{{2,4}}){{2,3}}(?!\d)|\d{{1,3}}(?:{_SPACE}\d{{3}})+(?!\d)|\d{{1,3}}(?:,\d{{3}}){{1,4}}(?!\d)|\d+)(?:[.,]\d+)?(?![^\W\d_]))"
    rf"|(?P<word>[^\W_](?:[^\W_]|[{_INVISIBLE}]|[\u0300-\u036f]|['’&{_HYPHENS}](?=[^\W_])|:(?=[a-zåäö]{{1,7}}\b))*+)"
    r"|(?P<sign>[%€])"
)
# A «word» longer than this is no word; its analysis would cost time and tell nothing.
MAX_WORD = 60


@dataclass(frozen=True, slots=True)
class Token:
    """Characters ``start`` to ``end`` of a text; ``form`` is their normal form, as ``normal`` gives it."""

    kind: Kind
    form: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """The tokens of ``text`` in order, without overlap."""
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind is None:
            continue
        form = normal(match.group())
        if form:
            yield Token(kind, form, match.start(), match.end())  # type: ignore[arg-type]


def normal(text: str) -> str:
    """NFC, without invisible characters, in small letters, with plain hyphens and apostrophes. ä, ö and å stay."""
    for character in _INVISIBLE:
        if character in text:
            text = text.replace(character, "")
    text = unicodedata.normalize("NFC", text).lower()
    return text.replace("\u2010", "-").replace("\u2011", "-").replace("’", "'")


_GROUPING = re.compile(_SPACE)


def number(form: str) -> str:
    """«500 000» and «500,000» as «500000»; a decimal comma: «3.8» as «3,8»."""
    form = _GROUPING.sub("", form)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", form) and not form.startswith("0"):
        form = form.replace(",", "")
    return form.replace(".", ",")


def sections(form: str) -> tuple[str, ...]:
    """The sections that a reference names, as «§67», «§67a»; both ends and what lies between for «67–69 §»."""
    found = re.findall(r"(\d{1,4})\s?([a-z]\b)?", form.partition(":")[0])
    names = [f"§{n}{letter}" for n, letter in found]
    if len(found) == 2 and not any(letter for _, letter in found):
        first, last = int(found[0][0]), int(found[1][0])
        if first < last <= first + 10:
            return tuple(f"§{n}" for n in range(first, last + 1))
    return tuple(names)
