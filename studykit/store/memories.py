"""Memory states: what the log of each card came to. They can be worked out again from it at any time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, select

from studykit.core.progress import Progress
from studykit.core.review import MemoryState, Review
from studykit.store.database import CHUNK, chunks, put
from studykit.store.moments import moment
from studykit.store.reviews import Reviews
from studykit.store.rows import MEMORY_COLUMNS, REVIEW_COLUMNS, memory_of, memory_row, review_of
from studykit.store.tables import MEMORY, REVIEW

Fold = Callable[[Sequence[Review]], MemoryState | None]
"""A card's answers, oldest first → what is remembered of it."""

_CARD = MEMORY.c.card
_HERE = MEMORY.c.learner == bindparam("learner")
_ONE = select(*MEMORY_COLUMNS).where(_HERE, bindparam("card") == _CARD)
_DUE = (
    select(_CARD)
    .where(_HERE, MEMORY.c.due_day <= bindparam("today"), MEMORY.c.step.is_(None))
    .order_by(MEMORY.c.due_day, MEMORY.c.ready, _CARD)
    .limit(CHUNK)
    .offset(bindparam("done"))
)
_STEPS = (
    select(_CARD, MEMORY.c.ready)
    .where(_HERE, MEMORY.c.due_day <= bindparam("today"), MEMORY.c.step.is_not(None))
    .order_by(MEMORY.c.due_day, MEMORY.c.ready, _CARD)
)
_APART = "\n"
"""Between cards that a database puts into one text: no id has it."""
_ALL_KNOWN = select(func.aggregate_strings(_CARD, _APART)).where(_HERE)
_MANY = 4 * CHUNK
"""Of so many cards, one look at all is faster than many looks at some."""


class Memories(Reviews):
    """Everything about memory states; working them out again reads the log."""

    def answer(
        self, card: str, make: Callable[[MemoryState | None], tuple[Review, MemoryState]]
    ) -> tuple[MemoryState | None, Review, MemoryState]:
        """Appends the answer that ``make`` gives for what is remembered of the card, and keeps what is so after it.

        No other process answers between the two, so the state is always the fold over the log. Gives the state before,
        the answer, and the state after.
        """
        with self._writing() as connection:
            self._alone(connection)
            row = connection.execute(_ONE, {"learner": self.learner, "card": card}).first()
            before = None if row is None else memory_of(row)
            review, memory = make(before)
            self._append(connection, review, memory)
            return before, review, memory

    def withdraw(self, review_id: str, at: datetime, fold: Fold) -> MemoryState | None:
        """Takes an answer back and folds its card anew; gives what is remembered now (None: never answered)."""
        with self._writing() as connection:
            card = self._withdraw(connection, review_id, at)
            return self._refold(connection, fold, [card]).get(card)

    def replace(self, review_id: str, at: datetime, review: Review, fold: Fold) -> MemoryState | None:
        """Takes an answer back, adds another in its place and folds the card anew, in one transaction."""
        with self._writing() as connection:
            self._withdraw(connection, review_id, at)
            self._log(connection, review)
            return self._refold(connection, fold, [review.card]).get(review.card)

    def memory(self, card: str) -> MemoryState | None:
        """What is remembered of a card; None when it was never answered."""
        with self._asking() as connection:
            row = connection.execute(_ONE, {"learner": self.learner, "card": card}).first()
            return None if row is None else memory_of(row)

    def memories(self, cards: Iterable[str] | None = None) -> dict[str, MemoryState]:
        """The memory states of these cards, or of all, where there are any."""
        return {row[0]: memory_of(row[1:]) for row in self._of(cards, _CARD, *MEMORY_COLUMNS)}

    def known(self, cards: Sequence[str] | None = None) -> set[str]:
        """Which of these cards, or of all, were answered."""
        if cards is not None:
            return {row[0] for row in self._of(cards, _CARD)}
        with self._asking() as connection:  # one text is read several times faster than as many rows
            text = connection.execute(_ALL_KNOWN, {"learner": self.learner}).scalar()
        return set(text.split(_APART)) if text else set()

    def due_of(self, cards: Iterable[str]) -> dict[str, int]:
        """Card → study day on which it comes back, of those of these cards that were answered."""
        # With a column that is in no index, SQLite looks these cards up instead of going through the index of all.
        return {row[0]: row[1] for row in self._of(cards, _CARD, MEMORY.c.due_day, MEMORY.c.reps)}

    def due(self, today: int) -> Iterator[str]:
        """Graduated cards due on the study day ``today`` or before, most overdue first; read some at a time."""
        done = 0
        while True:
            with self._asking() as connection:
                values = {"learner": self.learner, "today": today, "done": done}
                some = connection.execute(_DUE, values).scalars().all()
            yield from some
            done += len(some)
            if len(some) < CHUNK:
                return

    def in_steps(self, today: int) -> dict[str, datetime]:
        """Card in its steps → moment (aware, UTC) before which it is not shown."""
        with self._asking() as connection:
            rows = connection.execute(_STEPS, {"learner": self.learner, "today": today})
            return {card: moment(ready) for card, ready in rows}

    def load(self, first: int, last: int) -> dict[int, int]:
        """Study day, from first to last → graduated cards that come back then; days without any are left out."""
        days = MEMORY.c.due_day
        wanted = select(days, func.count()).where(
            self._mine(MEMORY), days.between(first, last), MEMORY.c.step.is_(None)
        )
        with self._asking() as connection:
            return {day: int(cards) for day, cards in connection.execute(wanted.group_by(days))}

    def soonest(self, first: int, last: int) -> tuple[int, int] | None:
        """The first study day, from first to last, on which graduated cards come back, and how many; None without."""
        days = MEMORY.c.due_day
        wanted = select(days, func.count()).where(
            self._mine(MEMORY), days.between(first, last), MEMORY.c.step.is_(None)
        )
        with self._asking() as connection:
            row = connection.execute(wanted.group_by(days).order_by(days).limit(1)).first()
        return None if row is None else (int(row[0]), int(row[1]))

    def rebuild(
        self,
        fold: Fold,
        cards: Iterable[str] | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Works the memory states of these cards, or of all, out again from the log.

        A few hundred cards at a time, each time as one transaction: memory stays small, others can answer in between,
        and work that is cut off leaves every card with its state from before or its new one. ``progress`` is told how
        many cards of how many are done.
        """
        named = sorted(self._all_cards() if cards is None else set(cards))
        done = 0
        for some in chunks(named):
            with self._writing() as connection:
                self._refold(connection, fold, some)
            done += len(some)
            if progress is not None:
                progress(done, len(named))

    def _refold(self, connection: Connection, fold: Fold, cards: list[str]) -> dict[str, MemoryState | None]:
        self._alone(connection)  # what another device answers meanwhile waits, or is in the log that is read next
        wanted = self._standing(*REVIEW_COLUMNS).where(REVIEW.c.card.in_(cards))
        rows = connection.execute(wanted.order_by(REVIEW.c.card, REVIEW.c.at, REVIEW.c.id))
        states = {card: fold(tuple(log)) for card, log in groupby(map(review_of, rows), lambda review: review.card)}
        kept = [memory_row(self.learner, card, state) for card, state in states.items() if state is not None]
        gone = set(cards) - {row["card"] for row in kept}
        if gone:
            connection.execute(delete(MEMORY).where(self._mine(MEMORY), _CARD.in_(gone)))
        put(connection, MEMORY, kept)
        return states

    def _all_cards(self) -> set[str]:
        """Every card of the log, and those that are remembered without one."""
        logged = select(REVIEW.c.card).where(self._mine(REVIEW)).distinct()
        with self._reading() as connection:
            remembered = connection.execute(select(_CARD).where(self._mine(MEMORY))).scalars()
            return {*remembered, *connection.execute(logged).scalars()}

    def _of(self, cards: Iterable[str] | None, *columns: ColumnElement[Any]) -> list[Sequence[Any]]:
        """Rows of these cards, or of all; the card is the first column."""
        wanted = select(*columns).where(self._mine(MEMORY))
        named = None if cards is None else set(cards)
        found: list[Sequence[Any]] = []
        with self._asking() as connection:
            if named is None or len(named) > _MANY:
                rows = connection.execute(wanted).all()
                return list(rows) if named is None else [row for row in rows if row[0] in named]
            for some in chunks(named):
                found.extend(connection.execute(wanted.where(_CARD.in_(some))).all())
        return found
