"""Lists and the sentences that introduce them."""

import pytest

from bot.text.lists import introduces, is_item


@pytest.mark.parametrize(
    ("before", "after", "introduced"),
    [
        ("Periaatteet ovat nämä:", "\n\n- avoimuus", True),
        ("Periaatteet ovat nämä.", "\n\n- avoimuus", True),
        ("Följande gränser gäller.", "\n\nUpphandling | Gräns\nVaror | 60 000 euro", True),
        ("The steps are these:", "\n\n1. Plan.", True),
        ("Hankinta on tehtävä avoimesti.", "\n\n- avoimuus", False),
        ("Seuraavat rajat ovat voimassa.", "\n\nRajat tarkistetaan kahden vuoden välein.", False),
        ("Seuraavat rajat ovat voimassa.", " Ne tarkistetaan.\n\n- avoimuus", False),
    ],
)
def test_what_introduces_a_list(before: str, after: str, introduced: bool) -> None:
    assert introduces(before + after, 0, len(before)) is introduced


@pytest.mark.parametrize(
    ("text", "item"), [("- avoimuus", True), ("12. Pidä taukoa", True), ("a | b", True), ("2022. Silloin", False)]
)
def test_what_is_an_item(text: str, item: bool) -> None:
    assert is_item(text) is item
