"""Which of Finnish, Swedish and English a text is in, and whether it is readable text at all."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.text.stopwords import STOP_WORDS

if TYPE_CHECKING:
    from lingua import LanguageDetector

LANGUAGES = ("fi", "sv", "en")

# What is read of a long text, in characters: more does not change the verdict.
_READ = 3000
_WORD = re.compile(r"[^\W\d_]+(?:[-:’'][^\W\d_]+)*")

# Words that say nothing of the language a question is written in: names and codes of this field.
_NAMES = """
espd hilma ted keino hansel motiva kkv vtt syke tem cpv eu eta pcp ppi innovation broker green deal deals business
finland esg co2 lcc bim gpp ict it ai ok
"""
_NEUTRAL = frozenset(_NAMES.split())
# Words of this field that settle the language where function words are few.
_FIELD = {
    "fi": re.compile(
        r"hankin|hankk|kilpailut|tarjou|kynnys|kestäv|laki$|lain$|pykäl|sopimu|valitu|kelpoisuu|yksik|osaamiskesk|"
        r"innovatiivi|markkina|rahoitu|ympäristö|päätö|menettel|kunta|kunnan|alv$"
    ),
    "sv": re.compile(
        r"upphandl|anbud|tröskelv|hållbar|avtal|lagen$|besvär|kommun|statlig|beslut|miljö|annons|leverantör|"
        r"förfarand|inköp|uteslut|marknad|skydd"
    ),
    "en": re.compile(
        r"procur|tender|threshold|sustainab|contract|supplier|award|bid(?:s|der|ders)?$|act$|appeal|purchas|"
        r"criteri|exclusion|municipal|innovative$|market$|public$|buy"
    ),
}
_SUFFIX = {
    "fi": re.compile(r"(?:ss[aä]|st[aä]|ll[aä]|lt[aä]|lle|ksi|iin|een|aan|ään|iden|jen|tt[aä]|k[oö]|nen)$"),
    "sv": re.compile(r"(?:ning|ningen|ningar|arna|orna|erna|het|heten|ande|ende|igt|iskt|ska|skt|tion|tionen)$"),
    "en": re.compile(r"(?:ing|tion|ment|ness|able|ity|ies|ed|ly|ous)$"),
}
_FINNISH = re.compile(r"aa|ää|ii|uu|yy|uo|yö|(?:[aouäöyei])(?:[aouäöyei])(?:[aouäöyei])|kk|hd|ä.*ä|y.*ä|ä.*y")
_FIRST, _FUNCTION, _DOMAIN, _ENDING, _SHAPE = 1.6, 1.0, 1.2, 0.5, 0.2
# A lead smaller than this leaves the verdict to the statistical detector.
_CLEAR = 1.0
# In words: longer texts are not judged by their first word.
_QUESTION_LENGTH = 25


def language_of(code: str) -> str | None:
    """«fi», «sv» or «en» for a code of the language as others write it («FI», «sv-FI», «en_GB»); None for others."""
    short = re.split(r"[-_]", code.strip().lower(), maxsplit=1)[0]
    short = {"fin": "fi", "swe": "sv", "eng": "en"}.get(short, short)
    return short if short in LANGUAGES else None


def detect(text: str, fallback: str = "fi") -> str:
    """«fi», «sv» or «en»; ``fallback`` where the text does not tell (codes, names, numbers).

    Question words and function words decide before names and quotations do; what they leave open goes to
    lingua's statistics.
    """
    words = [w.lower() for w in _WORD.findall(unicodedata.normalize("NFC", text[:_READ]).replace("\u00ad", ""))]
    telling = [w for w in words if w not in _NEUTRAL]
    if not telling:
        return fallback
    # A question word opens the asker's own sentence; what follows may be quoted («kuka lauloi all you need is love»).
    opening = [g for g in LANGUAGES if telling[0] in _QUESTION_WORDS[g]]
    if len(opening) == 1 and 1 < len(telling) <= _QUESTION_LENGTH:
        return opening[0]
    scores = dict.fromkeys(LANGUAGES, 0.0)
    for i, word in enumerate(telling):
        for language in LANGUAGES:
            if word in _FUNCTION_WORDS[language]:
                scores[language] += _FIRST if i == 0 and len(telling) > 1 else _FUNCTION
            elif len(word) > 3:
                scores[language] += _DOMAIN * bool(_FIELD[language].search(word))
                scores[language] += _ENDING * bool(_SUFFIX[language].search(word))
        if _FINNISH.search(word):
            scores["fi"] += _SHAPE
        if "å" in word:
            scores["sv"] += 1.0
        if "w" in word or "th" in word:
            scores["en"] += _SHAPE
    ranked = sorted(LANGUAGES, key=lambda g: (-scores[g], g != fallback))
    if scores[ranked[0]] - scores[ranked[1]] >= _CLEAR:
        return ranked[0]
    return _statistics(" ".join(telling), scores, fallback)


def _statistics(text: str, scores: dict[str, float], fallback: str) -> str:
    values = {
        v.language.iso_code_639_1.name.lower(): v.value for v in _lingua().compute_language_confidence_values(text)
    }
    best = max(LANGUAGES, key=lambda g: (values.get(g, 0.0) + 0.35 * scores[g], g == fallback))
    # One or two words without a function word are mostly names: only a strong verdict moves them off the fallback.
    if len(text.split()) <= 2 and max(scores.values()) < _FUNCTION and values.get(best, 0.0) < 0.8:
        return fallback
    return best


@lru_cache(maxsize=1)
def _lingua() -> LanguageDetector:
    from lingua import Language, LanguageDetectorBuilder  # 0.6 s and 100 MB: only where it is needed

    return LanguageDetectorBuilder.from_languages(Language.FINNISH, Language.SWEDISH, Language.ENGLISH).build()


_QUESTIONS = {
    "fi": """
    kuka kenen kenellä keneltä kenelle ketkä mikä mitä mitkä minkä missä mistä mihin milloin koska miksi miten kuinka
    paljonko montako onko voiko saako pitääkö mille millä minne minkälainen millainen ovatko oliko entä
    """,
    "sv": """
    vem vems vad vilken vilket vilka var vart varifrån när varför hur är kan får måste ska har vilkens
    """,
    "en": """
    who whose whom what which where when why how is are can may must should does do did has have was were
    """,
}
_QUESTION_WORDS = {g: frozenset(words.split()) for g, words in _QUESTIONS.items()}
# Too short or too common in the other languages to tell.
_AMBIGUOUS = """
i in on me man den so men an ja se he ne no ei be min vi under all for till kan has at en ett var vid per et am a as
"""
_SHARED = frozenset(_AMBIGUOUS.split())
_FUNCTION_WORDS = {
    g: frozenset(
        w
        for w in STOP_WORDS[g] | _QUESTION_WORDS[g]
        if w not in _SHARED - _QUESTION_WORDS[g]
        and not any(w in STOP_WORDS[h] | _QUESTION_WORDS[h] for h in LANGUAGES if h != g)
    )
    for g in LANGUAGES
}

_REFERENCE = re.compile(r"§\s?\d|\d\s?§|\b\d{1,4}/\d{4}\b")
_LONG_RUN = re.compile(r"\S{60,}")
_VOWEL = re.compile(r"[aeiouyäöåéüæø]", re.IGNORECASE)
_RUN = re.compile(r"(.)\1{5,}", re.DOTALL)


def is_readable(text: str) -> bool:
    """Whether a person could have meant ``text`` as a question: letters enough, and in words.

    False for control characters, symbols alone, runs of one character and base64-like noise.
    """
    visible = [c for c in text if not c.isspace()]
    letters = sum(c.isalpha() for c in visible)
    if letters < 2 and not _REFERENCE.search(text):
        return False
    controls = sum(unicodedata.category(c) in ("Cc", "Co", "Cs", "Cn") or c == "\ufffd" for c in visible)
    if controls > 0.02 * len(visible):
        return False
    digits = sum(c.isdigit() for c in visible)
    if letters + digits < 0.5 * len(visible):
        return False
    if _RUN.search(text) and len(set(text.lower())) < 6:
        return False
    words = _WORD.findall(text)
    long = [w for w in _LONG_RUN.findall(text) if "://" not in w and not w.startswith("www.")]
    if sum(map(len, long)) > 0.5 * len(visible):
        return False
    # A code such as «ESPD» has few vowels; several words without any are keyboard noise.
    spoken = [w for w in words if _VOWEL.search(w) or not w.isascii()]
    if len(words) >= 2 and not spoken and all(not w.isupper() for w in words):
        return False
    return not (len(words) == 1 and len(words[0]) > 4 and not spoken and not words[0].isupper())
