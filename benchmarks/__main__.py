"""Print what the design asks for beside what was measured: python -m benchmarks."""

from __future__ import annotations

import json
import time
from pathlib import Path
from statistics import quantiles

from bot import Advisor
from bot.settings import settings

QUESTIONS = Path(__file__).parent.parent / "tests" / "questions" / "kehitys.jsonl"


def main() -> None:
    """Ask every development question of the served index and print the latencies, in seconds."""
    begun = time.perf_counter()
    advisor = Advisor.open(settings().index)
    asked = [json.loads(line)["question"] for line in QUESTIONS.read_text("utf-8").splitlines()]
    advisor.ask(asked[0])
    ready = time.perf_counter() - begun
    answers = [advisor.ask(question).timings for question in asked]
    rows = [("open the index, to the first answer", 15.0, ready)]
    for step in answers[0]:
        cuts = quantiles(sorted(t[step] for t in answers), n=20)
        goals = (0.25, 0.5) if step == "total" else (None, None)
        rows += [(f"{step} p50", goals[0], cuts[9]), (f"{step} p95", goals[1], cuts[18])]
    for name, goal, value in rows:
        verdict = "" if goal is None else "reached" if value <= goal else "NOT REACHED"
        print(f"{name:40} {'' if goal is None else f'<= {goal}':>9} {value:8.3f} s  {verdict}")


if __name__ == "__main__":
    main()
