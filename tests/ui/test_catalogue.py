"""The catalogues: the same keys and the same blanks in every language, and dates and numbers as each writes them."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from bot.ui.catalogue import FOLDER, LANGUAGES, texts

_UI = Path(__file__).resolve().parents[2] / "bot" / "ui"


def test_one_file_a_language() -> None:
    assert {p.stem for p in FOLDER.glob("*.yaml")} == set(LANGUAGES)


@pytest.mark.parametrize("code", LANGUAGES)
def test_keys_and_blanks_are_those_of_finnish(code: str) -> None:
    finnish, other = texts("fi").entries, texts(code).entries
    assert other.keys() == finnish.keys()
    for key, value in other.items():
        assert value.strip(), key
        assert set(re.findall(r"\{\w+\}", value)) == set(re.findall(r"\{\w+\}", finnish[key])), key
    assert len(texts(code).examples) == len(texts("fi").examples)


@pytest.mark.parametrize("code", ["sv", "en"])
def test_nothing_is_left_untranslated(code: str) -> None:
    same = {k for k, v in texts(code).entries.items() if v == texts("fi").entries[k]}
    # The names of many regions are the same in all languages.
    assert {k for k in same if not k.startswith("region.")} <= {"seconds"}


def test_every_text_is_used() -> None:
    code = "\n".join(p.read_text(encoding="utf-8") for d in (_UI, _UI.parent / "records") for p in d.glob("*.py"))
    # Keys whose last part is a value of the program, as status.answered is.
    families = (
        "status", "step", "certainty", "authority", "authority_long", "source_count", "views",
        "theme", "kind", "spoken", "valid", "region", "find", "search_view", "examples_view",
    )  # fmt: skip

    def quoted(word: str) -> bool:
        return f'"{word}"' in code or f"'{word}'" in code

    def is_used(key: str) -> bool:
        whole = key.removesuffix(".one").removesuffix(".many")
        family, _, last = whole.rpartition(".")
        return (
            quoted(whole)
            or quoted(whole.removeprefix("source."))
            or key.split(".", maxsplit=1)[0] in families
            or (f"{family}.{{" in code and quoted(last))
        )

    unused = [k for k in texts("fi").entries if not is_used(k)]
    assert unused == []


def test_tags_and_unknown_languages() -> None:
    assert texts("sv-FI").language == "sv"
    assert texts("de").language == "fi"


def test_dates_and_numbers() -> None:
    assert texts("fi").day(date(2022, 3, 1)) == "1.3.2022"
    assert texts("en").day(date(2022, 3, 1)) == "1 March 2022"
    assert texts("sv").day(None) == ""
    assert texts("fi").period(date(2022, 3, 1), None) == "1.3.2022–"
    assert texts("fi").number(12345.67, 1) == "12\u00a0345,7"
    assert texts("en").number(12345.67, 1) == "12,345.7"
    assert [texts(code).percent(0.826) for code in LANGUAGES] == ["83\u00a0%", "83\u00a0%", "83%"]
    assert texts("fi").count("source_count", 1) == "1 lähde"
    assert texts("fi").count("source_count", 3) == "3 lähdettä"
