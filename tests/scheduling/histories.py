"""Histories of one card: answers with study days, as the log keeps them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from studykit.core.review import DAY_SECONDS, MemoryState, Rating, Review

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
TODAY = date(2026, 11, 21).toordinal()

ratings = st.sampled_from(list(Rating))


def answer(rating: int, day: int, *, interval: int = DAY_SECONDS, at: datetime | None = None) -> Review:
    """An answer on a study day, at noon when no other time is given."""
    moment = NOON + timedelta(days=day - TODAY) if at is None else at
    return Review("id", "card", moment, 0, day, Rating(rating), 1000, 0, "A", interval, "fsrs 6", "test")


def answers(rated: Iterable[tuple[int, int]]) -> list[Review]:
    """One answer for each rating and the study days since the one before; a minute apart within a day."""
    found: list[Review] = []
    day = TODAY
    for number, (rating, gap) in enumerate(rated):
        day += gap
        at = NOON + timedelta(days=day - TODAY, minutes=number)
        found.append(answer(rating, day, at=at))
    return found


def graduated(stability: float, *, difficulty: float = 5.0, interval: int = 1, reps: int = 5) -> MemoryState:
    """A card last answered today, which comes back after ``interval`` days."""
    return MemoryState(
        stability, difficulty, NOON, TODAY, NOON, TODAY + interval, None, relearning=False, reps=reps, lapses=0
    )


def stepping(step: int, *, relearning: bool = False, reps: int = 1) -> MemoryState:
    """A card in its steps since today."""
    return MemoryState(
        2.3, 5.0, NOON, TODAY, NOON, TODAY, step, relearning=relearning, reps=reps, lapses=int(relearning)
    )
