"""The glossary: concepts found by base forms, the longest phrase first, and what they are called otherwise."""

from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.text.glossary import Expansion, Glossary

YAML = """
- {id: kilpailutus, fi: [kilpailutus, tarjouskilpailu], sv: [konkurrensutsättning], en: [competitive tendering]}
- {id: eu-kynnysarvo, fi: [EU-kynnysarvo, EU-raja], sv: [EU-tröskelvärde], en: [EU threshold]}
- {id: markkinakartoitus, fi: [markkinakartoitus], sv: [marknadskartläggning], en: [preliminary market consultation]}
- {id: kuuleminen, en: [consultation], fi: [kuuleminen]}
- {id: arvo, fi: [ennakoitu arvo], sv: [uppskattat värde], en: [estimated value], note: 27 §}
"""


@pytest.fixture
def glossary(tmp_path: Path) -> Glossary:
    path = tmp_path / "sanasto.yaml"
    path.write_text(YAML, "utf-8")
    return Glossary.load(path)


@pytest.mark.parametrize(
    ("text", "language", "phrases"),
    [
        ("Miten EU-rajat lasketaan?", "fi", {"EU-kynnysarvo", "EU-tröskelvärde", "EU threshold"}),
        ("mikä on eu raja", "fi", {"EU-kynnysarvo", "EU-raja", "EU-tröskelvärde", "EU threshold"}),
        ("kilpailutuksissa", "fi", {"tarjouskilpailu", "konkurrensutsättning", "competitive tendering"}),
        ("hankinnan ennakoidun arvon laskeminen", "fi", {"uppskattat värde", "estimated value"}),
        (
            "markkina kartoitus",
            "fi",
            {"markkinakartoitus", "marknadskartläggning", "preliminary market consultation"},
        ),
        ("preliminary market consultations", "en", {"markkinakartoitus", "marknadskartläggning"}),
        ("leipä ja voi", "fi", set()),
    ],
)
def test_expansions(glossary: Glossary, text: str, language: str, phrases: set[str]) -> None:
    assert {e.phrase for e in glossary.expand(text, language)} == phrases
    assert len(glossary.mentioned(text, language)) == int(bool(phrases))


def test_preferred_terms_weigh_most(glossary: Glossary) -> None:
    found = {e.phrase: e for e in glossary.expand("kilpailutuksessa", "fi")}
    assert found["tarjouskilpailu"] == Expansion("tarjouskilpailu", "fi", 0.7, exact=False)
    assert found["competitive tendering"].exact
    assert all(0 < e.weight <= 1 for e in found.values())


def test_no_file_is_an_empty_glossary(tmp_path: Path) -> None:
    assert Glossary.load(tmp_path / "none.yaml").expand("kilpailutus", "fi") == []


@pytest.mark.parametrize("text", ["- [", "- {fi: [a]}", "just words", "3"])
def test_a_broken_file_is_one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "sanasto.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsError) as error:
        Glossary.load(path)
    assert "\n" not in str(error.value)
