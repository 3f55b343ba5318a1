"""A finding of the check: what is wrong, and in which file and line."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Severity(StrEnum):
    """Errors must be mended; warnings are for an advisor to judge."""

    ERROR = "error"
    WARNING = "warning"


class Finding(BaseModel):
    """``line`` counts the lines of ``file`` from 1."""

    model_config = ConfigDict(frozen=True)

    file: str
    line: int
    message: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.severity}: {self.message}"
