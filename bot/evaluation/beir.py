"""Question sets in the BEIR layout: a folder with corpus.jsonl, queries.jsonl and qrels/SPLIT.tsv."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.errors import QuestionSetError
from bot.evaluation.lines import objects
from bot.evaluation.sets import ObjectRow, QuestionSet, Row, collect, fingerprint_of

_JUDGED = ("query-id", "corpus-id", "score")


def read(folder: Path, split: str = "") -> QuestionSet:
    """The question set of a BEIR folder: the queries that ``qrels/SPLIT.tsv`` judges (default: test, or the only one).

    Documents with a score above 0 are expected, and the score is their grade. Raises QuestionSetError where a file
    or a column is missing, with what was found and what is needed.
    """
    splits = {p.stem: p for p in sorted((folder / "qrels").glob("*.tsv"))}
    missing = [n for n in ("corpus.jsonl", "queries.jsonl") if not (folder / n).is_file()]
    if missing or not splits:
        found = ", ".join(sorted(p.name for p in folder.iterdir())) or "nothing"
        raise QuestionSetError(
            f"{folder} holds {found}; needed, as in BEIR: corpus.jsonl, queries.jsonl and qrels/test.tsv"
        )
    split = split or ("test" if "test" in splits else next(iter(splits)) if len(splits) == 1 else "")
    if split not in splits:
        raise QuestionSetError(f"{folder}/qrels has the splits {', '.join(splits)}; name one with --split")
    grades, broken = _grades(splits[split])
    files = (folder / "corpus.jsonl", folder / "queries.jsonl", splits[split])
    with files[1].open("rb") as queries:
        rows = [*broken, *_rows(files[1].name, objects(files[1].name, queries), grades)]

    def corpus() -> Iterator[dict[str, Any]]:
        with (folder / "corpus.jsonl").open("rb") as file:
            for _, row in objects("corpus.jsonl", file):
                if isinstance(row, dict):
                    yield {"id": row.get("_id"), "title": row.get("title"), "text": row.get("text")}

    return collect(f"{folder.name}/{split}", fingerprint_of(*files), rows, corpus=corpus)


def _grades(path: Path) -> tuple[dict[str, dict[str, int]], list[Row]]:
    """Score by query and document, and the lines that cannot be used."""
    grades: dict[str, dict[str, int]] = {}
    broken: list[Row] = []
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        lines = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        header = next(lines, [])
        if [h.strip().lower() for h in header[:3]] != list(_JUDGED):
            found = ", ".join(header) or "(none)"
            raise QuestionSetError(f"{path} has the columns {found}; needed, with tabs between: {', '.join(_JUDGED)}")
        for number, cells in enumerate(lines, 2):
            if not cells:
                continue
            try:
                query, document, score = cells
                grades.setdefault(query, {})[document] = int(score)
            except ValueError:
                broken.append((f"{path.name}:{number}", f"not {', '.join(_JUDGED)} (a whole number); correct the line"))
    return grades, broken


def _rows(name: str, queries: Iterator[ObjectRow], grades: dict[str, dict[str, int]]) -> Iterator[Row]:
    asked: set[str] = set()
    for where, row in queries:
        if isinstance(row, str):
            yield where, row
            continue
        query = str(row.get("_id", ""))
        if query not in grades:
            continue
        asked.add(query)
        relevant = {d: g for d, g in grades[query].items() if g > 0}
        if relevant:
            yield (
                f"{where} ({query})",
                {
                    "id": query,
                    "question": row.get("text"),
                    "documents": list(relevant),
                    "grades": relevant if set(relevant.values()) != {1} else {},
                },
            )
        else:
            yield f"{where} ({query})", "no document is relevant to the query; judge one or remove it"
    for query in grades:
        if query not in asked:
            yield f"{name} ({query})", "a judged query that is not there; add it or remove its lines from qrels"
