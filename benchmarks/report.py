"""Reports: tables for people, JSON for programs, and how busy the machine was meanwhile."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bot.settings import ROOT

RESULTS = ROOT / "benchmarks" / "results"


def load_average() -> float | None:
    """Processes that wanted a core during the last minute; None where the system does not say."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None


def machine() -> dict[str, Any]:
    """What the figures depend on besides the code."""
    return {
        "when": datetime.now(UTC).replace(microsecond=0).isoformat(),
        "cores": os.cpu_count(),
        "load average": load_average(),
        "python": platform.python_version(),
        "system": platform.system(),
    }


def print_table(title: str, columns: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    """A table whose first column is text and the others figures."""
    table = Table(title=title, title_justify="left", title_style="bold")
    for n, column in enumerate(columns):
        table.add_column(column, justify="left" if n == 0 else "right", overflow="fold")
    for line in lines:
        table.add_row(*line)
    console = Console()
    # Where the output is a file, its lines must not be broken at the width of no terminal.
    (console if console.is_terminal else Console(width=160)).print(table)


def print_machine() -> None:
    """The line that stands under every table."""
    load, cores = load_average(), os.cpu_count() or 1
    busy = ": the machine is busy, so times are longer than they would be" if load and load > cores else ""
    print(f"load average {load if load is not None else 'unknown'} on {cores} cores{busy}")


def save(name: str, record: Any) -> Path:
    """Keep a record as benchmarks/results/NAME.json, together with what the machine was like."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps({"machine": machine(), name: record}, ensure_ascii=False, indent=1), "utf-8")
    return path
