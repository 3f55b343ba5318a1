"""How long a question takes, on the project's corpus and among 20,000 passages, and whether quotes are exact."""

from __future__ import annotations

import time

from benchmarks.corpora import own_questions, sample
from benchmarks.figures import Figure, or_skipped, percentile
from benchmarks.indexes import SCALE, corpus_index, scale_index
from bot import Advisor
from bot.evaluation.questions import Question

WARM = 3
AT_SCALE = 100


def measure() -> list[Figure]:
    """The figures of both indexes."""
    large = f"{SCALE:,} passages"
    names = (f"question, {large}, p50", f"question, {large}, p95", f"retrieval alone, {large}, p50")
    return [*_on_corpus(), *or_skipped(_at_scale, names)]


def _on_corpus() -> list[Figure]:
    advisor = Advisor.open(corpus_index())
    asked = own_questions()
    begun = time.process_time()
    steps, quotes, exact = _ask(advisor, asked)
    each = (time.process_time() - begun) / len(asked)
    note = f"{len(asked)} questions"
    figures = [
        Figure("question, KEINO corpus, p50", "s", percentile(steps["total"], 50), 0.25, note=note, cpu=each),
        Figure("question, KEINO corpus, p95", "s", percentile(steps["total"], 95), 0.5),
        Figure("quotes that are character-exact", "%", 100 * exact / quotes, 100, True, f"{quotes} quotes"),
    ]
    figures += [
        Figure(f"– {step}, p50", "s", percentile(values, 50), note=f"p95 {percentile(values, 95):.3f} s")
        for step, values in steps.items()
        if step != "total"
    ]
    return figures


def _at_scale() -> list[Figure]:
    advisor = Advisor.open(scale_index())
    asked = sample(own_questions(), AT_SCALE)
    steps, _, _ = _ask(advisor, asked)
    searched: list[float] = []
    cpu = time.process_time()
    for question in asked:
        begun = time.perf_counter()
        advisor.search(question.question)
        searched.append(time.perf_counter() - begun)
    each = (time.process_time() - cpu) / len(asked)
    size = f"{SCALE:,} passages"
    note = f"{len(asked)} questions; {advisor.status()['passages']:,} passages"
    return [
        Figure(f"question, {size}, p50", "s", percentile(steps["total"], 50), 0.35, note=note),
        Figure(f"question, {size}, p95", "s", percentile(steps["total"], 95), 0.7),
        Figure(f"retrieval alone, {size}, p50", "ms", 1000 * percentile(searched, 50), 30, cpu=each),
    ]


def _ask(advisor: Advisor, asked: list[Question]) -> tuple[dict[str, list[float]], int, int]:
    """Seconds by step, the number of quotes, and how many of them stand in their source, character by character."""
    for question in asked[:WARM]:
        advisor.ask(question.question)
    steps: dict[str, list[float]] = {}
    quotes = exact = 0
    for question in asked:
        answer = advisor.ask(question.question, question.history)
        for step, seconds in answer.timings.items():
            steps.setdefault(step, []).append(seconds)
        for c in answer.citations:
            quotes += 1
            exact += advisor.document(c.document_id).text[c.start : c.end] == c.quote
    return steps, quotes, exact
