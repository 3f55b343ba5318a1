"""Every measurement of the project: ``python -m benchmarks [NAME ...]``."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from importlib import import_module

from benchmarks.corpora import SkippedError
from benchmarks.figures import Figure
from benchmarks.indexes import SCALE
from benchmarks.report import load_average, print_machine, print_table, save

GOALS = ("answering", "scale", "ingesting", "serving", "load")
COMPARISONS = ("quality", "reading", "lexical", "retrieval", "models")


def main() -> None:
    """Run what is named; without names, everything that the design sets a goal for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    help_names = f"with goals: {', '.join(GOALS)} (the default); comparisons: {', '.join(COMPARISONS)}; or all"
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[*GOALS, *COMPARISONS, "all", []], help=help_names)
    parser.add_argument("--passages", type=int, default=SCALE, help="size of the large index (default: %(default)s)")
    given = parser.parse_args()
    wanted = [*GOALS, *COMPARISONS] if "all" in given.names else given.names or list(GOALS)
    goals = [n for n in wanted if n in GOALS]
    if goals:
        _print_goals(goals, given.passages)
    for name in wanted:
        if name in COMPARISONS:
            try:
                import_module(f"benchmarks.{name}").main()
            except SkippedError as reason:
                print(f"{name}: skipped: {reason}")


def _print_goals(names: list[str], passages: int) -> None:
    figures: list[tuple[Figure, float | None]] = []
    for name in names:
        measure: Callable[..., list[Figure]] = import_module(f"benchmarks.{name}").measure
        for figure in (partial(measure, passages) if name == "scale" else measure)():
            # Told at once as well: the whole takes some minutes, and may be broken off.
            print("  ".join(cell for cell in figure.line if cell), flush=True)
            figures.append((figure, load_average()))
    columns = ("what", "goal", "measured", "", "CPU time", "", "load")
    print_table("Numbers to reach", columns, [(*f.line, "" if load is None else f"{load:g}") for f, load in figures])
    print_machine()
    save("goals", [{**asdict(f), "verdict": f.verdict, "load average": load} for f, load in figures])


if __name__ == "__main__":
    main()
