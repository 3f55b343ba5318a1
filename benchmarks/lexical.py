"""The lexical engines side by side: ``python -m benchmarks lexical``, at 300 and at 20,000 passages.

Sections of Finnish statutes are analysed once, as the index analyses passages, and every engine gets the same terms.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from statistics import fmean, median, quantiles
from typing import Any

from benchmarks.corpora import BUILD, SEED, SHARED, STATUTES, Text, own_questions, questions, texts
from benchmarks.engines import ENGINES, Weights
from benchmarks.report import print_machine, print_table, save
from bot.index.lexical import LexicalEntry
from bot.search.query import build_query
from bot.settings import settings
from bot.text.finnish import VERSION
from bot.text.glossary import Glossary
from bot.text.terms import flush_cache, terms

SIZES = (300, 20_000)
CHANGED = 0.01
KILLS = 10
BATCH = 50
TYDI = (SHARED / "eval" / "tydi_fi_passages.jsonl", SHARED / "eval" / "tydi_fi_questions.jsonl")
FOLDER = BUILD / "lexical"


def main() -> None:
    """Measure every engine, print the tables and keep the figures."""
    entries = analysed("statutes", STATUTES)
    asked = weights([q.question for q in own_questions() if q.language == "fi"])
    pool, sought = analysed("tydi", TYDI[0]), questions(TYDI[1])
    wanted = [set(q.documents) for q in sought]
    tydi = weights([q.question for q in sought])
    record: dict[str, Any] = {"sizes": {}, "crashes": {}, "TyDi MRR@10": {}}
    for size in SIZES:
        record["sizes"][size] = {name: speed(name, entries[:size], asked) for name in ENGINES}
    for name in ENGINES:
        record["crashes"][name] = crashes(name)
        record["TyDi MRR@10"][name] = quality(name, pool, tydi, wanted)
    for size, measured in record["sizes"].items():
        columns = list(next(iter(measured.values())))
        lines = [[name, *(f"{figures[c]:.1f}" for c in columns)] for name, figures in measured.items()]
        print_table(f"Lexical engines, {size} passages", ["engine", *columns], lines)
    lines = [
        [name, f"{c['opened']} of {c['kills']}", f"{c['whole']} of {c['kills']}", f"{record['TyDi MRR@10'][name]:.3f}"]
        for name, c in record["crashes"].items()
    ]
    columns = ["engine", "opens after kill -9", "holds its last commit", "TyDi MRR@10 (634 passages)"]
    print_table("Crash safety and quality", columns, lines)
    print_machine()
    save("lexical", record)


def analysed(name: str, path: Path) -> list[LexicalEntry]:
    """The texts of a collection as the index keeps them, each text one passage; analysed once. Raises SkippedError."""
    memory = BUILD / f"analysed-{name}-{VERSION}.json"
    if memory.exists():
        return [LexicalEntry(**e) for e in json.loads(memory.read_text("utf-8"))]
    entries = [_entry(t) for t in texts(path)]
    flush_cache()
    memory.parent.mkdir(parents=True, exist_ok=True)
    memory.write_text(json.dumps([asdict(e) for e in entries], ensure_ascii=False), "utf-8")
    return entries


def weights(asked: Sequence[str]) -> list[Weights]:
    """The questions as the search weighs their terms."""
    glossary = Glossary.load(settings().corpus / "sanasto.yaml")
    return [build_query(question, "fi", glossary).weights for question in asked]


def speed(name: str, entries: Sequence[LexicalEntry], asked: Sequence[Weights]) -> dict[str, float]:
    """Build, search, change and size of one engine; the units are in the names."""
    folder = _fresh(name)
    build = _seconds(lambda: ENGINES[name](folder).update(entries, ()))
    engine = ENGINES[name](folder)
    took = [1000 * _seconds(partial(engine.search, w, 60)) for w in (*asked, *asked)][len(asked) :]
    changed = random.Random(SEED).sample(list(entries), max(1, round(len(entries) * CHANGED)))
    fresh = [replace(e, lemmas=[*e.lemmas, "muutettu"]) for e in changed]
    change = _seconds(lambda: engine.update(fresh, [e.document_id for e in changed]))
    assert len(engine) == len(entries), f"{name} lost passages in the change"
    size = sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())
    return {
        "build s": build,
        "query p50 ms": median(took),
        "query p95 ms": quantiles(took, n=20)[18],
        "change of 1 % ms": 1000 * change,
        "MB on disk": size / 1e6,
    }


def quality(name: str, pool: Sequence[LexicalEntry], asked: Sequence[Weights], wanted: Sequence[set[str]]) -> float:
    """MRR@10 of one engine over a small pool."""
    engine = ENGINES[name](_fresh(name))
    engine.update(pool, ())
    return fmean(_reciprocal(engine.search(w, 10), gold) for w, gold in zip(asked, wanted, strict=True))


def crashes(name: str) -> dict[str, int]:
    """How an engine stands being killed while it writes: of ``kills``, how often it opened and lost no commit."""
    chance = random.Random(SEED)
    opened = whole = 0
    for _ in range(KILLS):
        folder = _fresh(name)
        command = [sys.executable, "-m", "benchmarks.lexical", "write", name, str(folder)]
        child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        for _ in range(chance.randint(2, 5)):
            told = int(child.stdout.readline())
        time.sleep(chance.uniform(0.0, 0.3))
        child.kill()
        # What it had still told before it died was committed too.
        told = max([told, *(int(line) for line in child.stdout.read().split("\n")[:-1])])
        child.wait()
        check = [sys.executable, "-m", "benchmarks.lexical", "count", name, str(folder)]
        counted = subprocess.run(check, capture_output=True, text=True, check=False)
        if counted.returncode == 0:
            opened += 1
            # A commit may have succeeded in the moment before the child could tell of it.
            whole += int(counted.stdout) in (told, told + BATCH)
    return {"kills": KILLS, "opened": opened, "whole": whole}


def _child(what: str, name: str, folder: Path) -> None:
    """One side of ``crashes``: write and commit without end, or open, search and count."""
    if what == "count":
        engine = ENGINES[name](folder)
        engine.search({"lemmas": {"hankinta": 1.0}}, 10)
        print(len(engine))
        return
    entries = analysed("tydi", TYDI[0])
    engine, written = ENGINES[name](folder), 0
    while True:
        batch = [replace(entries[n % len(entries)], passage_id=f"p{n}", document_id=f"d{n}")
                 for n in range(written, written + BATCH)]  # fmt: skip
        engine.update(batch, ())
        written += BATCH
        print(written, flush=True)


def _entry(text: Text) -> LexicalEntry:
    body, heading = terms(text.text, text.language), terms(text.title, text.language)
    return LexicalEntry(
        passage_id=text.id,
        document_id=text.id,
        lemmas=[lemma for t in body for lemma in t.lemmas],
        parts=[part for t in [*body, *heading] for part in t.parts],
        heading=[lemma for t in heading for lemma in t.lemmas],
    )


def _reciprocal(found: Sequence[str], gold: set[str]) -> float:
    return next((1 / rank for rank, i in enumerate(found, 1) if i in gold), 0.0)


def _fresh(name: str) -> Path:
    folder = FOLDER / name.replace(" ", "-")
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def _seconds(run: Callable[[], object]) -> float:
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun


if __name__ == "__main__":
    if len(sys.argv) == 4:
        _child(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
    else:
        main()
