"""Every measurement of the project: ``python -m benchmarks [NAME ...]``.

Without names: what the design sets goals for. By name also what was compared: lexical, retrieval, models; ``all``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import asdict
from importlib import import_module

from benchmarks.corpora import SkippedError
from benchmarks.figures import Figure
from benchmarks.report import load_average, print_machine, print_table, save

GOALS = ("answering", "ingesting", "serving", "load")
COMPARISONS = ("lexical", "retrieval", "models")


def main(names: list[str]) -> int:
    """Run the named measurements; the exit code is 2 for a name that there is not."""
    wanted = [*GOALS, *COMPARISONS] if names == ["all"] else names or list(GOALS)
    unknown = [n for n in wanted if n not in GOALS + COMPARISONS]
    if unknown:
        known = ", ".join((*GOALS, *COMPARISONS, "all"))
        print(f"there is no benchmark {unknown[0]!r}; there are {known}", file=sys.stderr)
        return 2
    goals = [n for n in wanted if n in GOALS]
    if goals:
        _print_goals(goals)
    for name in wanted:
        if name in COMPARISONS:
            try:
                import_module(f"benchmarks.{name}").main()
            except SkippedError as reason:
                print(f"{name}: skipped: {reason}")
    return 0


def _print_goals(names: list[str]) -> None:
    figures: list[tuple[Figure, float | None]] = []
    for name in names:
        measure: Callable[[], list[Figure]] = import_module(f"benchmarks.{name}").measure
        figures += [(figure, load_average()) for figure in measure()]
    columns = ("what", "goal", "measured", "", "CPU time", "", "load")
    print_table("Numbers to reach", columns, [(*f.line, "" if load is None else f"{load:g}") for f, load in figures])
    print_machine()
    record = [{**asdict(f), "verdict": f.verdict, "load average": load} for f, load in figures]
    save("goals", record)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
