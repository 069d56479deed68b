"""A share of answers, and the interval that it lies in."""

from __future__ import annotations

from math import sqrt

SURE = 1.959964
"""Standard deviations of 95 %."""


def interval(right: int, total: int) -> tuple[float, float]:
    """The 95 % interval (Wilson's) of a share, 0 to 1; all of it when nothing was asked."""
    if not total:
        return 0.0, 1.0
    share, squared = right / total, SURE * SURE
    middle = share + squared / (2 * total)
    half = SURE * sqrt(share * (1 - share) / total + squared / (4 * total * total))
    whole = 1 + squared / total
    low, high = (middle - half) / whole, (middle + half) / whole
    return max(min(low, share), 0.0), min(max(high, share), 1.0)  # at the ends, rounding would leave the share out
