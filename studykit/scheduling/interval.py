"""The time until a card comes back, as people read it."""

from __future__ import annotations

from studykit.core.review import DAY_SECONDS
from studykit.core.text import count

_MINUTE, _HOUR = 60, 3600
_MONTH, _YEAR = 30.4375, 365.25


def interval_text(seconds: int) -> str:
    """``10 min`` or ``5 hours`` within a day; ``4 days``, ``2.5 months`` or ``1.2 years`` from a day on."""
    if seconds < _MINUTE:
        return "less than 1 min"
    minutes = round(seconds / _MINUTE)
    if minutes * _MINUTE < _HOUR:
        return f"{minutes} min"
    if seconds < DAY_SECONDS:
        return count(round(seconds / _HOUR), "hour")
    days = seconds // DAY_SECONDS
    if days < 2 * _MONTH:
        return count(days, "day")
    if days < _YEAR:
        return f"{days / _MONTH:.1f}".removesuffix(".0") + " months"
    return f"{days / _YEAR:.1f}".removesuffix(".0") + " years"
