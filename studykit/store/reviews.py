"""The log of answers: rows are added and never changed; one that was taken back stays and does not count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, case, exists, func, insert, select

from studykit.core.errors import StoreError
from studykit.core.review import MemoryState, Rating, Review
from studykit.store.database import Database, chunks, insert_new, put
from studykit.store.day_counts import DayCounts
from studykit.store.moments import microseconds
from studykit.store.rows import REVIEW_COLUMNS, memory_row, review_of, review_row
from studykit.store.tables import MEMORY, REVIEW, WITHDRAWAL

_ADD = insert(REVIEW)


class Reviews(Database):
    """Everything about answers."""

    def add(self, review: Review, memory: MemoryState) -> None:
        """Appends an answer and keeps what is remembered after it."""
        with self._writing() as connection:
            self._alone(connection)
            self._append(connection, review, memory)

    def reviews(self, card: str | None = None) -> tuple[Review, ...]:
        """The answers that stand, oldest first; those of one card when it is named."""
        wanted = self._standing(*REVIEW_COLUMNS).order_by(REVIEW.c.at, REVIEW.c.id)
        if card is not None:
            wanted = wanted.where(REVIEW.c.card == card)
        with self._reading() as connection:
            return tuple(map(review_of, connection.execute(wanted)))

    def last_reviews(self, count: int) -> tuple[Review, ...]:
        """The latest answers that stand, newest first."""
        wanted = self._standing(*REVIEW_COLUMNS).order_by(REVIEW.c.at.desc(), REVIEW.c.id.desc()).limit(count)
        with self._reading() as connection:
            return tuple(map(review_of, connection.execute(wanted)))

    def log(self) -> Iterator[Review]:
        """All answers that stand, by card, then oldest first; read as they are taken, so memory stays small."""
        wanted = self._standing(*REVIEW_COLUMNS).order_by(REVIEW.c.card, REVIEW.c.at, REVIEW.c.id)
        yield from map(review_of, self._streamed(wanted))

    def everything(self, cards: Iterable[str] | None = None) -> Iterator[tuple[Review, bool]]:
        """All answers, by card, then oldest first, each with whether it was taken back; read as they are taken.

        Those of some cards only when they are named.
        """
        wanted = select(*REVIEW_COLUMNS, _taken_back()).where(self._mine(REVIEW))
        wanted = wanted.order_by(REVIEW.c.card, REVIEW.c.at, REVIEW.c.id)
        some = [wanted] if cards is None else (wanted.where(REVIEW.c.card.in_(one)) for one in chunks(sorted(cards)))
        for selection in some:
            for row in self._streamed(selection):
                yield review_of(row[:-1]), bool(row[-1])

    def tallies(self) -> dict[str, tuple[int, int]]:
        """Card → how many answers stand, and how many of them were right."""
        right = case((REVIEW.c.rating > int(Rating.AGAIN), 1), else_=0)
        wanted = self._standing(REVIEW.c.card, func.count(), func.sum(right)).group_by(REVIEW.c.card)
        with self._reading() as connection:
            return {card: (int(answers), int(good)) for card, answers, good in connection.execute(wanted)}

    def counts(self, day: int) -> DayCounts:
        """What was answered on a study day and stands."""
        # The sum keeps SQLite from going through all earlier days: it is to look the few cards up.
        before = self._standing(REVIEW.c.card).where(REVIEW.c.day + 0 < day)
        known: set[str] = set()
        with self._reading() as connection:
            rows = connection.execute(self._of_day(day)).all()
            cards = {card for card, _ in rows}
            for some in chunks(sorted(cards)):
                known.update(connection.execute(before.where(REVIEW.c.card.in_(some))).scalars())
        return DayCounts(len(rows), len(known), len(cards - known), sum(duration for _, duration in rows))

    def answered(self, day: int) -> set[str]:
        """Cards with an answer that was given on a study day and stands."""
        with self._reading() as connection:
            return set(connection.execute(self._of_day(day)).scalars())

    def durations(self, last: int) -> list[int]:
        """Milliseconds that the newest answers took, newest first."""
        wanted = self._standing(REVIEW.c.duration).order_by(REVIEW.c.at.desc(), REVIEW.c.id.desc()).limit(last)
        with self._reading() as connection:
            return list(connection.execute(wanted).scalars())

    def _of_day(self, day: int) -> Select[Any]:
        """Card and milliseconds of the answers of a day. For the card alone SQLite would go through all days."""
        return self._standing(REVIEW.c.card, REVIEW.c.duration).where(REVIEW.c.day == day)

    def _standing(self, *wanted: Any) -> Select[Any]:
        """A selection over the answers that were not taken back."""
        return select(*wanted).select_from(REVIEW).where(self._mine(REVIEW), ~_taken_back())

    def _append(self, connection: Connection, review: Review, memory: MemoryState) -> None:
        self._log(connection, review)
        put(connection, MEMORY, [memory_row(self.learner, review.card, memory)])

    def _log(self, connection: Connection, review: Review) -> None:
        connection.execute(_ADD, review_row(self.learner, review))

    def _withdraw(self, connection: Connection, review_id: str, at: datetime) -> str:
        wanted = select(REVIEW.c.card).where(self._mine(REVIEW), REVIEW.c.id == review_id)
        card = connection.execute(wanted).scalar()
        if card is None:
            raise StoreError("That answer is not in your file.")
        row = {"learner": self.learner, "review": review_id, "at": microseconds(at)}
        adding = insert_new(WITHDRAWAL, connection.dialect.name).returning(WITHDRAWAL.c.review)
        if connection.execute(adding, row).first() is None:
            raise StoreError("That answer was taken back already.")
        return str(card)


def _taken_back() -> Any:
    return exists().where(WITHDRAWAL.c.learner == REVIEW.c.learner, WITHDRAWAL.c.review == REVIEW.c.id)
