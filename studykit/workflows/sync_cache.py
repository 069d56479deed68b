"""What is known of the files of a folder, so that only what is new in them is read. It can go: all is then read again.

A file of SQLite's beside the other caches. One transaction holds it for a whole sync, so that a second sync waits; what
is changed in it counts once ``keep`` was called.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from studykit.core.errors import StoreError
from studykit.core.log_row import LogRow, RowKind
from studykit.exchange.log_fields import FIELDS
from studykit.exchange.log_files import Position

_WAIT_SECONDS = 60
_TABLES = """
create table if not exists about (name text primary key, value text) without rowid;
create table if not exists file (
    name text primary key, size integer, lines integer, tail blob, begun integer, flawed integer, changed integer);
create table if not exists answer (key blob primary key, file text) without rowid;
create table if not exists other (key blob primary key, file text) without rowid;
create table if not exists latest (
    kind text, subject text, at integer, device text, key blob, base blob, primary key (kind, subject)) without rowid;
"""
_STAGED = "create temp table staged (own integer, kind text, card text, said text)"
_BATCH = 2000


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a file."""

    position: Position
    begun: bool
    """Its header was read."""
    flawed: bool
    """It holds lines that cannot be read; once it changes, all of it is read again."""
    changed: int
    """Nanoseconds of its last change."""


@dataclass(frozen=True, slots=True)
class Latest:
    """The version of an anchor or a decision that holds among the lines of all files."""

    at: int
    device: str
    key: bytes
    base: bytes | None
    """What the learner's database and the files agreed on at the end of the last sync; None when nobody knows."""


@contextmanager
def opened(folder: Path, name: str) -> Iterator[SyncCache]:
    """The cache of what ``name`` names, while this is held. Raises StoreError when it cannot be used."""
    path = folder / f"sync-{hashlib.sha256(name.encode()).hexdigest()[:16]}.db"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with closing(_opened(path)) as file:
            yield SyncCache(file)
    except sqlite3.Error as problem:
        raise StoreError(_sentence(problem, path)) from problem


class SyncCache:
    """The cache of one folder and one learner; what was not kept when it is closed is as before."""

    def __init__(self, file: sqlite3.Connection) -> None:
        self._file = file

    def keep(self) -> None:
        """Keeps what was changed."""
        self._run("update latest set base = key")
        self._run("commit")

    def clear(self) -> None:
        """Forgets everything."""
        for table in ("about", "file", "answer", "other", "latest"):
            self._run(f"delete from {table}")  # noqa: S608 - names from the line above

    @property
    def token(self) -> str:
        """Names the state of the learner's database that this belongs to; empty when nothing was kept."""
        found = self._file.execute("select value from about where name = 'token'").fetchone()
        return str(found[0]) if found else ""

    @token.setter
    def token(self, value: str) -> None:
        self._run("insert or replace into about values ('token', ?)", (value,))

    def files(self) -> dict[str, Known]:
        """Name → what is known of the file."""
        rows = self._file.execute("select name, size, lines, tail, begun, flawed, changed from file").fetchall()
        return {
            name: Known(Position(size, lines, tail), bool(begun), bool(flawed), changed)
            for name, size, lines, tail, begun, flawed, changed in rows
        }

    def know(self, name: str, known: Known) -> None:
        """Keeps how far a file was read."""
        at = known.position
        row = (name, at.size, at.lines, at.tail, known.begun, known.flawed, known.changed)
        self._run("insert or replace into file values (?, ?, ?, ?, ?, ?, ?)", row)

    def forget(self, name: str) -> None:
        """Forgets a file and the rows that were seen in it first."""
        self._run("delete from file where name = ?", (name,))
        self._run("delete from answer where file = ?", (name,))
        self._run("delete from other where file = ?", (name,))

    def see(self, kind: RowKind, keys: Iterable[bytes], file: str, *, own: bool) -> None:
        """Notes rows as being in a file. Those of one's own file stay noted as its own, whatever is seen elsewhere."""
        word = "replace" if own else "ignore"
        rows = ((key, file) for key in keys)
        self._file.executemany(f"insert or {word} into {_table(kind)} values (?, ?)", rows).close()  # noqa: S608 - two words

    def seen(self, kind: RowKind, key: bytes) -> bool:
        """Whether a row is in a file."""
        wanted = f"select 1 from {_table(kind)} where key = ?"  # noqa: S608 - two words
        return self._file.execute(wanted, (key,)).fetchone() is not None

    def answers(self) -> int:
        """How many answers the files hold together."""
        return int(self._file.execute("select count(*) from answer").fetchone()[0])

    def latest(self, kind: RowKind, subject: str) -> Latest | None:
        """The version that holds."""
        wanted = "select at, device, key, base from latest where kind = ? and subject = ?"
        found = self._file.execute(wanted, (kind, subject)).fetchone()
        return None if found is None else Latest(*found)

    def set_latest(self, kind: RowKind, subject: str, latest: Latest) -> None:
        """Keeps the version that holds."""
        row = (kind, subject, latest.at, latest.device, latest.key, latest.base)
        self._run("insert or replace into latest values (?, ?, ?, ?, ?, ?)", row)

    def stage(self, rows: Iterable[LogRow], *, own: bool) -> None:
        """Puts rows aside until all files are read."""
        made = ((own, row.kind, _card(row), json.dumps([*row.values.values()])) for row in rows)
        self._file.executemany("insert into staged values (?, ?, ?, ?)", made).close()

    def staged(self) -> int:
        """How many rows were put aside."""
        return int(self._file.execute("select count(*) from staged").fetchone()[0])

    def batches(self, kind: RowKind, *, own: bool) -> Iterator[list[LogRow]]:
        """The rows of a kind that were put aside, some at a time; the answers to a card are never parted."""
        order = "card" if kind is RowKind.REVIEW else "rowid"
        wanted = f"select card, said from staged where own = ? and kind = ? order by {order}"  # noqa: S608 - two words
        batch, last, names = list[LogRow](), "", tuple(FIELDS[kind])
        for card, said in self._file.execute(wanted, (own, kind)):
            if len(batch) >= _BATCH and (card != last or not card):
                yield batch
                batch = []
            last = card
            batch.append(LogRow(kind, dict(zip(names, json.loads(said), strict=True))))
        if batch:
            yield batch

    def mark(self) -> None:
        """From here on what is changed can be taken back."""
        self._run("savepoint written")

    def take_back(self) -> None:
        """Takes back what was changed since ``mark``."""
        self._run("rollback to written")

    def _run(self, statement: str, values: tuple[object, ...] = ()) -> None:
        self._file.execute(statement, values).close()


def _opened(path: Path) -> sqlite3.Connection:
    try:
        return _begun(path)
    except sqlite3.DatabaseError as problem:
        if problem.sqlite_errorcode not in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            raise
    with suppress(OSError):
        path.unlink()
    return _begun(path)


def _begun(path: Path) -> sqlite3.Connection:
    file = sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None)
    try:
        for pragma in ("synchronous = normal", "temp_store = file", "cache_size = -50000"):
            file.execute(f"pragma {pragma}").close()
        file.executescript(_TABLES).close()
        file.execute("begin immediate").close()
        file.execute(_STAGED).close()
    except sqlite3.Error:
        file.close()
        raise
    return file


def _card(row: LogRow) -> str:
    """What answers are sorted by."""
    return str(row.values["card"]) if row.kind is RowKind.REVIEW else ""


def _table(kind: RowKind) -> str:
    return "answer" if kind is RowKind.REVIEW else "other"


def _sentence(problem: sqlite3.Error, path: Path) -> str:
    if "full" in str(problem):
        return f"The disk is full, so '{path}' cannot be written. Make room and try again."
    if "locked" in str(problem):
        return "Another studykit is syncing this folder. Try again when it is done."
    return f"'{path}' cannot be used: {problem}."
