"""The accessibility statement: in each language, by the browser's wish, with the address that the settings give."""

from __future__ import annotations

import urllib.request
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import settings
from bot.ui.catalogue import LANGUAGES, texts
from bot.ui.header import render_footer
from bot.ui.statement import ADDRESS, language_of, statement


@pytest.mark.parametrize("code", LANGUAGES)
def test_says_what_the_act_asks_for(code: str) -> None:
    page = statement(code, "", "palaute@example.fi")
    assert f'<html lang="{code}">' in page
    for needed in ("306/2019", "WCAG 2.2", "Traficom", "saavutettavuus@traficom.fi", "2026", "14", "WCAG 3.1.2"):
        assert needed in page
    assert '<a href="mailto:palaute@example.fi">' in page
    assert page.count("<h1>") == 1
    assert page.count("<h2>") == 5
    assert "{" not in page.partition("<main>")[2], "every blank is filled in"


def test_without_an_address_it_says_whom_to_tell() -> None:
    for code in LANGUAGES:
        page = statement(code, "", "")
        assert texts(code)("statement.no_contact") in page
        assert page.count("mailto:") == 1, "the authority's alone"


def test_language() -> None:
    assert language_of("de-DE,sv-FI;q=0.9,en;q=0.8") == "sv"
    assert language_of("") == "fi"
    assert '<html lang="en">' in statement(None, "en-GB", "")
    assert '<html lang="sv">' in statement("sv", "en-GB", "")
    assert '<html lang="fi">' in statement('"><script>', "en-GB", "")


@pytest.mark.parametrize("address", ["ei osoite", '"><script>@x', "a@b@c"])
def test_an_address_that_is_none(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("KEINO_ACCESSIBILITY_CONTACT", address)
    settings.cache_clear()
    with pytest.raises(SettingsError, match="KEINO_ACCESSIBILITY_CONTACT"):
        settings()
    settings.cache_clear()


def test_is_served_and_linked(site: str) -> None:
    for code in LANGUAGES:
        address = f"{ADDRESS}?lang={code}"
        assert f'href="{address}"' in render_footer(texts(code), logging=False, days=1)
        with urllib.request.urlopen(f"{site}/{address}", timeout=20) as response:
            assert response.headers["content-security-policy"]
            assert texts(code)("statement.title") in response.read().decode()


def test_a_text_a_language() -> None:
    folder = Path(__file__).resolve().parents[2] / "bot" / "ui" / "texts" / "statement"
    assert {p.stem for p in folder.glob("*.md")} == set(LANGUAGES)
