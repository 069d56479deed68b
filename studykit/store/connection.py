"""Connections to the learner's database: durable, shared with other processes, explained when they fail."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    IntegrityError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from studykit.core.errors import StoreError
from studykit.store.server import engine_of, server_sentence

_WAIT_SECONDS = 10
"""How long one process waits for another to finish writing."""
_PAUSE_SECONDS = 0.01
_KIND = 0xFF
"""Part of SQLite's error codes that says the kind; the rest says more of it."""


def connect(where: Path | str) -> Engine:
    """An engine for a SQLite file or for the database of an address; nothing is opened before it is used.

    Raises StoreError for an address that nobody can use.
    """
    url = address(where)
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, creator=partial(_opened, Path(url.database or "")))
        event.listen(engine, "connect", _set_up)
        event.listen(engine, "begin", _begin)
        return engine
    engine = engine_of(url)
    if not hasattr(engine.dialect.statement_compiler, "visit_on_conflict_do_update"):
        raise StoreError(f"Answers cannot be kept in '{engine.dialect.name}': use SQLite or PostgreSQL.")
    return engine


def address(where: Path | str) -> URL:
    """The address of a file, or the one that is spelled. Raises StoreError when it cannot be read."""
    if isinstance(where, Path):
        # The address is made from its parts: spelled as text, a folder named 'a?b' would open the file 'a'.
        return URL.create("sqlite", database=str(where))
    try:
        url = make_url(where)
    except (ArgumentError, ValueError) as problem:  # its text is not shown: a password may be in it
        raise StoreError(
            "STUDYKIT_DATABASE cannot be read. Write it as postgresql+psycopg://name:password@host/database."
        ) from problem
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
        raise StoreError("STUDYKIT_DATABASE names no file: write sqlite:///folder/learner.db.")
    return url


def file_of(url: URL) -> Path | None:
    """The SQLite file of an address; None for a database of a server."""
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def shown(url: URL) -> str:
    """An address as it is told to the learner: without password and options."""
    path = file_of(url)
    if path is not None:
        return str(path)
    plain = URL.create(url.get_backend_name(), url.username, None, url.host, url.port, url.database)
    return plain.render_as_string()


def writer(engine: Engine) -> Engine:
    """The same connections, on which a transaction on a file holds the write lock from its first statement.

    What a transaction read is then still so when it writes, whatever another process does.
    """
    return engine.execution_options(begin="begin immediate")


def reader(engine: Engine) -> Engine:
    """The same connections, for single questions: on a server, without a transaction for each."""
    return engine if file_of(engine.url) else engine.execution_options(isolation_level="AUTOCOMMIT")


@contextmanager
def explained(url: URL) -> Iterator[None]:
    """Turns what the database says into a StoreError for the learner."""
    try:
        yield
    except (DBAPIError, PoolTimeoutError) as problem:  # what else SQLAlchemy raises is a mistake of the program
        raise StoreError(_sentence(problem, url)) from problem


def _opened(path: Path) -> sqlite3.Connection:
    if _locked_away(path):
        address = f"{path.absolute().as_uri()}?immutable=1"
        return sqlite3.connect(address, uri=True, check_same_thread=False)
    return sqlite3.connect(path, timeout=_WAIT_SECONDS, check_same_thread=False)


def _locked_away(path: Path) -> bool:
    """Whether nobody can write beside the file, so that it stays as it is, and could not be read as a shared one."""
    if os.access(path.parent, os.W_OK) or not path.is_file():
        return False
    unfinished = path.with_name(f"{path.name}-wal")
    return not unfinished.exists() or not unfinished.stat().st_size


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
            if problem.sqlite_errorcode & _KIND == sqlite3.SQLITE_READONLY:
                return  # it can be read as it is
            if problem.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                raise
            time.sleep(_PAUSE_SECONDS)
        else:
            return


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "begin"))


_FILE_SENTENCES = (
    ("disk is full", "The disk is full, so '{path}' cannot be written. Make room and try again."),
    ("disk I/O error", "'{path}' cannot be written or read: the disk is full, your share of it is, or it fails."),
    ("locked", "'{path}' is in use by another program for a long time. Close that and try again."),
    ("readonly", "'{path}' is read-only. Allow writing to it, or set STUDYKIT_HOME to another folder."),
    (
        "not a database",
        "'{path}' is not a studykit file. Move it away, or set STUDYKIT_HOME to another folder.",
    ),
    ("malformed", "'{path}' is damaged. Save what it holds with: studykit restore --repair"),
    ("unable to open", "'{path}' cannot be opened. Set STUDYKIT_HOME to a folder that you can write to."),
)


def _sentence(problem: SQLAlchemyError, url: URL) -> str:
    said = str(problem.orig) if isinstance(problem, DBAPIError) else str(problem)
    path = shown(url)
    if isinstance(problem, IntegrityError):
        return f"'{path}' has that already, so it was not kept twice."
    if file_of(url) is not None:
        found = next((sentence for sign, sentence in _FILE_SENTENCES if sign in said), "")
    else:
        found = server_sentence(problem, said)
    return found.format(path=path) if found else f"'{path}' cannot be used: {_line(said, url)}."


def _line(said: str, url: URL) -> str:
    """What was said, as one line that holds no password."""
    line = " ".join(said.split()).rstrip(".")
    return line.replace(url.password, "***") if url.password else line
