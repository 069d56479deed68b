"""How far from even a seeded draw may be."""

from __future__ import annotations

from math import sqrt

_Z = 3.72  # one in ten thousand is beyond


def chi_square_limit(freedom: int) -> float:
    """What a chi-square of so many degrees of freedom exceeds once in ten thousand (Wilson and Hilferty)."""
    ninth = 2 / (9 * freedom)
    return float(freedom * (1 - ninth + _Z * sqrt(ninth)) ** 3)
