"""The log as its rows say it, for those who check it: nothing is taken for right, and memory stays small."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, exists, func, select

from studykit.core.review import Review
from studykit.store.reviews import Reviews
from studykit.store.rows import REVIEW_COLUMNS, review_of
from studykit.store.tables import MEMORY, REVIEW, WITHDRAWAL

_ORDER = (REVIEW.c.card, REVIEW.c.at, REVIEW.c.id)
_RATED = frozenset(range(1, 5))


class State(NamedTuple):
    """What the quick check compares of a memory state."""

    card: str
    stability: float
    difficulty: float
    day: int
    reps: int


Logged = tuple[str, str, Review | None, bool]
"""A row of the log: id, card, answer, and whether it was taken back. There may be millions, so it is a plain tuple.

The answer is None when the row cannot be one: a column holds what it may not.
"""


class Audit(Reviews):
    """Everything that checking the log asks."""

    def size(self) -> int:
        """How many answers the log has, those taken back too."""
        with self._reading() as connection:
            return int(connection.execute(select(func.count()).where(self._mine(REVIEW))).scalar_one())

    def rows(self) -> Iterator[Logged]:
        """All answers, those taken back too, by card, then oldest first."""
        taken_back = exists().where(WITHDRAWAL.c.learner == REVIEW.c.learner, WITHDRAWAL.c.review == REVIEW.c.id)
        wanted: Select[Any] = select(*REVIEW_COLUMNS, taken_back).where(self._mine(REVIEW)).order_by(*_ORDER)
        rows: Iterator[Sequence[Any]] = self._streamed(wanted)
        for row in rows:
            yield row[0], row[1], _read(row[:-1]), bool(row[-1])

    def ratings(self) -> Iterator[tuple[str, int, int]]:
        """Card, study day and rating of the answers that stand, by card, then oldest first: all that memory follows."""
        wanted = self._standing(REVIEW.c.card, REVIEW.c.day, REVIEW.c.rating).order_by(*_ORDER)
        rows: Iterator[Any] = self._streamed(wanted)
        yield from ((card, day, rating) for card, day, rating in rows)

    def states(self) -> Iterator[State]:
        """What is kept of every card."""
        wanted = select(*(MEMORY.c[name] for name in State._fields)).where(self._mine(MEMORY))
        yield from map(State._make, self._streamed(wanted))

    def stray_withdrawals(self) -> list[str]:
        """Ids of answers that were taken back and are not here, as when another device's file came in part."""
        here = exists().where(REVIEW.c.learner == WITHDRAWAL.c.learner, REVIEW.c.id == WITHDRAWAL.c.review)
        wanted = select(WITHDRAWAL.c.review).where(self._mine(WITHDRAWAL), ~here).order_by(WITHDRAWAL.c.review)
        with self._reading() as connection:
            return list(connection.execute(wanted).scalars())


def _read(row: Sequence[Any]) -> Review | None:
    try:
        review = review_of(row)
    except (IndexError, OverflowError, TypeError, ValueError):
        return None
    whole = int is type(review.offset) is type(review.day) is type(review.duration) is type(review.variant)
    return review if whole and type(review.interval) is int and row[5] in _RATED else None
