"""Core types ↔ rows; moments become microseconds and come back aware."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Row

from studykit.core.attempt import Attempt, Given, TimeUsed
from studykit.core.clock import utc
from studykit.core.review import MemoryState, Rating, Review
from studykit.store.tables import AttemptRow, GivenRow, MemoryRow, ReviewRow

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


def attempt_row(attempt: Attempt) -> AttemptRow:
    """The row of an attempt."""
    row = AttemptRow(
        id=attempt.id,
        exam=attempt.exam,
        seed=attempt.seed,
        started=microseconds(attempt.started),
        minutes=attempt.minutes,
        deadline=None,
        paper=attempt.paper,
        position=attempt.position,
        used=0,
        given_back=0,
        wall=0,
        boot="",
        steady=0,
        ended=None if attempt.ended is None else microseconds(attempt.ended),
    )
    set_time(row, attempt.time)
    return row


def set_time(row: AttemptRow, time: TimeUsed) -> None:
    """Keeps the time used in the row of an attempt; it never becomes less, whatever clocks say."""
    row.used = max(row.used, time.used)
    row.given_back = max(row.given_back, time.given_back)
    row.wall, row.boot, row.steady = microseconds(time.wall), time.boot, time.steady
    deadline = attempt_of(row).deadline
    row.deadline = None if deadline is None else microseconds(deadline)


def attempt_of(row: AttemptRow) -> Attempt:
    """The attempt of a row."""
    return Attempt(
        id=row.id,
        exam=row.exam,
        seed=row.seed,
        started=moment(row.started),
        minutes=row.minutes,
        paper=row.paper,
        position=row.position,
        time=TimeUsed(row.used, row.given_back, moment(row.wall), row.boot, row.steady),
        ended=None if row.ended is None else moment(row.ended),
    )


def given_row(attempt: str, position: int, given: Given) -> GivenRow:
    """The row of what was done with a question."""
    return GivenRow(
        attempt=attempt,
        position=position,
        chosen=given.chosen,
        marked=given.marked,
        milliseconds=given.milliseconds,
        at=microseconds(given.at),
    )


def given_of(row: GivenRow) -> Given:
    """What was done with a question."""
    return Given(row.chosen, row.marked, row.milliseconds, moment(row.at))
