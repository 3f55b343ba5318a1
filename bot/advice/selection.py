"""Selection: which sentences of the passages that were read answer the question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.advice.kinds import AnswerKind, holds
from bot.models.reader import Reading
from bot.search.engine import Found
from bot.search.fusion import Rarity
from bot.sources.document import Block, BlockKind, Document
from bot.text.terms import terms

MAX_SENTENCES = 5
MAX_LIST_CHARACTERS = 1800

# Weights of a sentence's score beside the reader's logit for it.
PASSAGE, COVERAGE, CONCEPT, KIND, FIRST = 0.45, 2.0, 0.6, 0.9, 0.15
# A further sentence must come this near to the best one, and one from another passage nearer still.
SAME_PASSAGE, OTHER_PASSAGE = 1.6, 0.9

# A sentence that opens with one of these leans on the sentence before it.
_LEANING = re.compile(
    r"^(?:Se|Sen|Sitä|Siitä|Siihen|Sillä|Siinä|Ne|Niitä|Niiden|Niistä|Niillä|Niihin|Tämä|Tämän|Tätä|Tästä|Tällä|Tällöin|Tähän|"
    r"Nämä|Näitä|Näiden|Näistä|Hän|Hänen|He|Heidän|Lisäksi|Silloin|Siksi|Näin|Kuitenkin|Myös|Samalla|Muuten|Muutoin|Toisaalta|"
    r"Den|Det|Dess|De|Dessa|Denna|Detta|Han|Hon|Dessutom|Därför|Då|Också|"
    r"It|Its|They|Their|This|These|He|She|Moreover|Therefore|However|Then|Also)\b"
)


@dataclass(frozen=True)
class Quote:
    """Characters ``start`` to ``end`` of a document, chosen from the passage of ``found``, with its best score."""

    found: Found
    start: int
    end: int
    score: float


@dataclass(frozen=True)
class _Sentence:
    passage: int
    start: int
    end: int
    score: float


def select(
    found: Sequence[Found],
    readings: Sequence[Reading],
    documents: dict[str, Document],
    rarity: Rarity,
    kind: AnswerKind,
    concepts: Sequence[frozenset[str]] = (),
) -> list[Quote]:
    """The quotes that answer, best first: one to five sentences, or one whole list.

    ``found`` and ``readings`` go together, best passage first; ``documents`` hold the passages' documents by id;
    ``concepts`` are what the glossary calls the question's concepts otherwise.
    """
    sentences = sorted(_scored(found, readings, rarity, kind, concepts), key=lambda s: (-s.score, s.passage, s.start))
    if not sentences:
        return []
    best = sentences[0]
    chosen = [best]
    for sentence in sentences[1:]:
        gap = SAME_PASSAGE if sentence.passage == best.passage else OTHER_PASSAGE
        if len(chosen) < MAX_SENTENCES and best.score - sentence.score <= gap and not _repeats(sentence, chosen, found):
            chosen.append(sentence)
    quotes = [
        _widened(Quote(found[s.passage], s.start, s.end, s.score), documents[found[s.passage].hit.document_id], kind)
        for s in chosen
    ]
    return _merged(quotes, documents)


def _scored(
    found: Sequence[Found],
    readings: Sequence[Reading],
    rarity: Rarity,
    kind: AnswerKind,
    concepts: Sequence[frozenset[str]],
) -> list[_Sentence]:
    sentences: list[_Sentence] = []
    for n, (f, reading) in enumerate(zip(found, readings, strict=True)):
        passage = f.stored.passage
        for i, ((start, end), logit) in enumerate(zip(passage.sentences, reading.sentence_scores, strict=True)):
            text = passage.text[start - passage.start : end - passage.start]
            if len(text) < 12 or text.endswith(":") or text.endswith("?"):
                continue
            lemmas = frozenset(lemma for t in terms(text, passage.language) for lemma in (*t.lemmas, *t.parts))
            score = (
                logit
                + PASSAGE * reading.score
                + COVERAGE * rarity.coverage(lemmas | f.stored.heading_lemmas)
                + COVERAGE * 0.5 * rarity.coverage(lemmas)
                + CONCEPT * float(any(c <= lemmas for c in concepts))
                + KIND * float(holds(kind, text))
                + FIRST * float(i == 0)
            )
            sentences.append(_Sentence(n, start, end, score))
    return sentences


def _repeats(sentence: _Sentence, chosen: Sequence[_Sentence], found: Sequence[Found]) -> bool:
    def words(s: _Sentence) -> frozenset[str]:
        p = found[s.passage].stored.passage
        return frozenset(re.findall(r"\w+", p.text[s.start - p.start : s.end - p.start].lower()))

    mine = words(sentence)
    return any(len(mine & words(c)) / max(1, min(len(mine), len(words(c)))) > 0.85 for c in chosen)


def _widened(quote: Quote, document: Document, kind: AnswerKind) -> Quote:
    """The quote with what it cannot be understood without: its whole list, or the sentence that it leans on."""
    section = next((s for s in document.sections if s.start <= quote.start < max(s.end, s.start + 1)), None)
    blocks: Sequence[Block] = section.blocks if section else ()
    here = next((b for b in blocks if b.start <= quote.start < b.end), None)
    if here is not None and here.kind is not BlockKind.PARAGRAPH:
        start = _lead_in(blocks, here, document.text)
        if here.end - start <= MAX_LIST_CHARACTERS:
            return Quote(quote.found, start, here.end, quote.score)
        return quote
    if kind is AnswerKind.HOW and here is not None:
        # «Miten …» is answered by the steps that follow, not by the sentence that introduces them.
        following = next((b for b in blocks if b.start >= here.end), None)
        if (
            following is not None
            and following.kind is BlockKind.LIST
            and following.end - quote.start <= MAX_LIST_CHARACTERS
        ):
            return Quote(quote.found, quote.start, following.end, quote.score)
    if _LEANING.match(document.text[quote.start : quote.end]):
        spans = quote.found.stored.passage.sentences
        before = [s for s in spans if s[1] <= quote.start and (here is None or s[0] >= here.start)]
        if before:
            return Quote(quote.found, before[-1][0], quote.end, quote.score)
    return quote


def _lead_in(blocks: Sequence[Block], block: Block, text: str) -> int:
    """Where the sentence that introduces a list («… ovat:») starts, or the list itself."""
    before = [b for b in blocks if b.end <= block.start]
    if before and text[before[-1].start : before[-1].end].rstrip().endswith(":"):
        lead = before[-1]
        cut = max(text.rfind(". ", lead.start, lead.end), text.rfind("\n", lead.start, lead.end))
        return cut + 2 if text[cut : cut + 2] == ". " else max(lead.start, cut + 1)
    return block.start


def _merged(quotes: Sequence[Quote], documents: dict[str, Document]) -> list[Quote]:
    """Quotes of one document that overlap or touch (nothing but white space between them) become one."""
    merged: list[Quote] = []
    for quote in quotes:
        text = documents[quote.found.hit.document_id].text
        for i, other in enumerate(merged):
            if other.found.hit.document_id != quote.found.hit.document_id:
                continue
            first, second = sorted((quote, other), key=lambda q: q.start)
            between = text[first.end : second.start] if second.start > first.end else ""
            if not between.strip() and "\n" not in between:
                merged[i] = Quote(other.found, first.start, max(first.end, second.end), max(quote.score, other.score))
                break
        else:
            merged.append(quote)
    return merged
