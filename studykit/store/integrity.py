"""Whether the learner's file is whole: a look that costs nothing at each start, and a look at every page once a day."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from studykit.core.errors import StoreError
from studykit.store.pages import MAGIC, page_size

_WAIT_SECONDS = 10
_SHOWN = 3
"""Findings that are told; more say no more."""
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_UNREADABLE = (sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ, sqlite3.SQLITE_IOERR_CORRUPTFS)


def quick(path: Path) -> str | None:
    """What is wrong with the file at first sight: its header, its length, its tables and the ends of each; or None.

    A file that is not there is not wrong. Takes about a millisecond however large the file is; damage in the middle
    is not seen. Raises OSError when the file cannot be read, StoreError while another program holds it for long.
    """
    try:
        length = path.stat().st_size
    except FileNotFoundError:
        return None
    if length == 0:
        return None  # SQLite takes it for a database without tables
    with path.open("rb") as file:
        header = file.read(100)
    if header[:16] != MAGIC:
        return "its beginning is not that of a database"
    if length % page_size(header):
        return "its end is cut off"
    return _asked(path, _ends)


def whole(path: Path) -> str | None:
    """What is wrong with any page or index of the file, or None; about four seconds for a million answers.

    Raises OSError and StoreError like ``quick``, which it begins with.
    """
    return quick(path) or _asked(path, _everything)


def _asked(path: Path, question: Callable[[sqlite3.Connection], str | None]) -> str | None:
    try:
        with closing(sqlite3.connect(path, timeout=_WAIT_SECONDS)) as connection:
            connection.execute("pragma cell_size_check = on").close()
            return question(connection)
    except sqlite3.Error as problem:
        if is_damage(problem):
            return in_words(problem)
        raise StoreError(f"'{path}' cannot be checked: {reason(problem)}.") from problem


def is_damage(problem: sqlite3.Error) -> bool:
    """Whether an error says that the file is damaged, and not that it is in use or the disk is full."""
    code = getattr(problem, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)  # text that is none has no code
    return code & 0xFF in _DAMAGE or code in _UNREADABLE


def in_words(problem: sqlite3.Error) -> str:
    """What an error of a damaged file means."""
    code = getattr(problem, "sqlite_errorcode", 0)
    if code == sqlite3.SQLITE_NOTADB:
        return "its beginning is not that of a database"
    if code in _UNREADABLE:
        return "the disk cannot read all of it"
    return "the database finds pages that make no sense"


def reason(problem: Exception) -> str:
    """What the system or the database says, without the path and without a full stop."""
    said = problem.strerror if isinstance(problem, OSError) and problem.strerror else str(problem)
    if "disk I/O error" in said:  # SQLite says no more of a quota, and of no room for what it shares between processes
        return "the disk is full, or it fails"
    return "the disk is full" if "disk is full" in said or "No space left" in said else said.rstrip(".")


def _ends(connection: sqlite3.Connection) -> str | None:
    """Reads down to the first and the last row of each table; a page on the way that is none raises."""
    for name in tables_in(connection):
        for order in ("asc", "desc"):
            last = f"select * from {quoted(name)} order by rowid {order} limit 1"  # noqa: S608 - quoted
            connection.execute(last).fetchall()
    return None


def tables_in(connection: sqlite3.Connection) -> list[str]:
    """The names of the tables that a database holds, SQLite's own left out."""
    found = connection.execute("select name, sql from sqlite_master where type = 'table'").fetchall()
    return [
        name
        for name, sql in found
        if not name.startswith("sqlite_") and not sql.casefold().startswith("create virtual")
    ]


def quoted(name: str) -> str:
    """The name of a table or column as SQL spells it; names cannot be parameters."""
    return '"' + name.replace('"', '""') + '"'


def _everything(connection: sqlite3.Connection) -> str | None:
    found = [str(row[0]) for row in connection.execute(f"pragma integrity_check({_SHOWN})")]
    if found != ["ok"]:
        said = "; ".join(" ".join(one.split()) for one in found)
        return f"the check of its pages found: {said.removeprefix('*** in database main *** ')}"
    row = connection.execute("pragma foreign_key_check").fetchone()
    return None if row is None else f"a row of '{row[0]}' belongs to none of '{row[2]}'"
