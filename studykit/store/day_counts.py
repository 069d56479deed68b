"""What was answered on one study day."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DayCounts:
    """Counts of the answers of a day that stand."""

    answers: int
    reviews: int
    """Cards answered that had been answered on a day before."""
    new: int
    """Cards answered for the first time."""
    milliseconds: int
    """Time that the answers took."""
