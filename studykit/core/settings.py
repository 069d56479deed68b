"""What a learner set: how cards come back, how much a day, and the exam that it is for."""

from __future__ import annotations

from dataclasses import dataclass

WEEK = 7


@dataclass(frozen=True, slots=True)
class Break:
    """Study days without study, planned ahead."""

    first: int
    """``date.toordinal``, like every study day."""
    last: int
    """Included."""

    def __contains__(self, day: object) -> bool:
        return isinstance(day, int) and self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Fit:
    """Parameters of the scheduler that were fitted to a learner's own answers."""

    parameters: tuple[float, ...]
    """The 21 of FSRS-6, in its order."""
    reviews: int
    """Answers that they were fitted to."""
    before: float
    """Log loss of the parameters before, on answers that came after those fitted to (time split)."""
    after: float
    """Log loss of these, on the same."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything has a value; each is changed by name (``studykit settings``)."""

    retention: float = 0.9
    """Recall at which a card comes back, 0.7 to 0.99; with an exam plan the plan decides instead."""
    new_a_day: int = 12
    reviews_a_day: int = 200
    learning_steps: tuple[int, ...] = (60, 600)
    """Seconds, each less than a day; empty: a new card graduates at once."""
    relearning_steps: tuple[int, ...] = (600,)
    longest: int = 36_500
    """Days that an interval may have."""
    rollover: int = 4
    """Hour at which a study day begins."""
    easy_days: tuple[float, ...] = (1.0,) * WEEK
    """Share of the usual work for Monday to Sunday: 1 all, 0.5 half, 0 as little as can be."""
    breaks: tuple[Break, ...] = ()
    leech_lapses: int = 8
    """A card that was forgotten so often is a leech; 0: none is."""
    suspend_leeches: bool = True
    siblings_apart: bool = True
    """Cards about the same thing are not asked on one day."""
    hard_seconds: int = 0
    """A right answer that took longer counts as hard; 0: never."""
    exam: str = ""
    """Key of the blueprint that is prepared for; empty: the pack's own."""
    exam_day: int | None = None
    """Study day of the exam; None without a plan."""
    minutes: int = 20
    """A day, for the plan."""
    fit: Fit | None = None
    """None: the scheduler's own parameters."""
    cohort: str = ""
    """Group whose teacher may see this learner's results, by the learner's consent; empty: nobody may."""
