"""Step chart: a value over time as a line of steps, with its axis and figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from studykit.drawing.lines import Drawing, Line, Piece, Role, columns, fitted

_RICH, _PLAIN = tuple("─│┌┐└┘"), tuple("-|..''")
_LEAST_ROWS = 2


@dataclass(frozen=True, slots=True)
class Step:
    """One span of the chart: its name under the axis, its value and the figures of that value."""

    label: str
    value: float
    figures: str


def step_chart(
    points: Sequence[Step], width: int, height: int, plain: bool = False, scale: tuple[float, float] = (0.0, 1.0)
) -> Drawing:
    """The steps over ``height`` rows, in at most ``width`` columns, and below each its name and figures.

    The axis shows the scale as per cent. When there are more steps than room, the newest are shown.
    """
    cell = max((columns(text) for one in points for text in (one.label, one.figures)), default=1) + 1
    edge = 6
    shown = list(points)[-max((width - edge) // cell, 1) :]
    rows = max(height, _LEAST_ROWS)
    levels = [_row(one.value, rows, scale) for one in shown]
    grid = _grid(levels, cell, rows, _PLAIN if plain else _RICH)
    lines = [_axis(at, rows, scale, plain, drawn) for at, drawn in enumerate(grid)]
    for texts, role in (([one.label for one in shown], Role.MUTED), ([one.figures for one in shown], Role.TEXT)):
        lines.append((Piece(" " * edge + "".join(fitted(text, cell, plain=plain) for text in texts), role),))
    return Drawing(tuple(lines), tuple(f"{one.label}: {one.figures}." for one in points))


def _row(value: float, rows: int, scale: tuple[float, float]) -> int:
    first, last = scale
    share = min(max((value - first) / (last - first), 0.0), 1.0)
    return rows - 1 - round(share * (rows - 1))


def _axis(at: int, rows: int, scale: tuple[float, float], plain: bool, drawn: str) -> Line:
    first, last = scale
    value = last - (last - first) * at / (rows - 1)
    sign = "|" if plain else "┤"
    return (Piece(f"{value * 100:3.0f} {sign} ", Role.MUTED), Piece(drawn, Role.PRIMARY))


def _grid(levels: Sequence[int], cell: int, rows: int, signs: Sequence[str]) -> list[str]:
    """The line of steps: along each level, and up or down between two."""
    along, up, *_ = signs
    grid = [[" "] * (len(levels) * cell) for _ in range(rows)]
    for number, level in enumerate(levels):
        begin = number * cell
        before = levels[number - 1] if number else level
        for column in range(begin, begin + cell):
            grid[level][column] = along
        if before != level:
            for row in range(min(before, level) + 1, max(before, level)):
                grid[row][begin] = up
            grid[before][begin], grid[level][begin] = _corners(before, level, signs)
    return ["".join(row) for row in grid]


def _corners(before: int, level: int, signs: Sequence[str]) -> tuple[str, str]:
    _, _, down_right, down_left, up_right, up_left = signs
    return (down_left, up_right) if level > before else (up_left, down_right)
