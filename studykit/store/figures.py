"""Sums over a learner's log, worked out by the database: answers a day, by hour, and the rows that retention needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from sqlalchemy import Select, case, func, select

from studykit.core.review import Rating
from studykit.store.database import Database, chunks
from studykit.store.tables import MEMORY, REVIEW, WITHDRAWAL

_AT_ONCE = 5_000
"""Rows that are fetched together, and cards that one query names."""
_MICROS, _MINUTE, _HOUR, _DAY = 1_000_000, 60, 3600, 86_400


class DayRow(NamedTuple):
    """What was answered on one study day and stands."""

    day: int
    answers: int
    milliseconds: int
    again: int
    hard: int
    good: int
    easy: int


class AnswerRow(NamedTuple):
    """An answer of one study day."""

    card: str
    minute: int
    """Of the day, by the learner's clock of then."""
    milliseconds: int
    rating: int


class MemoryRow(NamedTuple):
    """What statistics need of a memory state; there may be a hundred thousand."""

    card: str
    stability: float
    difficulty: float
    day: int
    due_day: int
    step: int | None
    relearning: bool
    lapses: int


class Figures(Database):
    """Queries of a learner's own rows. ``cards`` limits them to some cards; None: all that were ever answered."""

    def days(self, first: int, last: int, cards: Collection[str] | None = None) -> dict[int, DayRow]:
        """Study day → its sums, from one day to another (both included); only days with answers."""
        ratings = [func.sum(case((REVIEW.c.rating == int(rating), 1), else_=0)) for rating in Rating]
        found: dict[int, DayRow] = {}
        wanted = self._standing(REVIEW.c.day, func.count(), func.sum(REVIEW.c.duration), *ratings)
        wanted = wanted.where(REVIEW.c.day.between(first, last)).group_by(REVIEW.c.day)
        for row in self._parts(wanted, cards):
            one = DayRow(*map(int, row))
            before = found.get(one.day)
            found[one.day] = (
                one if before is None else DayRow(one.day, *map(sum, zip(one[1:], before[1:], strict=True)))
            )
        return found

    def of_day(self, day: int) -> tuple[AnswerRow, ...]:
        """The answers of a study day that stand, oldest first."""
        minute = (REVIEW.c.at // _MICROS + REVIEW.c.offset * _MINUTE) % _DAY // _MINUTE
        wanted = self._standing(REVIEW.c.card, minute, REVIEW.c.duration, REVIEW.c.rating)
        wanted = wanted.where(REVIEW.c.day == day).order_by(REVIEW.c.at, REVIEW.c.id)
        return tuple(map(AnswerRow._make, self._streamed(wanted)))

    def counts(self, cards: Collection[str] | None = None) -> dict[int, int]:
        """Study day → answers that stand, of all time; only days that have some."""
        given = select(REVIEW.c.day, func.count()).select_from(REVIEW).where(self._mine(REVIEW))
        same = (REVIEW.c.learner == WITHDRAWAL.c.learner) & (REVIEW.c.id == WITHDRAWAL.c.review)
        taken_back = select(REVIEW.c.day, func.count()).select_from(WITHDRAWAL.join(REVIEW, same))
        # Counting all along the index and taking off the few is much cheaper than asking of each whether it stands.
        found: Counter[int] = Counter()
        for wanted, sign in ((given, 1), (taken_back.where(self._mine(WITHDRAWAL)), -1)):
            for day, answers in self._parts(wanted.group_by(REVIEW.c.day), cards):
                found[int(day)] += sign * int(answers)
        return {day: answers for day, answers in found.items() if answers}

    def hours(self, first: int, cards: Collection[str] | None = None) -> dict[int, tuple[int, int]]:
        """Hour of the learner's clock → answers and how many of them were right, from a study day on."""
        hour = (REVIEW.c.at // _MICROS + REVIEW.c.offset * _MINUTE) % _DAY // _HOUR
        right = func.sum(case((REVIEW.c.rating > int(Rating.AGAIN), 1), else_=0))
        wanted = self._standing(hour, func.count(), right).where(REVIEW.c.day >= first).group_by(hour)
        found: dict[int, tuple[int, int]] = {}
        for at, answers, good in self._parts(wanted, cards):
            before = found.get(int(at), (0, 0))
            found[int(at)] = (before[0] + int(answers), before[1] + int(good))
        return found

    def answers(self, first: int, cards: Collection[str] | None = None) -> Iterator[tuple[str, int, int, int]]:
        """Card, study day, interval in seconds and rating of every answer of the cards answered since a study day.

        By card, then oldest first, each card from its first answer on: what a fold needs.
        """
        wanted = self._standing(REVIEW.c.card, REVIEW.c.day, REVIEW.c.interval, REVIEW.c.rating)
        if first > self._first_day():
            recent = select(REVIEW.c.card).where(self._mine(REVIEW), REVIEW.c.day >= first)
            wanted = wanted.where(REVIEW.c.card.in_(recent))
        yield from self._parts(wanted.order_by(REVIEW.c.card, REVIEW.c.at, REVIEW.c.id), cards)

    def memories(self) -> Iterator[MemoryRow]:
        """What is remembered of every card."""
        wanted = select(*(MEMORY.c[name] for name in MemoryRow._fields)).where(self._mine(MEMORY))
        yield from map(MemoryRow._make, self._streamed(wanted))

    def _first_day(self) -> int:
        with self._reading() as connection:
            found = connection.execute(select(func.min(REVIEW.c.day)).where(self._mine(REVIEW))).scalar()
            return 0 if found is None else int(found)

    def _standing(self, *wanted: Any) -> Select[Any]:
        """A selection over the answers that stand; a list of the few that do not is cheaper than asking of each."""
        gone = select(WITHDRAWAL.c.review).where(self._mine(WITHDRAWAL))
        return select(*wanted).select_from(REVIEW).where(self._mine(REVIEW), REVIEW.c.id.not_in(gone))

    def _parts(self, wanted: Select[Any], cards: Collection[str] | None) -> Iterator[Any]:
        """The rows for all cards, or for some cards at a time, because databases limit how many a query names."""
        if cards is None:
            yield from self._streamed(wanted)
            return
        for some in chunks(sorted(cards), _AT_ONCE):
            yield from self._streamed(wanted.where(REVIEW.c.card.in_(some)))
