"""A large index: the project's corpus among sections of Finnish statutes, 20,000 passages in all."""

from __future__ import annotations

import time

from benchmarks.answering import ask
from benchmarks.corpora import own_questions, sample
from benchmarks.figures import Figure, or_skipped, percentile
from benchmarks.indexes import SCALE, scale_index
from benchmarks.serving import resident, running
from bot import Advisor
from bot.evaluation.questions import Question

ASKED = 100
ASKED_OF_APP = 30


def measure(passages: int = SCALE) -> list[Figure]:
    """Question, retrieval and memory; the goals hold for 20,000 passages, so a smaller index is given none."""
    size = f"{passages:,} passages"
    names = (f"question, {size}, p50", f"question, {size}, p95", f"retrieval alone, {size}, p50", f"memory, {size}")
    goals = (0.35, 0.7, 30.0, 1.5) if passages >= SCALE else (None,) * 4
    return or_skipped(lambda: _measure(passages, names, goals), names)


def _measure(passages: int, names: tuple[str, ...], goals: tuple[float | None, ...]) -> list[Figure]:
    index = scale_index(passages)
    asked = sample(own_questions(), ASKED)
    # First the app: opened by this process too, the vectors would be copied for it.
    memory = _memory(passages, asked)
    advisor = Advisor.open(index)
    begun = time.process_time()
    steps, _, _ = ask(advisor, asked)
    answering = (time.process_time() - begun) / len(asked)
    begun, searched = time.process_time(), []
    for question in asked:
        start = time.perf_counter()
        advisor.search(question.question)
        searched.append(time.perf_counter() - start)
    searching = (time.process_time() - begun) / len(asked)
    note = f"{len(asked)} questions; {advisor.status()['passages']:,} passages"
    return [
        Figure(names[0], "s", percentile(steps["total"], 50), goals[0], note=note, cpu=answering),
        Figure(names[1], "s", percentile(steps["total"], 95), goals[1]),
        Figure(names[2], "ms", 1000 * percentile(searched, 50), goals[2], cpu=searching),
        Figure(names[3], "GB", memory / 1e9, goals[3], note=f"the app, after {ASKED_OF_APP} questions"),
    ]


def _memory(passages: int, asked: list[Question]) -> int:
    with running(scale_index(passages)) as app:
        for question in asked[:ASKED_OF_APP]:
            app.ask(question.question)
        return resident(app.process)
