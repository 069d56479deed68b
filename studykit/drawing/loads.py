"""Loads: how many requests of each time fare how, as bars of several parts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from studykit.core.quantity import Figure, format_figure
from studykit.core.sight import Load, Loads
from studykit.drawing.bars import widest
from studykit.drawing.lines import Drawing, Line, Piece, Role, fitted, wrapped
from studykit.drawing.signs import role_of, strokes
from studykit.drawing.times import clock, lasting

_FILLS, _PLAIN = "█▓▒░", "#%+."
_LEAST_BAR = 12
_MOST_ROWS = 12


def loads(drawn: Loads, width: int, plain: bool = False) -> Drawing:
    """A bar a time in at most ``width`` columns, its figures beside or below; what is left out of many is cut."""
    fills = _PLAIN if plain else _FILLS
    kinds = [at for at in range(len(drawn.kinds)) if any(row.counts[at] for row in drawn.rows)]
    half = _MOST_ROWS // 2
    cut = len(drawn.rows) > _MOST_ROWS
    shown = (*drawn.rows[:half], *drawn.rows[-half:]) if cut else drawn.rows
    step = min((after.at - before.at for before, after in pairwise(shown)), default=0)
    times = clock(row.at for row in shown)
    edge = widest(times.values()) + 1
    figures = [_figures(row, drawn, kinds) for row in shown]
    room = width - edge - widest(figures) - 2
    beside = room >= _LEAST_BAR
    most = max((sum(row.counts) for row in shown), default=0) or 1
    lines: list[Line] = []
    for number, (row, said) in enumerate(zip(shown, figures, strict=True)):
        if number and row.at - shown[number - 1].at > step:
            more = f"{strokes(plain).cut} {lasting(row.at - shown[number - 1].at)}"
            lines.append((Piece(fitted(more, width, plain=plain).rstrip(), Role.MUTED),))
        drawn_bar = _bar(row.counts, most, room if beside else max(width - edge - 1, 1), fills, drawn)
        start = Piece(fitted(times[row.at], edge - 1, right=True) + " ", Role.MUTED)
        if beside:
            lines.append((start, *drawn_bar, Piece(f"  {said}")))
        else:
            lines += [(start, *drawn_bar), *wrapped(said, width, " " * edge, plain=plain)]
    lines += wrapped("   ".join(f"{fills[at]} {drawn.kinds[at][0]}" for at in kinds), width, plain=plain)
    return Drawing(tuple(lines), tuple(f"{lasting(row.at)}: {_figures(row, drawn, kinds)}." for row in drawn.rows))


def _figures(row: Load, drawn: Loads, kinds: Sequence[int]) -> str:
    said = [f"{format_figure(row.counts[at])} {drawn.kinds[at][0]}" for at in kinds if row.counts[at]]
    return ", ".join(said) or "none"


def _bar(counts: Sequence[Figure], most: Figure, room: int, fills: str, drawn: Loads) -> Line:
    """The parts behind each other, exactly ``room`` columns; what is there has one column at least."""
    sizes = [max(round(float(one) / float(most) * room), 1) if one else 0 for one in counts]
    while sum(sizes) > room and max(sizes) > 1:
        sizes[sizes.index(max(sizes))] -= 1
    pieces = [Piece(fills[at] * size, role_of(drawn.kinds[at][1])) for at, size in enumerate(sizes) if size]
    return (*pieces, Piece(" " * max(room - sum(sizes), 0)))
