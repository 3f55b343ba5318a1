"""The command line with bad input: one line that says what to do next, the right exit code, the rest done."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli import run_bot, run_ingest
from bot.index.generation import Generations
from tests.conftest import run

GOOD = "Hankintojen rahoitus\n\nKoehankkeen rahoitus on kaksi miljoonaa euroa vuonna 2023."
QUESTION = "Paljonko koehankkeen rahoitus on?"
TOO_LONG = "Mikä on kynnysarvo? " * 150


@dataclass(frozen=True)
class Done:
    """What a program said and how it ended."""

    code: int
    out: str
    err: str

    def says(self, code: int, *words: str) -> None:
        """It ended with ``code`` and one line on the error stream that holds all the ``words``."""
        assert self.code == code, self.out + self.err
        (line,) = self.err.strip().splitlines()
        assert all(word in line for word in words), line


Program = Callable[..., Done]


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Program:
    """Runs ``ingest.py`` or ``python -m bot`` to its exit; an error that nobody foresaw fails the test."""

    def program(name: str, *arguments: str | Path) -> Done:
        monkeypatch.setattr(sys, "argv", [name, *map(str, arguments)])
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            run_ingest() if name == "ingest.py" else run_bot()
        out, err = capfd.readouterr()
        return Done(int(ended.value.code or 0), out, err)

    return program


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one text and the index of it; tests work on copies."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "texts").mkdir()
    (folder / "texts" / "raha.txt").write_text(GOOD, "utf-8")
    done = run("ingest.py", folder / "texts", "--index", folder / "index")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def index(small: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(small / "index", tmp_path / "index"))


# --- sources that cannot be read ---------------------------------------------------------------------------------

BAD_SOURCES = {
    "latin.txt": (b"Hyv\xe4\xe4 p\xe4iv\xe4\xe4", "UTF-8"),
    "otsake.md": (b"---\ntitle: [rikki\n---\nTeksti.", "YAML"),
    "avoin.md": (b"---\ntitle: ei lopu\n\nTeksti.", "closed"),
    "raha.txt": (b"Toinen teksti samalla nimell\xc3\xa4.", "'raha'"),
    "tyhja.txt": (b" \n", "empty"),
    "kirja.pdf": (b"%PDF-1.7", ".pdf"),
    "rivi.jsonl": (b'{"id": "a", "text": "Rivi on t\xc3\xa4ss\xc3\xa4."}\n{rikki\n', ":2: "),
}


@pytest.mark.parametrize("name", BAD_SOURCES)
def test_a_bad_source_is_named_and_the_rest_is_indexed(program: Program, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "raha.md").write_text(GOOD, "utf-8")
    content, word = BAD_SOURCES[name]
    (folder / name).write_bytes(content)
    done = program("ingest.py", folder, "--index", tmp_path / "index")
    done.says(1, str(folder / name), word)
    good = 2 if name == "rivi.jsonl" else 1
    assert f"generation 000001: {good} documents" in done.out
    told = json.loads(program("bot", "status", "--json", "--index", tmp_path / "index").out)
    (failure,) = told["failures"]
    assert failure["source"].removeprefix(str(folder / name)) in ("", ":1", ":2")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_named(program: Program, tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "raha.md").write_text(GOOD, "utf-8")
    (folder / "salainen.md").write_text(GOOD, "utf-8")
    (folder / "salainen.md").chmod(0)
    done = program("ingest.py", folder, "--index", tmp_path / "index")
    done.says(1, "salainen.md", "permissions")
    assert "1 documents" in done.out


def test_a_missing_path_and_the_rest_is_indexed(program: Program, small: Path, tmp_path: Path) -> None:
    missing = tmp_path / "ei-ole"
    program("ingest.py", missing, "--index", tmp_path / "index").says(1, str(missing), "check the path")
    done = program("ingest.py", missing, small / "texts", "--index", tmp_path / "index")
    done.says(1, str(missing), "check the path")
    assert "1 documents" in done.out


def test_what_a_missing_path_gave_before_stays(program: Program, tmp_path: Path) -> None:
    for name in ("eka", "toka"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.txt").write_text(GOOD, "utf-8")
    paths = (tmp_path / "eka", tmp_path / "toka", "--index", tmp_path / "index")
    assert program("ingest.py", *paths).code == 0
    (tmp_path / "eka").rename(tmp_path / "muualla")
    (tmp_path / "toka" / "lisa.txt").write_text(GOOD, "utf-8")
    done = program("ingest.py", *paths)
    done.says(1, str(tmp_path / "eka"))
    assert "3 documents" in done.out


def test_an_empty_folder(program: Program, tmp_path: Path) -> None:
    (tmp_path / "tyhja").mkdir()
    done = program("ingest.py", tmp_path / "tyhja", "--index", tmp_path / "index")
    done.says(1, "holds no documents", ".md")
    program("bot", "status", "--index", tmp_path / "index").says(1, "ingest.py --index")


def test_an_index_that_is_a_file(program: Program, small: Path, tmp_path: Path) -> None:
    (tmp_path / "index").write_text("not a folder")
    done = program("ingest.py", small / "texts", "--index", tmp_path / "index")
    done.says(1, "cannot be written", "--index")


def test_a_second_ingest_at_the_same_time(small: Path, index: Path) -> None:
    before = Generations(index).current()
    lock = Generations(index).lock()
    try:
        done = run("ingest.py", small / "texts", "--index", index)
    finally:
        lock.release()
    Done(done.returncode, done.stdout, done.stderr).says(1, "another ingest", "run this again")
    assert Generations(index).current() == before
    assert run("ingest.py", small / "texts", "--index", index).returncode == 0


# --- an index that is not what it was ----------------------------------------------------------------------------


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])


def _garble(folder: Path) -> None:
    for file in folder.rglob("*"):
        if file.is_file():
            file.write_bytes(b"not what it was")


DAMAGE: dict[str, Callable[[Path, Path], object]] = {
    "garbage in CURRENT": lambda index, _: (index / "CURRENT").write_bytes(b"\x00\xffroskaa"),
    "truncated manifest": lambda _, served: _truncate(served / "manifest.json"),
    "truncated documents": lambda _, served: _truncate(served / "documents.sqlite"),
    "no lexical index": lambda _, served: shutil.rmtree(served / "lexical"),
    "no file of vectors": lambda _, served: (served / "vectors" / "chroma.sqlite3").unlink(),
    "truncated vectors": lambda _, served: _truncate(served / "vectors" / "chroma.sqlite3"),
    "garbage for vectors": lambda _, served: _garble(served / "vectors"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_index_says_how_to_mend_it_and_is_mended(
    program: Program, small: Path, index: Path, damage: str
) -> None:
    DAMAGE[damage](index, Generations(index).folder(Generations(index).current()))
    program("bot", "ask", QUESTION, "--index", index).says(1, "ingest.py")
    assert program("ingest.py", small / "texts", "--index", index).code == 0
    done = program("bot", "ask", QUESTION, "--index", index)
    assert (done.code, done.err) == (0, "")
    assert "kaksi miljoonaa" in done.out


def test_mending_keeps_the_documents_of_other_paths(program: Program, small: Path, index: Path, tmp_path: Path) -> None:
    (tmp_path / "muut").mkdir()
    (tmp_path / "muut" / "aika.txt").write_text("Aikataulu\n\nTarjoukset jätetään 5.5.2023.", "utf-8")
    assert program("ingest.py", tmp_path / "muut", "--index", index).code == 0
    shutil.rmtree(Generations(index).folder(Generations(index).current()) / "lexical")
    assert "2 documents" in program("ingest.py", small / "texts", "--index", index).out


def test_no_index(program: Program, tmp_path: Path) -> None:
    for arguments in (["ask", QUESTION], ["search", QUESTION], ["status"]):
        done = program("bot", *arguments, "--index", tmp_path / "ei-ole")
        done.says(1, f"python ingest.py --index {tmp_path / 'ei-ole'}")
        assert done.out == ""
    program("ingest.py", "--rollback", "--index", tmp_path / "ei-ole").says(1, "python ingest.py")


# --- questions and question sets ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ([], "command"),
        (["laula"], "laula"),
        (["ask"], "--batch"),
        (["ask", QUESTION, "--batch", "a.jsonl"], "--batch"),
        (["ask", QUESTION, "--laula"], "--laula"),
        (["ask", "--batch", "ei-ole.jsonl"], "ei-ole.jsonl"),
        (["search"], "query"),
        (["search", QUESTION, "-k", "0"], "'-k'"),
        (["search", QUESTION, "-k", "monta"], "'-k'"),
    ],
)
def test_wrong_usage_is_one_line(program: Program, index: Path, arguments: list[str], word: str) -> None:
    program("bot", *arguments, *(["--index", index] if arguments[1:] else [])).says(2, word, "--help")


def test_an_over_long_question_is_an_answer_that_says_so(program: Program, index: Path) -> None:
    done = program("bot", "ask", TOO_LONG, "--json", "--index", index)
    assert (done.code, done.err) == (0, "")
    answer = json.loads(done.out)
    assert (answer["status"], answer["citations"]) == ("rejected", [])
    assert "2000" in answer["text"]


def test_the_good_lines_of_a_batch_are_answered(program: Program, index: Path, tmp_path: Path) -> None:
    batch = tmp_path / "kysymykset.jsonl"
    rows = [{"id": "hyvä\u2028rivi", "question": QUESTION, "history": None}, {"id": "pitkä", "question": TOO_LONG}]
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    wrong = [{"history": "Mikä?"}, {"history": [["a"]]}, {"language": "de"}, {"filters": {"kieli": "fi"}}]
    lines += ["{rikki", '{"id": 1}', *(json.dumps({"question": QUESTION, **field}) for field in wrong)]
    batch.write_text("\ufeff" + "\n".join(lines), "utf-8")
    done = program("bot", "ask", "--batch", batch, "--index", index)
    assert done.code == 1
    assert [json.loads(line)["status"] for line in done.out.rstrip("\n").split("\n")] == ["answered", "rejected"]
    assert [line.startswith(f"{batch}:{n}: ") for n, line in enumerate(done.err.splitlines(), 3)] == [True] * 6


def test_a_bad_question_set(program: Program, index: Path, tmp_path: Path) -> None:
    program("bot", "evaluate", tmp_path / "ei-ole.jsonl", "--index", index).says(1, "ei-ole.jsonl", "JSONL")
    questions = tmp_path / "sarja.jsonl"
    questions.write_text(json.dumps({"id": "a", "question": QUESTION}) + "\n{rikki\n", "utf-8")
    done = program("bot", "evaluate", questions, "--out", tmp_path, "--index", index)
    done.says(1, "sarja.jsonl:2")
    assert json.loads((tmp_path / "run.json").read_text("utf-8"))["figures"]["all"]["questions"] == 1


@pytest.mark.parametrize("content", [None, b"{rikki", b'{"figures": 1}', b"\xff\xfe"])
def test_a_bad_baseline(program: Program, index: Path, tmp_path: Path, content: bytes | None) -> None:
    questions, baseline = tmp_path / "sarja.jsonl", tmp_path / "run.json"
    questions.write_text(json.dumps({"id": "a", "question": QUESTION}), "utf-8")
    if content is not None:
        baseline.write_bytes(content)
    done = program("bot", "evaluate", questions, "--baseline", baseline, "--index", index)
    done.says(2, "run.json", "--out")
    assert done.out == "", "it is told before anything is asked"


@pytest.mark.parametrize("name", ["KEINO_PORT", "KEINO_THREADS", "KEINO_CANDIDATES"])
def test_a_setting_that_cannot_be_used(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "paljon")
    done = run("-m", "bot", "status")
    Done(done.returncode, done.stdout, done.stderr).says(1, name, "correct the variable")
