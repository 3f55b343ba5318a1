"""Records made by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.advice.answer import AnswerStatus
from bot.records.record import Record, new_id, now
from bot.records.store import Records

Make = Callable[..., Record]


@pytest.fixture
def make() -> Make:
    """Makes a record that was answered just now; give what is to be otherwise."""

    def made(**fields: Any) -> Record:
        plain: dict[str, Any] = {
            "id": new_id(), "asked": now(), "question": "Mikä on kynnysarvo?", "language": "fi",
            "status": AnswerStatus.ANSWERED, "answer": "Kynnysarvo on 60 000 euroa. [1]",
            "documents": ("fi/kynnysarvot",), "themes": ("kynnysarvot",), "seconds": 0.2, "generation": "000001",
        }  # fmt: skip
        return Record(**plain | fields)

    return made


@pytest.fixture
def records(tmp_path: Path) -> Records:
    """An empty store."""
    return Records(tmp_path / "data" / "records.sqlite")
