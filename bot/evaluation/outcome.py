"""An outcome: one question, what came of it, and how it measures up."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence

from pydantic import BaseModel, ConfigDict, FiniteFloat

from bot.advice.answer import Answer, AnswerStatus
from bot.evaluation.questions import Question, normal
from bot.text.sentences import sentence_spans

DEPTH = 10
"""How many hits, from the best, retrieval is measured on."""

_MARKER = re.compile(r"\s*\[\d{1,3}\]")


class Retrieved(BaseModel):
    """A hit as the report shows it; ``expected``: the set says that it should be found."""

    model_config = ConfigDict(frozen=True)

    document_id: str
    passage_id: str
    title: str
    section: str
    score: FiniteFloat
    text: str
    expected: bool


class Quoted(BaseModel):
    """A citation as the report shows it: characters ``start`` to ``end`` of the document."""

    model_config = ConfigDict(frozen=True)

    document_id: str
    passage_id: str
    start: int
    end: int
    quote: str


class Outcome(BaseModel):
    """One question and what came of it. A measure is None where the row gives nothing to measure it on.

    ``rank`` is the place (from 1) of the first expected document or passage among the hits, 0 where it is not among
    them. ``right``: the answer holds the fact. ``supported``: share of the answer's sentences found in its quotes.
    ``cited``: an expected source is quoted. ``exact``: every quote stands in its document, character for character.
    ``good``: the one verdict that comparisons rest on, see `verdict`. ``timings`` are seconds by step and ``total``.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    question: str
    history: tuple[tuple[str, str], ...] = ()
    language: str
    kind: str
    topic: str
    answerable: bool
    expected: tuple[str, ...]
    facts: str
    status: AnswerStatus
    detected: bool | None
    good: bool
    right: bool | None
    supported: FiniteFloat | None
    cited: bool | None
    exact: bool | None
    rank: int | None
    ndcg: FiniteFloat | None
    confidence: FiniteFloat
    timings: dict[str, FiniteFloat]
    text: str
    citations: tuple[Quoted, ...]
    hits: tuple[Retrieved, ...]

    @property
    def refused(self) -> bool:
        """Whether the question got no answer."""
        return self.status is not AnswerStatus.ANSWERED

    @property
    def seconds(self) -> float:
        """What the question took."""
        return self.timings["total"]


def outcome_of(question: Question, answer: Answer, text_of: Callable[[str], str]) -> Outcome:
    """What came of ``question``; ``text_of`` gives a document's text, which quotes are compared with."""
    answered = answer.status is AnswerStatus.ANSWERED
    wanted = question.passages or question.documents
    ids = [h.passage_id if question.passages else h.document_id for h in answer.hits]
    retrieval = question.answerable and bool(wanted)
    right = cited = None
    if question.answerable and question.has_facts:
        right = answered and question.is_right("\n".join([answer.text, *(c.quote for c in answer.citations)]))
    if retrieval and answered:
        cited = any((c.passage_id if question.passages else c.document_id) in wanted for c in answer.citations)
    return Outcome(
        id=question.id,
        question=question.question,
        history=question.history,
        language=question.language or answer.language,
        kind=question.kind,
        topic=question.topic,
        answerable=question.answerable,
        expected=wanted,
        facts=facts_of(question),
        status=answer.status,
        detected=answer.language == question.language if question.language else None,
        good=verdict(question, answered, right, cited),
        right=right,
        supported=support(answer) if answered else None,
        cited=cited,
        exact=all(text_of(c.document_id)[c.start : c.end] == c.quote for c in answer.citations)
        if answer.citations
        else None,
        rank=first_rank(ids, wanted) if retrieval else None,
        ndcg=ndcg(ids, {i: question.grades.get(i, 1) for i in wanted}) if retrieval else None,
        confidence=answer.confidence,
        timings=answer.timings,
        text=answer.text,
        citations=tuple(Quoted.model_validate(c, from_attributes=True) for c in answer.citations),
        hits=tuple(
            Retrieved(
                **h.model_dump(include={"document_id", "passage_id", "title", "section", "score", "text"}),
                expected=i in wanted,
            )
            for i, h in zip(ids, answer.hits, strict=True)
        ),
    )


def verdict(question: Question, answered: bool, right: bool | None, cited: bool | None) -> bool:
    """Whether all went well: an unanswerable question was refused; an answerable one was answered, with the right
    fact, or (where the row states none) from an expected source, or (where it names none) at all."""
    if not question.answerable:
        return not answered
    return answered and next((v for v in (right, cited) if v is not None), True)


def first_rank(ids: Sequence[str], wanted: Sequence[str]) -> int:
    """The place (from 1) of the first of ``wanted`` among the different ``ids``, best first; 0 if none is there."""
    return next((n for n, i in enumerate(dict.fromkeys(ids), 1) if i in wanted), 0)


def ndcg(ids: Sequence[str], grades: dict[str, int]) -> float:
    """nDCG of the first DEPTH different ``ids``, with linear gains as trec_eval computes it; ``grades`` by id."""

    def gain(values: Sequence[int]) -> float:
        return sum(v / math.log2(n + 1) for n, v in enumerate(values[:DEPTH], 1))

    return gain([grades.get(i, 0) for i in dict.fromkeys(ids)]) / gain(sorted(grades.values(), reverse=True))


def support(answer: Answer) -> float:
    """Share of the answer's sentences, notes aside, that stand in one of its quotes; 0 where it says nothing."""
    text = answer.text
    for note in answer.notes:
        text = text.replace(f"*{note}*", "")
    # Quotes may hold markers of their own («[8]»), so both sides lose theirs.
    text = _MARKER.sub("", text)
    quotes = [normal(_MARKER.sub("", c.quote)) for c in answer.citations]
    sentences = [normal(text[a:b]) for a, b in sentence_spans(text)]
    return sum(any(s in q for q in quotes) for s in sentences) / len(sentences) if sentences else 0.0


def facts_of(question: Question) -> str:
    """What a right answer holds, as a person reads it."""
    parts = [" / ".join(question.answers), *question.must_contain, *(" / ".join(g) for g in question.must_contain_any)]
    return "; ".join(p for p in parts if p)
