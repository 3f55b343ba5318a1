"""How long a question takes on the project's corpus, and whether the quotes are exact: every question of its sets."""

from __future__ import annotations

import time

from benchmarks.corpora import own_questions
from benchmarks.figures import Figure, percentile
from benchmarks.indexes import corpus_index
from bot import Advisor
from bot.evaluation.questions import Question

WARM = 3


def measure() -> list[Figure]:
    """The figures of the whole answer and of each step."""
    advisor = Advisor.open(corpus_index())
    asked = own_questions()
    begun = time.process_time()
    steps, quotes, exact = ask(advisor, asked)
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


def ask(advisor: Advisor, asked: list[Question]) -> tuple[dict[str, list[float]], int, int]:
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
