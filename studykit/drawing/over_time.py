"""Over time: values with their intervals, one beside the other, a column a day, held against a mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor

from studykit.drawing.lines import Drawing, Line, Piece, Role, columns, fitted, in_plain


class Dot(StrEnum):
    """What a value is."""

    WORKED_OUT = "worked out"
    MEASURED = "measured"
    FORETOLD = "foretold"


@dataclass(frozen=True, slots=True)
class Stood:
    """A value of one day with the ends of its interval, all 0 to 1."""

    label: str
    low: float
    value: float
    high: float
    figures: str
    dot: Dot = Dot.WORKED_OUT


_SIGNS = {Dot.WORKED_OUT: "●", Dot.MEASURED: "✚", Dot.FORETOLD: "○"}
_PLAIN = {Dot.WORKED_OUT: "o", Dot.MEASURED: "x", Dot.FORETOLD: "@"}
_ROLES = {Dot.WORKED_OUT: Role.PRIMARY, Dot.MEASURED: Role.WARNING, Dot.FORETOLD: Role.SUCCESS}
_LINES, _PLAIN_LINES = tuple("╷│╵─┤▌"), tuple("|||-|>")
_EDGE = 6
_LEAST_ROWS = 4
_TENTH = 10
_LEAST_SPAN = 0.2
_BEFORE = 2
"""Columns of a day before its sign."""


def dot_sign(dot: Dot, plain: bool = False) -> str:
    """The sign of a kind of value, for a legend."""
    return (_PLAIN if plain else _SIGNS)[dot]


@dataclass(frozen=True, slots=True)
class _Ground:
    """What the values are drawn on."""

    rows: int
    scale: tuple[float, float]
    apart: int
    """Tens of per cent from one figure of the axis to the next."""
    mark: float | None
    cell: int
    """Columns of a day."""
    plain: bool

    def row(self, value: float) -> int:
        """The row, from 0, of a value."""
        first, last = self.scale
        return round((last - min(max(value, first), last)) / (last - first) * (self.rows - 1))

    @property
    def signs(self) -> tuple[str, ...]:
        """Upper end, line, lower end, mark, axis, cursor."""
        return _PLAIN_LINES if self.plain else _LINES

    def axis(self, row: int) -> Piece:
        """A figure at the row of each ten of per cent, or of some of them where there are fewer rows than tens."""
        first, last = (round(end * _TENTH) for end in self.scale)
        here = [ten for ten in range(last, first - 1, -self.apart) if self.row(ten / _TENTH) == row]
        figure = f"{here[0] * _TENTH:3}" if here else "   "
        return Piece(f"{figure} {self.signs[4]} ", Role.MUTED)

    def pieces(self, one: Stood, row: int) -> tuple[Piece, Piece, Piece]:
        """One row of one day: the mark goes on at both sides of its sign."""
        top, line, bottom, across, *_ = self.signs
        low, value, high = self.row(one.low), self.row(one.value), self.row(one.high)
        empty = across if self.mark is not None and self.row(self.mark) == row else " "
        sign, role = empty, Role.MUTED
        if high <= row <= low:
            sign, role = top if row == high else bottom if row == low else line, _ROLES[one.dot]
            sign = dot_sign(one.dot, self.plain) if row == value else sign
        return (
            Piece(empty * _BEFORE, Role.MUTED),
            Piece(sign, role),
            Piece(empty * (self.cell - _BEFORE - 1), Role.MUTED),
        )


def over_time(
    days: Sequence[Stood], width: int, height: int, plain: bool = False, *, mark: float | None = None, at: int = -1
) -> Drawing:
    """The values in at most ``width`` columns and ``height`` rows, the last of which names the days.

    The axis goes in per cent, over whole tens that hold all intervals and the mark. Where there is too little room, the
    newest are shown, among them always the day with the number ``at``, which has the cursor.
    """
    names = [in_plain(one.label) if plain else one.label for one in days]
    cell = max(map(columns, names), default=0) + 2
    most = max((width - _EDGE) // cell, 1)
    first = max(len(days) - most, 0)
    first = min(first, at) if at >= 0 else first
    shown = range(first, min(first + most, len(days)))
    rows, scale, apart = _even(max(height - 1, _LEAST_ROWS), _scale([days[number] for number in shown], mark))
    ground = _Ground(rows, scale, apart, mark, cell, plain)
    lines: list[Line] = [
        (ground.axis(row), *(piece for number in shown for piece in ground.pieces(days[number], row)))
        for row in range(ground.rows)
    ]
    under = [Piece(" " * _EDGE)]
    for number in shown:
        name = fitted(f"{ground.signs[5] if number == at else ' '}{names[number]}", cell, plain=plain)
        under.append(Piece(name, Role.TITLE if number == at else Role.MUTED))
    return Drawing((*lines, tuple(under)), tuple(f"{one.label}: {one.figures}." for one in days))


def _even(rows: int, scale: tuple[float, float]) -> tuple[int, tuple[float, float], int]:
    """So many rows or some less, the scale or some more of it, and the tens between figures that stand evenly then."""
    low, high = (round(end * _TENTH) for end in scale)
    apart = ceil((high - low) / (rows - 1))
    while (more := -(high - low) % apart) > low and high + more > _TENTH:
        apart += 1  # ends where the whole scale is one step
    low, high = (low - more, high) if more <= low else (low, high + more)
    steps = (high - low) // apart
    return (rows - 1) // steps * steps + 1, (low / _TENTH, high / _TENTH), apart


def _scale(days: Sequence[Stood], mark: float | None) -> tuple[float, float]:
    """Whole tens of per cent around everything that is drawn, at least twenty apart."""
    held = [] if mark is None else [mark]
    low = floor(min([*(one.low for one in days), *held], default=0.0) * _TENTH) / _TENTH
    high = ceil(max([*(one.high for one in days), *held], default=1.0) * _TENTH) / _TENTH
    high = min(max(high, low + _LEAST_SPAN), 1.0)
    return min(low, high - _LEAST_SPAN), high
