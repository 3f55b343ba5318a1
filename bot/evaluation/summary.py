"""The summary: a run's figures for programs."""

from __future__ import annotations

from typing import Any

from bot.evaluation.comparison import Comparison
from bot.evaluation.run import Run


def summary(run: Run, comparison: Comparison | None) -> dict[str, Any]:
    """What --json prints: the figures with their intervals, what was left out, and the comparison."""
    found: dict[str, Any] = {
        "figures": run.figures,
        "measures": {part: {n: m.model_dump() for n, m in some.items()} for part, some in run.measures.items()},
        "refusals": run.refusals.model_dump(mode="json"),
        "excluded": run.excluded,
        "notices": run.notices,
    }
    if comparison is not None:
        found |= comparison.model_dump(mode="json", exclude={"baseline"})
        found |= {"verdicts": {t.figure: t.verdict for t in comparison.tests}}
    return found
