"""Days of a plan as people type and read them: ``2 Jan``, ``24–26 Dec``, ``in 42 days``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from studykit.core.errors import UsageError
from studykit.core.settings import Break
from studykit.workflows.setting_texts import merged, read_break, read_date
from studykit.workflows.stats_drawn import MONTHS, short_text

_NONE = ("", "none", "-")
_DAY = re.compile(r"(\d{1,2})\.?(?:\s+([a-z]{3,9})\.?(?:\s+(\d{4}))?)?")
_AHEAD = re.compile(r"(?:\+|in )\s*(\d{1,4})(?: days?)?")
_SPAN = re.compile(r"\s*(?:–|-|\.\.| to )\s*")
_ISO = re.compile(r"\d{4}-")


def read_day(text: str, today: int) -> int | None:
    """A day: ``2027-01-02``, ``2 Jan``, ``2 Jan 2027``, ``in 42 days``; None for ``none``.

    Without a year it is the next such day, today included. Raises UsageError.
    """
    plain = " ".join(text.casefold().split())
    if plain in _NONE:
        return None
    if _ISO.match(plain):
        return read_date(plain)
    if ahead := _AHEAD.fullmatch(plain):
        return today + int(ahead[1])
    found = _DAY.fullmatch(plain)
    if not found or not found[2]:
        raise _no_date(text)
    return _next(int(found[1]), _month(found[2], text), found[3], today, text)


def read_off(text: str, today: int) -> tuple[Break, ...]:
    """Days off: ``24–26 Dec, 1 Jan``; none for ``none``. Raises UsageError."""
    if text.strip().casefold() in _NONE:
        return ()
    return merged(_stretch(part, today) for part in text.split(",") if part.strip())


def off_text(breaks: Sequence[Break], today: int) -> str:
    """``24–26 Dec, 1 Jan``; days that are past are left out, ``none`` when no others are."""
    return ", ".join(_stretch_text(one) for one in breaks if one.last >= today) or "none"


def _stretch(text: str, today: int) -> Break:
    plain = " ".join(text.casefold().split())
    if _ISO.match(plain):
        return read_break(plain)
    begin, *rest = _SPAN.split(plain, maxsplit=1)
    if not rest:
        day = _known(begin, today, text)
        return Break(day, day)
    last = _known(rest[0], today, text)
    if begin.isdecimal():
        at = date.fromordinal(last)
        first = _date(int(begin), at.month, at.year, text)
    else:
        first = _known(begin, today, text)
    if last < first:
        raise UsageError(f"'{text.strip()}' ends before it begins.")
    return Break(first, last)


def _known(text: str, today: int, whole: str) -> int:
    day = read_day(text, today)
    if day is None:
        raise _no_date(whole)
    return day


def _stretch_text(one: Break) -> str:
    first, last = date.fromordinal(one.first), date.fromordinal(one.last)
    if first == last:
        return short_text(one.first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{short_text(one.last)}"
    return f"{short_text(one.first)}–{short_text(one.last)}"


def _month(name: str, text: str) -> int:
    for number, month in enumerate(MONTHS, 1):
        if name.startswith(month.casefold()):
            return number
    raise _no_date(text)


def _next(day: int, month: int, year: str | None, today: int, text: str) -> int:
    if year:
        return _date(day, month, int(year), text)
    this = date.fromordinal(today).year
    return next(found for found in _years(day, month, this, text) if found >= today)


def _years(day: int, month: int, year: int, text: str) -> Iterator[int]:
    """The day in this year and the next, or, for one that few years have, in the next that has it."""
    found = []
    for ahead in range(9):
        try:
            found.append(date(year + ahead, month, day).toordinal())
        except ValueError:
            continue
    if not found:
        raise _no_date(text)
    return iter(found)


def _date(day: int, month: int, year: int, text: str) -> int:
    try:
        return date(year, month, day).toordinal()
    except ValueError:
        raise _no_date(text) from None


def _no_date(text: str) -> UsageError:
    return UsageError(f"'{text.strip()}' is no date. Write 2 Jan, 2 Jan 2027 or 2027-01-02.")
