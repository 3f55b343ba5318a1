"""Searches compared on the same passages and questions: ``python -m benchmarks.retrieval [--set NAME] [--only NAME]``.

Every contender runs in a process of its own, so that its memory is its own. Vectors of the pools are kept under
build/bench/: the first run embeds them (an hour or more on two cores), later ones only ask.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.corpora import SEED, SkippedError
from benchmarks.figures import percentile
from benchmarks.report import print_machine, print_table, save
from benchmarks.rivals import CONTENDERS, OURS
from benchmarks.serving import resident
from benchmarks.sets import POOL, SETS, Asked, Set, pieces
from bot.settings import ROOT

QUESTIONS = 400
RESAMPLED = 2000


def main(arguments: Sequence[str] = ()) -> None:
    """Compare the contenders on every set, print a table a set and keep the figures."""
    given = _given(arguments)
    chosen = _chosen(given)
    for found in chosen:
        # Before the contenders are started, so that none of them is charged with it.
        found.pool(given.pool)
    measured: dict[str, dict[str, Any]] = {}
    for name in [c for c in CONTENDERS if not given.only or any(part in c for part in given.only)]:
        measured[name] = _run(name, given)
    record = {}
    for found in chosen:
        lines = {name: sets[found.name] for name, sets in measured.items() if found.name in sets}
        figures = {name: _figures(line) for name, line in lines.items()}
        record[found.name] = figures
        _print(found.name, figures, lines)
    print_machine()
    save("retrieval", {"pool": given.pool, "sets": record})


def _given(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.retrieval", description=__doc__)
    parser.add_argument("--pool", type=int, default=POOL, help="texts in the large pool")
    parser.add_argument("--questions", type=int, default=QUESTIONS, help="most questions of a set that are asked")
    parser.add_argument("--set", action="append", default=[], help="only the sets whose names hold this (repeatable)")
    parser.add_argument("--only", action="append", default=[], help="only searches whose names hold this (repeatable)")
    parser.add_argument("--contender", choices=list(CONTENDERS), help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def _chosen(given: argparse.Namespace) -> list[Set]:
    return [s for s in SETS if not given.set or any(part in s.name for part in given.set)]


def _run(name: str, given: argparse.Namespace) -> dict[str, Any]:
    """What one contender did on the chosen sets, measured in a process of its own; nothing where it is missing."""
    print(f"{name} …", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.json"
        command = [sys.executable, "-m", "benchmarks.retrieval", "--contender", name, "--out", str(out)]
        command += ["--pool", str(given.pool), "--questions", str(given.questions)]
        command += [word for part in given.set for word in ("--set", part)]
        subprocess.run(command, cwd=ROOT, check=True)
        told: dict[str, Any] = json.loads(out.read_text("utf-8"))
    if "skipped" in told:
        print(f"{name}: skipped: {told['skipped']}")
        return {}
    return told


def _contend(given: argparse.Namespace) -> None:
    """One contender on the chosen sets: the rank of the first right document (0: not among ten), times, sizes."""
    told: dict[str, Any] = {}
    search, last = None, None
    try:
        for found in _chosen(given):
            index = found.pool(given.pool)
            if search is None or index != last:
                search = None  # let go of the last pool before the next one is loaded
                search, last = CONTENDERS[given.contender](pieces(index), index), index
            asked = found.asked(given.questions)
            search(asked[0])
            ranks, took = [], []
            for question in asked:
                begun = time.perf_counter()
                documents = search(question)
                took.append(1000 * (time.perf_counter() - begun))
                ranks.append(_rank(documents, question))
            memory = resident(os.getpid()) / 1e6
            told[found.name] = {"ranks": ranks, "ms": percentile(took, 50), "memory": memory, "size": search.size / 1e6}
    except SkippedError as reason:
        told = {"skipped": str(reason)}
    given.out.write_text(json.dumps(told), "utf-8")


def _rank(documents: Sequence[str], question: Asked) -> int:
    distinct = list(dict.fromkeys(documents))[:10]
    return next((rank for rank, d in enumerate(distinct, 1) if d in question.documents), 0)


def _figures(line: dict[str, Any]) -> dict[str, Any]:
    """Quality with 95 % intervals (bootstrap over the questions), latency, memory and size."""
    ranks = np.array(line["ranks"])
    reciprocal = np.where(ranks > 0, 1 / np.maximum(ranks, 1), 0.0)
    first = (ranks == 1).astype(float)
    return {
        "questions": len(ranks),
        "hit@1": first.mean(),
        "hit@1 interval": _interval(first),
        "hit@5": ((ranks > 0) & (ranks <= 5)).mean(),
        "hit@10": (ranks > 0).mean(),
        "MRR@10": reciprocal.mean(),
        "MRR@10 interval": _interval(reciprocal),
        "p50 ms": line["ms"],
        "memory MB": line["memory"],
        "index MB": line["size"],
    }


def _interval(values: Any) -> tuple[float, float]:
    chance = np.random.default_rng(SEED)
    means = values[chance.integers(0, len(values), (RESAMPLED, len(values)))].mean(1)
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)


def _print(title: str, figures: dict[str, dict[str, Any]], lines: dict[str, Any]) -> None:
    columns = ("", "hit@1", "95 %", "hit@5", "hit@10", "MRR@10", "95 %", "p50 ms", "memory MB", "index MB")
    cells = [
        [
            name,
            *(f"{f['hit@1']:.3f}", "{:.3f}–{:.3f}".format(*f["hit@1 interval"]), f"{f['hit@5']:.3f}"),
            *(f"{f['hit@10']:.3f}", f"{f['MRR@10']:.3f}", "{:.3f}–{:.3f}".format(*f["MRR@10 interval"])),
            *(f"{f['p50 ms']:.1f}", f"{f['memory MB']:.0f}", f"{f['index MB']:.1f}"),
        ]
        for name, f in figures.items()
    ]
    count = next(iter(figures.values()))["questions"] if figures else 0
    print_table(f"{title}: {count} questions", columns, cells)
    rivals = [n for n in figures if n not in OURS]
    if not rivals or OURS[1] not in figures:
        return
    best = max(rivals, key=lambda n: figures[n]["hit@1"])
    ours, theirs = (np.array(lines[n]["ranks"]) != 1 for n in (OURS[1], best))
    change = f"{100 * (ours.mean() / theirs.mean() - 1):+.0f} %" if theirs.any() else "no misses to compare"
    print(f"misses at 1, ours with the reader against {best}: {change} (goal: −15 % or better)\n")


if __name__ == "__main__":
    options = _given(sys.argv[1:])
    if options.contender:
        _contend(options)
    else:
        main(sys.argv[1:])
