"""`python -m bot evaluate`, run as people run it, over real indexes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.settings import ROOT
from tests.evaluation.conftest import Evaluate


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """Four rows: right, wrong, unanswerable and broken."""
    rows = [
        {"id": "oikea", "question": "Milloin luumu kypsyy?", "documents": ["luumu"], "must_contain": ["syyskuussa"]},
        {"id": "väärä", "question": "Milloin luumu kypsyy?", "documents": ["muu"], "must_contain": ["tammikuussa"]},
        {"id": "ei", "question": "kuinka monta nba tittliä michael jordan voitti", "answerable": False},
        {"id": "tyhjä", "question": ""},
    ]
    path = tmp_path / "set.jsonl"
    path.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), "utf-8")
    return path


def test_the_whole_way(evaluate: Evaluate, questions: Path, fruit_index: Path, tmp_path: Path) -> None:
    done = evaluate(questions, "--index", fruit_index, "--out", tmp_path / "out")
    assert done.exit_code == 1, "a row was left out"
    assert "left out: set.jsonl:4 (tyhjä): the question is empty" in done.stderr
    assert "note: 1 expected documents are not in the index (muu)" in " ".join(done.stdout.split())
    assert "hit@1" in done.stdout
    assert "Evaluation: set.jsonl" in (tmp_path / "out" / "report.html").read_text("utf-8")
    written = (tmp_path / "out" / "run.json").read_text("utf-8")
    assert "NaN" not in written
    run = json.loads(written)
    assert run["format"] == 2
    assert run["figures"]["all"]["questions"] == 3
    assert run["measures"]["all"]["right"]["value"] == 0.5
    assert run["measures"]["all"]["hit@1"]["value"] == 0.5
    assert run["measures"]["all"]["quotes exact"]["value"] == 1.0
    assert set(run["provenance"]["fingerprints"]) == {"embedder", "reader", "index", "calibration"}
    assert "maintenance_password" not in written
    assert [o["id"] for o in run["outcomes"]] == ["oikea", "väärä", "ei"]
    first = run["outcomes"][0]
    assert "syyskuussa" in first["text"]
    assert first["hits"][0]["document_id"] == "luumu"
    assert first["hits"][0]["expected"]


def test_json_and_a_baseline(evaluate: Evaluate, questions: Path, fruit_index: Path, tmp_path: Path) -> None:
    base = tmp_path / "base"
    evaluate(questions, "--index", fruit_index, "--out", base)
    before = json.loads((base / "run.json").read_text("utf-8"))
    before["outcomes"] = [{**o, "good": not o["good"]} for o in before["outcomes"]]
    (base / "run.json").write_text(json.dumps(before), "utf-8")
    done = evaluate(questions, "--index", fruit_index, "--baseline", base / "run.json", "--json")
    told = json.loads(done.stdout)
    assert told["figures"]["all"]["questions"] == 3
    assert told["worse"] == ["väärä"]
    assert "oikea" in told["better"]
    assert told["verdicts"] == {"good outcomes": "same", "mrr@10": "same"}
    assert len(told["excluded"]) == 1


def test_a_significant_fall_fails(evaluate: Evaluate, fruit_index: Path, tmp_path: Path) -> None:
    # Six questions that were good and now look for what is not there: p = 2 / 2⁶.
    rows = [{"id": str(n), "question": "Milloin luumu kypsyy?", "must_contain": ["tammikuussa"]} for n in range(6)]
    path = tmp_path / "set.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    assert evaluate(path, "--index", fruit_index, "--out", tmp_path).exit_code == 0
    run = tmp_path / "baseline.json"
    assert evaluate(path, "--index", fruit_index, "--baseline", run, "--fail-if-worse").exit_code == 0
    before = json.loads(run.read_text("utf-8"))
    before["outcomes"] = [{**o, "good": True} for o in before["outcomes"]]
    run.write_text(json.dumps(before), "utf-8")
    assert evaluate(path, "--index", fruit_index, "--baseline", run, "--fail-if-worse").exit_code == 1
    assert evaluate(path, "--index", fruit_index, "--baseline", run).exit_code == 0


def test_a_beir_set_with_its_own_index(evaluate: Evaluate, fruit: Path, tmp_path: Path) -> None:
    done = evaluate(fruit, "--own-index", "--json")
    assert done.exit_code == 1, "q9 is not there"
    told = json.loads(done.stdout)
    assert told["figures"]["all"]["questions"] == 2
    assert told["figures"]["all"]["hit@1"] == 1.0
    assert told["notices"] == []


def test_an_own_index_is_kept_and_never_mixed_with_another(
    evaluate: Evaluate, fruit: Path, fruit_index: Path, tmp_path: Path
) -> None:
    squad = {"data": [{"title": "Banaani", "paragraphs": [{"context": "Banaani on keltainen hedelmä.", "qas": [
        {"id": "b", "question": "Millainen hedelmä banaani on?", "answers": [{"text": "keltainen", "answer_start": 11}]}
    ]}]}]}  # fmt: skip
    (tmp_path / "squad.json").write_text(json.dumps(squad), "utf-8")
    kept = tmp_path / "kept"
    done = evaluate(tmp_path / "squad.json", "--own-index", "--index", kept, "--json")
    assert json.loads(done.stdout)["figures"]["all"]["right"] == 1.0
    again = evaluate(tmp_path / "squad.json", "--own-index", "--index", kept, "--json")
    assert json.loads(again.stdout)["figures"]["all"]["hit@1"] == 1.0
    assert [p.name for p in (kept / "generations").iterdir()] == ["000001"], "nothing has changed"
    pool = evaluate(tmp_path / "squad.json", "--corpus", fruit / "missing.jsonl", "--index", kept)
    assert pool.exit_code == 2
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").touch()
    refused = evaluate(tmp_path / "squad.json", "--own-index", "--index", tmp_path / "mine")
    assert refused.exit_code == 1
    assert "holds something else" in refused.stderr


def test_a_corpus_beside_the_set(evaluate: Evaluate, questions: Path, tmp_path: Path) -> None:
    (tmp_path / "hedelmät.jsonl").write_text(
        json.dumps({"id": "luumu", "title": "Luumu", "text": "Luumu kypsyy syyskuussa."}), "utf-8"
    )
    done = evaluate(questions, "--corpus", tmp_path / "hedelmät.jsonl", "--json")
    told = json.loads(done.stdout)
    assert told["figures"]["all"]["hit@1"] == 0.5


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["--fail-if-worse"], 2, "needs a --baseline"),
        (["--map", "question"], 2, "write FIELD=COLUMN"),
        (["--baseline", "missing.json"], 2, "is not a run.json or baseline.json"),
        (["--map", "question=Kysymys"], 1, "has the columns id, question"),
        (["--split", "dev"], 1, "has no split dev"),
        (["--own-index"], 1, "brings no documents of its own"),
    ],
)
def test_wrong_usage(evaluate: Evaluate, questions: Path, arguments: list[str], code: int, told: str) -> None:
    done = evaluate(questions, *arguments)
    assert done.exit_code == code
    (line,) = done.stderr.strip().splitlines()
    assert told in line
    assert done.stdout == "", "it is told before anything is asked"


def test_a_question_that_the_program_fails_on_is_left_out(
    evaluate: Evaluate, questions: Path, fruit_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot import Advisor, Answer

    ask = Advisor.ask

    def failing(self: Advisor, question: str, *more: object) -> Answer:
        if "nba" in question:
            raise ZeroDivisionError("float division by zero\nsecond line")
        return ask(self, question)

    monkeypatch.setattr(Advisor, "ask", failing)
    done = evaluate(questions, "--index", fruit_index, "--json")
    told = json.loads(done.stdout)
    assert told["figures"]["all"]["questions"] == 2
    assert told["figures"]["all"]["refusal recall"] is None
    assert (
        "ei: the program failed on it (ZeroDivisionError: float division by zero); report the question"
        in told["excluded"]
    )


def test_the_commands_of_the_readme_exist(evaluate: Evaluate) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    known = evaluate("--help").stdout
    for option in ("--map", "--own-index", "--corpus", "--fail-if-worse", "--sample", "--split"):
        assert option in known
        assert option in readme
