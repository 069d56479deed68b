"""A figure found in a text, with what it may mean."""

from __future__ import annotations

from dataclasses import dataclass

from studykit.core.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure found in a text."""

    start: int
    end: int
    """End of the figure with its unit."""
    readings: tuple[Quantity, ...]
    """What it may mean, likeliest first: 6 times is a ratio or a count, 256K a count or kilobytes."""
    bare: bool
    """True when no unit was written (or shared by a range)."""
    word: bool
    """True when it was a word: two, twice, a minute."""
    noun: str = ""
    """The word right after a bare figure, lower case: what it counts, if it counts something."""
    low: bool = False
    """True for the first figure of a range."""
    high: bool = False
    """True for the last figure of a range."""

    @property
    def quantity(self) -> Quantity:
        """The likeliest reading."""
        return self.readings[0]
