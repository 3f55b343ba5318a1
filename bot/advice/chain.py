"""The chain: the ordered steps from a question to an answer, a LangChain runnable with each step timed."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from langchain_core.runnables import Runnable, RunnableLambda

from bot.advice import judgement
from bot.advice.answer import Answer, AnswerStatus
from bot.advice.composition import cite, notes, text_of, verified
from bot.advice.conversation import context_of
from bot.advice.kinds import kind_of, read_as
from bot.advice.phrases import phrase
from bot.advice.refusal import decline, suggest
from bot.advice.selection import PASSAGES, select, sentences
from bot.advice.state import State
from bot.index.passage import Passage
from bot.models.reader import ReaderPassage, Reading
from bot.search.engine import Found, rarity_of, reranked, search
from bot.search.query import build_query
from bot.search.spelling import respelt
from bot.text.languages import detect, is_readable
from bot.text.times import asked

READING = (
    "reader", "sentence", "fused", "dense", "coverage", "heading", "narrow", "concepts", "valid", "timely", "current",
)  # fmt: skip
"""The features of a passage that was read: the reader's logits for it and its best sentence, and what found it."""

OUT_OF_REACH = 3.0
"""A passage whose fused score is this far behind the first's is not read, unless it is one of PASSAGES.

Of 110 development questions none had such a passage put first or second by the reader (nor from 2.5 on), and a quarter
less is read.
"""


def understand(state: State) -> State:
    """Language, kind, conversation and query; or rejection."""
    question, limit = state.question.strip(), state.tools.max_question
    before = next((q for q, _ in reversed(state.history) if q.strip()), "")
    language = state.wanted_language or detect(question, detect(before) if before else "fi")
    if not question:
        return replace(state, language=language, status=AnswerStatus.REJECTED, text=phrase(language, "empty"))
    if len(question) > limit:
        text = phrase(language, "long", length=len(question), limit=limit)
        return replace(state, language=language, status=AnswerStatus.REJECTED, text=text)
    if not is_readable(question):
        return replace(state, language=language, status=AnswerStatus.REJECTED, text=phrase(language, "unreadable"))
    context = context_of(question, language, state.history)
    spelt = respelt(question, language, state.tools.snapshot)
    when = asked(question, state.tools.today, state.history)
    query = build_query(spelt, language, state.tools.glossary, context, when)
    kind = kind_of(question)
    return replace(state, language=language, kind=kind, query=replace(query, dense=read_as(query.dense, kind)))


def retrieve(state: State) -> State:
    """The best passages of both sides of the search."""
    if state.query is None:
        return state
    t = state.tools
    rarity = rarity_of(state.query, t.snapshot)
    found = search(
        state.query,
        t.snapshot,
        t.embedder,
        rarity=rarity,
        k=max(t.read_passages, 10),
        candidates=t.candidates,
        filters=state.filters,
        today=t.today,
        model=t.calibration.fusion,
    )
    return replace(state, found=tuple(found), rarity=rarity)


def read(state: State) -> State:
    """The reader reads the best passages, and its word reorders them."""
    if state.query is None or not state.found:
        return state
    head = _worth_reading(state.found[: state.tools.read_passages])
    readings = state.tools.reader.read(state.query.dense, [reader_passage(f.stored.passage) for f in head])
    model = state.tools.calibration.reading
    scores = [model.score(reading_features(r, f)) for r, f in zip(readings, head, strict=True)]
    order = sorted(range(len(head)), key=lambda i: -scores[i])
    tail = state.found[len(head) :]
    found = reranked(head, scores)
    lowest = min(scores)
    found += [
        Found(f.hit.model_copy(update={"score": lowest - n, "rank": len(head) + n}), f.stored)
        for n, f in enumerate(tail, 1)
    ]
    return with_candidates(replace(state, found=tuple(found), readings=tuple(readings[i] for i in order)))


def _worth_reading(found: Sequence[Found]) -> tuple[Found, ...]:
    """The passages that sentences are chosen from, and after them those that could still come before these."""
    best = found[0].hit.score
    return tuple(f for n, f in enumerate(found) if n < PASSAGES or best - f.hit.score <= OUT_OF_REACH)


def with_candidates(state: State) -> State:
    """The state with the sentences of its best passages."""
    if state.query is None or state.rarity is None:
        return state
    top = state.readings[:PASSAGES]
    candidates = sentences(state.found[: len(top)], top, state.query, state.rarity, state.kind, state.tools.today)
    return replace(state, candidates=tuple(candidates))


def judge(state: State) -> State:
    """Whether the corpus answers: one calibrated probability."""
    if state.rejected:
        return state
    model = state.tools.calibration.judgement
    values = judgement_features(state)
    if not values:
        # Nothing was there to read, such as where a filter leaves no source: that says nothing of the question.
        return replace(state, status=AnswerStatus.NOT_FOUND)
    probability = model.probability(values)
    return replace(
        state,
        confidence=probability,
        certainty=judgement.certainty_of(probability, model),
        status=judgement.status_of(probability, values, model),
    )


def judgement_features(state: State) -> dict[str, float]:
    """The features that the judgement rests on; none where nothing was read."""
    top = state.readings[:PASSAGES]
    if not top or state.query is None or state.rarity is None:
        return {}
    return judgement.features(
        state.found[: len(top)],
        top,
        state.candidates,
        state.query,
        state.rarity,
        state.kind,
        state.tools.calibration.selection,
        state.tools.glossary,
    )


def reading_features(reading: Reading, found: Found) -> dict[str, float]:
    """The values of READING, by which the passages that were read are put in order."""
    fused = found.hit.features
    return {
        "reader": reading.score,
        "sentence": max(reading.sentence_scores, default=reading.score),
        "fused": found.hit.score,
        **{name: fused[name] for name in READING[3:]},
    }


def extract(state: State) -> State:
    """The quotes that answer."""
    if not state.answered:
        return state
    head = state.found[:PASSAGES]
    documents = {f.hit.document_id: state.tools.snapshot.store.document(f.hit.document_id) for f in head}
    quotes = select(head, state.candidates, documents, state.kind, state.tools.calibration.selection)
    if not quotes:
        return replace(state, status=AnswerStatus.NOT_FOUND, documents=documents)
    return replace(state, documents=documents, quotes=tuple(quotes))


def verify(state: State) -> State:
    """Citations, each compared with its source; what does not match is not shown."""
    if not state.answered:
        return state
    citations = verified(cite(state.quotes, state.documents), state.documents)
    if not citations:
        return replace(state, status=AnswerStatus.NOT_FOUND)
    return replace(state, citations=tuple(citations))


def compose(state: State) -> State:
    """The answer's text, or what to say and where to turn when there is none."""
    if state.rejected:
        return state
    if state.answered:
        lines = notes(state.citations, state.language, state.tools.today)
        return replace(
            state, text=text_of(state.citations, lines), notes=tuple(lines), suggestions=tuple(suggest(state))
        )
    return decline(state)


STEPS: tuple[tuple[str, Callable[[State], State]], ...] = (
    ("understand", understand),
    ("search", retrieve),
    ("read", read),
    ("judge", judge),
    ("extract", extract),
    ("verify", verify),
    ("compose", compose),
)
"""From a question to an answer, in order."""


def build_chain() -> Runnable[State, State]:
    """The steps as one LangChain runnable."""
    first, *others = [_timed(name, step) for name, step in STEPS]
    chain: Runnable[State, State] = first
    for step in others:
        chain = chain | step
    return chain


def to_answer(state: State, total: float) -> Answer:
    """The state at the end of the chain as an Answer; ``total`` is the time it took, in seconds."""
    return Answer(
        question=state.question,
        status=state.status,
        language=state.language,
        text=state.text,
        notes=state.notes,
        citations=list(state.citations),
        hits=[f.hit for f in state.found],
        suggestions=state.suggestions,
        confidence=state.confidence,
        certainty=state.certainty,
        generation=state.tools.snapshot.name,
        timings={**state.timings, "total": total},
    )


def reader_passage(passage: Passage) -> ReaderPassage:
    """The passage as the reader reads it: under the heading of its section, which often says what is answered."""
    heading = passage.nearest_heading
    above = f"{heading}\n" if heading else ""
    shift = len(above) - passage.start
    return ReaderPassage(above + passage.text, tuple((a + shift, b + shift) for a, b in passage.sentences))


def _timed(name: str, step: Callable[[State], State]) -> Runnable[State, State]:
    def run(state: State) -> State:
        start = time.perf_counter()
        after = step(state)
        return replace(after, timings={**after.timings, name: time.perf_counter() - start})

    return RunnableLambda(run, name=name)
