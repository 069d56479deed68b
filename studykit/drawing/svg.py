"""Plots for a page: the same rows that terminals draw, as SVG without script, picture or font from elsewhere.

Colours are classes of the page's own style: ``ink``, ``faint``, ``line``, ``main``, ``warn``. Every plot has a title
for screen readers; its figures are printed beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

from studykit.core.text import printable
from studykit.drawing.bars import Bar
from studykit.drawing.dot_whisker import Interval
from studykit.drawing.heatmap import steps
from studykit.drawing.over_time import Dot, Stood

_WIDTH, _ROW, _LABEL, _FIGURES = 760, 30, 230, 200
_CELL, _GAP, _WEEKS, _WEEK = 11, 2, 53, 7
_TALL, _LEFT, _FOOT = 240, 44, 34
_TENTHS = range(0, 101, 20)


def svg_whiskers(rows: Sequence[Interval], title: str) -> str:
    """A row of name, interval with its point and mark, and figures, over a scale from 0 to 100 %."""
    parts = [_grid(len(rows) * _ROW)]
    for at, row in enumerate(rows):
        y = at * _ROW + _ROW // 2
        parts += [_text(0, y, row.label), _text(_WIDTH, y, row.figures, "end")]
        low, value, high = (_place(one) for one in (row.low, row.value, row.high))
        parts.append(f'<path class="main" d="M{low} {y - 5}v10m0-5H{high}m0-5v10"/>')
        if row.mark is not None:
            parts.append(f'<path class="warn" d="M{_place(row.mark)} {y - 9}v18"/>')
        parts.append(f'<circle class="dot" cx="{value}" cy="{y}" r="5"/>')
    return _svg(parts, _WIDTH, len(rows) * _ROW + _FOOT // 2, title)


def svg_bars(rows: Sequence[Bar], title: str, most: float = 0.0) -> str:
    """A row of name, bar and figures; the longest bar is ``most``, or the largest value."""
    top = max([most, *(row.value for row in rows)], default=0.0) or 1.0
    room = _WIDTH - _LABEL - _FIGURES
    parts: list[str] = []
    for at, row in enumerate(rows):
        y = at * _ROW + _ROW // 2
        parts += [_text(0, y, row.label), _text(_WIDTH, y, row.figures, "end")]
        long = max(row.value / top * room, 1.0 if row.value else 0.0)
        parts.append(f'<rect class="bar" x="{_LABEL}" y="{y - 8}" width="{long:.1f}" height="16" rx="2"/>')
    return _svg(parts, _WIDTH, len(rows) * _ROW, title)


def svg_calendar(counts: Mapping[int, int], last: int, title: str) -> str:
    """A cell a day, a column a week, up to study day ``last``; darker is more, and each cell tells its figure."""
    first = last - date.fromordinal(last).weekday() - _WEEK * (_WEEKS - 1)
    least = steps(max((counts.get(day, 0) for day in range(first, last + 1)), default=0))
    parts: list[str] = []
    for at, day in enumerate(range(first, last + 1)):
        number = counts.get(day, 0)
        shade = sum(number >= one for one in least)
        x, y = at // _WEEK * (_CELL + _GAP), at % _WEEK * (_CELL + _GAP)
        said = f"{date.fromordinal(day).isoformat()}: {number}"
        parts.append(
            f'<rect class="shade{shade}" x="{x}" y="{y}" width="{_CELL}" height="{_CELL}"><title>{said}</title></rect>'
        )
    return _svg(parts, _WEEKS * (_CELL + _GAP), _WEEK * (_CELL + _GAP), title)


def svg_over_time(days: Sequence[Stood], title: str, *, mark: float | None = None) -> str:
    """Values with their intervals, left to right, over a scale from 0 to 100 %; ``mark`` is a line across."""
    room = _WIDTH - _LEFT
    step = room / max(len(days), 1)
    parts = [
        f'<path class="line" d="M{_LEFT} {_level(one / 100)}H{_WIDTH}"/>' + _text(0, _level(one / 100), f"{one} %")
        for one in _TENTHS
    ]
    if mark is not None:
        parts.append(f'<path class="warn" d="M{_LEFT} {_level(mark)}H{_WIDTH}"/>')
    each = max(round(70 / step), 1)
    for at, one in enumerate(days):
        x = round(_LEFT + step * (at + 0.5), 1)
        parts.append(f'<path class="main" d="M{x - 4} {_level(one.low)}h8m-4 0V{_level(one.high)}m-4 0h8"/>')
        parts.append(_dot(one, x))
        if (len(days) - 1 - at) % each == 0:
            parts.append(_text(x, _TALL + _FOOT // 2, one.label, "middle"))
    return _svg(parts, _WIDTH, _TALL + _FOOT, title)


def _dot(one: Stood, x: float) -> str:
    said = f"<title>{_safe(one.label)}: {_safe(one.figures)}</title>"
    y = _level(one.value)
    if one.dot is Dot.MEASURED:
        return f'<path class="warn wide" d="M{x - 5} {y}h10m-5-5v10">{said}</path>'
    kind = "ring" if one.dot is Dot.FORETOLD else "dot"
    return f'<circle class="{kind}" cx="{x}" cy="{y}" r="5">{said}</circle>'


def _grid(height: int) -> str:
    ticks = (f'<path class="line" d="M{_place(one / 100)} 0v{height}"/>' for one in _TENTHS)
    names = (_text(_place(one / 100), height + 10, f"{one} %", "middle", "faint") for one in _TENTHS)
    return "".join((*ticks, *names))


def _place(share: float) -> float:
    return round(_LABEL + min(max(share, 0.0), 1.0) * (_WIDTH - _LABEL - _FIGURES - 10), 1)


def _level(share: float) -> float:
    return round(_TALL - min(max(share, 0.0), 1.0) * (_TALL - 16), 1)


def _text(x: float, y: float, text: str, anchor: str = "start", kind: str = "ink") -> str:
    return (
        f'<text class="{kind}" x="{x}" y="{y}" text-anchor="{anchor}" dominant-baseline="middle">{_safe(text)}</text>'
    )


def _svg(parts: Sequence[str], width: int, height: int, title: str) -> str:
    return (
        f'<svg role="img" viewBox="0 0 {width} {max(height, 1)}" xmlns="http://www.w3.org/2000/svg">'
        f"<title>{_safe(title)}</title>{''.join(parts)}</svg>"
    )


def _safe(text: str) -> str:
    return escape(printable(text))
