"""How common words are at large."""

import pytest

from bot.text.frequency import share


@pytest.mark.parametrize(("language", "usual", "rare"), [
    ("fi", "alkaa", "titteli"), ("sv", "bestäm", "upphandl"), ("en", "mani", "procur"),
])  # fmt: skip
def test_usual_words_stand_in_more_texts_than_rare_ones(language: str, usual: str, rare: str) -> None:
    assert 1 > share(usual, language) > share(rare, language) >= 0


def test_a_word_that_hardly_any_text_holds_has_no_share() -> None:
    assert share("hölkynkölkyn", "fi") == 0
    assert share("1397", "fi") == 0
