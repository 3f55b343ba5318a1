"""Times that a text names, and the one that a question asks about."""

from __future__ import annotations

from datetime import date

import pytest

from bot.text.times import Span, asked, day, fit, named, stretches

TODAY = date(2026, 11, 24)


def year(first: int, last: int | None = None) -> Span:
    return Span(date(first, 1, 1), date(last or first, 12, 31))


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("voimassa 1.1.2026–31.12.2027, ja", [Span(date(2026, 1, 1), date(2027, 12, 31))]),
        ("vuosina 2024–2025", [year(2024, 2025)]),
        ("Maaliskuussa 2022 alkoi uusi kausi", [Span(date(2022, 3, 1), date(2022, 3, 31))]),
        ("i februari 2024", [Span(date(2024, 2, 1), date(2024, 2, 29))]),
        ("vuodesta 2017", [Span(date(2017, 1, 1), date.max)]),
        ("1.1.2026 alkaen", [Span(date(2026, 1, 1), date.max)]),
        ("ennen 1.1.2017", [Span(date.min, date(2017, 1, 1))]),
        ("31.12.2027 asti", [Span(date.min, date(2027, 12, 31))]),
        ("since 2020", [Span(date(2020, 1, 1), date.max)]),
        ("mellan 2018 och 2019", [year(2018), year(2019)]),
        ("lain 1397/2016 mukaan 2022", [year(2022)]),
        ("asetus (EU) 2025/2150 ja KHO:2022:12", []),
        ("2000 euroa, 2 022 000 € ja puh. 029 504 2000", []),
        ("45.13.2022", []),
        ("", []),
    ],
)
def test_times_that_a_text_names(text: str, spans: list[Span]) -> None:
    assert named(text) == spans


@pytest.mark.parametrize(
    ("question", "history", "span"),
    [
        ("Mikä on raja?", [], None),
        ("Mikä on raja nyt?", [], day(TODAY)),
        ("Vad gäller för närvarande?", [], day(TODAY)),
        ("What is the current threshold?", [], day(TODAY)),
        ("Mikä oli raja viime vuonna?", [], year(2025)),
        ("Vad gällde i fjol?", [], year(2025)),
        ("What changes next year?", [], year(2027)),
        ("Mikä oli raja vuonna 2022?", [], year(2022)),
        ("Entä silloin?", [("Mikä oli raja 2022?", "Ei tietoa.")], year(2022)),
        ("Ketkä olivat silloin jäseniä?", [("Milloin se alkoi?", "Se alkoi 1.3.2018.")], day(date(2018, 3, 1))),
        ("Silloinkin?", [("Mikä on raja?", "")], None),
    ],
)
def test_the_time_that_a_question_asks_about(
    question: str, history: list[tuple[str, str]], span: Span | None
) -> None:
    assert asked(question, TODAY, history) == span


def test_a_text_fits_a_time_that_it_names_and_no_other() -> None:
    assert fit(named("vuosina 2024–2025"), year(2025)) == 1
    assert fit(named("vuosina 2024–2025"), year(2026)) == -1
    assert fit(named("toistaiseksi"), year(2026)) == 0


def test_when_something_happened_does_not_tell_how_long_it_holds() -> None:
    assert stretches(named("Päätös tehtiin 10.9.2020 ja se julkaistiin vuonna 2021.")) == []
    assert stretches(named("Raja oli voimassa vuosina 2022–2023.")) == [year(2022, 2023)]
