"""Times: the stretches of time that a text names, and the one that a question asks about."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

_MONTHS = (
    ("tammikuu", "januari", "january"), ("helmikuu", "februari", "february"), ("maaliskuu", "mars", "march"),
    ("huhtikuu", "april", "april"), ("toukokuu", "maj", "may"), ("kesäkuu", "juni", "june"),
    ("heinäkuu", "juli", "july"), ("elokuu", "augusti", "august"), ("syyskuu", "september", "september"),
    ("lokakuu", "oktober", "october"), ("marraskuu", "november", "november"), ("joulukuu", "december", "december"),
)  # fmt: skip
_MONTH = {name: n for n, names in enumerate(_MONTHS, 1) for name in names}

# A law number, a case number, a sum or a telephone number has no year in it.
_POINT = r"(?:(?P<d{n}>[0-3]?\d)\.(?P<m{n}>[01]?\d)\.(?P<y{n}>(?:19|20)\d\d)|(?P<year{n}>(?:19|20)\d\d))"
_NAMED = re.compile(
    rf"(?<![\d/.,])(?<!\d[ \u00a0]){_POINT.format(n=1)}(?:[ \u00a0]?[–—-][ \u00a0]?{_POINT.format(n=2)})?"
    r"(?![\d/:]|[,.]\d|[ \u00a0](?:euro|€|%|prosent|procent|percent|kpl|\d{3}\b))"
    r"(?P<on>[ \u00a0](?:alkaen|lähtien|onwards))?(?P<up>[ \u00a0](?:asti|saakka|mennessä))?"
)
# What stands before it; years begin with digits, so that these are only looked for where one is.
_BEFORE = re.compile(
    r"(?:(?P<from>alkaen|lähtien|vuodesta|från(?: och med)?|fr\.o\.m\.|sedan|from|since)"
    r"|(?P<until>ennen|vuoteen|före|before|till(?: och med)?|t\.o\.m\.|until|by)"
    rf"|(?P<month>{'|'.join(_MONTH)})\w{{0,4}})[ \u00a0]$",
    re.IGNORECASE,
)
_LONGEST = 20
_NOW = re.compile(
    r"\b(?:nyt|nykyisin|nykyään|nykyinen|nykyise\w*|nykyiset|tällä\s+hetkellä|tänään|parhaillaan|tätä\s+nykyä|voimassa\s+oleva\w*|"
    r"nu|numera|nuvarande|för\s+närvarande|i\s*dag|idag|gällande|"
    r"now|nowadays|currently|current|today|at\s+present|presently)\b",
    re.IGNORECASE,
)
_YEARS_AWAY = (
    (0, re.compile(r"\b(?:tänä\s+vuonna|tämän\s+vuoden|kuluvan?a?\s+vuo\w+|i\s+år|this\s+year)\b", re.IGNORECASE)),
    (-1, re.compile(r"\b(?:viime\s+vuo\w+|i\s+fjol|förra\s+året|last\s+year)\b", re.IGNORECASE)),
    (-2, re.compile(r"\b(?:toissa\s+vuo\w+|i\s+förrfjol|the\s+year\s+before\s+last)\b", re.IGNORECASE)),
    (1, re.compile(r"\b(?:ensi\s+vuo\w+|nästa\s+år|next\s+year)\b", re.IGNORECASE)),
)
_THEN = re.compile(
    r"\b(?:silloin\w*|tuolloin\w*|siihen\s+aikaan|samana\s+vuonna|då|dåvarande|vid\s+den\s+tiden|på\s+den\s+tiden|then|"
    r"at\s+(?:that|the)\s+time|back\s+then|that\s+year)\b",
    re.IGNORECASE,
)


class Span(NamedTuple):
    """From the day ``begin`` to the day ``end``, both in it; open ends are the least and the greatest date."""

    begin: date
    end: date

    def meets(self, other: Span) -> bool:
        """Whether they have a day in common."""
        return self.begin <= other.end and other.begin <= self.end


def day(when: date) -> Span:
    """The span of one day."""
    return Span(when, when)


def named(text: str) -> list[Span]:
    """The years, months, days and stretches between them that ``text`` names, in order.

    «1.1.2026–31.12.2027», «2024–2025», «maaliskuussa 2022», «vuodesta 2017», «31.12.2027 asti» and the like in Swedish
    and English.
    """
    found: list[Span] = []
    for match in _NAMED.finditer(text):
        before = _BEFORE.search(text[max(0, match.start() - _LONGEST) : match.start()])
        first, second = _point(match, 1, before and before["month"]), _point(match, 2)
        if first is None:
            continue
        begin, end = first
        if second is not None and second.end >= begin:
            end = second.end
        elif match["on"] or (before and before["from"]):
            end = date.max
        elif match["up"] or (before and before["until"]):
            begin = date.min
        found.append(Span(begin, end))
    return found


def asked(question: str, today: date, history: Sequence[tuple[str, str]] = ()) -> Span | None:
    """The time that ``question`` asks about, None where it says nothing of it.

    «silloin» is the time that the conversation spoke of: ``history`` holds (question, answer) pairs, oldest first.
    """
    times = named(question)
    if times:
        return times[0]
    for years, words in _YEARS_AWAY:
        if words.search(question):
            year = today.year + years
            return Span(date(year, 1, 1), date(year, 12, 31))
    if _THEN.search(question):
        spoken = (text for turn in reversed(history) for text in turn)
        return next((times[0] for text in spoken if (times := named(text))), None)
    return day(today) if _NOW.search(question) else None


def fit(times: Iterable[Span], when: Span) -> float:
    """1 where one of ``times`` meets ``when``, -1 where none does, 0 where there is none."""
    met = [t.meets(when) for t in times]
    return 0.0 if not met else 1.0 if any(met) else -1.0


def stretches(times: Iterable[Span]) -> list[Span]:
    """Those of ``times`` that tell how long something holds: not a day, a month or a year, when something happened."""
    return [t for t in times if (t.end - t.begin).days > 366 or date.max == t.end or date.min == t.begin]


def _point(match: re.Match[str], n: int, month: str | None = None) -> Span | None:
    """The day, the month or the year that the match names in its place ``n``."""
    if written := match[f"y{n}"]:
        try:
            return day(date(int(written), int(match[f"m{n}"]), int(match[f"d{n}"])))
        except ValueError:
            return None
    if not match[f"year{n}"]:
        return None
    year = int(match[f"year{n}"])
    first, last = (_MONTH[month.lower()],) * 2 if month else (1, 12)
    return Span(date(year, first, 1), date(year, last, monthrange(year, last)[1]))
