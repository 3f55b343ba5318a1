"""Frequency: how common a word is in the language at large, where an index is too small to tell.

The table holds counts only: in how many of so many pieces of text of about ninety words (general articles, statutes,
questions) a lemma stands. `training.frequency` makes it from the training texts, which the model card names.
"""

from __future__ import annotations

import gzip
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).with_name("frequency.tsv.gz")


def share(lemma: str, language: str) -> float:
    """The share of pieces of text in ``language`` that hold ``lemma``: 0 where hardly any does."""
    return _shares().get((language, lemma), 0.0)


@lru_cache(maxsize=1)
def _shares() -> dict[tuple[str, str], float]:
    with gzip.open(FILE, "rt", encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file]
    # The row without a lemma says how many pieces there were.
    pieces = {language: int(count) for language, lemma, count in rows if not lemma}
    return {(language, lemma): int(count) / pieces[language] for language, lemma, count in rows if lemma}
