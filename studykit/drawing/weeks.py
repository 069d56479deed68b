"""Weeks as rows of days: which are off, where the cursor is, and one day that is marked."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from studykit.drawing.lines import Drawing, Line, Piece, Role, fitted

_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEK, _EDGE, _CELL = 7, 5, 4


def weeks(first: int, rows: int, off: Collection[int], plain: bool = False, *, at: int = 0, marked: int = 0) -> Drawing:
    """The weeks from that of a day (``date.toordinal``) on: ``[24]`` is off, ``▌24`` the cursor, ``(2)`` is marked."""
    monday = first - date.fromordinal(first).weekday()
    head = " " * _EDGE + "".join(fitted(name, _CELL, right=True) for name in _DAYS)
    lines: list[Line] = [(Piece(head, Role.MUTED),)]
    for row in range(rows):
        days = range(monday + _WEEK * row, monday + _WEEK * (row + 1))
        begins = next((day for day in days if date.fromordinal(day).day == 1), days[0] if not row else 0)
        month = _MONTHS[date.fromordinal(begins).month - 1] if begins else ""
        lines.append(
            (
                Piece(month.ljust(_EDGE), Role.MUTED),
                *(_cell(day, off, at=at, marked=marked, plain=plain) for day in days),
            )
        )
    spoken = [f"{_said(day)} is off." for day in sorted(off) if monday <= day < monday + _WEEK * rows]
    return Drawing(tuple(lines), tuple(spoken))


def _cell(day: int, off: Collection[int], *, at: int, marked: int, plain: bool) -> Piece:
    number = f"{date.fromordinal(day).day}"
    left, right = ("[", "]") if day in off else ("(", ")") if day == marked else (" ", " ")
    if day == at:
        left = ">" if plain else "▌"
    role = Role.TITLE if day == at else Role.WARNING if day in off else Role.SUCCESS if day == marked else Role.TEXT
    return Piece(f"{left + number:>3}{right}", role)


def _said(day: int) -> str:
    one = date.fromordinal(day)
    return f"{_DAYS[one.weekday()]} {one.day} {_MONTHS[one.month - 1]}"
