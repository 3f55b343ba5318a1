"""Display: a run's figures as tables on the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from bot.evaluation.comparison import Comparison
from bot.evaluation.measures import ALL, FIGURES, QUESTIONS, Measure
from bot.evaluation.run import Run

_MAIN = (QUESTIONS, "hit@1", "right", "refused wrongly", "refusal recall", "p50 s")
_SHOWN_IDS, _NAME = 20, 19


def show(run: Run, comparison: Comparison | None) -> None:
    """Print the figures, the parts of the set, the refusals and the latencies, and what has changed."""
    console = Console()
    for table in tables(run, comparison):
        console.print(table)
    if comparison is not None:
        for name in ("better", "worse", "ranked_higher", "ranked_lower", "unpaired"):
            ids = getattr(comparison, name)
            more = f" … ({len(ids) - _SHOWN_IDS} more)" if len(ids) > _SHOWN_IDS else ""
            line = f"{name.replace('_', ' ')}: {len(ids)} {' '.join(ids[:_SHOWN_IDS])}{more}"
            console.print(Text(line.rstrip()))


def tables(run: Run, comparison: Comparison | None) -> Iterator[Table]:
    """The tables of a run; those that would be empty are left out."""
    whole = run.measures[ALL]
    figures = Table("", "all", "95 %", *_languages(run), title=Text(f"Figures: {run.questions}"))
    for name in (QUESTIONS, *(f.name for f in FIGURES)):
        if whole[name].count:
            others = (_value(name, run.measures[p][name]) for p in _languages(run))
            figures.add_row(name, _value(name, whole[name]), interval(whole[name]), *others)
    yield figures
    inner = [p for p in run.measures if p != ALL and p not in _languages(run)]
    if inner:
        # Headings of two words take two lines, so that the names of the parts keep theirs on 80 columns.
        columns = (Column(name, width=max(5, *map(len, name.split()))) for name in _MAIN)
        parts = Table(
            Column("", no_wrap=True, max_width=_NAME), *columns, title="By kind, topic and conversation", box=SIMPLE
        )
        for part in inner:
            parts.add_row(Text(part), *(_value(name, run.measures[part][name]) for name in _MAIN))
        yield parts
    yield from _refusals(run)
    yield _latencies(whole)
    if comparison is not None and comparison.tests:
        yield _tests(comparison)


def interval(measure: Measure) -> str:
    """The ends of the confidence interval, or a dash."""
    if measure.low is None or measure.high is None:
        return "–"
    return f"{measure.low:.3f}–{measure.high:.3f}"


def _languages(run: Run) -> list[str]:
    return [p for p in run.measures if len(p) == 2]


def _refusals(run: Run) -> Iterator[Table]:
    if not run.outcomes:
        return
    statuses = list(run.refusals.confusion[0].statuses)
    table = Table("", QUESTIONS, *statuses, "AUROC", title="What became of the questions")
    for row in run.refusals.confusion:
        counts = (str(row.statuses[s]) for s in statuses)
        table.add_row(Text(row.expected), str(row.questions), *counts, _value("AUROC", row.auroc))
    precision = {r.status.value: r.precision for r in run.refusals.reasons}
    shares = (precision.get(s) for s in statuses)
    table.add_row("refused rightly", "", *("–" if p is None else f"{p:.3f}" for p in shares), "")
    auroc = run.refusals.auroc
    if auroc.value is not None:
        table.caption = f"AUROC of the confidence: {auroc.value:.3f} ({interval(auroc)})"
    yield table


def _latencies(whole: Mapping[str, Measure]) -> Table:
    table = Table("step", "p50 s", "p95 s", title="Latency")
    for name in whole:
        if name.endswith("p50 s"):
            step = name.removesuffix("p50 s")
            table.add_row(step.strip() or "total", _value(name, whole[name]), _value(name, whole[f"{step}p95 s"]))
    return table


def _tests(comparison: Comparison) -> Table:
    table = Table(
        "", "before", "now", "difference, 95 %", "better", "worse", "p", "verdict", title="Since the baseline"
    )
    for t in comparison.tests:
        bounds = "" if t.low is None or t.high is None else f", {t.low:+.3f} to {t.high:+.3f}"
        row = (f"{t.before:.3f}", f"{t.now:.3f}", f"{t.now - t.before:+.3f}{bounds}", str(t.better), str(t.worse))
        table.add_row(f"{t.figure} ({t.method}, {t.pairs} pairs)", *row, f"{t.p:.3g}", t.verdict)
    return table


def _value(name: str, measure: Measure) -> str:
    if measure.value is None:
        return "–"
    return f"{measure.value:.0f}" if name == QUESTIONS else f"{measure.value:.3f}"
