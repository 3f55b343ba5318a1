"""The report: a run, and what has changed since a baseline, as one HTML file that needs nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from bot.evaluation import plots
from bot.evaluation.comparison import Comparison
from bot.evaluation.display import interval
from bot.evaluation.measures import ALL, FIGURES, QUESTIONS, latencies
from bot.evaluation.outcome import Outcome
from bot.evaluation.run import Run

SLOWEST, MOST = 10, 200
"""How many of the slowest, and at most how many failed or changed questions are shown; run.json holds all."""

_PLACES = (("1st", 1, 1), ("2nd", 2, 2), ("3rd", 3, 3), ("4th or 5th", 4, 5), ("6th to 10th", 6, 10))


def report(run: Run, comparison: Comparison | None = None) -> str:
    """The report as HTML: no script, no outside request, every text escaped."""
    failed = [o for o in run.outcomes if not o.good]
    measured = [f for f in FIGURES if run.measures[ALL][f.name].count]
    return (
        _environment()
        .get_template("report.html")
        .render(
            run=run,
            comparison=comparison,
            languages=[part for part in run.measures if len(part) == 2],
            parts=[part for part in run.measures if len(part) != 2 and part != ALL],
            figures={part: [f for f in measured if f.part == part] for part in dict.fromkeys(f.part for f in measured)},
            latencies=latencies(run.outcomes),
            pictures=pictures(run),
            failed=failed[:MOST],
            failed_count=len(failed),
            slowest=sorted(run.outcomes, key=lambda o: -o.seconds)[:SLOWEST],
            changes=_changes(run, comparison),
            most=MOST,
            whole=ALL,
            size=QUESTIONS,
        )
    )


def pictures(run: Run) -> list[tuple[str, Markup]]:
    """The plots of a run with their captions; those with nothing to show are left out."""
    whole = run.measures.get(ALL, {})
    if not run.outcomes:
        return []
    rows = [plots.Spread(f.name, m.value, m.low, m.high) for f in FIGURES if (m := whole[f.name]).value is not None]
    title = "Figures with 95 % intervals"
    found = [(title + " (“refused wrongly” is better the smaller)", plots.spreads(title, rows))]
    ranks = [o.rank for o in run.outcomes if o.rank is not None]
    if ranks:
        title = "Place of the first expected source among what was retrieved"
        places = [(name, float(sum(a <= r <= b for r in ranks))) for name, a, b in _PLACES]
        found.append(
            (title, plots.bars(title, [*places, ("not among ten", float(sum(not 0 < r <= 10 for r in ranks)))]))
        )
    title = "How sure the program was that the texts answer the question"
    sure = {known: [o.confidence for o in run.outcomes if o.answerable is known] for known in (True, False)}
    if sure[True] and sure[False]:
        caption = title + " (0 to 1): answerable questions upwards, the others downwards"
        found.append((caption, plots.mirrored(title, sure[True], sure[False], ("answerable", "not answerable"))))
    title = "Share of the questions that took at most so many seconds"
    seconds = [o.seconds for o in run.outcomes]
    marks = [(name, v) for name in ("p50", "p95") if (v := whole[f"{name} s"].value) is not None]
    found.append((title, plots.cumulative(title, seconds, marks)))
    title = "Seconds by step, median"
    steps = [(n.removesuffix(" p50 s"), m.value or 0.0) for n, m in whole.items() if n.endswith(" p50 s")]
    found.append((title, plots.bars(title, steps, " s")))
    return found


def _changes(run: Run, comparison: Comparison | None) -> list[tuple[str, list[tuple[Outcome, Any]]]]:
    """The questions that changed, by what changed, each with its earlier outcome."""
    if comparison is None:
        return []
    now, before = {o.id: o for o in run.outcomes}, {o.id: o for o in comparison.baseline.outcomes}

    def pairs(ids: Sequence[str]) -> list[tuple[Outcome, Any]]:
        return [(now[i], before[i]) for i in ids]

    turned = {*comparison.better, *comparison.worse}
    return [
        ("Worse", pairs(comparison.worse)),
        ("Better", pairs(comparison.better)),
        ("Source further down", pairs([i for i in comparison.ranked_lower if i not in turned])),
        ("Source higher up", pairs([i for i in comparison.ranked_higher if i not in turned])),
    ]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("bot.evaluation"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["figure"] = lambda value: "–" if value is None else f"{value:.3f}"
    environment.filters["interval"] = interval
    return environment
