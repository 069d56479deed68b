"""The time until a card comes back, as people read it."""

from __future__ import annotations

from datetime import datetime

from studykit.core.text import count
from studykit.scheduling.days import StudyDays

_MINUTE, _HOUR = 60, 3600
_MONTH, _YEAR = 30.4375, 365.25


def interval_text(at: datetime, due: datetime, days: StudyDays) -> str:
    """``10 min`` within a study day; ``4 days``, ``2.5 months`` or ``1.2 years`` beyond."""
    number = days.elapsed(at, due)
    seconds = max((due - at).total_seconds(), 0)
    minutes = round(seconds / _MINUTE)
    if number == 0 or seconds < _HOUR:
        if seconds < _MINUTE:
            return "less than 1 min"
        return f"{minutes} min" if minutes * _MINUTE < _HOUR else count(round(seconds / _HOUR), "hour")
    if number < 2 * _MONTH:
        return count(number, "day")
    if number < _YEAR:
        return f"{number / _MONTH:.1f}".removesuffix(".0") + " months"
    return f"{number / _YEAR:.1f}".removesuffix(".0") + " years"
