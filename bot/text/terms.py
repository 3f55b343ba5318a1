"""Terms: the words of a text as the search knows them, with lemmas, compound parts and character ranges."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.settings import settings
from bot.text.cache import AnalysisCache
from bot.text.finnish import joined
from bot.text.stopwords import STOP_LEMMAS, STOP_WORDS
from bot.text.swedish import pieces
from bot.text.tokens import MAX_WORD, Token, number, sections, tokens

if TYPE_CHECKING:
    import Stemmer

__all__ = ["STOP_WORDS", "Term", "flush_cache", "terms", "warm"]

_TRUNCATED = re.compile(r"-[ \u00a0](?:ja|tai|sekä|eli)[ \u00a0]")
CACHE_FILE = "lemmas.sqlite"
_SIGNS = {"%": {"fi": "prosentti", "sv": "procent", "en": "percent"}, "€": {"fi": "euro", "sv": "euro", "en": "euro"}}


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a text that is not a stop word: characters ``start`` to ``end``.

    ``form`` is the word in small letters, ``lemmas`` its base forms (several where the word is ambiguous), ``parts``
    its compound parts and derivation roots.
    """

    form: str
    start: int
    end: int
    lemmas: tuple[str, ...]
    parts: tuple[str, ...] = ()


def terms(text: str, language: str) -> list[Term]:
    """The terms of ``text`` in order, without stop words; ``language`` is «fi», «sv» or «en» (others read as «fi»).

    Finnish words are lemmatised with Voikko, Swedish and English ones stemmed. Section references become «§67»,
    numbers lose their grouping («500 000» → «500000»), and law numbers and dates stay whole.
    """
    stop = STOP_WORDS.get(language, STOP_WORDS["fi"])
    found: list[Term] = []
    for token in tokens(text):
        if token.kind == "word":
            if token.form not in stop:
                term = _word(token, language)
                if term is not None:
                    found.append(term)
        else:
            found.append(_other(token, language))
    return found if language in ("sv", "en") else _completed(found, text)


def _completed(found: list[Term], text: str) -> list[Term]:
    """Truncated words take the end of the compound they share: «tavara- ja palveluhankinnat»."""
    for i, (term, following) in enumerate(pairwise(found)):
        if following.parts and _TRUNCATED.fullmatch(text, term.end, following.start):
            whole = joined(term.form, _cache().get(following.form))
            if whole is not None:
                lemmas = tuple(dict.fromkeys((*whole.lemmas, *term.lemmas)))
                parts = tuple(p for p in dict.fromkeys((*whole.parts, *term.parts)) if p not in lemmas)
                found[i] = replace(term, lemmas=lemmas, parts=parts)
    return found


def warm(texts: Iterable[str]) -> None:
    """Take the analyses of all words of many Finnish texts into memory at once."""
    _cache().warm(token.form for text in texts for token in tokens(text) if token.kind == "word")


def flush_cache() -> None:
    """Write new analyses to the cache file; call it after a batch of texts and before the process ends."""
    _cache().flush()


def _word(token: Token, language: str) -> Term | None:
    form = token.form
    if language in ("sv", "en"):
        stemmer = _stemmer(language)
        bare = form.split(":", 1)[0].removesuffix("'s").removesuffix("'")
        inner = [p for p in bare.split("-") if p]
        inner = [q for p in inner for q in (p, *(pieces(p) if language == "sv" else ()))]
        lemma = stemmer.stemWord(bare)
        parts = tuple(dict.fromkeys(p for p in map(stemmer.stemWord, inner) if p != lemma))
        return Term(form, token.start, token.end, (lemma,), parts)
    analysis = _cache().get(form[: MAX_WORD + 1])
    if analysis.lemmas[0] in STOP_LEMMAS:
        return None
    return Term(form, token.start, token.end, analysis.lemmas, analysis.parts)


def _other(token: Token, language: str) -> Term:
    form = token.form
    lemmas: tuple[str, ...] = (form,)
    parts: tuple[str, ...] = ()
    if token.kind == "section":
        lemmas = sections(form)
    elif token.kind == "number":
        lemmas = (number(form),)
    elif token.kind == "date":
        parts = (form.rsplit(".", 1)[-1],)
    elif token.kind == "sign":
        lemmas = (_SIGNS[form].get(language, _SIGNS[form]["fi"]),)
    elif token.kind == "address":
        lemmas = (form.rstrip(".,;:!?)/"),)
        parts = tuple(dict.fromkeys(p for p in _pieces(form) if len(p) > 2 and p not in ("www", "http", "https")))[:12]
    return Term(form, token.start, token.end, lemmas, parts)


def _pieces(address: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in address).split()


@lru_cache(maxsize=1)
def _cache() -> AnalysisCache:
    return AnalysisCache(settings().cache / CACHE_FILE)


@lru_cache(maxsize=2)
def _stemmer(language: str) -> Stemmer.Stemmer:
    import Stemmer

    return Stemmer.Stemmer({"sv": "swedish", "en": "english"}[language])
