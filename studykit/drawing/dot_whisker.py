"""Dot and whisker: a value with the interval that it lies in, and a mark to hold it against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from studykit.drawing.bars import label_width, place, widest
from studykit.drawing.lines import Drawing, Line, Piece, Role, fitted, in_plain, wrapped

_RICH, _PLAIN = tuple("├─┤●│┼"), tuple("|-|o:+")
_LEAST = 8


@dataclass(frozen=True, slots=True)
class Interval:
    """One row: a name, a value with the ends of its interval, and its figures."""

    label: str
    low: float
    value: float
    high: float
    figures: str
    mark: float | None = None
    role: Role = Role.PRIMARY


def whisker(
    low: float,
    value: float,
    high: float,
    mark: float | None,
    width: int,
    *,
    plain: bool = False,
    scale: tuple[float, float] = (0.0, 1.0),
) -> str:
    """``├──●─┤`` in exactly ``width`` columns over a scale; the mark is ``│``, or ``┼`` where it crosses the whisker.

    The dot hides a mark in its own column. What lies beyond the scale is drawn at its end.
    """
    if width < 1:
        return ""
    left, line, right, dot, beside, across = _PLAIN if plain else _RICH
    first, last = scale
    at = [place((one - first) / (last - first), width) for one in (low, value, high)]
    drawn = [" "] * width
    drawn[at[0] : at[2] + 1] = [line] * (at[2] + 1 - at[0])
    drawn[at[2]], drawn[at[0]] = right, left
    if mark is not None:
        crossed = place((mark - first) / (last - first), width)
        drawn[crossed] = across if drawn[crossed] != " " else beside
    drawn[at[1]] = dot
    return "".join(drawn)


def dot_whiskers(
    rows: Sequence[Interval], width: int, plain: bool = False, scale: tuple[float, float] = (0.0, 1.0)
) -> Drawing:
    """Rows of name, whisker and figures in at most ``width`` columns.

    Where that leaves less than eight columns for the whisker, the figures have a line of their own.
    """
    figures = [in_plain(row.figures) if plain else row.figures for row in rows]
    names = [in_plain(row.label) if plain else row.label for row in rows]
    label, figure = label_width(names, width), widest(figures)
    beside = width - label - figure - 3
    room = beside if beside >= _LEAST else width - label - 2
    lines: list[Line] = []
    for row, name, said in zip(rows, names, figures, strict=True):
        drawn = Piece(whisker(row.low, row.value, row.high, row.mark, room, plain=plain, scale=scale), row.role)
        start = Piece(fitted(name, label, plain=plain) + "  ")
        if beside >= _LEAST:
            lines.append((start, drawn, Piece(" " + fitted(said, figure, plain=plain))))
        else:
            lines += [(start, drawn), *wrapped(said, width, "  ", plain=plain)]
    return Drawing(tuple(lines), tuple(f"{row.label}: {row.figures}." for row in rows))
