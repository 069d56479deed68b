"""Putting other contents in the place of the learner's file: at no moment is there neither the old nor the new."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from studykit.core.errors import StoreError
from studykit.store.backup import flush, folder, patience, reading_only, turn
from studykit.store.integrity import reason
from studykit.store.presence import alive

_WORKSHOP = ".studykit-"
_BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a file."""


def put_in(source: Path, path: Path) -> None:
    """Gives a sound file the contents of another, as one transaction: others may have it open and see it afterwards.

    Raises StoreError when that fails; the file is as it was then.
    """
    try:
        with closing(reading_only(source)) as reading, closing(sqlite3.connect(path, timeout=1)) as writing:
            writing.execute("pragma synchronous = full").close()
            reading.backup(writing, progress=patience(path))
            writing.execute("pragma wal_checkpoint(truncate)").close()
    except sqlite3.Error as problem:
        raise StoreError(f"'{path}' cannot be written: {reason(problem)}.") from problem


def ready(path: Path) -> Path:
    """The name under which a finished file waits to take the place of ``path``: once it is there, it counts."""
    return path.with_name(f"{path.name}.repaired")


def place(finished: Path, path: Path) -> None:
    """Puts a finished file of the same folder, or of one in it, in the place of ``path``. Raises StoreError."""
    try:
        flush(finished)
        finished.replace(ready(path))
        flush(path.parent)
    except OSError as problem:
        raise StoreError(f"'{path}' cannot be replaced: {reason(problem)}.") from problem
    finish(path)


def put_aside(path: Path) -> Path:
    """Copies a damaged file, with the log beside it, into a folder of its own, and returns the copy.

    Raises StoreError when that fails; nothing was changed then.
    """
    target = path.parent / "damaged" / f"{datetime.now(UTC):%Y-%m-%dT%H%M%S%f}Z" / path.name
    try:
        target.parent.mkdir(parents=True)
        for ending in ("", "-wal", "-journal"):
            one = path.with_name(path.name + ending)
            if one.exists():
                copy = target.with_name(one.name)
                shutil.copyfile(one, copy)
                flush(copy)
        flush(target.parent)
    except OSError as problem:
        shutil.rmtree(target.parent, ignore_errors=True)
        raise StoreError(f"The damaged file cannot be kept in '{target.parent}': {reason(problem)}.") from problem
    return target


def finish(path: Path) -> bool:
    """Puts the file that waits in its place; False when none does. After a kill the next call goes on, and cleans up.

    A log beside the old file must go first: SQLite would carry it out in the new one.
    """
    _sweep(path.parent)
    waiting = ready(path)
    if not waiting.exists():
        return False
    try:
        folder(path).mkdir(exist_ok=True)
        with turn(folder(path)):  # who came too late would take the log of the new file for that of the old one
            if waiting.exists():
                for ending in _BESIDE:
                    path.with_name(path.name + ending).unlink(missing_ok=True)
                flush(path.parent)
                waiting.replace(path)
                flush(path.parent)
    except OSError as problem:
        raise StoreError(f"'{waiting}' cannot take the place of '{path}': {reason(problem)}.") from problem
    return True


@contextmanager
def workshop(where: Path) -> Iterator[Path]:
    """A folder that goes again, whatever happens; those of programs that were killed go too.

    Raises StoreError when there can be none.
    """
    _sweep(where)
    try:
        folder = Path(tempfile.mkdtemp(prefix=f"{_WORKSHOP}{os.getpid()}-", dir=where))
    except OSError as problem:
        raise StoreError(f"Nothing can be written in '{where}': {reason(problem)}.") from problem
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(where: Path) -> None:
    for left in where.glob(f"{_WORKSHOP}*"):
        owner = left.name.removeprefix(_WORKSHOP).partition("-")[0]
        if owner.isdecimal() and not alive(int(owner)):
            shutil.rmtree(left, ignore_errors=True)
