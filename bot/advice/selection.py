"""Selection: which sentences of the passages that were read answer the question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.advice.kinds import AnswerKind, alike, holds, several
from bot.calibration import SelectionModel
from bot.models.reader import Reading
from bot.search.engine import Found
from bot.search.fusion import Rarity, valid
from bot.search.query import Query
from bot.sources.document import Block, BlockKind, Document
from bot.text.lists import introduces, is_item
from bot.text.sentences import sentence_spans
from bot.text.terms import terms
from bot.text.times import day, fit, named, stretches

# How many passages sentences are chosen from.
PASSAGES = 4
MAX_SENTENCES = 5
MAX_LIST_CHARACTERS = 1800
# The subject of a sentence stands among its first words that are not stop words.
_OPENING = 3

FEATURES = (
    "sentence",  # the reader's logit for the sentence
    "passage",  # and for its passage
    "rank",  # 1 / rank of the passage
    "coverage",  # share, by rarity, of the question's words that the sentence or its heading holds
    "own",  # the same for the sentence alone
    "concepts",  # share of the question's glossary concepts that the sentence or its heading names
    "valid",  # 1 where its document holds at the time asked about, or today
    "timely",  # 1 where the sentence, or its heading, names the time asked about, -1 other times only
    "current",  # where no time is asked about: the same for today, of what it says how long something holds
    "holds",  # 1 where the sentence holds what the question's kind asks for (an amount, a time, a person …)
    "opening",  # share, by rarity, of the question's words that the sentence's first words hold
    "defines",  # the same where a definition is asked for and the sentence reads like one
    "narrow",  # share of its section heading's words, by rarity, that the question does not say
    "alike",  # 1 where its section heading asks for the same kind of thing
    "listed",  # 1 where it stands in a list or a table, or announces one
    "several",  # the same where more than one thing is asked for
    "first",  # 1 where it opens its passage
    "leaning",  # 1 where it cannot be understood without the sentence before it
    "short",  # 1 / number of words
)

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
class Candidate:
    """A sentence of the passage number ``passage``: characters ``start`` to ``end`` of its document."""

    passage: int
    start: int
    end: int
    text: str
    features: dict[str, float]

    @property
    def place(self) -> tuple[int, int]:
        """Which of a question's candidates it is: its passage, and where it starts."""
        return self.passage, self.start


def select(
    found: Sequence[Found],
    candidates: Sequence[Candidate],
    documents: dict[str, Document],
    kind: AnswerKind,
    model: SelectionModel,
) -> list[Quote]:
    """The quotes that answer, best first: one to five sentences, or one whole list.

    ``candidates`` are the sentences of ``found``; ``documents`` hold the passages' documents by id.
    """
    chosen = choose(candidates, [model.score(c.features) for c in candidates], model)
    quotes = [
        quote_of(c, score, found[c.passage], documents[found[c.passage].hit.document_id], kind) for c, score in chosen
    ]
    return _merged(quotes, documents)


def choose(
    candidates: Sequence[Candidate], scores: Sequence[float], model: SelectionModel
) -> list[tuple[Candidate, float]]:
    """The best candidate and those that come near to it, best first, each with its score."""
    ranked = sorted(zip(candidates, scores, strict=True), key=lambda c: (-c[1], c[0].passage, c[0].start))
    chosen = ranked[:1]
    for candidate, score in ranked[1:]:
        best, highest = ranked[0]
        gap = model.same_passage if candidate.passage == best.passage else model.other_passage
        if len(chosen) == MAX_SENTENCES or highest - score > max(model.same_passage, model.other_passage):
            break
        if highest - score <= gap and not any(_repeats(candidate, c) for c, _ in chosen):
            chosen.append((candidate, score))
    return chosen


def sentences(
    found: Sequence[Found],
    readings: Sequence[Reading],
    query: Query,
    rarity: Rarity,
    kind: AnswerKind,
    today: date,
) -> list[Candidate]:
    """The sentences that could answer, in reading order, each with the values of FEATURES."""
    candidates: list[Candidate] = []
    many = several(query.text)
    # «Mikä on hankintaoikaisu?» asks for a definition, «Mikä on hankintaoikaisun määräaika?» does not.
    defining = kind is AnswerKind.WHAT and len(query.groups) <= 2
    for n, (f, reading) in enumerate(zip(found, readings, strict=True)):
        passage, heading = f.stored.passage, f.stored.heading_lemmas
        above = named(passage.section)
        same = alike(query.text, passage.nearest_heading)
        holding = float(valid(f.stored.metadata, query.time or day(today)))
        for i, ((start, end), logit) in enumerate(zip(passage.sentences, reading.sentence_scores, strict=True)):
            text = passage.text[start - passage.start : end - passage.start]
            listed = is_item(text) or introduces(passage.text, start - passage.start, end - passage.start)
            if len(text) < 12 or text.endswith("?") or (text.endswith(":") and not listed):
                continue
            said = terms(text, passage.language)
            lemmas = frozenset(lemma for t in said for lemma in (*t.lemmas, *t.parts))
            opening = rarity.coverage(frozenset(lemma for t in said[:_OPENING] for lemma in (*t.lemmas, *t.parts)))
            times = named(text) or above
            values = {
                "sentence": logit,
                "passage": reading.score,
                "rank": 1 / (n + 1),
                "coverage": rarity.coverage(lemmas | heading),
                "own": rarity.coverage(lemmas),
                "concepts": query.said(lemmas | heading),
                "valid": holding,
                "timely": fit(times, query.time) if query.time else 0.0,
                "current": 0.0 if query.time else fit(stretches(times), day(today)),
                "holds": float(holds(kind, text)),
                "opening": opening,
                "defines": opening if defining and holds(kind, text) else 0.0,
                "narrow": f.hit.features["narrow"],
                "alike": float(same),
                "listed": float(listed),
                "several": float(many and listed),
                "first": float(i == 0),
                "leaning": float(_LEANING.match(text) is not None),
                "short": 1 / (1 + text.count(" ")),
            }
            candidates.append(Candidate(n, start, end, text, values))
    return candidates


def _repeats(a: Candidate, b: Candidate) -> bool:
    """Whether one says hardly a word that the other does not."""
    one, other = (frozenset(re.findall(r"\w+", c.text.lower())) for c in (a, b))
    return len(one & other) / max(1, min(len(one), len(other))) > 0.85


def quote_of(candidate: Candidate, score: float, found: Found, document: Document, kind: AnswerKind) -> Quote:
    """The candidate as it is quoted: with its whole list, or the sentence that it leans on, where it needs them."""
    text, start, end = document.text, candidate.start, candidate.end
    section = next((s for s in document.sections if s.start <= start < max(s.end, s.start + 1)), None)
    blocks: Sequence[Block] = section.blocks if section else ()
    at = next((n for n, b in enumerate(blocks) if b.start <= start < b.end), None)
    if at is None:
        return Quote(found, *_leant_on(candidate, found, 0, text), score)
    here = blocks[at]
    if here.kind is not BlockKind.PARAGRAPH:
        led = _introduction(blocks[at - 1], text) if at else None
        above = here.start if led is None else led
        if here.end - above > MAX_LIST_CHARACTERS:
            return Quote(found, start, end, score)
        return Quote(found, above, here.end, score)
    under = blocks[at + 1] if at + 1 < len(blocks) else None
    if under is not None and under.kind is not BlockKind.PARAGRAPH:
        # «Miten …» is answered by the steps that follow, not by the sentence that introduces them.
        steps = kind is AnswerKind.HOW and under.kind is BlockKind.LIST
        if steps or (introduces(text, start, end) and not text[end : under.start].strip()):
            return Quote(found, start, _items(text, under, start + MAX_LIST_CHARACTERS), score)
    return Quote(found, *_leant_on(candidate, found, here.start, text), score)


def _introduction(block: Block, text: str) -> int | None:
    """Where the sentence at the end of ``block`` starts that introduces the list or table under it, if it does."""
    start, end = sentence_spans(text, block.start, block.end)[-1]
    return start if introduces(text, start, end) else None


def _items(text: str, block: Block, limit: int) -> int:
    """Where the last item of a list or table ends that ends before ``limit``; the first is in anyhow."""
    if block.end <= limit:
        return block.end
    cut = text.rfind("\n", block.start, limit)
    return cut if cut > 0 else text.find("\n", block.start, block.end)


def _leant_on(candidate: Candidate, found: Found, first: int, text: str) -> tuple[int, int]:
    """The candidate's characters, with the sentence before it, from ``first`` on, where it opens with «Se …»."""
    start, end = candidate.start, candidate.end
    if _LEANING.match(text[start:end]):
        before = [a for a, b in found.stored.passage.sentences if b <= start and a >= first]
        start = before[-1] if before else start
    return start, end


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
