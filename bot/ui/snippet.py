"""A snippet: the sentences of a passage that speak most of what was searched for, with the words that were found."""

from __future__ import annotations

from bisect import bisect_right

from bot.text.sentences import sentence_spans
from bot.text.terms import Term, terms
from bot.ui.markup import text

LENGTH = 340
"""About how many characters are shown."""


def snippet(passage: str, language: str, words: frozenset[str]) -> str:
    """HTML of some whole sentences of ``passage``, word for word, with the words that have the lemmas ``words``."""
    spans = sentence_spans(passage)
    if not spans:
        return text(passage)
    found = [t for t in terms(passage, language) if words & {*t.lemmas, *t.parts}]
    starts = [a for a, _ in spans]
    weights = [0] * len(spans)
    for lemma_at in {(bisect_right(starts, t.start) - 1, t.lemmas) for t in found}:
        weights[lemma_at[0]] += 1
    first = max(range(len(spans)), key=lambda i: (weights[i], -i))
    last = first
    while last + 1 < len(spans) and spans[last + 1][1] - spans[first][0] <= LENGTH:
        last += 1
    while first > 0 and spans[last][1] - spans[first - 1][0] <= LENGTH:
        first -= 1
    start, end = spans[first][0], spans[last][1]
    before, after = "… " if first else "", " …" if last + 1 < len(spans) else ""
    return f"{before}{_emphasised(passage, start, end, found)}{after}"


def lemmas_of(query: str, language: str) -> frozenset[str]:
    """The lemmas of a query's words."""
    return frozenset(lemma for t in terms(query, language) for lemma in t.lemmas)


def _emphasised(passage: str, start: int, end: int, found: list[Term]) -> str:
    parts, at = [], start
    for t in found:
        if at <= t.start and t.end <= end:
            parts.append(f"{text(passage[at : t.start])}<b>{text(passage[t.start : t.end])}</b>")
            at = t.end
    return "".join([*parts, text(passage[at:end])])
