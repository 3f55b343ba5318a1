"""Contradictions: two articles that say the same of the same thing with different figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.sources.checked import Checked
from bot.sources.document import BlockKind
from bot.sources.finding import Finding
from bot.sources.likeness import similar_pairs
from bot.text.sentences import sentence_spans
from bot.text.terms import terms
from bot.text.tokens import tokens

# Likeness of the words other than the figure. Below the higher bound, words that stand in only one of the sentences
# must stand in the same one: «avoimen … 30 päivää» and «rajoitetun … 25 päivää» name different things.
_ALIKE, _CONTAINED = 0.8, 0.6
_MIN_WORDS = 4
_SCALE = {"tuhat": 1e3, "miljoona": 1e6, "miljardi": 1e9, "million": 1e6, "miljon": 1e6, "miljard": 1e9, "billion": 1e9}
# Stop words that turn a claim round.
_TURNING = {"ei", "eivät", "alle", "yli", "inte", "under", "över", "not", "below", "above"}
_YEAR = re.compile(r"(?:19|20)\d\d")


_MARK = re.compile(r"^(?:[-–•]|\d{1,3}[.)])\s+")


@dataclass(frozen=True)
class Claim:
    """A sentence with one figure: its value, and the words that say what the figure is of."""

    item: Checked
    line: int
    text: str
    value: str
    words: frozenset[str]
    context: frozenset[str]
    references: frozenset[str]

    def same_thing(self, other: Claim, likeness: float) -> bool:
        """Whether both say a figure of one thing at one time."""
        contained = self.words <= other.words or other.words <= self.words
        elsewhere = self.references and other.references and not self.references & other.references
        return (likeness >= _ALIKE or contained) and self.context == other.context and not elsewhere


def contradictions(items: Sequence[Checked]) -> Iterator[Finding]:
    """Pairs of sentences in different files, of one language and overlapping times, that differ in the figure alone.

    Years and dates beside the figure must be the same: what held in other years contradicts nothing. Sections and
    laws, where both name any, must meet.
    """
    claims = [claim for item in items for claim in claims_of(item)]
    for i, j, likeness in similar_pairs([c.words for c in claims], _CONTAINED):
        a, b = claims[i], claims[j]
        if a.item is b.item or a.item.metadata.language != b.item.metadata.language or a.value == b.value:
            continue
        if a.same_thing(b, likeness) and a.item.overlaps(b.item):
            message = f"{a.item.file}:{a.line} says otherwise: «{_short(b.text)}» against «{_short(a.text)}»"
            yield Finding(file=b.item.file, line=b.line, message=message)


def claims_of(item: Checked) -> Iterator[Claim]:
    """The sentences of an article's paragraphs and lists that hold just one figure."""
    for block, line, text in item.blocks:
        if block.kind is BlockKind.TABLE:
            continue
        for start, end in sentence_spans(text):
            claim = _claim(item, line, _MARK.sub("", text[start:end]))
            if claim is not None:
                yield claim


def _claim(item: Checked, line: int, sentence: str) -> Claim | None:
    language = item.metadata.language or "fi"
    figures: list[str] = []
    dates: list[str] = []
    context: set[str] = set()
    references: set[str] = set()
    words: set[str] = set()
    found = terms(sentence, language)
    kinds = {t.start: t.kind for t in tokens(sentence)}
    for term, following in zip(found, [*found[1:], None], strict=True):
        kind, lemma = kinds.get(term.start, "word"), term.lemmas[0]
        if kind == "number" and not _YEAR.fullmatch(lemma):
            figures.append(_value(lemma, following.lemmas if following else ()))
        elif kind == "date":
            dates.append(lemma)
        elif kind == "number":
            context.add(lemma)
        elif kind in ("section", "law"):
            references.update(term.lemmas)
        elif not set(term.lemmas) & _SCALE.keys():
            words.add(lemma)
    context |= {w for w in re.findall(r"\w+", sentence.lower()) if w in _TURNING}
    if len(figures) == 1:
        value = figures[0]
        context.update(dates)
    elif not figures and len(dates) == 1:
        value = dates[0]
    else:
        return None
    if len(words) < _MIN_WORDS:
        return None
    return Claim(item, line, sentence, value, frozenset(words), frozenset(context), frozenset(references))


def _value(number: str, following: Sequence[str]) -> str:
    scale = next((_SCALE[w] for w in following if w in _SCALE), 1.0)
    try:
        return f"{float(number.replace(',', '.')) * scale:.6g}"
    except ValueError:
        return number


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 120 else flat[:119] + "…"
