"""Judgement: the calibrated probability that the corpus answers the question, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.advice.answer import AnswerStatus, Certainty
from bot.advice.kinds import AnswerKind
from bot.advice.selection import Candidate
from bot.calibration import JudgementModel, SelectionModel
from bot.models.reader import UNREAD, Reading
from bot.search.engine import Found
from bot.search.fusion import Rarity
from bot.search.query import Query
from bot.text.glossary import Glossary

FEATURES = (
    "reader",  # the best logit of a passage
    "usual",  # the mean logit of the passages
    "sentence",  # the best logit of a sentence
    "chosen",  # the selection's score of the sentence that would be quoted first
    "coverage",  # share, by rarity, of the question's words that the best passage or its heading holds
    "together",  # share that one sentence with its heading holds at best
    "missing",  # the most telling word of the question that none of the passages holds, by rarity; 0 where all are
    "lacking",  # the same for the passage of the chosen sentence
    "concepts",  # share of the question's glossary concepts that the best passage names
    "strange_names",  # number of names and numbers in the question that none of the passages holds
    "names_apart",  # number of those that the passage of the chosen sentence does not hold
    "names_abroad",  # the same where that passage is in another language, which may call them otherwise
    "unheld",  # 1 where the question asks for an amount, a time … and the chosen sentence holds none
    "cosine",  # the best passage's cosine similarity
    "words",  # number of telling words in the question, at most MANY
    "foreign",  # 1 where the best passage is in another language than the question
    "domain",  # 1 where the question holds a term of the procurement glossary
    "field",  # how much of their talk is of procurement: names of glossary concepts in the passages, up to FULL each
    "aside",  # the same where the question itself holds no such term
    "swedish",  # 1 where the question is in Swedish: the reader scores its answers otherwise than Finnish ones
    "english",
    "size",  # how large the index is: what a word that it does not hold weighs
)
MANY = 8
FULL = 6
# Kinds whose answers have a form of their own.
_FORMED = frozenset(AnswerKind) - {AnswerKind.OTHER, AnswerKind.HOW, AnswerKind.WHAT}


def features(
    found: Sequence[Found],
    readings: Sequence[Reading],
    candidates: Sequence[Candidate],
    query: Query,
    rarity: Rarity,
    kind: AnswerKind,
    selection: SelectionModel,
    glossary: Glossary,
) -> dict[str, float]:
    """The values of FEATURES; ``found`` and ``readings`` go together, best passage first, and are not empty.

    ``candidates`` are the sentences of these passages.
    """
    held = [f.stored.lemmas | f.stored.heading_lemmas for f in found]
    nearby = frozenset[str]().union(*held)
    chosen = max(candidates, key=lambda c: selection.score(c.features), default=None)
    around = held[chosen.passage] if chosen else held[0]
    named = [glossary.named(h, f.stored.passage.language) for h, f in zip(held, found, strict=True)]
    apart = float(sum(not (n & around) for n in query.names))
    spoken = found[chosen.passage if chosen else 0].stored.passage.language
    field = sum(min(n, FULL) for n in named) / (FULL * len(named))
    return {
        "reader": max(r.score for r in readings),
        "usual": sum(r.score for r in readings) / len(readings),
        "sentence": max((c.features["sentence"] for c in candidates), default=UNREAD),
        "chosen": selection.score(chosen.features) if chosen else UNREAD,
        "coverage": rarity.coverage(held[0]),
        "together": max((c.features["coverage"] for c in candidates), default=0.0),
        "missing": rarity.missing(nearby),
        "lacking": rarity.missing(around),
        "concepts": query.said(held[0]),
        "strange_names": float(sum(not (n & nearby) for n in query.names)),
        "names_apart": apart if spoken == query.language else 0.0,
        "names_abroad": apart if spoken != query.language else 0.0,
        "unheld": float(kind in _FORMED and chosen is not None and not chosen.features["holds"]),
        "cosine": max(f.hit.features["dense"] for f in found),
        "words": float(min(len(query.groups), MANY)),
        "foreign": float(found[0].stored.passage.language != query.language),
        "domain": float(bool(query.concepts)),
        "field": field,
        "aside": 0.0 if query.concepts else field,
        "swedish": float(query.language == "sv"),
        "english": float(query.language == "en"),
        "size": rarity.most,
    }


def status_of(probability: float, values: Mapping[str, float], model: JudgementModel) -> AnswerStatus:
    """What becomes of a question with this probability."""
    if probability >= model.threshold:
        return AnswerStatus.ANSWERED
    if probability < model.scope and not values.get("domain"):
        return AnswerStatus.OUT_OF_SCOPE
    return AnswerStatus.NOT_FOUND


def certainty_of(probability: float, model: JudgementModel) -> Certainty:
    """The probability in three words."""
    if probability >= model.high:
        return Certainty.HIGH
    return Certainty.MEDIUM if probability >= model.threshold else Certainty.LOW
