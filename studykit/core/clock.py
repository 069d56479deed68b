"""Local time without reading any clock."""

from __future__ import annotations

from datetime import UTC, datetime


def utc(moment: datetime) -> datetime:
    """The same moment in UTC. Raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(UTC)


def offset_minutes(moment: datetime) -> int:
    """Minutes that an aware moment's own clock is ahead of UTC."""
    offset = moment.utcoffset()
    return round(offset.total_seconds() / 60) if offset else 0
