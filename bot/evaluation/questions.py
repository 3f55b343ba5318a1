"""Questions: what is asked, what should be found, and what makes an answer right."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator


def _list(value: Any) -> Any:
    """A list as it is; one text is split at line breaks and ``|``, as in a spreadsheet's cell."""
    if isinstance(value, str):
        value = [part for line in value.splitlines() for part in line.split("|")]
    elif isinstance(value, (int, float)):
        value = [value]
    if isinstance(value, list):
        # An empty fact is in every text: it would make any answer right.
        return [v for v in value if not (isinstance(v, str) and not v.strip())]
    return value


def _groups(value: Any) -> Any:
    """Groups of alternatives: a list of lists, or a text with a group a line."""
    if isinstance(value, str):
        value = value.splitlines()
    return [g for g in map(_list, value) if g] if isinstance(value, list) else value


Texts = Annotated[tuple[str, ...], BeforeValidator(_list)]


class Question(BaseModel):
    """One row of a set. Right: any of ``answers``, all of ``must_contain``, one of each ``must_contain_any``.

    ``documents`` or ``passages`` are the ids that should be found; ``grades`` says how relevant a document is where
    some are more so than others (1 without it). ``history`` holds earlier (question, answer) pairs, oldest first.
    ``split`` names the part of the set that the row is in, such as dev or test.
    """

    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True)

    id: str = Field(min_length=1)
    question: str
    language: str | None = Field(None, pattern="^[a-z]{2}$")
    answerable: bool = True
    documents: Texts = ()
    passages: Texts = ()
    grades: dict[str, int] = Field(default_factory=dict)
    answers: Texts = ()
    must_contain: Texts = ()
    must_contain_any: Annotated[tuple[Texts, ...], BeforeValidator(_groups)] = ()
    history: tuple[tuple[str, str], ...] = ()
    kind: str = ""
    topic: str = ""
    split: str = ""

    @field_validator("question")
    @classmethod
    def _asked(cls, value: str) -> str:
        if not value.strip():
            raise ValueError("the question is empty; write one or remove the row")
        return value

    @field_validator("language", mode="before")
    @classmethod
    def _code(cls, value: Any) -> Any:
        return value.strip().lower() or None if isinstance(value, str) else value

    @property
    def has_facts(self) -> bool:
        """Whether the row says what a right answer holds."""
        return bool(self.answers or self.must_contain or self.must_contain_any)

    def is_right(self, text: str) -> bool:
        """Whether ``text`` holds the right fact; case, spaces and no-break spaces do not count."""
        body = normal(text)
        return (
            (not self.answers or any(normal(a) in body for a in self.answers))
            and all(normal(m) in body for m in self.must_contain)
            and all(any(normal(m) in body for m in group) for group in self.must_contain_any)
        )


def normal(text: str) -> str:
    """``text`` as facts are compared: case folded, every run of white space one space."""
    return " ".join(text.split()).casefold()
