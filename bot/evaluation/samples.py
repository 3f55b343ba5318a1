"""Samples: the question sets that calibration fits on, each with the index it is asked of."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.advice.advisor import Advisor
from bot.evaluation.calibration import Sample
from bot.evaluation.sets import open_set


def open_samples(specs: Sequence[str], index: Path | None) -> list[Sample]:
    """The sets named by ``specs``, each SET[#SPLIT][@INDEX]; ``index`` is asked where none is named.

    Raises QuestionSetError, and IndexMissingError and its like where an index cannot be served.
    """
    advisors: dict[str, Advisor] = {}
    samples: list[Sample] = []
    for spec in specs:
        name, _, where = spec.partition("@")
        path, _, split = name.partition("#")
        where = where or str(index or "")
        if where not in advisors:
            advisors[where] = Advisor.open(where or None)
        chosen = open_set(Path(path), None, split)
        samples.append(Sample(chosen.name, advisors[where], chosen.questions))
    return samples
