"""Question sets: whichever layout people have, opened as one kind of record."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from pydantic import ValidationError

from bot.errors import QuestionSetError
from bot.evaluation.questions import Question

FIELDS = tuple(Question.model_fields)
"""Names of a row's fields; the first two are needed, the others may be left out."""

Row = tuple[str, Mapping[str, Any] | str]
"""Where a row stands, and its fields by name; or, where it cannot be read, what is wrong with it."""

ObjectRow = tuple[str, dict[str, Any] | str]
"""The same of a JSON line: an object that can be changed and written again."""

Documents = Callable[[], Iterator[dict[str, Any]]]
"""Gives documents as lines of a JSONL collection."""

SEED = 20180301
"""Of everything random in an evaluation, so that the same run gives the same figures."""


@dataclass(frozen=True)
class QuestionSet:
    """The questions of a set, and its rows that cannot be used, each named with its problem in one line.

    ``corpus`` gives the set's own documents, where it brings some, as lines of a JSONL collection.
    ``fingerprint`` changes with the set's content; ``notices`` tell what its owner may not have meant.
    """

    name: str
    fingerprint: str
    questions: tuple[Question, ...]
    excluded: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    corpus: Documents | None = None

    def sample(self, size: int) -> QuestionSet:
        """``size`` of the questions, drawn at random but the same every time, in their order; all if fewer."""
        if size >= len(self.questions):
            return self
        drawn = sorted(Random(SEED).sample(range(len(self.questions)), size))
        return replace(self, questions=tuple(self.questions[i] for i in drawn))

    def part(self, split: str) -> QuestionSet:
        """The rows of one split. Raises QuestionSetError, which names the splits there are."""
        kept = tuple(q for q in self.questions if q.split == split)
        if not kept:
            found = ", ".join(sorted({q.split for q in self.questions} - {""})) or "no splits at all"
            raise QuestionSetError(f"{self.name} has no split {split}, but {found}; correct --split or leave it out")
        return replace(self, name=f"{self.name} ({split})", questions=kept)


def open_set(path: Path, columns: Mapping[str, str] | None = None, split: str = "") -> QuestionSet:
    """The question set in ``path``: JSONL, CSV, TSV or XLSX rows, SQuAD JSON, or a folder in the BEIR layout.

    ``columns`` says which column (or JSON key) holds a field: {"question": "Kysymys"}. ``split`` limits the set to
    those rows; of a BEIR folder it names the relevance file. Raises QuestionSetError, which says what was found and
    what is needed.
    """
    from bot.evaluation import beir, rows, squad

    if not path.exists():
        raise QuestionSetError(f"{path} does not exist; name a JSONL, CSV, XLSX or SQuAD file, or a BEIR folder")
    suffix = path.suffix.lower()
    if columns and (path.is_dir() or suffix == ".json"):
        raise QuestionSetError(f"{path} has no columns to map; leave --map out")
    if path.is_dir():
        return beir.read(path, split)
    found = squad.read(path) if suffix == ".json" else rows.read(path, columns or {})
    return found.part(split) if split else found


def open_sets(paths: Sequence[Path], columns: Mapping[str, str] | None = None, split: str = "") -> QuestionSet:
    """The question sets in ``paths`` as one, asked of the same index; see `open_set`. Raises QuestionSetError."""
    sets = [open_set(path, columns, split) for path in paths]
    if len(sets) == 1:
        return sets[0]
    for found in sets:
        if found.corpus is not None:
            raise QuestionSetError(f"{found.name} brings documents of its own; evaluate it by itself")
    counts = Counter(q.id for found in sets for q in found.questions)
    twice = next((name for name, count in counts.items() if count > 1), None)
    if twice is not None:
        raise QuestionSetError(f"the id {twice!r} is in more than one set; give the rows different ids")
    return QuestionSet(
        name=" + ".join(found.name for found in sets),
        fingerprint=hashlib.sha256(" ".join(found.fingerprint for found in sets).encode()).hexdigest()[:12],
        questions=tuple(q for found in sets for q in found.questions),
        excluded=tuple(problem for found in sets for problem in found.excluded),
        notices=tuple(dict.fromkeys(notice for found in sets for notice in found.notices)),
    )


def collect(name: str, fingerprint: str, rows: Iterable[Row], **more: Any) -> QuestionSet:
    """The rows as a QuestionSet; rows that break the format, repeat an id or hold half a character are excluded.

    Raises QuestionSetError where there is no row at all.
    """
    questions: list[Question] = []
    excluded: list[str] = []
    seen: Counter[str] = Counter()
    for where, fields in rows:
        if isinstance(fields, str):
            excluded.append(f"{where}: {fields}")
            continue
        try:
            question = Question.model_validate({k: v for k, v in fields.items() if v is not None})
            question.model_dump_json().encode()
        except ValidationError as error:
            excluded.append(f"{where}: {_problem(error)}")
        except ValueError:
            excluded.append(f"{where}: half a character (a lone surrogate) in the row; correct it")
        else:
            seen[question.id] += 1
            if seen[question.id] > 1:
                excluded.append(f"{where}: the id {question.id!r} is taken by a row before; give it another")
            else:
                questions.append(question)
    if not questions and not excluded:
        raise QuestionSetError(f"{name} holds no questions; name a set that has some")
    return QuestionSet(name, fingerprint, tuple(questions), tuple(excluded), **more)


def fingerprint_of(*paths: Path) -> str:
    """SHA-256 of the files' contents, shortened to 12 characters. Raises QuestionSetError."""
    digest = hashlib.sha256()
    for path in paths:
        try:
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
        except OSError as error:
            raise QuestionSetError(f"{path} cannot be read ({error.strerror}); name a file that can") from None
    return digest.hexdigest()[:12]


def _problem(error: ValidationError) -> str:
    first = error.errors()[0]
    field = ".".join(map(str, first["loc"]))
    if first["type"] == "value_error":
        return first["msg"].removeprefix("Value error, ")
    if first["type"] == "missing":
        return f"no {field}; give it one or remove the row"
    return f"{field}: {first['msg']}; correct it"
