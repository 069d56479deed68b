"""Moments ↔ microseconds since 1970, exactly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from studykit.core.clock import utc

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def microseconds(moment: datetime) -> int:
    """Microseconds since 1970 of an aware moment."""
    return (utc(moment) - _EPOCH) // _MICROSECOND


def moment(micros: int) -> datetime:
    """The aware moment, in UTC, of microseconds since 1970."""
    return _EPOCH + timedelta(0, 0, micros)
