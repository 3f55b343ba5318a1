"""The catalogue of interface texts, one YAML file a language."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.text.languages import LANGUAGES

NAMES = {"fi": "Suomi", "sv": "Svenska", "en": "English"}


class Texts:
    """The texts of one language; ``texts("key", n=1)`` fills in what the text leaves open."""

    def __init__(self, language: str, entries: dict[str, Any]) -> None:
        self.language = language
        self._entries = entries

    def __call__(self, key: str, **values: object) -> str:
        text = str(self._entries[key])
        return text.format(**values) if values else text

    def list(self, key: str) -> list[str]:
        """The entry ``key`` as a list."""
        return [str(v) for v in self._entries[key]]

    def keys(self) -> set[str]:
        """The keys there are."""
        return set(self._entries)


@lru_cache(maxsize=8)
def texts(language: str) -> Texts:
    """The texts in ``language``; in Finnish where there are none."""
    chosen = language if language in LANGUAGES else "fi"
    path = Path(__file__).parent / "texts" / f"{chosen}.yaml"
    return Texts(chosen, yaml.safe_load(path.read_text("utf-8")))


def preferred(accept_language: str) -> str:
    """The first of our languages in an Accept-Language header, or Finnish."""
    for part in accept_language.split(","):
        code = part.split(";")[0].strip().lower()[:2]
        if code in LANGUAGES:
            return code
    return "fi"
