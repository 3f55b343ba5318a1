"""What a reader looks for, and which documents are within its limits."""

from __future__ import annotations

from datetime import date

import pytest

from bot.sources.document import Authority, Metadata
from bot.ui.wanted import STEP, Wanted

TODAY = date(2026, 11, 24)
DOCUMENTS = {
    "act": Metadata(title="Laki", language="fi", kind="article", authority=Authority.BINDING, themes=("laki",)),
    "old": Metadata(title="Vanha", language="fi", kind="article", themes=("laki", "ict"), valid_to=date(2024, 9, 30)),
    "new": Metadata(title="Ny", language="sv", kind="example", region="Uusimaa", valid_from=date(2027, 1, 1)),
    "last": Metadata(title="Tänään", language="fi", kind="howto", valid_to=TODAY),
}


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ({}, {"act", "old", "new", "last"}),
        ({"theme": "laki"}, {"act", "old"}),
        ({"theme": "laki", "valid": "now"}, {"act"}),
        ({"valid": "ended"}, {"old"}),
        ({"valid": "now"}, {"act", "last"}),
        ({"authority": "binding"}, {"act"}),
        ({"language": "sv", "region": "Uusimaa"}, {"new"}),
        ({"kind": "howto"}, {"last"}),
        ({"region": "Kainuu"}, set()),
    ],
)
def test_limits(limits: dict[str, str], expected: set[str]) -> None:
    assert set(Wanted.of(limits).documents(DOCUMENTS, TODAY)) == expected


@pytest.mark.parametrize("sent", [None, "x", 3, [], {"s": 3, "theme": ["a"], "n": "9999", "other": "x"}])
def test_nonsense_limits_nothing(sent: object) -> None:
    assert Wanted.of(sent) == Wanted()


def test_words_are_trimmed_and_never_endless() -> None:
    assert Wanted.of({"s": "  a b  "}).s == "a b"
    assert len(Wanted.of({"s": "x" * 100_000}).s) == 2000


def test_more_ends() -> None:
    wanted = Wanted()
    for _ in range(20):
        wanted = wanted.more()
    assert wanted.at_limit
    assert wanted.n == 5 * STEP
