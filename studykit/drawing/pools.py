"""Limits side by side: what each holds, what is used of it, and what is refused."""

from __future__ import annotations

from fractions import Fraction

from studykit.core.quantity import format_figure
from studykit.core.sight import Pool, Pools
from studykit.core.verdict import How
from studykit.drawing.bars import bar, widest
from studykit.drawing.lines import Drawing, Line, Piece, Role, columns, fitted, wrapped
from studykit.drawing.signs import role_of, sign

_LEAST_BAR = 10
_MOST_BAR = 40


def pools(drawn: Pools, width: int, plain: bool = False) -> Drawing:
    """A row a limit in at most ``width`` columns; where that leaves no bar of ten, each takes two lines."""
    name, says = widest(one.name for one in drawn.rows), widest(one.says for one in drawn.rows)
    figures = [_figures(one, plain) for one in drawn.rows]
    beside = max(sum(columns(piece.text) for piece in said) for said in figures)
    room = min(width - name - says - beside - 5, _MOST_BAR)
    lines: list[Line] = []
    for one, said in zip(drawn.rows, figures, strict=True):
        if room >= _LEAST_BAR:
            start = Piece(f"{fitted(one.name, name)}  {fitted(one.says, says)}  ")
            lines.append((start, *_bar(one, room, plain), Piece(" "), *said))
        else:
            lines.append((Piece(fitted(f"{one.name}  {one.says}", width, plain=plain).rstrip()),))
            if not said:
                continue
            left = width - 3 - sum(columns(piece.text) for piece in said)
            if left >= _LEAST_BAR:
                lines.append((Piece("  "), *_bar(one, min(left, _MOST_BAR), plain), Piece(" "), *said))
            else:
                lines += wrapped("".join(piece.text for piece in said), width, "  ", plain=plain)
    return Drawing(tuple(lines), tuple(map(_said, drawn.rows)))


def _bar(one: Pool, room: int, plain: bool) -> Line:
    if not one.counted or not one.holds:
        return (Piece(" " * room),)
    return (Piece(bar(float(Fraction(one.used) / one.holds), room, plain), Role.PRIMARY),)


def _figures(one: Pool, plain: bool) -> Line:
    """``225 used``, or what is wanted and refused."""
    if not one.counted:
        return ()
    if not one.refused:
        return (Piece("off" if not one.holds else f"{format_figure(one.used)} used"),)
    wanted = "off" if not one.holds else f"{format_figure(one.used + one.refused)} wanted"
    refused = Piece(f" {format_figure(one.refused)} refused", role_of(How.BAD))
    return (Piece(f"{wanted} "), sign(How.BAD, plain), refused)


def _said(one: Pool) -> str:
    if not one.counted:
        return f"{one.name}: {one.says}."
    refused = f", {format_figure(one.refused)} refused" if one.refused else ""
    return f"{one.name}: {one.says}, {format_figure(one.used)} used{refused}."
