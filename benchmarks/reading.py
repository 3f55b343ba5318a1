"""How well the reader picks what answers: ``python -m benchmarks reading``.

The sentence that answers, when the passage is given, and the answer within the quotes when the passage is to be found
among 20,000. The questions are TyDi's Finnish ones, which no model was trained on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from benchmarks.corpora import SkippedError, questions
from benchmarks.indexes import index_of
from benchmarks.report import print_machine, print_table, save
from benchmarks.sets import EVAL, POOL, general
from bot import Advisor, AnswerStatus
from bot.advice.chain import read, retrieve, understand
from bot.advice.state import State
from bot.evaluation.measures import interval
from bot.evaluation.questions import Question, normal
from bot.search.filters import Filters
from training.data import fitted

GOALS = {"sentence": 0.82, "end to end": 0.65}
Chooser = Callable[[State, Advisor], int]


def main() -> None:
    """Measure, print and keep the figures."""
    asked = questions(EVAL / "tydi_fi_questions.jsonl")
    halves = [[q for q in asked if fitted(q.id) is half] for half in (False, True)]
    given = Advisor.open(index_of("tydi", [EVAL / "tydi_fi_passages.jsonl"]))
    pool = Advisor.open(general(POOL))
    record: dict[str, Any] = {}
    for kind, advisor, measure in (("sentence", given, sentence), ("end to end", pool, end_to_end)):
        untouched, known = (measure(advisor, half) for half in halves)
        record[kind] = {
            "the half that nothing was fitted on": untouched,
            "all": {name: hits + known[name] for name, hits in untouched.items()},
        }
        for part, figures in record[kind].items():
            count = len(next(iter(figures.values())))
            title = f"TyDi Finnish, {kind}: {count} questions, {part}; goal {GOALS[kind]:.2f}"
            print_table(title, ("", "share", "95 %"), [[name, *_cells(hits)] for name, hits in figures.items()])
    print_machine()
    save("reading", record)


def sentence(advisor: Advisor, asked: Sequence[Question]) -> dict[str, list[bool]]:
    """For each way to choose: whether the sentence it puts first holds the answer, the document being given.

    A document with one sentence, or none that holds the answer, asks nothing of a choice and is left out.
    """
    choosers: dict[str, Chooser] = {
        "first sentence": lambda state, _: min(range(len(state.candidates)), key=lambda i: state.candidates[i].start),
        "cosine": _nearest,
        "reader alone": lambda state, _: int(np.argmax([c.features["sentence"] for c in state.candidates])),
        "the program's choice": _chosen,
    }
    hits: dict[str, list[bool]] = {name: [] for name in choosers}
    for question in asked:
        state = read(retrieve(understand(_state(advisor, question))))
        holding = [any(_holds(c.text, a) for a in question.answers) for c in state.candidates]
        if len(holding) < 2 or not any(holding):
            continue
        for name, choose in choosers.items():
            hits[name].append(holding[choose(state, advisor)])
    return hits


def end_to_end(advisor: Advisor, asked: Sequence[Question]) -> dict[str, list[bool]]:
    """Whether the quotes hold the answer, whether there were quotes, and whether the passage was found."""
    held, answered, first, among = [], [], [], []
    for question in asked:
        answer = advisor.ask(question.question)
        found = [hit.document_id for hit in answer.hits]
        first.append(found[:1] == list(question.documents[:1]))
        among.append(bool(set(question.documents) & set(found)))
        answered.append(answer.status is AnswerStatus.ANSWERED)
        quoted = [c.quote for c in answer.citations]
        held.append(any(_holds(q, a) for q in quoted for a in question.answers))
    return {
        "the answer is within the quotes": held,
        "the same, of the questions that were answered": [h for h, a in zip(held, answered, strict=True) if a],
        "the question was answered": answered,
        "its passage came first": first,
        "its passage was among those found": among,
    }


def _state(advisor: Advisor, question: Question) -> State:
    filters = Filters(documents=question.documents)
    return State(question.question, (), question.language, filters, advisor.tools())


def _nearest(state: State, advisor: Advisor) -> int:
    query = np.array(advisor.embedder.embed_queries([state.question])[0])
    return int(np.argmax(np.array(advisor.embedder.embed_passages([c.text for c in state.candidates])) @ query))


def _chosen(state: State, advisor: Advisor) -> int:
    model = advisor.tools().calibration.selection
    return int(np.argmax([model.score(c.features) for c in state.candidates]))


def _holds(text: str, answer: str) -> bool:
    return normal(answer) in normal(text)


def _cells(hits: Sequence[bool]) -> tuple[str, str]:
    """The share, and its 95 % interval."""
    values = np.array(hits, float)
    low, high = interval(values)
    return f"{values.mean():.3f}", "–" if low is None else f"{low:.3f}–{high:.3f}"


if __name__ == "__main__":
    try:
        main()
    except SkippedError as reason:
        print(f"skipped: {reason}")
