"""A share with its interval as one line of text: dot and whisker on a scale from 0 to 1."""

from __future__ import annotations

from studykit.tui.signs import signs


def whisker(low: float, share: float, high: float, width: int, passing: float | None = None) -> str:
    """``  ├───●─┤`` in ``width`` columns; ``passing`` draws the pass mark where nothing else stands."""
    left, line, right, dot, bar = tuple(signs().whisker)
    row = [" "] * width

    def column(value: float) -> int:
        return round(max(0.0, min(value, 1.0)) * (width - 1))

    start, end = column(low), column(high)
    for at in range(start, end + 1):
        row[at] = line
    row[start], row[end] = left, right
    if passing is not None:
        row[column(passing)] = bar if not start <= column(passing) <= end else "┼" if line == "─" else "+"
    row[column(share)] = dot
    return "".join(row)
