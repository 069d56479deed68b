"""A path: stations in the order in which they are come to, and where it ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from studykit.core.verdict import How, Moment
from studykit.drawing.bars import label_width
from studykit.drawing.lines import Drawing, Line, Piece, Role, columns, fitted, text_of, wrapped
from studykit.drawing.signs import role_of, sign, strokes, worded

WIDE = 100
"""Columns from which a path runs from left to right."""
_LEAST_COLUMN = 22
_ENDS = "ends here"
_ARROW = 5


@dataclass(frozen=True, slots=True)
class _Station:
    """A named place, and what is seen there."""

    name: str
    moments: tuple[Moment, ...]

    @property
    def how(self) -> How:
        """How it ends here."""
        found = [one.how for one in self.moments]
        return next((how for how in (How.BAD, How.MISSED, How.OPEN) if how in found), found[0])


def path(moments: Sequence[Moment], width: int, plain: bool = False) -> Drawing:
    """The moments in their order, in at most ``width`` columns.

    With names they are stations, from left to right in wide places; without they are numbered steps.
    """
    stations = _stations(moments, plain)
    if not any(one.name for one in stations):
        lines = _steps(moments, width, plain)
    else:
        lines = _along(stations, width, plain) or _down(stations, width, plain)
    return Drawing(tuple(lines), tuple(map(_said, moments)))


def _said(moment: Moment, plain: bool = False) -> str:
    return worded(moment.says, plain)


def _stations(moments: Sequence[Moment], plain: bool) -> list[_Station]:
    """Moments without a name belong to the station before them."""
    found: list[tuple[str, list[Moment]]] = []
    for one in moments:
        if found and worded(one.name, plain) in ("", found[-1][0]):
            found[-1][1].append(one)
        else:
            found.append((worded(one.name, plain), [one]))
    return [_Station(name, tuple(several)) for name, several in found]


def _steps(moments: Sequence[Moment], width: int, plain: bool) -> list[Line]:
    edge = len(str(len(moments)))
    lines: list[Line] = []
    if len(moments) == 1:
        return _beside(_signed(moments[0].how, plain), (), _said(moments[0], plain), width, plain)
    for number, one in enumerate(moments, start=1):
        last = number == len(moments)
        down = " " if last else strokes(plain).down
        first = (Piece(f"{number:>{edge}} ", Role.MUTED), *_signed(one.how, plain))
        more = (Piece(f"{down:>{edge}} ", Role.MUTED), *((Piece("  "),) if len(first) > 1 else ()))
        lines += _beside(first, more, _said(one, plain), width, plain)
    return lines


def _signed(how: How, plain: bool) -> Line:
    return () if how is How.PLAIN else (sign(how, plain), Piece(" "))


def _beside(first: Line, more: Line, text: str, width: int, plain: bool) -> list[Line]:
    """Text behind ``first``, its further lines behind ``more``."""
    rows = wrapped(text, max(width - _size(first), 1), plain=plain)
    return [(*(first if number == 0 else more), *row) for number, row in enumerate(rows)]


def _size(line: Line) -> int:
    return sum(columns(piece.text) for piece in line)


def _down(stations: Sequence[_Station], width: int, plain: bool) -> list[Line]:
    """From top to bottom: the stations below each other, what is seen beside them."""
    drawn = strokes(plain)
    edge = label_width([one.name for one in stations], width - 4)
    beside = width - edge - 4 >= _LEAST_COLUMN
    lines: list[Line] = []
    for at, station in enumerate(stations):
        missed = at + 1 < len(stations) and stations[at + 1].how is How.MISSED
        down = " " if at + 1 == len(stations) else drawn.faint if missed else drawn.down
        start: Line = (sign(station.how, plain), Piece(f" {fitted(station.name, edge, plain=plain)}  "))
        below: Line = (Piece(down, Role.MUTED), Piece(" " * (edge + 3)))
        if not beside:
            lines.append((sign(station.how, plain), Piece(f" {fitted(station.name, width - 2, plain=plain).rstrip()}")))
            start = below = (Piece(f"{down}   ", Role.MUTED),)
        for number, one in enumerate(station.moments):
            mark = _signed(one.how, plain) if number else ()
            room = (*(start if number == 0 else below), *mark)
            lines += _beside(room, (*below, Piece(" " * _size(mark))), _said(one, plain), width, plain)
            if one.how is How.BAD:
                _end(lines, below, width, drawn.ends)
        if down.strip():
            lines.append((Piece(down, Role.MUTED),))
    return lines


def _end(lines: list[Line], below: Line, width: int, arrow: str) -> None:
    """Says where the path ends: behind the last line, or below it."""
    said = Piece(f"{arrow} {_ENDS}", Role.ERROR)
    if columns(text_of(lines[-1])) + 3 + columns(said.text) <= width:
        lines[-1] = (*lines[-1], Piece("   "), said)
    else:
        lines.append((*below, said))


def _along(stations: Sequence[_Station], width: int, plain: bool) -> list[Line] | None:
    """From left to right, what is seen below each station; None without room."""
    room = (width + 1) // len(stations) - 1
    widest = max(columns(one.name) for one in stations)
    if width < WIDE or room < max(_LEAST_COLUMN, widest + 2 + _ARROW):
        return None
    heads: list[Piece] = []
    below: list[list[Line]] = []
    for at, station in enumerate(stations):
        heads += [sign(station.how, plain), Piece(f" {station.name} ")]
        if at + 1 < len(stations):
            size = room + 1 - columns(station.name) - 3
            heads += [Piece(_arrow(stations[at + 1].how, size, plain), Role.MUTED)]
        below.append(_column(station, room, plain))
    lines: list[Line] = [tuple(heads)]
    for row in range(max(map(len, below))):
        cells = [column[row] if row < len(column) else () for column in below]
        lines.append(tuple(piece for cell in cells for piece in (*cell, Piece(" " * (room + 1 - _size(cell))))))
    return lines


def _arrow(how: How, size: int, plain: bool) -> str:
    drawn = strokes(plain)
    if how is How.MISSED:
        return ((drawn.along + " ") * size)[: size - 1] + " "
    return drawn.along * (size - 2) + drawn.to + " "


def _column(station: _Station, room: int, plain: bool) -> list[Line]:
    lines: list[Line] = []
    for number, one in enumerate(station.moments):
        mark = _signed(one.how, plain) if number else (Piece("  "),)
        lines += _beside(mark, (Piece("  "),), _said(one, plain), room - 1, plain)
        if one.how is How.BAD:
            lines.append((Piece(f"  {strokes(plain).ends} {_ENDS}", role_of(How.BAD)),))
    return lines
