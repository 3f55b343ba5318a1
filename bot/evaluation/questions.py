"""Question sets: what is asked and what makes an answer right."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.errors import QuestionSetError


class Question(BaseModel):
    """One row of a set. Right: any of ``answers``, all of ``must_contain``, one of each ``must_contain_any``."""

    model_config = ConfigDict(frozen=True)

    id: str
    question: str
    language: str | None = None
    answerable: bool = True
    documents: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    must_contain: tuple[str, ...] = ()
    must_contain_any: tuple[tuple[str, ...], ...] = ()
    history: tuple[tuple[str, str], ...] = ()
    topic: str = ""

    def is_right(self, text: str) -> bool:
        """Whether ``text`` holds the right fact; case, spaces and no-break spaces do not count."""
        body = _norm(text)
        return (
            (not self.answers or any(_norm(a) in body for a in self.answers))
            and all(_norm(m) in body for m in self.must_contain)
            and all(any(_norm(m) in body for m in group) for group in self.must_contain_any)
        )


def load_questions(path: Path) -> Iterator[Question | str]:
    """The questions of a JSONL file; a row that cannot be used gives its problem, in one line, instead.

    Raises QuestionSetError where the file cannot be read.
    """
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionSetError(f"{path} cannot be read ({error}); name a JSONL file in UTF-8") from None
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            question = Question.model_validate(json.loads(line))
        except ValidationError as error:
            first = error.errors()[0]
            yield f"{path.name}:{number}: {'.'.join(map(str, first['loc']))}: {first['msg']}"
            continue
        except ValueError as error:
            yield f"{path.name}:{number}: not JSON ({error})"
            continue
        if not question.question.strip() or question.id in seen:
            yield f"{path.name}:{number}: the question is empty or its id {question.id!r} is taken"
            continue
        seen.add(question.id)
        yield question


def _norm(text: str) -> str:
    return " ".join(text.split()).casefold()
