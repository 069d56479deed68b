"""One answer, and what is remembered after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum


class Rating(IntEnum):
    """How well a card was known; the numbers are those of FSRS and Anki."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


@dataclass(frozen=True, slots=True)
class Review:
    """One row of the append-only log."""

    id: str
    """UUID (hex), unique over devices."""
    card: str
    at: datetime
    """Always aware, UTC."""
    offset: int
    """Minutes that the learner's clock was ahead of UTC."""
    rating: Rating
    duration: int
    """Milliseconds from showing to answering."""
    variant: int
    chosen: str
    """Letters of the options chosen, the typed answer, or empty for a turned card."""
    scheduler: str
    """Name and version of what worked out the next date: ``fsrs 6``."""
    device: str


@dataclass(frozen=True, slots=True)
class MemoryState:
    """What the scheduler remembers of a card after its last review."""

    stability: float
    """Days after which recall falls to 90 %."""
    difficulty: float
    """1 (easy) to 10."""
    due: datetime
    """Aware, UTC."""
    last: datetime
    """Time of the last review; aware, UTC."""
    step: int | None
    """Position in the learning or relearning steps; None once the card has graduated."""
    relearning: bool
    reps: int
    lapses: int
