"""Bars: lengths in eighths of a column, each with its figures beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from studykit.drawing.lines import Drawing, Line, Piece, Role, columns, fitted, in_plain, wrapped

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_FULL = 8
_LEAST_BAR = 4
_MOST_LABEL = 0.45
"""Share of the width that names may take."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: a name, a length and the figures that the length stands for."""

    label: str
    value: float
    figures: str
    role: Role = Role.PRIMARY


def bar(share: float, width: int, plain: bool = False, mark: float | None = None) -> str:
    """A bar of exactly ``width`` columns, filled to a share of 0 to 1; ``mark`` draws ``│`` at another share.

    Something is never drawn as nothing, and less than all never as all.
    """
    whole = 1 if plain else _FULL
    units = width * whole
    filled = min(max(round(share * units), 0), units)
    if 0 < share < 1 and units > 1:
        filled = min(max(filled, 1), units - 1)
    drawn = _plain(filled, width) if plain else _eighths(filled, width)
    if mark is None or width < 1:
        return drawn
    at = place(mark, width)
    return f"{drawn[:at]}{'|' if plain else '│'}{drawn[at + 1 :]}"


def place(share: float, width: int) -> int:
    """The column, from 0, in which a share of 0 to 1 lies."""
    return min(max(int(share * width), 0), width - 1)


def bars(
    rows: Sequence[Bar], width: int, plain: bool = False, most: float = 0.0, marks: Sequence[float] = ()
) -> Drawing:
    """Rows of name, bar and figures, in at most ``width`` columns; the longest bar is ``most``, or the largest value.

    ``marks``: for each row a value that its bar is held against, less than 0 for none; empty where no row has one.
    Where that leaves no bar of four columns, each row takes two lines: name and figures, then the bar.
    """
    top = max([most, *(row.value for row in rows), *marks]) or 1.0
    held = [one / top if one >= 0 else None for one in marks] or [None] * len(rows)
    figures = [in_plain(row.figures) if plain else row.figures for row in rows]
    names = [in_plain(row.label) if plain else row.label for row in rows]
    label, figure = label_width(names, width), widest(figures)
    room = width - label - figure - 2
    lines: list[Line] = []
    for row, name, said, mark in zip(rows, names, figures, held, strict=True):
        if room >= _LEAST_BAR:
            drawn = Piece(bar(row.value / top, room, plain, mark), row.role)
            told = Piece(" " + fitted(said, figure, right=True, plain=plain))
            lines.append((Piece(fitted(name, label, plain=plain) + " "), drawn, told))
        else:
            lines += wrapped(f"{name} {said}", width, plain=plain)
            lines.append((Piece(" " + bar(row.value / top, width - 1, plain, mark), row.role),))
    return Drawing(tuple(lines), tuple(f"{row.label}: {row.figures}." for row in rows))


def widest(texts: Iterable[str]) -> int:
    """Columns that the widest text takes."""
    return max(map(columns, texts), default=0)


def label_width(labels: Sequence[str], width: int) -> int:
    """Columns for names: what the longest takes, but less than half of the width."""
    return max(min(widest(labels), int(width * _MOST_LABEL)), 1)


def _eighths(filled: int, width: int) -> str:
    whole, rest = divmod(filled, _FULL)
    drawn = "█" * whole + (_EIGHTHS[rest] if rest else "")
    return drawn + "·" * (width - len(drawn))


def _plain(filled: int, width: int) -> str:
    return "#" * filled + "." * (width - filled)
