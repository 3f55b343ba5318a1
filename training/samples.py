"""Make the question sets, with their indexes, that the project's calibration is fitted on, and fit it.

    python -m training.samples --shared ../shared --index data/index --work build/samples --out bot/calibration.json

The corpus's own development questions and off-topic ones come first: where to stop answering is decided by them. Beside
them stand sets on other indexes, large and small, of other subjects, so that the weights hold on texts that are not the
corpus: general knowledge (TyDi, and the SQuAD articles that no training saw), statutes by their headings, the press
release alone, single articles, and an invented town's rules that have changed with time.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.sets import POOL
from benchmarks.sets import general as general_pool
from bot.evaluation.questions import normal
from bot.settings import ROOT
from training.data import HELD_OUT, Sources, article, fitted, rows

QUESTIONS = ROOT / "tests" / "questions"
OFF_TOPIC = 30
"""Off-topic questions a language beside the corpus's own."""
LEFT_OUT = 45
"""TyDi passages that the index of general knowledge lacks, so that their questions have no answer there."""
LARGE = 90
"""Questions of either kind that are asked of the large index."""
DISTRACTORS, STATUTES, ACTS = 900, 110, 12
LANGUAGES = ("fi", "sv", "en")

Row = dict[str, Any]


def write(path: Path, made: Iterable[Row]) -> Path:
    """The rows as JSONL."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in made), "utf-8")
    return path


def indexed(work: Path, name: str, *sources: Path) -> Path:
    """An index of ``sources``. Raises CalledProcessError."""
    index = work / name
    command = [sys.executable, "ingest.py", *map(str, sources), "--index", str(index)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return index


def unanswerable(row: Row) -> Row:
    """The question as one that the index does not answer."""
    return {k: row[k] for k in ("id", "question", "language")} | {"answerable": False}


def off_topic(shared: Path, chance: random.Random, each: int) -> list[Row]:
    """Questions of general knowledge, ``each`` of a language."""
    return [
        unanswerable(row)
        for language in LANGUAGES
        for row in chance.sample(rows(shared / "eval" / f"offtopic_{language}.jsonl"), each)
    ]


def development() -> list[Row]:
    """The corpus's development questions."""
    sets = [rows(QUESTIONS / f"{name}.jsonl") for name in ("korpus-fi", "korpus-sven", "korpus-kieltaytyminen")]
    return [r for made in sets for r in made if r["split"] == "dev"] + rows(QUESTIONS / "kehitys.jsonl")


def general(shared: Path, work: Path, sources: Sources, chance: random.Random) -> list[str]:
    """TyDi and held-out SQuAD among passages that distract; half of the second set's questions have lost theirs."""
    passages = rows(shared / "eval" / "tydi_fi_passages.jsonl")
    asked = [q for q in rows(shared / "eval" / "tydi_fi_questions.jsonl") if fitted(q["id"])]
    chance.shuffle(asked)
    gone = set(list(dict.fromkeys(q["documents"][0] for q in asked))[:LEFT_OUT])
    lost = [q for q in asked if q["documents"][0] in gone][:LEFT_OUT]
    kept = [q for q in asked if q["documents"][0] not in gone]
    others = [{"id": i, "text": t} for i, t in sources.passages.items() if article(i) in HELD_OUT]
    far = [i for i in sources.passages if article(i) not in HELD_OUT]
    others += [{"id": i, "text": sources.passages[i]} for i in chance.sample(far, DISTRACTORS)]
    index = indexed(
        work, "general", write(work / "general.jsonl", [p for p in passages if p["id"] not in gone] + others)
    )
    held = [q for q in sources.labelled(held_out=True) if q.answerable and q.language != "fi"]
    foreign = [
        {"id": f"held-{n}", "question": q.text, "language": q.language, "documents": [q.passage], "answers": q.answers}
        for n, q in enumerate(chance.sample(held, 100))
    ]
    ranked = kept[:-LEFT_OUT]
    rank = write(work / "general-rank.jsonl", ranked + foreign)
    mix = write(work / "general-mix.jsonl", kept[-LEFT_OUT:] + [unanswerable(q) for q in lost])
    return [f"{rank}@{index}", f"{mix}@{index}"]


def large(shared: Path, work: Path, chance: random.Random) -> list[str]:
    """Twenty thousand passages of general knowledge: TyDi, and questions on procurement that they do not answer.

    An index of this size has the more that is near a question, and every word in it is rarer: the weights must know.
    """
    asked = [q for q in rows(shared / "eval" / "tydi_fi_questions.jsonl") if fitted(q["id"])]
    others = [r for r in development() if r["language"] == "fi" and r.get("answerable", True) and not r.get("history")]
    refused = [unanswerable(r) for r in chance.sample(others, LARGE)]
    return [f"{write(work / 'large-q.jsonl', chance.sample(asked, LARGE) + refused)}@{general_pool(POOL)}"]


def statutes(work: Path, sources: Sources, chance: random.Random) -> list[str]:
    """Headings of sections, in Finnish and Swedish, among the sections of a dozen acts."""
    by_act: dict[str, list[Row]] = {}
    for section in sources.sections:
        by_act.setdefault(article(section["id"]), []).append(section)
    acts = chance.sample([a for a, s in by_act.items() if 40 <= len(s) <= 120], ACTS)
    sections = [s for a in acts for s in by_act[a]]
    documents = [{"id": s["id"], "text": s["text"], "language": "fi"} for s in sections]
    index = indexed(work, "statutes", write(work / "statutes.jsonl", documents))
    asked = [
        {"id": f"{language}-{s['id']}", "question": s[key], "language": language, "documents": [s["id"]]}
        for s in chance.sample([s for s in sections if s["heading"] and s["heading_sv"]], STATUTES)
        for language, key in [chance.choice((("fi", "heading"), ("sv", "heading_sv")))]
    ]
    return [f"{write(work / 'statutes-q.jsonl', asked)}@{index}"]


def press(shared: Path, work: Path, chance: random.Random) -> list[str]:
    """The press release alone: its own questions, off-topic ones, and those of the corpus that it does not answer."""
    text = normal(" ".join(p.read_text("utf-8") for p in (shared / "keino").glob("*.txt")))
    others = [
        r for r in development()
        if r.get("answerable", True) and r.get("must_contain") and not any(normal(m) in text for m in r["must_contain"])
        and not r.get("history")
    ]  # fmt: skip
    refused = off_topic(shared, chance, 20) + [unanswerable(r) for r in chance.sample(others, 62)]
    asked = write(work / "press-q.jsonl", rows(QUESTIONS / "tiedote.jsonl") + refused)
    return [f"{asked}@{indexed(work, 'press', shared / 'keino')}"]


def articles(work: Path, sources: Sources, chance: random.Random) -> list[str]:
    """Small indexes: one held-out SQuAD article each, asked in one language, and asked about the other articles."""
    made = []
    for name, language in zip(sorted(HELD_OUT), LANGUAGES, strict=True):
        texts = [{"id": i, "text": t} for i, t in sources.passages.items() if article(i) == name]
        index = indexed(work, name, write(work / f"{name}.jsonl", texts))
        held = [q for q in sources.labelled(held_out=True) if q.language == language and q.answerable]
        own = chance.sample([q for q in held if article(q.passage) == name], 14)
        other = chance.sample([q for q in held if article(q.passage) != name], 18)
        asked = [
            {
                "id": f"{name}-{n}",
                "question": q.text,
                "language": language,
                "documents": [q.passage],
                "answers": q.answers,
            }
            for n, q in enumerate(own)
        ]
        asked += [
            unanswerable({"id": f"{name}-x{n}", "question": q.text, "language": language}) for n, q in enumerate(other)
        ]
        made.append(f"{write(work / f'{name}-q.jsonl', asked)}@{index}")
    return made


def times(work: Path) -> list[str]:
    """Rules that have changed with time."""
    return [f"{QUESTIONS / 'ajat.jsonl'}#dev@{indexed(work, 'ajat', QUESTIONS / 'ajat')}"]


def samples(shared: Path, work: Path) -> tuple[Path, list[str]]:
    """The corpus's set, and the others as SET[#SPLIT]@INDEX."""
    chance = random.Random(11)
    sources = Sources(shared)
    first = write(work / "korpus-q.jsonl", development() + off_topic(shared, chance, OFF_TOPIC))
    others: Sequence[str] = [
        str(QUESTIONS / "kalibrointi.jsonl"),
        *general(shared, work, sources, chance),
        *statutes(work, sources, chance),
        *press(shared, work, chance),
        *articles(work, sources, chance),
        *times(work),
        *large(shared, work, chance),
    ]
    return first, list(others)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--index", type=Path, default=Path("data/index"))
    parser.add_argument("--work", type=Path, default=Path("build/samples"))
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    first, others = samples(given.shared, given.work.resolve())
    also = [part for spec in others for part in ("--also", spec)]
    command = ["-m", "bot", "evaluate", str(first), "--index", str(given.index), "--calibrate", str(given.out), *also]
    subprocess.run([sys.executable, *command], check=True)


if __name__ == "__main__":
    main()
