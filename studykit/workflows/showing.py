"""What a study session shows: today's counts, one card on the table, an answer that is saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studykit.core.review import Rating, Review
from studykit.core.text import count

if TYPE_CHECKING:
    from studykit.core.card import Card
    from studykit.core.question import Question


@dataclass(frozen=True, slots=True)
class Choice:
    """A rating and when the card would come back after it."""

    rating: Rating
    interval: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Showing:
    """One card on the table."""

    card: Card
    question: Question | None
    """A verified question; None for a card that the learner turns and rates."""
    position: int
    total: int


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that is saved."""

    showing: Showing
    review: Review
    right: bool
    choices: tuple[Choice, ...]
    """The four ratings, in order, with what each would have meant."""
    leech: bool = False
    """Whether it was forgotten so often by now that it wants another look."""


@dataclass(frozen=True, slots=True)
class Today:
    """What the learner sees first."""

    due: int
    new: int
    minutes: int
    answered: int
    next_due: str
    conflicts: int
    held_back: int
    cards: int
    facts: int
    domains: int
    notes: int
    first_run: bool
    notice: str
    exam_in: int | None = None
    """Study days until the exam that is planned for; None without one, and once it is over."""


def exam_words(today: Today) -> tuple[str, ...]:
    """``exam in 42 days``; nothing without a plan."""
    if today.exam_in is None:
        return ()
    return (f"exam in {count(today.exam_in, 'day')}" if today.exam_in else "exam today",)
