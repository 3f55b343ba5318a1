"""Spelling: a question's misspelt words and divided compounds, as the index spells them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from rapidfuzz.distance import DamerauLevenshtein

from bot.index.snapshot import Snapshot
from bot.text.finnish import is_word
from bot.text.terms import terms
from bot.text.tokens import Token, tokens

# A shorter word has too many neighbours; a longer one may hold two mistakes.
SHORTEST, LONG = 5, 9
# Swedish and English words are not looked up in a dictionary, so that only long ones are touched.
SHORTEST_FOREIGN = 7
_NEAR = 30


def respelt(question: str, language: str, snapshot: Snapshot) -> str:
    """``question`` with what no passage holds spelt as the passages do: «hankinta yksiköiden», «kilpailtuus».

    Only words that are neither in the index nor in the dictionary are touched, and only where the index has a word
    one mistake away (two in long words).
    """
    words = [t for t in tokens(question) if t.kind == "word"]
    changes: list[tuple[int, int, str]] = []
    skip = -1
    for n, word in enumerate(words):
        if n <= skip:
            continue
        joined = _joined(question, word, words[n + 1], language, snapshot) if n + 1 < len(words) else None
        if joined is not None:
            changes.append((word.start, words[n + 1].end, joined))
            skip = n + 1
        elif _strange(word.form, language, snapshot):
            nearest = _nearest(word.form, snapshot)
            if nearest is not None:
                changes.append((word.start, word.end, nearest))
    for start, end, text in reversed(changes):
        question = question[:start] + text + question[end:]
    return question


def _joined(text: str, first: Token, second: Token, language: str, snapshot: Snapshot) -> str | None:
    """The compound that two neighbouring words make, where the index has it."""
    if language in ("en",) or text[first.end : second.start] not in (" ", "\u00a0") or len(first.form) < 3:
        return None
    if first.form.endswith("n") and is_word(first.form) and language == "fi":
        return None  # a genitive before its noun is two words: «hankinnan arvo»
    whole = first.form + second.form
    if len(second.form) < 3 or not _held(whole, language, snapshot) or (language == "fi" and not is_word(whole)):
        return None
    return whole


def _strange(form: str, language: str, snapshot: Snapshot) -> bool:
    shortest = SHORTEST if language == "fi" else SHORTEST_FOREIGN
    if len(form) < shortest or not re.fullmatch(r"[^\W\d_]+", form):
        return False
    return not _held(form, language, snapshot) and not (language == "fi" and is_word(form))


def _held(form: str, language: str, snapshot: Snapshot) -> bool:
    found = terms(form, language)
    return not found or any(snapshot.lexical.document_frequency(lemma) for t in found for lemma in t.lemmas)


def _nearest(form: str, snapshot: Snapshot) -> str | None:
    """The word of the index with the fewest mistakes between it and ``form``; of several the commonest."""
    distance = 2 if len(form) >= LONG else 1
    ids = snapshot.lexical.resembling(form, distance, _NEAR)
    near = [s.passage for s in snapshot.store.passages(ids).values()]
    seen = Counter(w for p in near for w in _forms(f"{p.heading} {p.text}"))
    ranked = [(DamerauLevenshtein.distance(form, w, score_cutoff=distance), -count, w) for w, count in seen.items()]
    return min((r for r in ranked if r[0] <= distance), default=(0, 0, None))[2]


def _forms(text: str) -> Iterator[str]:
    return (t.form for t in tokens(text) if t.kind == "word")
