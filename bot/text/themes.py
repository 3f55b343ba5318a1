"""The names of the documents' themes in Finnish, Swedish and English."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml


@lru_cache(maxsize=1)
def themes() -> dict[str, dict[str, str]]:
    """The names by theme and language, as they stand alone."""
    known: dict[str, dict[str, str]] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
    return known


def theme_name(theme: str, language: str) -> str:
    """The theme's name as it stands within a sentence; the theme as it is where it has no name."""
    name = themes().get(theme, {}).get(language, theme)
    # «ICT ja digipalvelut» stays as it is.
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
