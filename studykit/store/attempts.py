"""Mock exams in the learner's database: every answer is a row of its own, and the time used is kept beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, insert, select, update

from studykit.core.attempt import Attempt, Given, TimeUsed
from studykit.core.errors import StoreError
from studykit.core.review import MemoryState, Review
from studykit.store.database import Database, put
from studykit.store.hold import Hold, hold_on_file, hold_on_server
from studykit.store.moments import microseconds
from studykit.store.rows import (
    ATTEMPT_COLUMNS,
    attempt_of,
    attempt_row,
    given_of,
    given_row,
    memory_row,
    review_row,
    time_row,
)
from studykit.store.tables import ATTEMPT, GIVEN, MEMORY, REVIEW

_TAKEN = "Another studykit has an exam open. Go on there, or close it first."
_GIVEN_COLUMNS = (GIVEN.c.position, GIVEN.c.chosen, GIVEN.c.marked, GIVEN.c.milliseconds, GIVEN.c.at)


class Attempts(Database):
    """What a method wrote is on disk when it returns; it raises StoreError otherwise."""

    def hold(self) -> Hold:
        """The right to go on with the open attempt. Raises StoreError while another program has it."""
        if self.path is not None:
            return hold_on_file(self.path.with_name("exam.lock"), _TAKEN)
        return hold_on_server(self.engine, self.learner, _TAKEN)

    def add(self, attempt: Attempt) -> None:
        """Keeps an attempt that begins. Raises StoreError while another one is not finished."""
        with self._writing() as connection:
            self._alone(connection)
            if connection.execute(self._attempts().where(ATTEMPT.c.ended.is_(None)).limit(1)).first() is not None:
                raise StoreError("An exam was begun and is not finished. Go on with it, or finish it, first.")
            connection.execute(insert(ATTEMPT), attempt_row(self.learner, attempt))

    def open(self) -> Attempt | None:
        """The attempt that is not finished."""
        wanted = self._attempts().where(ATTEMPT.c.ended.is_(None)).order_by(ATTEMPT.c.started.desc(), ATTEMPT.c.id)
        with self._reading() as connection:
            row = connection.execute(wanted.limit(1)).first()
            return None if row is None else attempt_of(row)

    def ended(self) -> tuple[Attempt, ...]:
        """The finished attempts, newest first."""
        wanted = self._attempts().where(ATTEMPT.c.ended.is_not(None))
        wanted = wanted.order_by(ATTEMPT.c.ended.desc(), ATTEMPT.c.started.desc(), ATTEMPT.c.id)
        with self._reading() as connection:
            return tuple(map(attempt_of, connection.execute(wanted)))

    def given(self, attempt: str) -> dict[int, Given]:
        """Position → what was done with its question."""
        wanted = select(*_GIVEN_COLUMNS).where(self._mine(GIVEN), GIVEN.c.attempt == attempt)
        with self._reading() as connection:
            rows: Sequence[Any] = connection.execute(wanted.order_by(GIVEN.c.position)).all()
            return {row[0]: given_of(row[1:]) for row in rows}

    def give(self, attempt: str, position: int, given: Given, time: TimeUsed) -> None:
        """Keeps what was done with a question, and the time used. Raises StoreError when the attempt is finished."""
        with self._writing() as connection:
            self._beat(connection, attempt, position, time)
            put(connection, GIVEN, [given_row(self.learner, attempt, position, given)])

    def beat(self, attempt: str, position: int, time: TimeUsed) -> None:
        """Keeps the time used. Raises StoreError when the attempt is finished."""
        with self._writing() as connection:
            self._beat(connection, attempt, position, time)

    def end(self, attempt: str, at: datetime, time: TimeUsed, reviews: Iterable[tuple[Review, MemoryState]]) -> bool:
        """Ends an attempt and appends its reviews, all or nothing; False when it had ended already."""
        with self._writing() as connection:
            self._alone(connection)
            kept = self._kept(connection, attempt)
            if kept.ended is not None:
                return False
            self._set(connection, attempt, {**_with_time(kept, time), "ended": microseconds(at)})
            both = list(reviews)
            if both:
                connection.execute(insert(REVIEW), [review_row(self.learner, review) for review, _ in both])
                put(connection, MEMORY, [memory_row(self.learner, review.card, state) for review, state in both])
            return True

    def _attempts(self) -> Select[Any]:
        return select(*ATTEMPT_COLUMNS).where(self._mine(ATTEMPT))

    def _kept(self, connection: Connection, attempt: str) -> Attempt:
        row = connection.execute(self._attempts().where(ATTEMPT.c.id == attempt).with_for_update()).first()
        if row is None:
            raise StoreError("That exam is not in your file.")
        return attempt_of(row)

    def _beat(self, connection: Connection, attempt: str, position: int, time: TimeUsed) -> None:
        kept = self._kept(connection, attempt)
        if kept.ended is not None:
            raise StoreError("This exam is finished: nothing can be answered any more.")
        self._set(connection, attempt, {**_with_time(kept, time), "position": position})

    def _set(self, connection: Connection, attempt: str, values: dict[str, Any]) -> None:
        connection.execute(update(ATTEMPT).where(self._mine(ATTEMPT), ATTEMPT.c.id == attempt).values(values))


def _with_time(kept: Attempt, time: TimeUsed) -> dict[str, Any]:
    """Columns with the time used; it never becomes less, whatever clocks say."""
    used, given_back = max(kept.time.used, time.used), max(kept.time.given_back, time.given_back)
    return time_row(replace(kept, time=replace(time, used=used, given_back=given_back)))
