"""Rows of other devices into a learner's database: a union, in which of changing rows one version holds everywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, Connection, Table, delete, func, select

from studykit.core.flashcard import PACKAGES
from studykit.core.log_row import LogRow, Plain, RowKind
from studykit.store.connection import explained
from studykit.store.database import Order, chunks, insert_new, newer, put
from studykit.store.exports import as_left
from studykit.store.memories import Fold, Memories
from studykit.store.settings import SettingLog
from studykit.store.tables import (
    ANCHOR,
    ATTEMPT,
    CARRIED,
    DECISION,
    EXPORTED,
    GIVEN,
    MARK,
    REMEMBERED,
    REVIEW,
    SETTING,
    WITHDRAWAL,
)

TABLES = {
    RowKind.REVIEW: REVIEW,
    RowKind.WITHDRAWAL: WITHDRAWAL,
    RowKind.SETTING: SETTING,
    RowKind.MARK: MARK,
    RowKind.ATTEMPT: ATTEMPT,
    RowKind.GIVEN: GIVEN,
    RowKind.ANCHOR: ANCHOR,
    RowKind.DECISION: DECISION,
    RowKind.EXPORTED: EXPORTED,
    RowKind.CARRIED: CARRIED,
}
_HERE_ONLY = {"learner", "deadline", "boot", "steady"}
"""Columns that say nothing on another device, or follow from others."""
_OF_A_CARD = {"content": "", "mod": 0}
"""What a card of a package says is a row of its own; here these two are for what never leaves."""
_MINUTE, _MILLISECOND = 60_000_000, 1000
_NEVER = 2**62
_AT_ONCE = 2000
_ONE_ANSWER = (REVIEW.c.card, REVIEW.c.at, REVIEW.c.device)
"""What answers differ in."""
_YES_NO = frozenset({"marked"})


@dataclass(slots=True)
class Merged:
    """What was new."""

    rows: Counter[RowKind] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    """Device → its answers."""
    cards: int = 0
    """Whose memory was worked out again; twice for one that came up twice."""

    def add(self, other: Merged) -> None:
        """Counts what ``other`` counted too."""
        self.rows.update(other.rows)
        self.answers.update(other.answers)
        self.cards += other.cards


class Merge(Memories, SettingLog):
    """The learner's rows as devices exchange them."""

    _trial: Connection | None = None

    @contextmanager
    def trial(self) -> Iterator[None]:
        """Whatever is merged until the end is seen by this object and then taken back."""
        with explained(self.engine.url), self._writer.connect() as connection:
            connection.begin()
            self._trial = connection
            try:
                yield
            finally:
                self._trial = None
                connection.rollback()

    def merge(self, rows: Sequence[LogRow], fold: Fold) -> Merged:
        """Adds rows that are not there, all or none, and works out again what is remembered of their cards.

        Of a changing row the version that holds is kept: the first time of a withdrawal, the finished and then the
        latest state of an exam, the latest answer within one, what a card showed last. Anchors and decisions always
        replace what is there.
        """
        by_kind: dict[RowKind, list[dict[str, Any]]] = {}
        for row in rows:
            by_kind.setdefault(row.kind, []).append({"learner": self.learner, **row.values})
        merged, cards = Merged(), set[str]()
        with self._writing() as connection:
            for kind in RowKind:  # answers before withdrawals: whose card is then known
                some = by_kind.get(kind, [])
                if kind in (RowKind.REVIEW, RowKind.SETTING, RowKind.MARK):
                    fresh = self._add(connection, TABLES[kind], some)
                elif kind is RowKind.WITHDRAWAL:
                    fresh = self._withdrawn(connection, some)
                else:
                    merged.rows[kind] += self._replace(connection, kind, some)
                    continue
                merged.rows[kind] += len(fresh)
                if kind is RowKind.REVIEW:
                    merged.answers.update(str(row["device"]) for row in fresh)
                    cards.update(str(row["card"]) for row in fresh)
                    by_kind.setdefault(RowKind.WITHDRAWAL, []).extend(self._twins(connection, fresh))
                elif kind is RowKind.WITHDRAWAL:
                    cards |= self._cards_of(connection, [str(row["review"]) for row in fresh])
            for named in chunks(sorted(cards) if self._trial is None else ()):
                self._refold(connection, fold, named)
        merged.cards = len(cards)
        return merged

    def count(self) -> int:
        """How many answers there are, those taken back too."""
        with self._reading() as connection:
            wanted = select(func.count()).select_from(REVIEW).where(self._mine(REVIEW))
            return int(connection.execute(wanted).scalar_one())

    def rows(self, kind: RowKind, *, newest_first: bool = False) -> Generator[LogRow]:
        """All rows of a kind; read as they are taken. Only answers have an order: by time."""
        table = TABLES[kind]
        passed = _HERE_ONLY | _OF_A_CARD.keys() if kind is RowKind.EXPORTED else _HERE_ONLY
        columns = [column for column in table.c if column.name not in passed]
        names = [column.name for column in columns]
        wanted = select(*columns).where(self._mine(table))
        if kind is RowKind.EXPORTED:
            wanted = wanted.where(EXPORTED.c.package.startswith(PACKAGES, autoescape=True))
        if kind is RowKind.REVIEW:
            order = (REVIEW.c.at.desc(), REVIEW.c.id.desc()) if newest_first else (REVIEW.c.at, REVIEW.c.id)
            wanted = wanted.order_by(*order)
        streamed = {"yield_per": _AT_ONCE}  # of the statement: within a trial all others use the connection too
        with self._reading() as connection, connection.execute(wanted, execution_options=streamed) as found:
            for row in found:
                yield LogRow(kind, _plain(names, row))

    def _add(self, connection: Connection, table: Table, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Adds rows that never change; returns those that were not there."""
        there = self._there(connection, table, table.c.id, [str(row["id"]) for row in rows])
        fresh = list({row["id"]: row for row in rows if row["id"] not in there}.values())
        if fresh:
            connection.execute(insert_new(table, connection.dialect.name), fresh)
        return fresh

    def _twins(self, connection: Connection, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Withdrawals of what is one answer and came as two: one out of another program that two devices read apart.

        The name of such a program is both device and scheduler, and it gives no two answers to a card at one moment. Of
        such the one with the least id stands, everywhere.
        """
        found: dict[tuple[Any, ...], set[str]] = {}
        wanted = select(*_ONE_ANSWER, REVIEW.c.id).where(self._mine(REVIEW), REVIEW.c.device == REVIEW.c.scheduler)
        places = {(row["card"], row["at"]) for row in rows if row["device"] == row["scheduler"]}
        for some in chunks({card for card, _ in places}):
            for *one, name in connection.execute(wanted.where(REVIEW.c.card.in_(some))):
                if (one[0], one[1]) in places:
                    found.setdefault(tuple(one), set()).add(name)
        return [
            {"learner": self.learner, "review": name, "at": one[1]}
            for one, names in found.items()
            for name in names - {min(names)}
        ]

    def _withdrawn(self, connection: Connection, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        there = self._there(connection, WITHDRAWAL, WITHDRAWAL.c.review, [str(row["review"]) for row in rows])
        if rows:
            connection.execute(newer(WITHDRAWAL, connection.dialect.name, _earliest), rows)
        return list({row["review"]: row for row in rows if row["review"] not in there}.values())

    def _replace(self, connection: Connection, kind: RowKind, rows: list[dict[str, Any]]) -> int:
        if not rows:
            return 0
        table = TABLES[kind]
        if kind in (RowKind.ANCHOR, RowKind.DECISION):
            columns = table.c.keys()
            put(connection, table, [{name: row[name] for name in columns} for row in rows])
            if kind is RowKind.DECISION:  # names that were found without it
                connection.execute(delete(REMEMBERED).where(self._mine(REMEMBERED)))
            return len(rows)
        if kind is RowKind.ATTEMPT:
            rows = [{**row, "boot": "", "steady": 0, "deadline": _deadline(row)} for row in rows]
        if kind is RowKind.EXPORTED:
            statement = insert_new(table, connection.dialect.name)
            rows = [{**row, **_OF_A_CARD} for row in rows]
        else:
            statement = newer(table, connection.dialect.name, _ORDERS[kind])
        counted = {"preserve_rowcount": True}  # of added rows not every database tells it otherwise
        return connection.execute(statement, rows, execution_options=counted).rowcount

    def _there(self, connection: Connection, table: Table, key: Column[Any], named: Iterable[str]) -> set[str]:
        found: set[str] = set()
        for some in chunks(named):
            found.update(connection.execute(select(key).where(self._mine(table), key.in_(some))).scalars())
        return found

    def _cards_of(self, connection: Connection, reviews: list[str]) -> set[str]:
        found: set[str] = set()
        for some in chunks(reviews):
            wanted = select(REVIEW.c.card).where(self._mine(REVIEW), REVIEW.c.id.in_(some))
            found.update(connection.execute(wanted).scalars())
        return found

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        if self._trial is not None:
            yield self._trial
            return
        with super()._writing() as connection:
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        if self._trial is not None:
            yield self._trial
            return
        with super()._reading() as connection:
            yield connection


def _earliest(of: Any) -> tuple[Any, ...]:
    return (-of.at, 0)


def _furthest(of: Any) -> tuple[Any, ...]:
    """Of an exam: a finished one, of those the first that ended; else the one that was gone on with."""
    return (-func.coalesce(of.ended, _NEVER), of.used, of.given_back, of.wall, of.position)


def _last_given(of: Any) -> tuple[Any, ...]:
    return (of.at, func.coalesce(of.chosen, ""), of.chosen.is_(None), of.marked, of.milliseconds)


_ORDERS: Mapping[RowKind, Order] = {
    RowKind.ATTEMPT: _furthest,
    RowKind.GIVEN: _last_given,
    RowKind.CARRIED: as_left,
}
"""What the versions of a row are compared by: all that may differ, so that no two devices keep different ones."""


def _deadline(row: dict[str, Any]) -> int | None:
    if row["minutes"] is None:
        return None
    return int(row["started"] + row["minutes"] * _MINUTE + row["given_back"] * _MILLISECOND)


def _plain(names: Sequence[str], row: Sequence[Any]) -> dict[str, Plain]:
    return {name: bool(value) if name in _YES_NO else value for name, value in zip(names, row, strict=True)}
