"""A cron expression of six fields, and the minutes at which it starts something."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from studykit.rules.kernels._cron_field import (
    DAY_OF_MONTH,
    DAY_OF_WEEK,
    HOURS,
    MINUTES,
    MONTH,
    CronProblemError,
    Kind,
    values,
)

Days = Callable[[int, int], Iterator[int]]
"""The days of a year and month."""

_FIELDS = 6
_WEEK = 7
_LAST_DAY = re.compile(r"L(?:-(\d{1,2}))?", re.IGNORECASE | re.ASCII)
_NEAREST = re.compile(r"(\d{1,2}|L)W", re.IGNORECASE | re.ASCII)
_LAST_OF_KIND = re.compile(r"(\w*)L", re.IGNORECASE | re.ASCII)
_NTH = re.compile(r"(\w+)#(\w+)", re.ASCII)
_WEEKS = Kind("Day-of-week", 1, 5)
_BACK = Kind("Day-of-month", 1, 30)
_SATURDAY, _SUNDAY = 5, 6  # as Python counts the days of a week


@dataclass(frozen=True, slots=True)
class Cron:
    """A cron expression that was read."""

    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: Days
    months: tuple[int, ...]
    years: tuple[int, ...]

    def times(self, after: datetime) -> Iterator[datetime]:
        """The minutes after a time, in order; UTC."""
        for year in self.years:
            for month in self.months:
                if (year, month) < (after.year, after.month):
                    continue
                for day in sorted(set(self.days(year, month))):
                    if datetime(year, month, day, 23, 59, tzinfo=UTC) > after:
                        yield from self._within(year, month, day, after)

    def _within(self, year: int, month: int, day: int, after: datetime) -> Iterator[datetime]:
        for hour in self.hours:
            for minute in self.minutes:
                found = datetime(year, month, day, hour, minute, tzinfo=UTC)
                if found > after:
                    yield found


def read_cron(text: str, year_min: int, year_max: int) -> Cron:
    """The schedule of six fields. Raises CronProblemError with the name of the field that is wrong."""
    fields = text.split()
    if len(fields) != _FIELDS:
        raise CronProblemError(f"A cron expression has {_FIELDS} fields, and this one has {len(fields)}.")
    minutes, hours, day_of_month, month, day_of_week, year = fields
    if "?" not in (day_of_month, day_of_week):
        raise CronProblemError("Day-of-month and Day-of-week: one of them must be a question mark.")
    if day_of_month == day_of_week:
        raise CronProblemError("Day-of-month and Day-of-week: only one of them can be a question mark.")
    in_order = {
        kind.name: tuple(sorted(values(kind, written)))
        for kind, written in (
            (MINUTES, minutes),
            (HOURS, hours),
            (MONTH, month),
            (Kind("Year", year_min, year_max, around=False), year),
        )
    }
    days = _days_of_week(day_of_week) if day_of_month == "?" else _days_of_month(day_of_month)
    return Cron(in_order["Minutes"], in_order["Hours"], days, in_order["Month"], in_order["Year"])


def _days_of_month(text: str) -> Days:
    """Days by their number: a list, L, L-3, LW or 15W."""
    if last := _LAST_DAY.fullmatch(text):
        back = _BACK.number(last[1]) if last[1] else 0
        return lambda year, month: (day for day in (_length(year, month) - back,) if day > 0)
    if nearest := _NEAREST.fullmatch(text):
        wanted = 0 if nearest[1].upper() == "L" else DAY_OF_MONTH.number(nearest[1])
        return lambda year, month: _nearest_weekday(year, month, wanted)
    if re.search("[LW]", text, re.IGNORECASE):
        raise DAY_OF_MONTH.problem("L and W stand for one day and not in a list or range")
    days = values(DAY_OF_MONTH, text)
    return lambda year, month: (day for day in days if day <= _length(year, month))


def _nearest_weekday(year: int, month: int, wanted: int) -> Iterator[int]:
    """The day from Monday to Friday that is nearest within the month; 0 asks for the last one."""
    length = _length(year, month)
    if wanted > length:
        return
    day = wanted or length
    weekday = datetime(year, month, day, tzinfo=UTC).weekday()
    if weekday == _SATURDAY:
        day += 2 if day == 1 else -1
    elif weekday == _SUNDAY:
        day += -2 if day == length else 1
    yield day


def _days_of_week(text: str) -> Days:
    """Days by their place in the week: a list, L, 6L or 3#2."""
    if nth := _NTH.fullmatch(text):
        wanted, number = DAY_OF_WEEK.number(nth[1]), _WEEKS.number(nth[2])
        return lambda year, month: (
            day for day in _on(year, month, frozenset({wanted})) if (day - 1) // _WEEK == number - 1
        )
    if last := _LAST_OF_KIND.fullmatch(text):
        if not last[1]:
            return lambda year, month: _on(year, month, frozenset({DAY_OF_WEEK.high}))
        wanted = DAY_OF_WEEK.number(last[1])
        return lambda year, month: (
            day for day in _on(year, month, frozenset({wanted})) if day > _length(year, month) - _WEEK
        )
    if "#" in text:
        raise DAY_OF_WEEK.problem("with # only one day can be named, such as 3#2")
    if re.search(r"L(?!\w)|(?<!\w)L", text, re.IGNORECASE):
        raise DAY_OF_WEEK.problem("L stands alone or after one day, such as 6L")
    days = values(DAY_OF_WEEK, text)
    return lambda year, month: _on(year, month, days)


def _on(year: int, month: int, weekdays: frozenset[int]) -> Iterator[int]:
    """The days of a month on some weekdays; Sunday is 1."""
    first, length = monthrange(year, month)
    return (day for day in range(1, length + 1) if (first + day) % _WEEK + 1 in weekdays)


def _length(year: int, month: int) -> int:
    return monthrange(year, month)[1]
