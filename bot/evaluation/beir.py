"""Question sets in the BEIR layout: a folder with corpus.jsonl, queries.jsonl and qrels/SPLIT.tsv."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.errors import QuestionSetError
from bot.evaluation.sets import QuestionSet, Row, collect, fingerprint_of

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
    rows = [*broken, *_rows(folder / "queries.jsonl", grades)]
    files = (folder / "corpus.jsonl", folder / "queries.jsonl", splits[split])

    def corpus() -> Iterator[dict[str, Any]]:
        for _, row in _lines(folder / "corpus.jsonl"):
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


def _rows(path: Path, grades: dict[str, dict[str, int]]) -> Iterator[Row]:
    asked: set[str] = set()
    for where, row in _lines(path):
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
            yield f"{path.name} ({query})", "a judged query that is not there; add it or remove its lines from qrels"


def _lines(path: Path) -> Iterator[tuple[str, dict[str, Any] | str]]:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            where = f"{path.name}:{number}"
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as error:
                yield where, f"the line is not JSON ({error}); correct it"
                continue
            yield where, row if isinstance(row, dict) else "the line is not a JSON object; correct it"
