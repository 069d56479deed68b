"""Answers and memory states that the tests of the store keep and get back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from studykit.core.attempt import Attempt, Given, TimeUsed
from studykit.core.mark import Mark, MarkKind
from studykit.core.review import MemoryState, Rating, Review

NOW = datetime(2026, 11, 21, 9, 30, 12, 345678, tzinfo=UTC)
DAY = NOW.toordinal()
MEMORY = MemoryState(
    stability=2.3065,
    difficulty=2.118103970459016,
    last=NOW,
    day=DAY,
    ready=NOW + timedelta(minutes=10),
    due_day=DAY,
    step=1,
    relearning=False,
    reps=1,
    lapses=0,
)
"""In its steps."""
BEGUN = TimeUsed(0, 0, NOW, "boot-1", 5000)
GIVEN = Given("AD", marked=True, milliseconds=4321, at=NOW)


def review(number: int, card: str = "limit:a", days: int = 0, rating: Rating = Rating.GOOD) -> Review:
    """An answer, some days after NOW."""
    return Review(
        id=f"{number:032x}",
        card=card,
        at=NOW + timedelta(days=days),
        offset=60,
        day=DAY + days,
        rating=rating,
        duration=4321,
        variant=7,
        chosen="B",
        interval=600,
        scheduler="fsrs 6",
        device="laptop",
    )


def learned(due: int, stability: float = 5.0) -> MemoryState:
    """The state of a graduated card that comes back some days after NOW."""
    return replace(MEMORY, ready=NOW, due_day=DAY + due, step=None, stability=stability)


def mark(number: int, card: str, kind: MarkKind, minutes: int = 0) -> Mark:
    """A mark, some minutes after NOW."""
    return Mark(f"{number:032x}", card, kind, DAY, NOW + timedelta(minutes=minutes), "laptop", "leech")


def attempt(number: int = 1, minutes: int | None = 130) -> Attempt:
    """An exam that begins."""
    return Attempt(f"{number:032x}", "DVA-C02", 7, NOW, minutes, "the paper", 0, BEGUN)


def counted(log: Sequence[Review]) -> MemoryState:
    """A fold over one card's answers, oldest first, that counts them."""
    assert list(log) == sorted(log, key=lambda one: (one.at, one.id))
    assert len({one.card for one in log}) == 1
    return replace(MEMORY, reps=len(log), lapses=7)
