"""Core types ↔ rows; moments become microseconds and come back aware."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from studykit.core.attempt import Attempt, Given, TimeUsed
from studykit.core.mark import Mark, MarkKind
from studykit.core.review import MemoryState, Rating, Review
from studykit.store.moments import microseconds, moment
from studykit.store.tables import ATTEMPT, MARK, MEMORY, REVIEW

Row = dict[str, Any]

REVIEW_COLUMNS = tuple(column for column in REVIEW.c if column.name != "learner")
"""In the order that ``review_of`` reads."""
MEMORY_COLUMNS = tuple(column for column in MEMORY.c if column.name not in ("learner", "card"))
"""In the order that ``memory_of`` reads."""
MARK_COLUMNS = tuple(column for column in MARK.c if column.name != "learner")
"""In the order that ``mark_of`` reads."""
ATTEMPT_COLUMNS = tuple(column for column in ATTEMPT.c if column.name not in ("learner", "deadline"))
"""In the order that ``attempt_of`` reads."""
_RATINGS = (Rating.AGAIN, *Rating)  # a lookup by number is several times faster than Rating(number)


def review_row(learner: str, review: Review) -> Row:
    """The row of a review."""
    return {
        "learner": learner,
        "id": review.id,
        "card": review.card,
        "at": microseconds(review.at),
        "offset": review.offset,
        "day": review.day,
        "rating": int(review.rating),
        "duration": review.duration,
        "variant": review.variant,
        "chosen": review.chosen,
        "interval": review.interval,
        "scheduler": review.scheduler,
        "device": review.device,
    }


def review_of(row: Sequence[Any]) -> Review:
    """The review of a row of REVIEW_COLUMNS."""
    key, card, at, offset, day, rating, duration, variant, chosen, interval, scheduler, device = row
    return Review(
        key, card, moment(at), offset, day, _RATINGS[rating], duration, variant, chosen, interval, scheduler, device
    )


def memory_row(learner: str, card: str, memory: MemoryState) -> Row:
    """The row of a card's memory state."""
    return {
        "learner": learner,
        "card": card,
        "stability": memory.stability,
        "difficulty": memory.difficulty,
        "last": microseconds(memory.last),
        "day": memory.day,
        "ready": microseconds(memory.ready),
        "due_day": memory.due_day,
        "step": memory.step,
        "relearning": memory.relearning,
        "reps": memory.reps,
        "lapses": memory.lapses,
    }


def memory_of(row: Sequence[Any]) -> MemoryState:
    """The memory state of a row of MEMORY_COLUMNS."""
    stability, difficulty, last, day, ready, due_day, step, relearning, reps, lapses = row
    return MemoryState(
        stability,
        difficulty,
        last=moment(last),
        day=day,
        ready=moment(ready),
        due_day=due_day,
        step=step,
        relearning=bool(relearning),
        reps=reps,
        lapses=lapses,
    )


def mark_row(learner: str, mark: Mark) -> Row:
    """The row of a mark."""
    return {
        "learner": learner,
        "id": mark.id,
        "card": mark.card,
        "kind": mark.kind.value,
        "day": mark.day,
        "at": microseconds(mark.at),
        "device": mark.device,
        "why": mark.why,
    }


def mark_of(row: Sequence[Any]) -> Mark:
    """The mark of a row of MARK_COLUMNS."""
    key, card, kind, day, at, device, why = row
    return Mark(key, card, MarkKind(kind), day, moment(at), device, why)


def attempt_row(learner: str, attempt: Attempt) -> Row:
    """The row of an attempt."""
    return {
        "learner": learner,
        "id": attempt.id,
        "exam": attempt.exam,
        "seed": attempt.seed,
        "started": microseconds(attempt.started),
        "minutes": attempt.minutes,
        "paper": attempt.paper,
        "position": attempt.position,
        "ended": None if attempt.ended is None else microseconds(attempt.ended),
        **time_row(attempt),
    }


def time_row(attempt: Attempt) -> Row:
    """The columns of an attempt's row that its time changes."""
    time, deadline = attempt.time, attempt.deadline
    return {
        "used": time.used,
        "given_back": time.given_back,
        "wall": microseconds(time.wall),
        "boot": time.boot,
        "steady": time.steady,
        "deadline": None if deadline is None else microseconds(deadline),
    }


def attempt_of(row: Sequence[Any]) -> Attempt:
    """The attempt of a row of ATTEMPT_COLUMNS."""
    key, exam, seed, started, minutes, paper, position, used, given_back, wall, boot, steady, ended = row
    return Attempt(
        id=key,
        exam=exam,
        seed=seed,
        started=moment(started),
        minutes=minutes,
        paper=paper,
        position=position,
        time=TimeUsed(used, given_back, moment(wall), boot, steady),
        ended=_maybe(ended),
    )


def given_row(learner: str, attempt: str, position: int, given: Given) -> Row:
    """The row of what was done with a question."""
    return {
        "learner": learner,
        "attempt": attempt,
        "position": position,
        "chosen": given.chosen,
        "marked": given.marked,
        "milliseconds": given.milliseconds,
        "at": microseconds(given.at),
    }


def given_of(row: Sequence[Any]) -> Given:
    """What was done with a question: of a row of chosen, marked, milliseconds and at."""
    chosen, marked, milliseconds, at = row
    return Given(chosen, bool(marked), milliseconds, moment(at))


def _maybe(micros: int | None) -> datetime | None:
    return None if micros is None else moment(micros)
