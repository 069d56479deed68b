"""Mock exams in the learner's file: every answer is a row of its own, and the time used is kept beside it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, col, select

from studykit.core.attempt import Attempt, Given, TimeUsed
from studykit.core.errors import StoreError
from studykit.core.review import MemoryState, Review
from studykit.store.rows import (
    attempt_of,
    attempt_row,
    given_of,
    given_row,
    memory_row,
    microseconds,
    review_row,
    set_time,
)
from studykit.store.tables import AttemptRow, GivenRow

_Sessions = Callable[[], AbstractContextManager[Session]]


class Attempts:
    """What a method wrote is on disk when it returns; it raises StoreError otherwise."""

    def __init__(self, writing: _Sessions, reading: _Sessions, path: Path) -> None:
        self._writing, self._reading, self._path = writing, reading, path

    def hold(self) -> Hold:
        """The right to go on with the open attempt. Raises StoreError while another program has it."""
        return Hold(self._path.with_name("exam.lock"))

    def add(self, attempt: Attempt) -> None:
        """Keeps an attempt that begins. Raises StoreError while another one is not finished."""
        with self._writing() as session:
            if session.exec(select(AttemptRow.id).where(col(AttemptRow.ended).is_(None))).first() is not None:
                raise StoreError("An exam was begun and is not finished. Go on with it, or finish it, first.")
            session.add(attempt_row(attempt))

    def open(self) -> Attempt | None:
        """The attempt that is not finished."""
        wanted = select(AttemptRow).where(col(AttemptRow.ended).is_(None)).order_by(col(AttemptRow.started).desc())
        with self._reading() as session:
            row = session.exec(wanted).first()
            return None if row is None else attempt_of(row)

    def ended(self) -> tuple[Attempt, ...]:
        """The finished attempts, newest first."""
        wanted = select(AttemptRow).where(col(AttemptRow.ended).is_not(None))
        wanted = wanted.order_by(col(AttemptRow.ended).desc(), col(AttemptRow.started).desc(), col(AttemptRow.id))
        with self._reading() as session:
            return tuple(attempt_of(row) for row in session.exec(wanted))

    def given(self, attempt: str) -> dict[int, Given]:
        """Position → what was done with its question."""
        wanted = select(GivenRow).where(GivenRow.attempt == attempt).order_by(col(GivenRow.position))
        with self._reading() as session:
            return {row.position: given_of(row) for row in session.exec(wanted)}

    def give(self, attempt: str, position: int, given: Given, time: TimeUsed) -> None:
        """Keeps what was done with a question, and the time used. Raises StoreError when the attempt is finished."""
        with self._writing() as session:
            _beat(session, attempt, position, time)
            session.merge(given_row(attempt, position, given))

    def beat(self, attempt: str, position: int, time: TimeUsed) -> None:
        """Keeps the time used. Raises StoreError when the attempt is finished."""
        with self._writing() as session:
            _beat(session, attempt, position, time)

    def end(self, attempt: str, at: datetime, time: TimeUsed, reviews: Iterable[tuple[Review, MemoryState]]) -> bool:
        """Ends an attempt and appends its reviews, all or nothing; False when it had ended already."""
        with self._writing() as session:
            row = _row(session, attempt)
            if row.ended is not None:
                return False
            set_time(row, time)
            row.ended = microseconds(at)
            for review, memory in reviews:
                session.add(review_row(review))
                session.merge(memory_row(review.card, memory))
            return True


class Hold:
    """A lock of the operating system's: it goes with the process, however that ends."""

    def __init__(self, path: Path) -> None:
        try:
            self._file = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
        except sqlite3.Error as problem:
            raise StoreError(f"'{path}' cannot be used: {problem}.") from problem
        try:
            self._file.execute("begin exclusive").close()
        except sqlite3.Error as problem:
            self._file.close()
            if problem.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise StoreError(f"'{path}' cannot be used: {problem}.") from problem
            raise StoreError("Another studykit has an exam open. Go on there, or close it first.") from problem

        self.held = True
        """False once it was let go."""

    def let_go(self) -> None:
        """Lets others have it; does nothing the second time."""
        self.held = False
        self._file.close()


def _row(session: Session, attempt: str) -> AttemptRow:
    row = session.get(AttemptRow, attempt)
    if row is None:
        raise StoreError("That exam is not in your file.")
    return row


def _beat(session: Session, attempt: str, position: int, time: TimeUsed) -> None:
    row = _row(session, attempt)
    if row.ended is not None:
        raise StoreError("This exam is finished: nothing can be answered any more.")
    row.position = position
    set_time(row, time)
