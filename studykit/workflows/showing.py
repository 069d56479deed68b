"""What a study session shows: one card on the table, an answer that is saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studykit.core.review import Rating, Review

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
