"""Backups of the learner's file: whole copies beside it, one a study day and one before whatever may go wrong."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from studykit.core.errors import StoreError
from studykit.core.text import count
from studykit.store import integrity
from studykit.store.integrity import reason

_WAIT_SECONDS = 60
"""How long one process waits for another that makes a backup."""
_BUSY_SECONDS = 10
"""How long it waits for one that writes."""
_HALF = ".half"
"""Ends the name of a copy until it is whole, checked and on the disk."""
_SPARE = 16 << 20
"""Bytes that a daily backup leaves free for answers."""


class Kind(StrEnum):
    """Why a backup was made."""

    DAILY = "daily"
    BY_HAND = "by-hand"
    BEFORE_MIGRATION = "before-migration"
    BEFORE_RESTORE = "before-restore"


KEPT = {Kind.DAILY: 10, Kind.BY_HAND: 10, Kind.BEFORE_MIGRATION: 3, Kind.BEFORE_RESTORE: 3}
"""The newest of each kind; older ones are taken away when one is made."""


class _BusyError(StoreError):
    """Another program makes a backup."""


@dataclass(frozen=True, slots=True)
class Backup:
    """One whole backup."""

    path: Path
    kind: Kind
    made: datetime
    """Aware, UTC."""


def folder(path: Path) -> Path:
    """Where the backups of a file are."""
    return path.parent / "backups"


def backups(path: Path) -> tuple[Backup, ...]:
    """The backups of a file, newest first; halves of a killed program are none."""
    pattern = re.compile(rf"{re.escape(path.stem)}-({'|'.join(Kind)})-[\dTZ-]+\.db")
    found = []
    for file in folder(path).glob(f"{path.stem}-*.db") if folder(path).is_dir() else ():
        match = pattern.fullmatch(file.name)
        if match is not None and file.is_file():
            made = datetime.fromtimestamp(file.stat().st_mtime_ns / 1e9, UTC)
            found.append(Backup(file, Kind(match[1]), made))
    return tuple(sorted(found, key=lambda one: (one.made, one.path.name), reverse=True))


def before_migration(path: Path) -> Path:
    """A backup before the tables change. Raises StoreError when it cannot be made, so that they stay as they are."""
    return _keep(path, Kind.BEFORE_MIGRATION, _now())


def before_restore(path: Path) -> Path:
    """A backup before other contents take the place of a file's. Raises StoreError when it cannot be made."""
    return _keep(path, Kind.BEFORE_RESTORE, _now())


def by_hand(path: Path) -> Path:
    """A backup because the learner wants one. Raises StoreError when it cannot be made."""
    return _keep(path, Kind.BY_HAND, _now())


def has_daily(path: Path, day: str) -> bool:
    """Whether the backup of a study day was made."""
    return (folder(path) / _name(path, Kind.DAILY, day)).exists()


def daily(path: Path, day: str) -> Path | None:
    """The backup of a study day (``2026-11-21``); None when there is one already, or another program makes it.

    Raises StoreError when it cannot be made, also when the disk would be nearly full afterwards: answers go first.
    """
    if has_daily(path, day):
        return None
    need = 2 * path.stat().st_size + _SPARE
    if shutil.disk_usage(path.parent).free < need:
        raise StoreError(f"The disk is nearly full: a backup wants {count(need >> 20, 'MB', 'MB')} free.")
    with suppress(_BusyError):
        return _keep(path, Kind.DAILY, day, wait=0)
    return None


def copy_whole(source: Path, target: Path) -> None:
    """Copies a database as it is at one moment, also while others write to it, into one self-contained file.

    The copy is checked page by page and is on the disk before it gets its name; ``target`` is replaced.
    Raises StoreError when it cannot be made or is not whole; nothing is left behind then.
    """
    half = target.with_name(f"{target.name}.{os.getpid()}{_HALF}")
    try:
        half.unlink(missing_ok=True)
        _copy(source, half)
        problem = integrity.whole(half)
        if problem is not None:
            raise StoreError(f"'{source}' was copied, and the copy is damaged: {problem}.")
        into_place(half, target)
    except (sqlite3.Error, OSError) as problem:
        raise StoreError(f"'{source}' cannot be copied to '{target}': {reason(problem)}.") from problem
    finally:
        for name in (half, Path(f"{half}-journal")):
            with suppress(OSError):
                name.unlink(missing_ok=True)


def into_place(half: Path, target: Path) -> None:
    """Gives a finished file its name: its bytes reach the disk before, the name itself before this returns."""
    flush(half)
    half.replace(target)
    flush(target.parent)


def flush(path: Path) -> None:
    """Returns when a file's bytes, or a folder's names, are on the disk. Raises OSError."""
    if path.is_dir() and os.name == "nt":  # pragma: no cover - Windows keeps names by itself
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def reading_only(path: Path) -> sqlite3.Connection:
    """A connection that makes no file and changes none."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", timeout=_BUSY_SECONDS, uri=True)


def patience(path: Path) -> Callable[[int, int, int], None]:
    """For copies by SQLite, which would try again for ever: raises StoreError once others are at it for long."""
    until = time.monotonic() + _BUSY_SECONDS

    def told(status: int, _left: int, _total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > until:
            raise StoreError(f"'{path}' is in use by another program for a long time. Close that and try again.")

    return told


def _copy(source: Path, half: Path) -> None:
    with closing(reading_only(source)) as reading, closing(sqlite3.connect(half)) as writing:
        writing.execute("pragma synchronous = off").close()  # it is flushed once, at its end
        writing.execute("pragma journal_mode = off").close()
        reading.backup(writing, progress=patience(source))  # in one step: one moment of it
    with closing(sqlite3.connect(half)) as copy:
        copy.execute("pragma synchronous = off").close()
        copy.execute("pragma journal_mode = delete").close()  # no log beside it: one file is the whole backup


def _keep(path: Path, kind: Kind, mark: str, wait: float = _WAIT_SECONDS) -> Path:
    target = folder(path) / _name(path, kind, mark)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise StoreError(f"The folder '{target.parent}' cannot be made: {reason(problem)}.") from problem
    with turn(target.parent, wait):
        for left in target.parent.glob(f"*{_HALF}*"):  # of programs that were killed: only one has its turn
            with suppress(OSError):
                left.unlink()
        copy_whole(path, target)
        _rotate(path, kind, target)
    return target


def _rotate(path: Path, kind: Kind, made: Path) -> None:
    older = [one.path for one in backups(path) if one.kind is kind and one.path != made]
    for one in older[KEPT[kind] - 1 :]:
        with suppress(OSError):
            one.unlink()


@contextmanager
def turn(where: Path, wait: float = _WAIT_SECONDS) -> Iterator[None]:
    """One process at a time: a lock of the operating system's, which goes with the process.

    Raises StoreError when another has it for longer than ``wait`` seconds, or when there can be none.
    """
    lock = where / "turn.lock"
    with closing(sqlite3.connect(lock, timeout=wait, isolation_level=None)) as file:
        try:
            file.execute("begin exclusive").close()
        except sqlite3.Error as problem:
            if getattr(problem, "sqlite_errorcode", 0) == sqlite3.SQLITE_BUSY:
                raise _BusyError("Another studykit makes a backup. Try again in a minute.") from problem
            raise StoreError(f"'{lock}' cannot be used: {reason(problem)}.") from problem
        yield


def _name(path: Path, kind: Kind, mark: str) -> str:
    return f"{path.stem}-{kind}-{mark}.db"


def _now() -> str:
    return f"{datetime.now(UTC):%Y-%m-%dT%H%M%S%f}Z"
