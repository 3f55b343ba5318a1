"""Sentence spans with exact character offsets, for Finnish, Swedish and English running text and lists."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.text.abbreviations import BEFORE_NUMBER, CLOSING, LEADING, MONTHS, PART_NAMES, TITLES

# Longest span, in characters: text without punctuation is cut at white space.
MAX_SPAN = 2000
# How far back a word is looked for before a full stop; bounds the work per full stop.
_LOOK_BACK = 60
# A parenthesis longer than this is no parenthesis but a stray character.
_MAX_PARENTHESIS = 400

_NEWLINE = r"(?:\r\n|\n|\r|\x0b|\x85|\u2028)"
_LIST_MARK = (
    r"(?:[-–—−•‣▪◦·*]\s|[-–−](?=[^\W\d_])"
    rf"|\d{{1,3}}[.)]\s+(?!(?:{MONTHS}))"
    r"|[a-zåäö]\)\s|\((?:\d{1,2}|[a-zåäö])\)\s)"
)
# Every quantifier below runs over a stretch that no other match can run over again, so the scan stays linear.
_BLOCK_BREAK = re.compile(
    rf"[\x0c\u2029]|{_NEWLINE}(?:[^\S\r\n\x0b\x0c\x85\u2028\u2029]*+{_NEWLINE}|(?=[^\S\r\n]*+{_LIST_MARK}))"
)
_ITEM = re.compile(rf"\s*+{_LIST_MARK}\s*+")
_END = re.compile(r"[.!?…]++[”“\"'’»›)\]]*+(?:[ \u00a0]?\[\d{1,3}\])*+")
_PARENTHESIS = re.compile(rf"\([^()]{{1,{_MAX_PARENTHESIS}}}\)")
_OPENERS = "\"'”“„’‘«»‹›([–—-−•*_"
_DATE_AHEAD = re.compile(r"\d{1,2}\.(?:\s?\d{2,4}\b|\s)")
_DAY = re.compile(r"\d{1,2}\.")
_YEAR = re.compile(r"\d{4}\b")
_URL = re.compile(r"(?:https?://|www\.)\S*$|\S+@\S+$", re.IGNORECASE)
_YEAR_IN_PARENTHESES = re.compile(r"\((?:19|20)\d\d\b")
_MONEY_AHEAD = re.compile(r"(?:EUR|USD|SEK|€|\$|EUROA)\b|[€$]")


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Character ranges of the sentences in ``text[start:end]``, in order and without overlap.

    Every character that is not white space lies in exactly one range, and no range begins or ends with white space.
    A blank line and the start of a list item always end a sentence; a single line break does not. No range is
    longer than ``MAX_SPAN`` characters. Takes time linear in the length.
    """
    stop = len(text) if end is None else min(end, len(text))
    spans: list[tuple[int, int]] = []
    for a, b in _blocks(text, max(0, start), stop):
        for c, d in _sentences(text, a, b):
            spans += _capped(text, c, d)
    return spans


def _blocks(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    position = start
    for match in _BLOCK_BREAK.finditer(text, start, stop):
        yield position, match.start()
        position = match.end()
    yield position, stop


def _sentences(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    item = _ITEM.match(text, start, stop)
    position = start
    inside = _parentheses(text, start, stop)
    parenthesis = next(inside, None)
    # The full stop of a list item's own number ends nothing.
    for match in _END.finditer(text, item.end() if item else start, stop):
        while parenthesis is not None and parenthesis[1] < match.end():
            parenthesis = next(inside, None)
        enclosed = parenthesis is not None and parenthesis[0] < match.start() and match.end() < parenthesis[1]
        if not enclosed and _ends(text, position, match, stop):
            yield position, match.end()
            position = match.end()
    yield position, stop


def _parentheses(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    return (m.span() for m in _PARENTHESIS.finditer(text, start, stop))


def _ends(text: str, sentence: int, match: re.Match[str], stop: int) -> bool:
    """Whether a sentence that began at ``sentence`` ends with the punctuation of ``match``."""
    end = match.end()
    if end >= stop:
        return True
    if not text[end].isspace():
        return False
    following = end
    while following < stop and text[following].isspace():
        following += 1
    if following >= stop:
        return True
    mark = match.group()
    if not _opens(text, following, stop):
        # «Mitä? entä»: hurried writers forget the capital letter, but a quotation goes on with a small one.
        return mark.rstrip("[]0123456789 \u00a0") in ("?", "??", "?!", "!?")
    if mark[0] in "!?…" or mark.startswith(".."):
        return True
    return not _abbreviates(text, sentence, match, following, stop)


def _opens(text: str, position: int, stop: int) -> bool:
    """Whether what stands at ``position`` can begin a sentence: anything but a small letter or punctuation."""
    i = position
    while i < stop and text[i] in _OPENERS and i - position < 4:
        i += 1
        while i < stop and text[i] in " \u00a0" and i - position < 4:
            i += 1
    if i >= stop:
        return True
    first = text[i]
    if first.islower():
        # «eForms-lomakkeet», «iPad».
        return i + 1 < stop and text[i + 1].isupper()
    return first not in ",;:.!?%/)]"


def _abbreviates(text: str, sentence: int, match: re.Match[str], following: int, stop: int) -> bool:
    """Whether the full stop of ``match`` belongs to an abbreviation, an ordinal, an initial or a date."""
    begin = max(sentence, match.start() - _LOOK_BACK)
    before = text[begin : match.start()]
    words = before.split()
    if not words or before[-1:].isspace():
        return False
    word = words[-1].lstrip("\"'”“„’‘«»([–—-")
    if not word:
        return False
    if _URL.search(word):
        return False
    opening = begin == sentence and len(words) == 1
    if word.isdigit():
        if opening and len(word) <= 3:
            return True
        if len(word) > 2:
            return False
        month = len(words) > 1 and _DAY.fullmatch(words[-2]) is not None
        return bool((_YEAR if month else _DATE_AHEAD).match(text, following, stop))
    if len(word) == 1 and word.isupper():
        # An initial, but not the name of a part: «liitteessä A. Seuraava».
        return not (len(words) > 1 and words[-2].lower() in PART_NAMES)
    if len(word) == 1 and len(words) > 1 and words[-2][-1].isdigit() and word.isalpha():
        # «25 m. Syvyys …», «4–16 v. Aikuiset …»: a unit ends the sentence where a word follows.
        return not text[following].isalpha()
    if word in TITLES:
        return True
    folded = word.lower()
    last = folded.rsplit("-", 1)[-1]
    if folded in CLOSING:
        return (
            _MONEY_AHEAD.match(text, following, stop) is not None
            or _YEAR_IN_PARENTHESES.match(text, following, stop) is not None
            or (folded in ("mrd", "milj", "tuh") and text[following].isdigit())
        )
    if folded in BEFORE_NUMBER:
        return text[following].isdigit()
    if folded in LEADING or (last in LEADING and len(last) > 2):
        # «n. 47», «s. 5» abbreviate; «kohta n. Sitten» would be a stretch, and «No.» answers a question.
        return True
    if len(word) == 1 and word.isalpha():
        return True
    if re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]", word):
        return True
    return opening and re.fullmatch(r"[IVX]{1,5}|\d{1,2}(?:\.\d{1,2})+", word) is not None and word.count(".") < 2


def _capped(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """The range without outer white space, in pieces of at most ``MAX_SPAN`` characters."""
    while start < stop and text[start].isspace():
        start += 1
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    while stop - start > MAX_SPAN:
        cut = start + MAX_SPAN
        while cut > start and not text[cut].isspace():
            cut -= 1
        if cut == start:
            cut = start + MAX_SPAN
        # A semicolon is a better place than just any space: the clauses of a statute end so.
        clause = text.rfind("; ", start + MAX_SPAN // 2, cut)
        if clause > 0:
            cut = clause + 1
        end = cut
        while text[end - 1].isspace():
            end -= 1
        yield start, end
        start = cut
        while start < stop and text[start].isspace():
            start += 1
    if stop > start:
        yield start, stop
