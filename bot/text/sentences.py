"""Sentence spans with exact offsets, for Finnish first, and for Swedish and English."""

from __future__ import annotations

import re

MAX_SPAN = 2000
"""Longest span, in characters; what runs on longer is cut at white space."""

# What a full stop may follow without ending a sentence. Lower case; compared with the last word before the stop.
_ABBREVIATIONS = frozenset(
    # Finnish
    "esim mm mrd milj ks vrt ns n s eli siht toim joht puh nro no kpl em ko ao so ym yms jne jms tms ts ym alv sis "
    "art kok mom luk tr ent huom lyh mtv os p v eaa jaa klo til toht prof dos hal varat tj oyj "
    # Swedish
    "t.ex bl.a d.v.s dvs s.k f.n o.s.v osv m.fl m.m kap st jfr resp ca kl tel mn md inkl exkl "
    # English
    "e.g i.e etc cf vs mr mrs ms dr prof st fig sec para approx".split()
)
_BREAK = re.compile(r"\n[ \t\u00a0]*\n|\n(?=[ \t]*(?:[-–—•*]|\(?\d{1,3}[.)]|\(?[a-zåäö]\))[ \t\u00a0]+\S)")
_END = re.compile(r"[.!?…]+[”\"'’»)\]]*(?:\[\d{1,3}\])*(?=\s)|[.!?…]+[”\"»)]+(?:\[\d{1,3}\])*(?=\s)")
_NEXT = re.compile(r"\s+[”\"'’»(\[–-]*\s*([^\W_])?")
_LAST_WORD = re.compile(r"([^\s(\[”\"»]+)$")
_ORDINAL = re.compile(r"^\(?\d{1,4}$")
_INITIAL = re.compile(r"^[A-ZÅÄÖ]$|(?:^|-)[A-ZÅÄÖ]$")
_MONTH_OR_UNIT = re.compile(
    r"(?:tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu)kuu|luku|luvun|luvussa|osa|pykälä|momentti|momentin|"
    r"kohta|kohdan|kausi|kaudella|vuosi|kerta|sija|artikla|kapitlet|mom|januari|februari|mars|april|maj|juni|juli|augusti|"
    r"september|oktober|november|december",
    re.IGNORECASE,
)


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Character ranges of the sentences of ``text[start:end]``, in order, without white space around them.

    A blank line and the start of a list item end a sentence; a single line break within a paragraph does not.
    Together the spans hold every character that is not white space. Takes time linear in the text's length.
    """
    end = len(text) if end is None else end
    spans: list[tuple[int, int]] = []
    at = start
    for match in _BREAK.finditer(text, start, end):
        _paragraph(text, at, match.start(), spans)
        at = match.end()
    _paragraph(text, at, end, spans)
    return spans


def _paragraph(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> None:
    at = start
    for match in _END.finditer(text, start, end):
        if match.end() < end and not _ends(text, at, match, end):
            continue
        _append(text, at, match.end(), spans)
        at = match.end()
    _append(text, at, end, spans)


def _ends(text: str, start: int, match: re.Match[str], end: int) -> bool:
    """Whether the punctuation of ``match`` ends the sentence that began at ``start``."""
    following = _NEXT.match(text, match.end(), end)
    letter = following.group(1) if following else None
    if letter is None:
        # A quote, dash or bracket with nothing after it: the end unless only punctuation follows.
        return True
    if letter.islower():
        return False
    mark = match.group()
    if not mark.startswith(".") or mark.startswith(".."):
        return True
    before = _LAST_WORD.search(text[max(start, match.start() - 40) : match.start()])
    word = before.group(1) if before else ""
    if match.end() - match.start() == 1:
        if _ORDINAL.match(word):
            # «5. luku», «1. Tarjous»: an ordinal or an item's number; «… vuonna 2024. Sen jälkeen» ends.
            long_year = len(word) == 4
            at_start = not text[start : match.start() - len(word)].strip()
            rest = text[match.end() : min(end, match.end() + 24)].lstrip()
            return not at_start and (long_year or len(word) == 3 or letter.isalpha()) and not _MONTH_OR_UNIT.match(rest)
        lowered = word.lower()
        if lowered in _ABBREVIATIONS:
            return False
        if _INITIAL.search(word):
            return False
    return True


def _append(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > MAX_SPAN:
        cut = _white_space_before(text, start, start + MAX_SPAN)
        stop = cut
        while stop > start and text[stop - 1].isspace():
            stop -= 1
        spans.append((start, stop))
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        spans.append((start, end))


def _white_space_before(text: str, start: int, limit: int) -> int:
    for i in range(limit, start + MAX_SPAN // 2, -1):
        if text[i].isspace():
            return i
    return limit
