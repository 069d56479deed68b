"""Core types ↔ rows; moments become microseconds and come back aware."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Row

from studykit.core.clock import utc
from studykit.core.review import MemoryState, Rating, Review
from studykit.store.tables import MemoryRow, ReviewRow

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def microseconds(moment: datetime) -> int:
    """Microseconds since 1970 of an aware moment."""
    return (utc(moment) - _EPOCH) // _MICROSECOND


def moment(micros: int) -> datetime:
    """The aware moment, in UTC, of microseconds since 1970."""
    return _EPOCH + micros * _MICROSECOND


def review_row(review: Review) -> ReviewRow:
    """The row of a review."""
    return ReviewRow(
        id=review.id,
        card=review.card,
        at=microseconds(review.at),
        offset=review.offset,
        rating=int(review.rating),
        duration=review.duration,
        variant=review.variant,
        chosen=review.chosen,
        scheduler=review.scheduler,
        device=review.device,
    )


def review_of(row: Row[Any]) -> Review:
    """The review of a row."""
    return Review(
        id=row.id,
        card=row.card,
        at=moment(row.at),
        offset=row.offset,
        rating=Rating(row.rating),
        duration=row.duration,
        variant=row.variant,
        chosen=row.chosen,
        scheduler=row.scheduler,
        device=row.device,
    )


def memory_row(card: str, memory: MemoryState) -> MemoryRow:
    """The row of a card's memory state."""
    return MemoryRow(
        card=card,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=microseconds(memory.due),
        last=microseconds(memory.last),
        step=memory.step,
        relearning=memory.relearning,
        reps=memory.reps,
        lapses=memory.lapses,
    )


def memory_of(row: Row[Any]) -> MemoryState:
    """The memory state of a row."""
    return MemoryState(
        stability=row.stability,
        difficulty=row.difficulty,
        due=moment(row.due),
        last=moment(row.last),
        step=row.step,
        relearning=row.relearning,
        reps=row.reps,
        lapses=row.lapses,
    )
