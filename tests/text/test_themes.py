"""The names of the themes: every theme of the corpus has one in each language."""

from __future__ import annotations

import re

import pytest

from bot.settings import ROOT
from bot.text.languages import LANGUAGES
from bot.text.themes import theme_name, themes


def test_every_theme_of_the_corpus_has_names() -> None:
    used: set[str] = set()
    for path in (ROOT / "corpus").rglob("*.md"):
        listed = re.search(r"^themes: \[(.*)\]$", path.read_text("utf-8"), re.MULTILINE)
        used |= set(re.split(r",\s*", listed[1])) if listed else set()
    assert used
    assert used <= themes().keys()
    for theme, names in themes().items():
        assert set(names) == set(LANGUAGES), theme
        assert all(name.strip() for name in names.values()), theme


@pytest.mark.parametrize(
    ("theme", "language", "name"),
    [
        ("innovatiiviset", "fi", "innovatiiviset hankinnat"),
        ("ict", "fi", "ICT ja digipalvelut"),
        ("hankintalaki", "sv", "upphandlingslagen"),
        ("ei-ole", "en", "ei-ole"),
        ("", "fi", ""),
    ],
)
def test_names_within_a_sentence(theme: str, language: str, name: str) -> None:
    assert theme_name(theme, language) == name
