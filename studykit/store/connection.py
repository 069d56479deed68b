"""Connections to the learner's SQLite file: durable, shared with other processes, explained when they fail."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, event
from sqlalchemy.exc import DatabaseError, SQLAlchemyError
from sqlmodel import create_engine

from studykit.core.errors import StoreError

_WAIT_SECONDS = 10
"""How long one process waits for another to finish writing."""
_PAUSE_SECONDS = 0.01


def connect(path: Path) -> Engine:
    """An engine for the file; nothing is opened before it is used."""
    # The address is made from its parts: spelled as text, a folder named 'a?b' would open the file 'a'.
    address = URL.create("sqlite", database=str(path))
    engine = create_engine(address, connect_args={"timeout": _WAIT_SECONDS, "check_same_thread": False})
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def writer(engine: Engine) -> Engine:
    """The same connections, on which a transaction holds the write lock from its first statement.

    What a transaction read is then still so when it writes, whatever another process does.
    """
    return engine.execution_options(begin="begin immediate")


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turns what the database says into a StoreError for the learner."""
    try:
        yield
    except SQLAlchemyError as problem:
        raise StoreError(_sentence(problem, path)) from problem


def back_up(path: Path, mark: str) -> None:
    """Copies the file beside itself, whole even while others write. Raises StoreError when that fails."""
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(f"{path}.{mark}.bak")) as copy:
            source.backup(copy)
    except sqlite3.Error as problem:
        raise StoreError(f"'{path}' cannot be backed up, so it was left as it is: {problem}.") from problem


def _set_up(connection: sqlite3.Connection, _: object) -> None:
    try:
        connection.isolation_level = None  # Python's driver would begin each transaction too late
        _share(connection)
        connection.execute("pragma synchronous = full").close()  # survives a power cut, not only a kill
    except BaseException:
        connection.close()  # nobody else does when the set-up fails
        raise


def _share(connection: sqlite3.Connection) -> None:
    """Lets others read while one writes. SQLite itself does not wait for another that is switching the file too."""
    until = time.monotonic() + _WAIT_SECONDS
    while True:
        try:
            connection.execute("pragma journal_mode = wal").close()
        except sqlite3.OperationalError as problem:
            if problem.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                raise
            time.sleep(_PAUSE_SECONDS)
        else:
            return


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "begin"))


_SENTENCES = (
    ("disk is full", "The disk is full, so '{path}' cannot be written. Make room and try again."),
    ("locked", "'{path}' is in use by another program for a long time. Close that and try again."),
    ("readonly", "'{path}' is read-only. Allow writing to it, or set STUDYKIT_HOME to another folder."),
    (
        "not a database",
        "'{path}' is not a studykit file. Move it away, or set STUDYKIT_HOME to another folder.",
    ),
    ("malformed", "'{path}' is damaged. Put a backup in its place, or move it away to start anew."),
    ("unable to open", "'{path}' cannot be opened. Set STUDYKIT_HOME to a folder that you can write to."),
)


def _sentence(problem: SQLAlchemyError, path: Path) -> str:
    said = str(problem.orig) if isinstance(problem, DatabaseError) else str(problem)
    for sign, sentence in _SENTENCES:
        if sign in said:
            return sentence.format(path=path)
    return f"'{path}' cannot be used: {said}."
