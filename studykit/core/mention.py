"""Where a note speaks of a fact, and how what it says stands to it."""

from __future__ import annotations

from dataclasses import dataclass

from studykit.core.fact import ClaimStanding


@dataclass(frozen=True, slots=True)
class Mention:
    """The lines of a note that claim something about a fact, an answer or an order of steps."""

    line: int
    """First line, 1-based."""
    end: int
    """Last line, inclusive."""
    about: str
    """Id of the fact; of the conflict where no fact comes of what the notes say."""
    standing: ClaimStanding
    verified: bool
    """True when an authority says the value in force."""
