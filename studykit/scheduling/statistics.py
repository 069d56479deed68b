"""A learner's figures: what was answered and when, what was remembered, and how the cards stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from studykit.core.review import Rating
from studykit.scheduling.reliability import Reliability, Retention
from studykit.scheduling.standing import Standing


@dataclass(frozen=True, slots=True)
class Day:
    """What was answered on one study day."""

    day: int
    """``date.toordinal``, like every study day."""
    answers: int
    milliseconds: int
    ratings: tuple[int, int, int, int]
    """Answers rated again, hard, good and easy."""

    @property
    def right(self) -> int:
        """Answers that were not rated again."""
        return self.answers - self.ratings[Rating.AGAIN - 1]


@dataclass(frozen=True, slots=True)
class Hour:
    """What was answered in one hour of the learner's clock."""

    hour: int
    answers: int
    right: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """Everything that ``studykit stats`` shows; the app draws the same value."""

    topic: str
    """Only cards of this topic; empty: all."""
    first: int
    """First study day of the period."""
    today: int
    total: int
    """Answers that stand, of all time."""
    streak: int
    """Study days in a row with an answer, up to today or yesterday."""
    calendar: Mapping[int, int]
    """Study day → answers, of the last year."""
    days: tuple[Day, ...]
    """The days of the period that have answers, oldest first."""
    hours: tuple[Hour, ...]
    """The hours of the period that have answers."""
    retentions: tuple[Retention, ...]
    reliability: Reliability | None
    """None when no answer of the period says anything about memory yet."""
    standing: Standing

    @property
    def answers(self) -> int:
        """Answers of the period."""
        return sum(one.answers for one in self.days)

    @property
    def ratings(self) -> tuple[int, int, int, int]:
        """Answers of the period rated again, hard, good and easy."""
        again, hard, good, easy = (sum(one.ratings[at] for one in self.days) for at in range(len(Rating)))
        return again, hard, good, easy

    @property
    def minutes(self) -> float:
        """Time of the period."""
        return sum(one.milliseconds for one in self.days) / 60_000


def streak_of(days: Iterable[int], today: int) -> int:
    """Study days in a row, up to today, or to yesterday while nothing was answered today."""
    studied = set(days)
    last = today if today in studied else today - 1
    number = 0
    while last - number in studied:
        number += 1
    return number
