"""Charts that need no library: columns of days as SVG, and tables whose cells are bars. Every chart has its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.records.summary import Day
from bot.ui.catalogue import Texts
from bot.ui.markup import isolated, text

_WIDTH, _HEIGHT = 10, 100


@dataclass(frozen=True)
class Bar:
    """A row of a table of bars. ``part`` of ``value`` is drawn in the stronger colour."""

    name: str
    value: int
    part: int
    detail: str = ""


def days_chart(days: Sequence[Day], texts: Texts) -> str:
    """The questions of each day as columns, those that were answered in the stronger colour; the table is folded."""
    most = max((d.questions for d in days), default=0)
    busiest = max(days, key=lambda d: d.questions)
    total = sum(d.questions for d in days)
    named = texts(
        "maintenance.days_named",
        period=texts.period(days[0].day, days[-1].day),
        n=texts.number(total),
        most=texts.number(most),
        day=texts.day(busiest.day),
    )
    columns = "".join(_column(n, d, most, texts) for n, d in enumerate(days) if d.questions)
    rows = "".join(
        f"<tr><th scope='row'>{text(texts.day(d.day))}</th><td>{texts.number(d.questions)}</td>"
        f"<td>{texts.number(d.answered)}</td></tr>"
        for d in reversed(days)
        if d.questions
    )
    heads = "".join(f"<th scope='col'>{text(texts(f'maintenance.{k}'))}</th>" for k in ("day", "questions", "answered"))
    table = (
        f"<details><summary>{text(texts('maintenance.as_table'))}</summary>"
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></details>"
    )
    return (
        f'<figure class="days"><figcaption>{text(texts("maintenance.per_day"))}</figcaption>'
        f'<p class="legend"><span class="key strong"></span>{text(texts("maintenance.answered"))}'
        f'<span class="key rest"></span>{text(texts("maintenance.unanswered"))}</p>'
        f'<div class="plot"><span class="most">{texts.number(most)}</span>'
        f'<svg role="img" aria-label="{text(named)}" viewBox="0 0 {len(days) * _WIDTH} {_HEIGHT}" '
        f'preserveAspectRatio="none">{columns}</svg></div>'
        f'<div class="axis"><span>{text(texts.day(days[0].day))}</span>'
        f"<span>{text(texts.day(days[-1].day))}</span></div>"
        f"{table if rows else ''}</figure>"
    )


def bars(caption: str, bars_: Sequence[Bar], heads: tuple[str, str, str], texts: Texts) -> str:
    """A table of names, bars with their numbers, and details."""
    most = max((b.value for b in bars_), default=0)
    rows = "".join(
        f'<tr><th scope="row">{isolated(b.name)}</th>'
        f'<td class="bar">{_bar(b, most)}<span>{texts.number(b.value)}</span></td>'
        f"<td>{text(b.detail)}</td></tr>"
        for b in bars_
    )
    head = "".join(f'<th scope="col">{text(h)}</th>' for h in heads)
    return (
        f'<table class="bars"><caption>{text(caption)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _column(n: int, day: Day, most: int, texts: Texts) -> str:
    title = texts(
        "maintenance.day_named",
        day=texts.day(day.day),
        n=texts.number(day.questions),
        answered=texts.number(day.answered),
    )
    whole, part = (_HEIGHT * v / most for v in (day.questions, day.answered))
    left = n * _WIDTH + 1
    return (
        f"<g><title>{text(title)}</title>"
        f'<rect class="rest" x="{left}" y="{_HEIGHT - whole:.1f}" width="{_WIDTH - 2}" height="{whole - part:.1f}"/>'
        f'<rect class="strong" x="{left}" y="{_HEIGHT - part:.1f}" width="{_WIDTH - 2}" height="{part:.1f}"/></g>'
    )


def _bar(bar: Bar, most: int) -> str:
    whole, part = (100 * v / most if most else 0 for v in (bar.value, bar.part))
    return (
        '<svg aria-hidden="true" viewBox="0 0 100 10" preserveAspectRatio="none">'
        f'<rect class="rest" x="{part:.1f}" width="{whole - part:.1f}" height="10"/>'
        f'<rect class="strong" width="{part:.1f}" height="10"/></svg>'
    )
