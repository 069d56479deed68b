"""What a file of answers holds, told without changing it: one of studykit's own, or why it cannot be one."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from studykit.core.errors import StoreError
from studykit.store.backup import reading_only
from studykit.store.integrity import in_words, is_damage, reason
from studykit.store.pages import MAGIC

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NEEDED = {"id", "card", "at", "rating"}
"""Columns that the table of answers has in every version."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file holds."""

    answers: int
    """Those that stand."""
    cards: int
    last: datetime | None
    """When the latest answer was given; aware, UTC. None without answers."""
    version: int
    """Of its tables."""


def contents(path: Path) -> Contents:
    """What a file holds. Raises StoreError, in plain words, for anything that is not studykit's own or too new."""
    _refuse_strange(path)
    try:
        with closing(reading_only(path)) as connection:
            _refuse_foreign(connection, path)
            return _contents(connection)
    except sqlite3.Error as problem:
        if is_damage(problem):
            raise StoreError(f"'{path}' is damaged: {in_words(problem)}.") from problem
        raise StoreError(f"'{path}' cannot be read: {reason(problem)}.") from problem
    except (ValueError, TypeError, ArithmeticError) as problem:
        raise StoreError(f"'{path}' holds answers that cannot be read.") from problem


def only_in(path: Path, other: Path) -> int:
    """How many answers a file holds that another one does not. Raises StoreError when they cannot be read."""
    try:
        with closing(reading_only(path)) as connection:
            connection.execute("attach ? as other", (f"{other.absolute().as_uri()}?mode=ro",)).close()
            wanted = "select count(*) from main.review where id not in (select id from other.review)"
            return int(connection.execute(wanted).fetchone()[0])
    except sqlite3.Error as problem:
        raise StoreError(f"'{path}' and '{other}' cannot be compared: {reason(problem)}.") from problem


def _refuse_strange(path: Path) -> None:
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            what = "a folder" if stat.S_ISDIR(mode) else "no ordinary file"
            raise StoreError(f"'{path}' is {what}. Name a file that 'studykit backup' wrote.")
        with path.open("rb") as file:
            beginning = file.read(len(MAGIC))
    except FileNotFoundError as problem:
        raise StoreError(f"There is no file '{path}'. 'studykit backup --list' shows the backups.") from problem
    except (OSError, ValueError) as problem:
        raise StoreError(f"'{path}' cannot be read: {reason(problem)}.") from problem
    if beginning != MAGIC:
        raise StoreError(f"'{path}' is no database, so it is no backup of studykit's.")


def _refuse_foreign(connection: sqlite3.Connection, path: Path) -> None:
    """Refuses what studykit never makes, such as views in the place of tables, and triggers: they would run here."""
    connection.execute("pragma trusted_schema = off").close()
    made = connection.execute("select type, sql from sqlite_master").fetchall()
    strange = any(kind not in ("table", "index") or _virtual(sql) for kind, sql in made)
    columns = {row[1] for row in connection.execute("pragma table_info(review)")}
    if strange or not columns >= _NEEDED:
        raise StoreError(f"'{path}' belongs to another program: it holds no answers of studykit's.")
    from studykit.store.tables import VERSION

    version = _version(connection)
    if version > VERSION:
        raise StoreError(
            f"'{path}' was written by a newer studykit (version {version}; this one knows {VERSION}). "
            "Install that one to restore it."
        )
    if version < 1:
        raise StoreError(f"'{path}' belongs to another program: it does not say which version its tables are.")


def _contents(connection: sqlite3.Connection) -> Contents:
    taken_back = "select count(*) from withdrawal where review in (select id from review)"
    answers = _number(connection, "select count(*) from review") - _number(connection, taken_back)
    last = connection.execute("select max(at) from review").fetchone()[0]
    return Contents(
        answers,
        _number(connection, "select count(*) from memory"),
        None if last is None else _EPOCH + timedelta(microseconds=int(last)),
        _version(connection),
    )


def _number(connection: sqlite3.Connection, wanted: str) -> int:
    return int(connection.execute(wanted).fetchone()[0])


def _version(connection: sqlite3.Connection) -> int:
    return _number(connection, "pragma user_version")


def _virtual(sql: object) -> bool:
    return str(sql).casefold().lstrip().startswith("create virtual")
