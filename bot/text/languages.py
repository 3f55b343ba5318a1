"""Language detection for short questions: Finnish, Swedish or English."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

LANGUAGES = ("fi", "sv", "en")

# Function words and question words that only one of the three languages has. They decide most short questions.
_HINTS = {
    "fi": frozenset(
        "mikä mitä miten missä milloin kuka kuinka miksi onko voiko saako entä ja tai ei on ovat oli kun jos että se ne "
        "minkä mitkä kenen paljonko montako pitääkö täytyykö hankinta hankintaan hankinnan mistä mihin kauanko koska".split()
    ),
    "sv": frozenset(
        "vad vem vilka vilken vilket hur när var varför och eller inte är får ska kan det den ett en som för av på till med "
        "upphandling upphandlingen måste gäller man jag vi finns".split()
    ),
    "en": frozenset(
        "what who which how when where why and or not is are does do the a an of for to in with by can may must should "
        "procurement was were did it has have".split()
    ),
}
# Words that two of the languages share say nothing.
_SHARED = {"sv": frozenset({"man", "on"}), "en": frozenset({"man", "on"})}
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def detect(text: str, fallback: str = "fi") -> str:
    """"fi", "sv" or "en". ``fallback`` is the answer for what has no language: numbers, names, abbreviations."""
    words = [w.lower() for w in _WORD.findall(text[:2000])]
    if not words:
        return fallback
    counts = {
        language: sum(w in hints and w not in _SHARED.get(language, ()) for w in words)
        for language, hints in _HINTS.items()
    }
    # The question word decides what language is asked in: what follows may be a name or a title in another one.
    for language, hints in _HINTS.items():
        if words[0] in hints:
            counts[language] += 3
    best = max(counts, key=lambda k: counts[k])
    others = sorted(counts.values())
    if counts[best] >= 1 and others[-1] - others[-2] >= 2:
        return best
    if len(words) <= 2 and counts[best] and others[-2] == 0:
        return best
    if len(words) == 1 and len(words[0]) <= 6:
        return fallback
    values = {v.language.iso_code_639_1.name.lower(): v.value for v in _detector().compute_language_confidence_values(text[:2000])}
    for language, count in counts.items():
        values[language] = values.get(language, 0.0) + 0.25 * count
    if len(words) <= 3 and sorted(values.values())[-1] - sorted(values.values())[-2] < 0.3:
        return fallback
    return max(values, key=lambda k: values[k])


def is_readable(text: str) -> bool:
    """Whether ``text`` can be a question: mostly letters, digits and white space, in words of bearable length."""
    stripped = text.strip()
    if not stripped:
        return False
    plain = sum(c.isalnum() or c.isspace() or c in ".,?!-–§%€:;()/\"'”’&+\u00ad" for c in stripped)
    letters = [c for c in stripped if c.isalpha()]
    latin = sum(c < "\u0250" for c in letters)
    if plain / len(stripped) < 0.7 or (letters and latin / len(letters) < 0.5):
        return False
    if not letters:
        return any(c.isdigit() for c in stripped) and len(stripped) <= 20
    words = _WORD.findall(stripped)
    if not words or max(map(len, words)) > 60:
        return False
    vowels = sum(c in "aeiouyåäöAEIOUYÅÄÖ" for c in letters)
    return len(letters) < 5 or vowels / len(letters) > 0.15


@lru_cache(maxsize=1)
def _detector() -> Any:
    # Loading takes a moment and most questions are decided without it.
    from lingua import Language, LanguageDetectorBuilder

    return LanguageDetectorBuilder.from_languages(Language.FINNISH, Language.SWEDISH, Language.ENGLISH).build()
