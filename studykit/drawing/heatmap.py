"""Heatmap: answers a day as shades, one column a week, one row a day of the week."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise

from studykit.drawing.lines import Drawing, Line, Piece, Role, fitted

_SHADES, _PLAIN = "·░▒▓█", ".:+%#"
_CURSOR, _PLAIN_CURSOR = "▌", ">"
_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEK = 7
_EDGE = 3  # columns before the first week
_SUM = 8  # columns behind the last
_LEGEND = 36  # columns that the legend may take at least


def steps(most: int) -> tuple[int, int, int, int]:
    """The least figures of the four shades, round ones: 1, 10, 20, 40 for a most of 40 to 79."""
    base = 1
    for nice in (2, 5, 10, 15, 25, 50, 100, 150, 250, 500, 1000, 2500, 5000, 10000):
        if 4 * nice <= most:
            base = nice
    return (1, base, 2 * base, 4 * base) if base > 1 else (1, 2, 3, 4)


def weeks_in(width: int, cell: int = 2) -> int:
    """How many weeks a heatmap can show in a width."""
    return max((width - _EDGE - _SUM) // cell, 1)


def heatmap(
    counts: Mapping[int, int], last: int, weeks: int, plain: bool = False, cell: int = 2, *, at: int | None = None
) -> Drawing:
    """The weeks up to the one of day ``last`` (``date.toordinal``); ``cell`` columns a week, the sum of each row last.

    Days after ``last`` are left blank; the legend says what the shades stand for. A cursor stands in place of the
    shade of the day ``at``.
    """
    shades = _PLAIN if plain else _SHADES
    first = last - date.fromordinal(last).weekday() - _WEEK * (weeks - 1)
    shown = {day: counts.get(day, 0) for day in range(first, last + 1)}
    least = steps(max(shown.values()))
    lines: list[Line] = [(Piece(" " * _EDGE + _months(first, weeks, cell), Role.MUTED),)]
    spoken: list[str] = []
    for row, name in enumerate(_DAYS):
        days = [first + _WEEK * week + row for week in range(weeks)]
        cells = [_cell(shown.get(day), least, shades, cell) for day in days]
        total = sum(shown.get(day, 0) for day in days)
        edge, summed = Piece(name.ljust(_EDGE), Role.MUTED), Piece(fitted(f"{total:,}", _SUM - 1, right=True))
        lines.append((edge, *_marked(cells, days.index(at) if at in days else None, plain), summed))
    room = max(_EDGE + weeks * cell + _SUM, _LEGEND)
    lines += [(Piece(text, Role.MUTED),) for text in _wrapped(legend(least, plain), room)]
    for week in range(weeks):
        begin = first + _WEEK * week
        total = sum(shown.get(day, 0) for day in range(begin, begin + _WEEK))
        busy = sum(1 for day in range(begin, begin + _WEEK) if shown.get(day))
        monday = date.fromordinal(begin)
        spoken.append(f"Week of {monday.day} {_MONTHS[monday.month - 1]}: {total:,} on {busy} of 7 days.")
    return Drawing(tuple(lines), tuple(spoken))


def legend(least: tuple[int, int, int, int], plain: bool = False) -> str:
    """``· 0  ░ 1–9  ▒ 10–19  ▓ 20–39  █ 40+``."""
    shades, dash = (_PLAIN, "-") if plain else (_SHADES, "–")
    spans = [f"{low}" if high == low + 1 else f"{low}{dash}{high - 1}" for low, high in pairwise(least)]
    return "  ".join(f"{shade} {span}" for shade, span in zip(shades, ["0", *spans, f"{least[-1]}+"], strict=True))


def _wrapped(text: str, room: int) -> Iterator[str]:
    """The legend in lines that are no wider than the room, no shade parted from its figures."""
    line = ""
    for part in text.split("  "):
        if line and len(line) + 2 + len(part) > room:
            yield line
            line = ""
        line = f"{line}  {part}" if line else part
    yield line


def _cell(number: int | None, least: tuple[int, int, int, int], shades: str, cell: int) -> str:
    if number is None:
        return " " * cell
    return shades[sum(number >= one for one in least)].ljust(cell)


def _marked(cells: list[str], here: int | None, plain: bool) -> Iterator[Piece]:
    """The cells of a row, one of which may have the cursor."""
    if here is None:
        yield Piece("".join(cells), Role.PRIMARY)
        return
    yield Piece("".join(cells[:here]), Role.PRIMARY)
    yield Piece((_PLAIN_CURSOR if plain else _CURSOR).ljust(len(cells[here])), Role.TITLE)
    yield Piece("".join(cells[here + 1 :]), Role.PRIMARY)


def _months(first: int, weeks: int, cell: int) -> str:
    """The names of the months, each over the first week that begins in it; left out where the last one reaches."""
    drawn = ""
    for week in range(weeks):
        at = date.fromordinal(first + _WEEK * week)
        begins = week == 0 or at.day <= _WEEK
        if begins and len(drawn) <= week * cell and not (week == 0 and at.day > 3 * _WEEK):
            drawn = drawn.ljust(week * cell) + _MONTHS[at.month - 1] + " "
    return drawn.rstrip()
