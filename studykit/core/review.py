"""One answer, and what is remembered after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

DAY_SECONDS = 86_400


class Rating(IntEnum):
    """How well a card was known; the numbers are those of FSRS and Anki."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


@dataclass(frozen=True, slots=True)
class Review:
    """One row of the append-only log. Folding a card's rows gives its memory state, on any device, bit for bit."""

    id: str
    """UUID (hex), unique over devices."""
    card: str
    at: datetime
    """Always aware, UTC; later than the card's answer before it."""
    offset: int
    """Minutes that the learner's clock was ahead of UTC."""
    day: int
    """Study day (``date.toordinal``) by the learner's clock and roll-over hour of that moment."""
    rating: Rating
    duration: int
    """Milliseconds from showing to answering."""
    variant: int
    chosen: str
    """Letters of the options chosen, the typed answer, or empty for a turned card."""
    interval: int
    """Seconds until the card was to come back: less than a day in its steps, whole days of 86,400 afterwards."""
    scheduler: str
    """Name, version and parameters of what worked out the interval: ``fsrs 6``, ``fsrs 6 1f2e3d4c``."""
    device: str

    @property
    def days(self) -> int:
        """Study days after which the card comes back; 0 while it is in its steps."""
        return self.interval // DAY_SECONDS


@dataclass(frozen=True, slots=True)
class MemoryState:
    """What is remembered of a card after its last review: a fold over its rows of the log."""

    stability: float
    """Days after which recall falls to 90 %."""
    difficulty: float
    """1 (easy) to 10."""
    last: datetime
    """Time of the last review; aware, UTC."""
    day: int
    """Study day of the last review."""
    ready: datetime
    """Not shown before this moment: the end of the step's wait; ``last`` once the card has graduated. Aware, UTC."""
    due_day: int
    """Study day on which it comes back; ``day`` while it is in its steps."""
    step: int | None
    """Position in the learning or relearning steps; None once the card has graduated."""
    relearning: bool
    reps: int
    lapses: int

    def is_due(self, now: datetime, today: int) -> bool:
        """Whether it may be asked at a moment of the study day ``today``."""
        return self.due_day <= today and self.ready <= now
