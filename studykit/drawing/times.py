"""Seconds in the words of people: on a clock, and how long something lasts."""

from __future__ import annotations

from collections.abc import Iterable

from studykit.core.quantity import Dimension, Figure, natural

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_PARTS = ((_DAY, "d"), (_HOUR, "h"), (_MINUTE, "min"), (1, "s"))
_MOST_PARTS = 2


def lasting(seconds: Figure) -> str:
    """``90 s`` as ``1 min 30 s``; what two units cannot say exactly stays in one."""
    if not isinstance(seconds, int) or seconds <= 0:
        return str(natural(seconds, Dimension.TIME))
    parts: list[str] = []
    rest = seconds
    for size, name in _PARTS:
        many, rest = divmod(rest, size)
        if many:
            parts.append(f"{many:,} {name}")
    return " ".join(parts) if len(parts) <= _MOST_PARTS else str(natural(seconds, Dimension.TIME))


def clock(times: Iterable[Figure]) -> dict[Figure, str]:
    """Each time as people would read it: ``1:04`` where all are whole seconds of a day and one has minutes."""
    all_times = tuple(times)
    most = max(all_times, default=0)
    if not all(isinstance(at, int) for at in all_times) or not _MINUTE <= most <= _DAY:
        return {at: lasting(at) for at in all_times}
    return {at: _on_clock(at, hours=most >= _HOUR) for at in all_times if isinstance(at, int)}


def _on_clock(at: int, *, hours: bool) -> str:
    minutes, seconds = divmod(at, _MINUTE)
    if not hours or minutes < _MINUTE:
        return f"{minutes}:{seconds:02}"
    hour, minutes = divmod(minutes, _MINUTE)
    return f"{hour}:{minutes:02}:{seconds:02}"
