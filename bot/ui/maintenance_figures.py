"""The figures of the maintenance view: how much was asked, answered, how fast, and what was thought of it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.records.summary import STEPS, Share, Summary
from bot.ui.catalogue import Texts
from bot.ui.maintenance_charts import Bar, bars, days_chart
from bot.ui.maintenance_upkeep import PERIODS
from bot.ui.markup import attribute, text

_THEMES = 12


def render_figures(summary: Summary, days: int, logging: bool, texts: Texts) -> str:
    """The figures of a period, and the choice of it."""
    log = texts(f"maintenance.log.{'on' if logging else 'off'}")
    shown = _charts(summary, texts) if summary.questions else f"<p>{text(texts('maintenance.none'))}</p>"
    return (
        f'<section class="part figures"><h3>{text(texts("maintenance.figures"))}</h3>'
        f'<p class="soft">{text(log)}</p>{_periods(days, texts)}{_tiles(summary, texts)}{shown}</section>'
    )


def _periods(days: int, texts: Texts) -> str:
    buttons = "".join(
        f'<button type="button" data-event="period" data-sent="{attribute(f"""{{"days": {n}}}""")}" '
        f'aria-pressed="{str(n == days).lower()}">{text(texts("maintenance.days", n=texts.number(n)))}</button>'
        for n in PERIODS
    )
    return (
        f'<div class="choice" role="group" aria-label="{attribute(texts("maintenance.period"))}">{buttons}'
        f'<button type="button" class="quiet" data-event="refreshed">{text(texts("maintenance.refresh"))}</button>'
        "</div>"
    )


def _tiles(summary: Summary, texts: Texts) -> str:
    tiles = [
        ("questions", texts.number(summary.questions)),
        ("share", _percent(summary.answered, summary.questions, texts)),
        ("p50", _seconds(summary.p50, texts)),
        ("p95", _seconds(summary.p95, texts)),
        ("helped", f"{texts.number(summary.helpful)}/{texts.number(summary.helpful + summary.unhelpful)}"),
    ]
    cells = "".join(f"<div><dt>{text(texts(f'maintenance.{k}'))}</dt><dd>{text(v)}</dd></div>" for k, v in tiles)
    return f'<dl class="tiles">{cells}</dl>'


def _charts(summary: Summary, texts: Texts) -> str:
    named = (texts("maintenance.questions"), texts("maintenance.answered"))
    languages = _shares(summary.languages, "spoken", texts)
    themes = _shares(summary.themes, "theme", texts)[:_THEMES]
    limits = [texts.number(s, 2 if s < 1 and s * 10 % 1 else 1 if s < 1 else 0) for s in STEPS]
    names = [texts("maintenance.up_to", seconds=limit) for limit in limits]
    latency = [
        Bar(name, n, n, _percent(n, summary.questions, texts))
        for name, n in zip([*names, texts("maintenance.over", seconds=limits[-1])], summary.latency, strict=True)
    ]
    reasons = [
        Bar(texts(f"feedback.reason.{r}"), n, n, _percent(n, summary.unhelpful, texts))
        for r, n in summary.reasons.items()
    ]
    tables = [
        bars(texts("maintenance.by_language"), languages, (texts("language"), *named), texts),
        bars(texts("maintenance.by_theme"), themes, (texts("maintenance.theme"), *named), texts),
        bars(
            texts("maintenance.by_latency"),
            latency,
            (texts("maintenance.took"), named[0], texts("maintenance.part")),
            texts,
        ),
    ]
    if reasons:
        heads = (texts("maintenance.reason"), texts("maintenance.times"), texts("maintenance.part"))
        tables.append(bars(texts("maintenance.by_reason"), reasons, heads, texts))
    return f'{days_chart(summary.days, texts)}<div class="tables">{"".join(tables)}</div>'


def _shares(shares: Sequence[Share], family: str, texts: Texts) -> list[Bar]:
    return [
        Bar(
            texts.optional(f"{family}.{s.name}", s.name) if s.name else texts("maintenance.no_theme"),
            s.questions,
            s.answered,
            _percent(s.answered, s.questions, texts),
        )
        for s in shares
    ]


def _percent(part: int, whole: int, texts: Texts) -> str:
    return texts.percent(part / whole) if whole else "–"


def _seconds(value: float | None, texts: Texts) -> str:
    return "–" if value is None else texts("seconds", n=texts.number(value, 2))
