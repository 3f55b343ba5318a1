"""Fixtures: a set in the BEIR layout about fruit, its real index, and outcomes by hand."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot import Advisor
from bot.cli import run_bot
from bot.evaluation.outcome import Outcome
from bot.evaluation.own_index import own_index
from bot.evaluation.sets import open_set

CORPUS = {
    "omena": "Omenan satokausi alkaa elokuussa. Omena kuuluu ruusukasvien heimoon.",
    "luumu": "Luumu kypsyy syyskuussa. Luumun kivi poistetaan ennen säilöntää.",
    "kirsikka": "Kirsikkapuu kukkii toukokuussa. Kirsikat kerätään heinäkuussa.",
    "mansikka": "Mansikan poimijoita tarvitaan kesäkuussa 1 200 henkeä.",
    "perna": "Päärynä varastoidaan kahden asteen lämmössä.",
}
QUERIES = {
    "q1": "Milloin omenan satokausi alkaa?",
    "q2": "Milloin luumu kypsyy?",
    "q3": "Milloin kirsikkapuu kukkii?",
}


@dataclass(frozen=True)
class Done:
    """What the command said and how it ended."""

    exit_code: int
    stdout: str
    stderr: str


Evaluate = Callable[..., Done]


@pytest.fixture
def evaluate(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Evaluate:
    """Runs the command to its exit; an error that nobody foresaw fails the test."""

    def evaluate(*arguments: str | Path) -> Done:
        monkeypatch.setattr(sys, "argv", ["bot", "evaluate", *map(str, arguments)])
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            run_bot()
        out, err = capfd.readouterr()
        return Done(int(ended.value.code or 0), out, err)

    return evaluate


@pytest.fixture(scope="session")
def fruit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BEIR folder: five documents, three queries, and one judgement of a query that is not there."""
    folder = tmp_path_factory.mktemp("fruit")
    lines(folder / "corpus.jsonl", [{"_id": i, "title": i.title(), "text": t} for i, t in CORPUS.items()])
    lines(folder / "queries.jsonl", [{"_id": i, "text": t} for i, t in QUERIES.items()])
    (folder / "qrels").mkdir()
    judged = [
        "query-id\tcorpus-id\tscore",
        "q1\tomena\t2",
        "q1\tperna\t1",
        "q2\tluumu\t1",
        "q2\tomena\t0",
        "q9\tluumu\t1",
    ]
    (folder / "qrels" / "test.tsv").write_text("\n".join(judged) + "\n", "utf-8")
    return folder


@pytest.fixture(scope="session")
def fruit_index(fruit: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real index of the fruit."""
    directory = tmp_path_factory.mktemp("index") / "fruit"
    with own_index(open_set(fruit), directory=directory):
        return directory


@pytest.fixture(scope="session")
def fruit_advisor(fruit_index: Path) -> Advisor:
    """An advisor on the fruit."""
    return Advisor.open(fruit_index)


@pytest.fixture
def outcome() -> Callable[..., Outcome]:
    """Makes outcomes: an answered Finnish question where nothing else is said."""

    def make(name: str, **fields: Any) -> Outcome:
        given: dict[str, Any] = {
            "id": name,
            "question": f"{name}?",
            "language": "fi",
            "kind": "",
            "topic": "",
            "answerable": True,
            "expected": (),
            "facts": "",
            "status": "answered",
            "detected": True,
            "good": True,
            "right": None,
            "supported": None,
            "cited": None,
            "exact": None,
            "rank": None,
            "ndcg": None,
            "confidence": 0.5,
            "timings": {"read": 0.5, "total": 1.0},
            "text": "",
            "citations": (),
            "hits": (),
        }
        return Outcome(**{**given, **fields})

    return make


def lines(path: Path, rows: list[dict[str, Any]]) -> Path:
    """Write the rows as JSONL."""
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), "utf-8")
    return path
