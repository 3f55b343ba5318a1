"""Calibration: the four models of `bot.calibration` fitted on question sets, in the order of the chain.

What answers is told by the sets alone: the expected documents and the facts that a right answer holds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import fmean
from typing import Any, NamedTuple

from bot.advice import selection
from bot.advice.advisor import Advisor
from bot.advice.chain import READING, judgement_features, read, reading_features, retrieve, understand, with_candidates
from bot.advice.selection import Candidate, choose
from bot.advice.state import State
from bot.calibration import Calibration, LinearModel, SelectionModel
from bot.errors import QuestionSetError
from bot.evaluation.abstention import Asked, fit_abstention
from bot.evaluation.fitting import Choice, first_right, fit_ranking, held_out
from bot.evaluation.questions import Question, normal
from bot.search import fusion
from bot.search.engine import Found, search
from bot.search.filters import Filters

# Reading one more sentence in vain costs this share of a right answer.
READING_COST = 0.01
_GAPS = (0.0, 0.4, 0.8, 1.2, 1.6, 2.0, 2.5, 3.0, 4.0, 5.0)


@dataclass(frozen=True)
class Sample:
    """A question set asked of one index."""

    name: str
    advisor: Advisor
    questions: Sequence[Question]


class Said(NamedTuple):
    """A question, its candidates, and what each of them would be quoted as."""

    question: Question
    candidates: Sequence[Candidate]
    texts: Sequence[str]

    @property
    def by_place(self) -> dict[tuple[int, int], str]:
        """The texts by where their candidates stand."""
        return {c.place: text for c, text in zip(self.candidates, self.texts, strict=True)}


def calibrate(
    samples: Sequence[Sample], before: Calibration, on_progress: Callable[[int, int], None] | None = None
) -> Calibration:
    """The models fitted on ``samples``, with their cross-validated figures as evidence.

    ``on_progress`` is told (done, of all): each question is asked twice. Raises QuestionSetError
    where the sets hold nothing to learn from.
    """
    done, total = 0, 2 * sum(len(s.questions) for s in samples)

    def tell() -> None:
        nonlocal done
        done += 1
        if on_progress is not None:
            on_progress(done, total)

    choices = {s.name: [c for q in s.questions if (c := _passages(q, s, tell)) is not None] for s in samples}
    fused = _ranking("fusion", choices, fusion.FEATURES)
    known = before.model_copy(update={"fusion": fused[0]})
    states = [(s.name, q, _read(q, s, known, tell)) for s in samples for q in s.questions]
    readings = {s.name: [_readings(q, t) for n, q, t in states if n == s.name and q.answerable] for s in samples}
    ordered = _ranking("reading", readings, READING)
    known = known.model_copy(update={"reading": ordered[0]})
    states = [(n, q, _ordered(t, known)) for n, q, t in states]
    said = [(n, Said(q, t.candidates, _quoted(t))) for n, q, t in states if q.answerable]
    quoted = {s.name: [_sentences(x) for n, x in said if n == s.name] for s in samples}
    chosen = _ranking("selection", quoted, selection.FEATURES)
    gaps = _gaps([x for _, x in said], chosen[0])
    known = known.model_copy(update={"selection": gaps})
    # Where to stop is decided by the questions asked of the first set's index.
    main = {s.name for s in samples if s.advisor is samples[0].advisor}
    asked = [
        Asked(n, t.language, q.answerable, judgement_features(_with(t, known))) for n, q, t in states if t.readings
    ]
    judged = fit_abstention(asked, main, before.judgement)
    return Calibration(
        fusion=fused[0],
        reading=ordered[0],
        selection=gaps,
        judgement=judged[0],
        evidence={
            "fitted": date.today().isoformat(),
            "sets": {s.name: len(s.questions) for s in samples},
            "fusion": fused[1],
            "reading": ordered[1],
            "selection": chosen[1],
            "judgement": judged[1],
        },
    )


def facts(question: Question) -> list[tuple[str, ...]]:
    """What a right answer holds: of each group, one."""
    groups = [question.answers] if question.answers else []
    return [*groups, *((m,) for m in question.must_contain), *question.must_contain_any]


def _share(question: Question, text: str) -> float:
    """Share of the facts that ``text`` holds; 0 where the question names none."""
    groups = facts(question)
    body = normal(text)
    return fmean(any(normal(fact) in body for fact in group) for group in groups) if groups else 0.0


def _state(question: Question, sample: Sample, known: Calibration) -> State:
    tools = replace(sample.advisor.tools(), calibration=known)
    return understand(State(question.question, question.history, question.language, Filters(), tools))


def _passages(question: Question, sample: Sample, tell: Callable[[], None]) -> Choice | None:
    """All that both sides of the search found for an answerable question, and what of it answers."""
    tell()
    tools = sample.advisor.tools()
    state = _state(question, sample, tools.calibration)
    if not question.answerable or not question.documents or state.query is None:
        return None
    found = search(
        state.query, tools.snapshot, tools.embedder, k=2 * tools.candidates, candidates=tools.candidates,
        filters=Filters(), today=tools.today, model=tools.calibration.fusion,
    )  # fmt: skip
    right = _answering(question, found)
    # Another passage that holds the facts may answer too: it teaches nothing.
    kept = [(f, r) for f, r in zip(found, right, strict=True) if r or _share(question, f.hit.text) < 1]
    return Choice([f.hit.features for f, _ in kept], [r for _, r in kept])


def _answering(question: Question, found: Sequence[Found]) -> list[bool]:
    """Which passages answer: those of the expected documents that hold most of the facts."""
    shares = [_share(question, f.hit.text) if f.hit.document_id in question.documents else -1.0 for f in found]
    most = max(shares, default=-1.0)
    return [share >= 0 and share == most for share in shares]


def _read(question: Question, sample: Sample, known: Calibration, tell: Callable[[], None]) -> State:
    tell()
    return read(retrieve(_state(question, sample, known)))


def _ordered(state: State, known: Calibration) -> State:
    """The state with the passages that were read put in order by the model fitted since."""
    head = list(zip(state.found, state.readings, strict=False))
    head.sort(key=lambda fr: -known.reading.score(reading_features(fr[1], fr[0])))
    found = (*(f for f, _ in head), *state.found[len(head) :])
    return with_candidates(replace(state, found=found, readings=tuple(r for _, r in head)))


def _with(state: State, known: Calibration) -> State:
    return replace(state, tools=replace(state.tools, calibration=known))


def _readings(question: Question, state: State) -> Choice:
    found = state.found[: len(state.readings)]
    rows = [reading_features(r, f) for r, f in zip(state.readings, found, strict=True)]
    return Choice(rows, _answering(question, found))


def _sentences(said: Said) -> Choice:
    shares = [_share(said.question, text) for text in said.texts]
    most = max(shares, default=0.0)
    return Choice([c.features for c in said.candidates], [most > 0 and share == most for share in shares])


def _quoted(state: State) -> list[str]:
    """What would be quoted for each of the state's candidates: one in a list brings the list with it."""
    store = state.tools.snapshot.store
    documents = {i: store.document(i) for i in {f.hit.document_id for f in state.found[: len(state.readings)]}}
    quotes = []
    for c in state.candidates:
        found = state.found[c.passage]
        document = documents[found.hit.document_id]
        quote = selection.quote_of(c, 0.0, found, document, state.kind)
        quotes.append(document.text[quote.start : quote.end])
    return quotes


def _ranking(
    name: str, choices: dict[str, list[Choice]], features: Sequence[str]
) -> tuple[LinearModel, dict[str, Any]]:
    rows = [(n, c) for n, group in choices.items() for c in group if c.telling]
    if len(rows) < 20:
        raise QuestionSetError(
            f"only {len(rows)} questions tell what answers, too few to fit the {name} (20 are needed); "
            "add rows with `documents` and `must_contain`"
        )

    def fit(some: Sequence[tuple[str, Choice]]) -> LinearModel:
        return fit_ranking([c for _, c in some], features)

    ranks = held_out(rows, fit, lambda model, row: first_right(model, row[1]))
    return fit(rows), {
        s: {
            "questions": len(of),
            "hit@1": round(fmean(r == 1 for r in of), 3),
            "mrr": round(fmean(1 / r for r in of), 3),
        }
        for s in choices
        if (of := [r for r, (n, _) in zip(ranks, rows, strict=True) if n == s])
    }


def _gaps(said: Sequence[Said], model: LinearModel) -> SelectionModel:
    """How near a further sentence must come: right answers weighed against sentences read in vain."""
    rows = [
        (x.question, x.candidates, [model.score(c.features) for c in x.candidates], x.by_place)
        for x in said
        if x.candidates and facts(x.question)
    ]

    def worth(gaps: SelectionModel) -> float:
        chosen = [(q, [texts[c.place] for c, _ in choose(found, scores, gaps)]) for q, found, scores, texts in rows]
        return fmean((_share(q, " ".join(t)) == 1) - READING_COST * (len(t) - 1) for q, t in chosen)

    tried = [
        SelectionModel(weights=model.weights, same_passage=same, other_passage=other)
        for same in _GAPS
        for other in _GAPS
        if other <= same
    ]
    return max(tried, key=worth)
