"""How good the answers are, on the questions about the corpus that nothing was tuned on.

``python -m benchmarks.quality`` prints the table of the README and compares with the baseline kept beside the sets;
``--renew`` makes today's outcomes the baseline.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence

from benchmarks.corpora import QUESTIONS
from benchmarks.indexes import corpus_index
from benchmarks.report import print_table, save
from bot import Advisor
from bot.evaluation.comparison import baseline_of, compare, load_baseline
from bot.evaluation.display import interval
from bot.evaluation.measures import ALL, Measure
from bot.evaluation.measures import QUESTIONS as COUNT
from bot.evaluation.run import Run, evaluate
from bot.evaluation.sets import QuestionSet, open_sets
from bot.evaluation.summary import summary

SETS = tuple(QUESTIONS / f"korpus-{name}.jsonl" for name in ("fi", "sven", "kieltaytyminen"))
"""The sets that the corpus is judged by."""

SPLIT = "test"
"""Their questions that weights are never fitted on and articles never written for."""

BASELINE = QUESTIONS / "baseline.json"
"""What came of each question when it was last agreed to be good enough."""

COLUMNS = (ALL, "fi", "sv", "en")
LINES = {
    "right": "the answer holds the right fact",
    "hit@1": "an expected source is found first",
    "refused wrongly": "refused, though the corpus answers (less is better)",
    "refusal recall": "refused rightly",
    "quotes exact": "answers whose quotes are character-exact",
}


def main(arguments: Sequence[str] = ()) -> None:
    """Ask, print and keep the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    parser.add_argument("--renew", action="store_true", help="make the outcomes the new baseline")
    given = parser.parse_args(arguments)
    run = evaluate(questions(), Advisor.open(corpus_index()))
    print_table("Quality of the answers", ("", *COLUMNS, "95 %"), [*lines(run)])
    if BASELINE.exists():
        comparison = compare(run, load_baseline(BASELINE))
        for t in comparison.tests:
            print(f"{t.figure}: {t.before:.3f} in the baseline, {t.now:.3f} now, p {t.p:.3g}: {t.verdict}")
    save("quality", summary(run, None))
    if given.renew:
        BASELINE.write_text(baseline_of(run).model_dump_json(indent=1) + "\n", "utf-8")
        print(f"renewed: {BASELINE.name}")


def questions() -> QuestionSet:
    """The questions that the corpus is judged by, as one set."""
    return open_sets(SETS, split=SPLIT)


def lines(run: Run) -> Iterator[tuple[str, ...]]:
    """The table: each figure for the whole and by language, refusals also by the topic of the question."""
    yield COUNT, *(_cell(run, part, COUNT, digits=0) for part in COLUMNS), ""
    for name, meaning in LINES.items():
        yield meaning, *(_cell(run, part, name) for part in COLUMNS), interval(run.measures[ALL][name])
        if name == "refusal recall":
            for part, some in run.measures.items():
                if part.startswith("topic: ") and some[name].count:
                    topic = part.removeprefix("topic: ").replace("_", " ")
                    label = f"– {topic} ({some[name].count} questions)"
                    yield label, _cell(run, part, name), "", "", "", interval(some[name])
    auroc = run.refusals.auroc
    yield "AUROC of the confidence", _figure(auroc), "", "", "", interval(auroc)
    for row in run.refusals.confusion:
        if row.auroc.value is not None:
            label = f"– against {row.expected.removeprefix('not answerable: ').replace('_', ' ')}"
            yield label, _figure(row.auroc), "", "", "", interval(row.auroc)


def _cell(run: Run, part: str, name: str, digits: int = 3) -> str:
    return _figure(run.measures.get(part, {}).get(name, Measure()), digits)


def _figure(measure: Measure, digits: int = 3) -> str:
    return "–" if measure.value is None else f"{measure.value:.{digits}f}"


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
