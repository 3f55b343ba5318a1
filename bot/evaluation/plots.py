"""Plots: small SVG pictures that stand inside the report and ask for nothing from anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

WIDTH = 640
_LABEL, _ROW, _FOOT = 190, 26, 24
_FRAME = Markup(
    '<svg viewBox="0 0 {width} {height}" role="img" aria-label="{title}" xmlns="http://www.w3.org/2000/svg">'
    "{body}</svg>"
)
_TEXT = Markup('<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{text}</text>')
_LINE = Markup('<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>')
_BAR = Markup(
    '<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}"><title>{text}</title></rect>'
)
_DOT = Markup('<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="4.5"><title>{text}</title></circle>')
_CURVE = Markup('<polyline class="curve" points="{points}"/>')


@dataclass(frozen=True)
class Spread:
    """A figure between 0 and 1 and the ends of its interval."""

    label: str
    value: float
    low: float | None
    high: float | None


def spreads(title: str, rows: Sequence[Spread]) -> Markup:
    """Figures as dots on a line from 0 to 1, each with its interval as a whisker."""
    height, span = len(rows) * _ROW + _FOOT, WIDTH - _LABEL - 60

    def at(value: float) -> float:
        return _LABEL + span * value

    parts = [_axis(at(t / 4), height, f"{t / 4:g}") for t in range(5)]
    for n, row in enumerate(rows):
        y = n * _ROW + _ROW / 2
        parts.append(_text(_LABEL - 12, y + 4, row.label, "end"))
        if row.low is not None and row.high is not None:
            parts.append(_LINE.format(kind="whisker", x1=at(row.low), y1=y, x2=at(row.high), y2=y))
        parts.append(_DOT.format(x=at(row.value), y=y, text=f"{row.label}: {row.value:.3f}"))
        parts.append(_text(WIDTH, y + 4, f"{row.value:.3f}", "end"))
    return _frame(title, height, parts)


def bars(title: str, rows: Sequence[tuple[str, float]], unit: str = "") -> Markup:
    """Amounts as horizontal bars from 0."""
    height, span = len(rows) * _ROW + 4, WIDTH - _LABEL - 80
    largest = max((value for _, value in rows), default=0) or 1
    parts = []
    for n, (label, value) in enumerate(rows):
        y, width = n * _ROW, span * value / largest
        shown = f"{value:.3f}{unit}" if unit else f"{value:g}"
        parts.append(_text(_LABEL - 12, y + _ROW / 2 + 4, label, "end"))
        parts.append(_BAR.format(kind="bar", x=_LABEL, y=y + 4, w=width, h=_ROW - 8, text=f"{label}: {shown}"))
        parts.append(_text(_LABEL + width + 8, y + _ROW / 2 + 4, shown, "start"))
    return _frame(title, height, parts)


def cumulative(title: str, values: Sequence[float], marks: Sequence[tuple[str, float]]) -> Markup:
    """How large a share of the values (seconds, from 0) is at most so large; ``marks`` are named places on the way."""
    height, left = 220, 48
    floor, largest = height - _FOOT, max(values, default=0) or 1

    def at(seconds: float) -> float:
        return left + (WIDTH - left - 24) * seconds / largest

    ordered = sorted(values)
    points = [f"{left},{floor}"]
    for n, value in enumerate(ordered, 1):
        points += [f"{at(value):.1f},{floor - (floor - 16) * (n - 1) / len(ordered):.1f}"]
        points += [f"{at(value):.1f},{floor - (floor - 16) * n / len(ordered):.1f}"]
    parts = [_axis(at(largest * t / 4), height, f"{largest * t / 4:.2f} s") for t in range(5)]
    for share in (0.5, 0.95):
        y = floor - (floor - 16) * share
        parts.append(_LINE.format(kind="grid", x1=left, y1=y, x2=WIDTH - 24, y2=y))
        parts.append(_text(left - 6, y + 4, f"{share:.0%}", "end"))
    parts.append(_CURVE.format(points=" ".join(points)))
    for label, seconds in marks:
        parts.append(_LINE.format(kind="mark", x1=at(seconds), y1=14, x2=at(seconds), y2=floor))
        parts.append(_text(min(at(seconds) + 4, WIDTH - 90), 12, f"{label} {seconds:.3f} s", "start"))
    return _frame(title, height, parts)


def mirrored(title: str, above: Sequence[float], below: Sequence[float], names: tuple[str, str]) -> Markup:
    """Two sets of probabilities as histograms of ten bins, one upwards and the other downwards from one line."""
    height, left, bins = 240, 24, 10
    middle, step = (height - _FOOT) / 2, (WIDTH - 2 * left) / bins
    counts = [
        [sum(min(int(v * bins), bins - 1) == b for v in values) for b in range(bins)] for values in (above, below)
    ]
    largest = max(max(c) for c in counts) or 1
    parts = [_axis(left + step * t, height, f"{t / bins:g}") for t in range(0, bins + 1, 2)]
    for up, (kind, name, found) in enumerate(zip(("bar", "other"), names, counts, strict=True)):
        for b, count in enumerate(found):
            tall = (middle - 20) * count / largest
            text = f"{name}, {b / bins:g}–{(b + 1) / bins:g}: {count}"
            y = middle if up else middle - tall
            parts.append(_BAR.format(kind=kind, x=left + step * b + 3, y=y, w=step - 6, h=tall, text=text))
            if count:
                place = y + tall + 13 if up else y - 4
                parts.append(_text(left + step * (b + 0.5), place, str(count), "middle"))
    parts.append(_text(WIDTH - left, 12, names[0], "end"))
    parts.append(_text(WIDTH - left, height - _FOOT - 2, names[1], "end"))
    return _frame(title, height, parts)


def _axis(x: float, height: float, label: str) -> Markup:
    line = _LINE.format(kind="grid", x1=x, y1=0, x2=x, y2=height - _FOOT)
    return line + _text(x, height - 6, label, "middle")


def _text(x: float, y: float, text: str, anchor: str) -> Markup:
    return _TEXT.format(x=x, y=y, text=text, anchor=anchor)


def _frame(title: str, height: float, parts: Sequence[Markup]) -> Markup:
    return _FRAME.format(width=WIDTH, height=f"{height:g}", title=title, body=Markup("").join(parts))
