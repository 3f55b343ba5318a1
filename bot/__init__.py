"""KEINO-neuvoja: answers on sustainable and innovative public procurement, quoted word for word from their sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import bot.settings as _settings  # first of all: it turns telemetry off before any library is imported

if TYPE_CHECKING:
    from bot.advice.advisor import Advisor
    from bot.advice.answer import Answer, AnswerStatus, Citation
    from bot.search.hit import Hit
    from bot.sources.document import Document

__all__ = ["Advisor", "Answer", "AnswerStatus", "Citation", "Document", "Hit"]

_HOME = {
    "Advisor": "bot.advice.advisor",
    "Answer": "bot.advice.answer",
    "AnswerStatus": "bot.advice.answer",
    "Citation": "bot.advice.answer",
    "Document": "bot.sources.document",
    "Hit": "bot.search.hit",
}


def __getattr__(name: str) -> Any:
    # Late, so that `import bot` takes no time and the command line can answer wrong usage at once.
    if name in _HOME:
        from importlib import import_module

        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'bot' has no attribute {name!r}")


_ = _settings
