"""One field of a cron expression: numbers, names, lists, ranges and steps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_PART = re.compile(r"(?P<low>\*|\w+)(?:-(?P<high>\w+))?(?:/(?P<step>\d{1,4}))?", re.ASCII)


class CronProblemError(ValueError):
    """The service refuses the expression; the message names the field and says why."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What may stand in a field."""

    name: str
    low: int
    high: int
    names: tuple[str, ...] = ()
    """Words for the values, from the lowest on."""
    stepped: bool = True
    """True when a slash may stand in it."""
    around: bool = True
    """True when a range may go on from the highest to the lowest value."""

    def number(self, text: str) -> int:
        """The value that a number or name writes. Raises CronProblemError."""
        if text.upper() in self.names:
            return self.low + self.names.index(text.upper())
        if not (text.isascii() and text.isdigit() and len(text) <= len(str(self.high))):
            raise self.problem(f"'{text}' is none of its values")
        if not self.low <= int(text) <= self.high:
            raise self.problem(f"{text} does not lie between {self.low} and {self.high}")
        return int(text)

    def problem(self, why: str) -> CronProblemError:
        """The error that says why this field is refused."""
        return CronProblemError(f"{self.name}: {why}.")


MINUTES = Kind("Minutes", 0, 59)
HOURS = Kind("Hours", 0, 23)
DAY_OF_MONTH = Kind("Day-of-month", 1, 31)
MONTH = Kind("Month", 1, 12, ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"))
DAY_OF_WEEK = Kind("Day-of-week", 1, 7, ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"), stepped=False)


def values(kind: Kind, text: str) -> frozenset[int]:
    """The values that a list of numbers, ranges and steps names. Raises CronProblemError."""
    if text == "*":
        return frozenset(range(kind.low, kind.high + 1))
    return frozenset(value for part in text.split(",") for value in _part(kind, part))


def _part(kind: Kind, text: str) -> Iterator[int]:
    found = _PART.fullmatch(text)
    if not found or (found["low"] == "*" and (found["high"] or not found["step"])):
        raise kind.problem(f"'{text}' is no value, range or step" if text else "a value is missing")
    step = _step(kind, found["step"])
    low = kind.low if found["low"] == "*" else kind.number(found["low"])
    until = kind.high if found["step"] else low
    return iter(_between(kind, low, kind.number(found["high"]) if found["high"] else until, step))


def _step(kind: Kind, text: str | None) -> int:
    if text is None:
        return 1
    if not kind.stepped:
        raise kind.problem("it takes no steps with a slash")
    if not 1 <= int(text) <= kind.high:
        raise kind.problem(f"a step of {int(text)} does not lie between 1 and {kind.high}")
    return int(text)


def _between(kind: Kind, low: int, high: int, step: int) -> Iterable[int]:
    """Each step from the low value to the high one, round the end where it is less."""
    if low <= high:
        return range(low, high + 1, step)
    if not kind.around:
        raise kind.problem(f"the range {low}-{high} goes backwards")
    span = kind.high - kind.low + 1
    return (kind.low + (value - kind.low) % span for value in range(low, high + span + 1, step))
