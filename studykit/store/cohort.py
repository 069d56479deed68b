"""What the consenting learners of a group did: the one place that reads the rows of several learners."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple, Self

from sqlalchemy import Connection, Engine, Select, exists, func, select

from studykit.core.review import Rating
from studykit.store.connection import explained, file_of
from studykit.store.database import chunks
from studykit.store.tables import MEMORY, REVIEW, SETTING, WITHDRAWAL

_AT_ONCE = 5_000
_LEARNERS = 200
"""Learners that one query names: each query still begins with the learner, as a distributed database wants it."""
CONSENT = "cohort"
"""Name of the setting by which a learner consents; its value is the group's name."""


class FirstAnswer(NamedTuple):
    """The first answer of a learner to a card that stands."""

    learner: str
    """An id, never a name."""
    card: str
    right: bool


class Remembered(NamedTuple):
    """What a learner remembers of a card."""

    learner: str
    card: str
    stability: float
    day: int


class Cohort:
    """One group as of one moment. Who has left it, or is in another, is not read at all."""

    def __init__(self, connection: Connection, name: str) -> None:
        self._connection = connection
        self.learners = self._members(name)
        """Ids of those whose consent holds."""

    @classmethod
    @contextmanager
    def open(cls, engine: Engine, name: str) -> Iterator[Self]:
        """The group with a name; letters may be large or small. Everything is read as of this moment."""
        options: dict[str, Any] = {} if file_of(engine.url) else {"isolation_level": "REPEATABLE READ"}
        with explained(engine.url), engine.connect() as connection:
            yield cls(connection.execution_options(yield_per=_AT_ONCE, **options), name)

    def first_answers(self) -> Iterator[FirstAnswer]:
        """The first answer of each learner to each card, taken-back ones left out: later ones show what was learned."""
        taken_back = exists().where(WITHDRAWAL.c.learner == REVIEW.c.learner, WITHDRAWAL.c.review == REVIEW.c.id)
        order = func.row_number().over(
            partition_by=(REVIEW.c.learner, REVIEW.c.card), order_by=(REVIEW.c.at, REVIEW.c.id)
        )
        for some in chunks(self.learners, _LEARNERS):
            standing = (
                select(REVIEW.c.learner, REVIEW.c.card, REVIEW.c.rating, order.label("place"))
                .where(REVIEW.c.learner.in_(some), ~taken_back)
                .subquery()
            )
            wanted = select(standing.c.learner, standing.c.card, standing.c.rating).where(standing.c.place == 1)
            for learner, card, rating in self._rows(wanted):
                yield FirstAnswer(learner, card, rating > Rating.AGAIN)

    def remembered(self) -> Iterator[Remembered]:
        """The memory states of the group."""
        columns = (MEMORY.c.learner, MEMORY.c.card, MEMORY.c.stability, MEMORY.c.day)
        for some in chunks(self.learners, _LEARNERS):
            yield from map(Remembered._make, self._rows(select(*columns).where(MEMORY.c.learner.in_(some))))

    def settings(self, name: str) -> dict[str, str]:
        """Learner → JSON text of a setting, where it was set."""
        return _latest(self._connection, name, self.learners)

    def _members(self, name: str) -> tuple[str, ...]:
        if not name:  # the group of nobody: who left has the empty name too
            return ()
        consents = _latest(self._connection, CONSENT, None)
        return tuple(sorted(learner for learner, text in consents.items() if _named(text) == name.casefold()))

    def _rows(self, wanted: Select[Any]) -> Iterator[Any]:
        for part in self._connection.execute(wanted).partitions():
            yield from part


def _latest(connection: Connection, name: str, learners: Sequence[str] | None) -> dict[str, str]:
    """Learner → the text of a setting that holds; of all learners when none are named."""
    order = func.row_number().over(partition_by=SETTING.c.learner, order_by=(SETTING.c.at.desc(), SETTING.c.id.desc()))
    found: dict[str, str] = {}
    for some in [None] if learners is None else chunks(learners, _LEARNERS):
        rows = select(SETTING.c.learner, SETTING.c.value, order.label("place")).where(SETTING.c.name == name)
        rows = rows if some is None else rows.where(SETTING.c.learner.in_(some))
        held = rows.subquery()
        wanted = select(held.c.learner, held.c.value).where(held.c.place == 1)
        found.update(map(tuple, connection.execute(wanted)))
    return found


def _named(text: str) -> str:
    """The group that a consent names; empty for none, and for junk."""
    try:
        name = json.loads(text)
    except ValueError:
        return ""
    return name.casefold() if isinstance(name, str) else ""
