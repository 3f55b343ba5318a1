"""Terms: the words of a text with their base forms, as the lexical side of the search knows them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bot.text import voikko
from bot.text.stopwords import STOP_WORDS

__all__ = ["STOP_WORDS", "Term", "flush_cache", "terms"]

_SPACE = "[ \u00a0\u202f\u2009]"
_TOKEN = re.compile(
    rf"(?P<law>\b\d{{1,4}}/(?:19|20)\d\d(?:/[A-Za-z]+)?\b)"
    rf"|(?P<section>\b\d{{1,3}}(?:{_SPACE}?[a-z])?{_SPACE}?§(?::\w+)?|§{_SPACE}?\d{{1,3}}(?:{_SPACE}?[a-z]\b)?"
    rf"|\b\d{{1,3}}{_SPACE}(?:pykälä|paragraf)\w*|\b[Ss]ection{_SPACE}\d{{1,3}}\b|\b[Pp]ykälä\w*{_SPACE}\d{{1,3}}\b)"
    rf"|(?P<date>\b\d{{1,2}}\.\d{{1,2}}\.\d{{4}}\b)"
    rf"|(?P<number>\b\d{{1,3}}(?:{_SPACE}\d{{3}})+(?:,\d+)?\b|\b\d+(?:[.,]\d+)?\b)"
    r"|(?P<word>[^\W\d_](?:[\w\u00ad\u0300-\u036f]|[-‑'’](?=\w))*)"
)
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class Term:
    """A word of a text at characters ``start`` to ``end``: its base forms, and its parts where it is a compound."""

    form: str
    start: int
    end: int
    lemmas: tuple[str, ...]
    parts: tuple[str, ...] = ()


def terms(text: str, language: str) -> list[Term]:
    """The terms of ``text`` in order, without stop words.

    Section references become "§67", thousands lose their spaces, law numbers stay whole. Words are normalised (NFC, no
    soft hyphens, lower case) one by one, so offsets always count the characters of ``text`` as it is.
    """
    found: list[Term] = []
    stop = STOP_WORDS.get(language, STOP_WORDS["fi"])
    for match in _TOKEN.finditer(text):
        form, kind = match.group(), match.lastgroup
        if kind == "word":
            word = unicodedata.normalize("NFC", form.replace("\u00ad", "")).lower().replace("‑", "-").replace("’", "'")
            if word in stop or not word:
                continue
            lemmas, parts = _word(word, language)
            # An inflected stop word («olemme», «kenenkään») still says nothing.
            if lemmas and all(lemma in stop for lemma in lemmas):
                continue
        elif kind == "section":
            lemmas, parts = ("§" + _DIGITS.findall(form)[0],), ()
        elif kind == "number":
            lemmas, parts = (re.sub(_SPACE, "", form),), ()
        elif kind == "date":
            lemmas, parts = (form,), (form.rsplit(".", 1)[1],)
        else:
            lemmas, parts = (form.lower(),), ()
        found.append(Term(form, match.start(), match.end(), lemmas, parts))
    return found


def flush_cache() -> None:
    """Write the analyses that are new to the disk, so that the next process starts with them."""
    voikko.flush()


def _word(word: str, language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if "-" in word:
        pieces = [p for p in word.split("-") if p]
        analysed = [_word(p, language) for p in pieces]
        head = analysed[-1][0] if analysed else ()
        first = "-".join(pieces[:-1])
        lemmas = tuple(f"{first}-{lemma}" for lemma in head) or (word,)
        inner = dict.fromkeys(t for lem, par in analysed for t in (*lem, *par) if len(t) > 1)
        return lemmas, tuple(inner)
    if language == "fi":
        return voikko.analyse(word)
    return (_stemmer(language).stemWord(word),), ()


@lru_cache(maxsize=4)
def _stemmer(language: str) -> Any:
    import Stemmer

    return Stemmer.Stemmer({"sv": "swedish", "en": "english"}.get(language, "english"))
