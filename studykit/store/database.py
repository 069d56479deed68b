"""A database as one learner sees it: transactions, and statements that differ between databases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Insert, Row, Select, Table, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite

from studykit.store.connection import explained, file_of, reader, writer
from studykit.store.tables import LEARNER

CHUNK = 500
"""Keys that one query names: databases limit them."""
_AT_ONCE = 2_000
"""Rows that are fetched together when they are read as a stream."""
Order = Callable[[Any], tuple[Any, ...]]
"""Columns of a table → what the versions of its rows are compared by."""


class Database:
    """What a method wrote is on disk when it returns; it raises StoreError otherwise."""

    def __init__(self, engine: Engine, learner: str, device: str) -> None:
        self.engine = engine
        self.learner = learner
        """Id of the learner whose rows these are; nobody else's are read or written."""
        self.device = device
        self.path = file_of(engine.url)
        """The SQLite file; None for a database of a server."""
        self._writer = writer(engine)
        self._reader = reader(engine)

    def close(self) -> None:
        """Closes the connections."""
        self.engine.dispose()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with explained(self.engine.url), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with explained(self.engine.url), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def _asking(self) -> Iterator[Connection]:
        """For a single question: a server is not asked to begin and end a transaction for it."""
        with explained(self.engine.url), self._reader.connect() as connection:
            yield connection

    def _streamed(self, wanted: Select[Any]) -> Iterator[Row[Any]]:
        """The rows of a selection as of one moment, read as they are taken."""
        with explained(self.engine.url), self.engine.connect() as connection:
            yield from connection.execution_options(yield_per=_AT_ONCE).execute(wanted)

    def _alone(self, connection: Connection) -> None:
        """Makes this learner's other devices wait until the transaction ends; nobody else's.

        A file needs none of it: there a transaction that writes is alone from its beginning.
        """
        if self.path is None:
            connection.execute(select(LEARNER.c.id).where(LEARNER.c.id == self.learner).with_for_update())

    def _mine(self, table: Table) -> ColumnElement[bool]:
        return table.c.learner == self.learner


def updating(table: Table, dialect: str) -> Any:
    """A statement that adds a row, and may be told what to do when there is one with its key."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


@cache
def upsert(table: Table, dialect: str) -> Insert:
    """A statement that adds a row, or puts it in the place of the one with the same key."""
    statement = updating(table, dialect)
    rest = {column.name: statement.excluded[column.name] for column in table.c if not column.primary_key}
    replacing: Insert = statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=rest)
    return replacing


@cache
def newer(table: Table, dialect: str, order: Order) -> Insert:
    """A statement that adds a row, or puts it in the place of the one with its key when it comes after that."""
    statement = updating(table, dialect)
    rest = {column.name: statement.excluded[column.name] for column in table.c if not column.primary_key}
    after = tuple_(*order(statement.excluded)) > tuple_(*order(table.c))
    made: Insert = statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=rest, where=after)
    return made


@cache
def insert_new(table: Table, dialect: str) -> Insert:
    """A statement that adds a row unless there is one with the same key, or with the same unique column."""
    keeping: Insert = updating(table, dialect).on_conflict_do_nothing()
    return keeping


def put(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Adds rows, or puts them in the place of those with the same keys."""
    if rows:
        connection.execute(upsert(table, connection.dialect.name), rows)


def chunks(keys: Iterable[str], size: int = CHUNK) -> Iterator[list[str]]:
    """The keys, in their order, some at a time."""
    rest = iter(keys)
    while some := list(islice(rest, size)):
        yield some
