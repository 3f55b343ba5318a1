"""Every lexical engine must do what the benchmark measures: find by weighted terms, change, and open again."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.engines import ENGINES
from bot.index.lexical import LexicalEntry


def entry(name: str, lemmas: str, parts: str = "", heading: str = "") -> LexicalEntry:
    return LexicalEntry(f"{name}#0", name, lemmas.split(), parts.split(), heading.split())


ENTRIES = [
    entry("laki", "hankinta 1397/2016 §67 tarjouspyyntö", "tarjous pyyntö", "tarjouspyyntö"),
    entry("opas", "hankinta kynnysarvo euro", "kynnys arvo", "kynnysarvo"),
    entry("uutinen", "kynnysarvo nousta hankinta hankinta"),
    entry("muu", "sää lämmin", "", "sää"),
]


@pytest.mark.parametrize("name", ENGINES)
def test_engine_finds_changes_and_opens_again(name: str, tmp_path: Path) -> None:
    engine = ENGINES[name](tmp_path / "index")
    engine.update(ENTRIES, ())
    assert engine.search({"lemmas": {"kynnysarvo": 1.0}, "heading": {"kynnysarvo": 1.6}}, 10) == ["opas#0", "uutinen#0"]
    assert engine.search({"lemmas": {"1397/2016": 1.0, "§67": 1.0}}, 10) == ["laki#0"]
    assert engine.search({"lemmas": {"missään": 1.0}}, 10) == []

    engine.update([entry("opas", "raja euro")], ["opas", "uutinen"])
    again = ENGINES[name](tmp_path / "index")
    assert len(again) == len(ENTRIES) - 1
    assert again.search({"lemmas": {"kynnysarvo": 1.0}}, 10) == []
    assert again.search({"lemmas": {"raja": 1.0}}, 10) == ["opas#0"]
