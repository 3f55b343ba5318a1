"""Figures: what was measured beside what the design asks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import quantiles

from benchmarks.corpora import SkippedError
from bot.errors import KeinoError


@dataclass(frozen=True)
class Figure:
    """One line of the table. ``goal`` None: told for information; ``value`` None: not measured, ``note`` says why.

    ``cpu`` is the processor time behind it, in seconds, for one question or one run: unlike the time that passed, a
    busy machine hardly changes it. Two cores can at best halve it.
    """

    name: str
    unit: str
    value: float | None
    goal: float | None = None
    at_least: bool = False
    note: str = ""
    cpu: float | None = None

    @property
    def verdict(self) -> str:
        """``reached``, ``NOT reached``, ``not measured``, or nothing where there is no goal."""
        if self.value is None:
            return "not measured"
        if self.goal is None:
            return ""
        good = self.value >= self.goal if self.at_least else self.value <= self.goal
        return "reached" if good else "NOT reached"

    @property
    def line(self) -> tuple[str, ...]:
        """The figure as cells: what, goal, measured, verdict, processor time, note."""
        goal = "" if self.goal is None else f"{'≥' if self.at_least else '≤'} {self.goal:g} {self.unit}"
        value = "–" if self.value is None else f"{self.value:.3g} {self.unit}"
        if self.value is not None and self.value >= 100:
            value = f"{self.value:.0f} {self.unit}"
        return self.name, goal, value, self.verdict, "" if self.cpu is None else f"{self.cpu:.3g} s", self.note


def percentile(values: Sequence[float], share: int) -> float:
    """The ``share``-th percentile (1 to 99)."""
    return quantiles(values, n=100, method="inclusive")[share - 1] if len(values) > 1 else values[0]


def or_skipped(measure: Callable[[], list[Figure]], names: Sequence[str]) -> list[Figure]:
    """What ``measure`` gives, or a line a name that says why it could not."""
    try:
        return measure()
    except (SkippedError, KeinoError) as reason:
        return [Figure(name, "", None, note=str(reason)) for name in names]
