"""Fuzz: the days around an interval on which a card may come back, and a draw that is the same each time.

The range is Anki's (``rslib/src/scheduler/states/fuzz.rs``). The ``fsrs`` library's own fuzz is not used: it draws
from the process's chance, so that undo and replay differ, and one day beyond the range half as often as the others.
"""

from __future__ import annotations

from hashlib import blake2b
from math import floor, inf

_LEAST_FUZZED = 2.5
_BASE = 1.0
_PARTS = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.1), (20.0, inf, 0.05))
_HALF = 0.5
_BITS = 53  # those of a float's fraction
_BYTES = 8


def window(interval: float, minimum: int, maximum: int) -> range:
    """The days (1, 2, … from the answer) to choose from; never empty, never outside ``minimum`` to ``maximum``."""
    minimum = min(minimum, maximum)
    interval = min(max(interval, minimum), maximum)
    delta = _delta(interval)
    lowest = min(max(rounded(interval - delta), minimum), maximum)
    highest = min(max(rounded(interval + delta), minimum), maximum)
    return range(lowest, highest + 1)


def least(interval: float, previous: int, longest: int) -> int:
    """The fewest days that chance may make of an interval, so that it never shrinks one that grows.

    ``previous`` is the interval that the card had (0: none). An interval that is meant to grow grows by a day at least;
    one that stays within reach of the last is not cut below it; one that is meant to shrink may.
    """
    if rounded(interval) > previous:
        return min(previous + 1, longest)
    return previous if previous <= window(interval, 1, longest)[-1] else 1


def draw(card: str, reps: int) -> float:
    """A number from 0 up to 1, the same for a card's n-th answer in any process and on any computer."""
    digest = blake2b(f"{card}\n{reps}".encode(), digest_size=_BYTES).digest()
    return (int.from_bytes(digest, "big") >> (8 * _BYTES - _BITS)) / (1 << _BITS)


def rounded(number: float) -> int:
    """The nearest whole number, halves upwards (Python rounds them to even)."""
    return floor(number + _HALF)


def _delta(interval: float) -> float:
    """Days by which an interval may be shorter or longer."""
    if interval < _LEAST_FUZZED:
        return 0.0
    return _BASE + sum(factor * max(min(interval, end) - begin, 0.0) for begin, end, factor in _PARTS)
