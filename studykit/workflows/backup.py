"""Backups of what a learner did and decided: by itself once a study day, and when it is wanted."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from studykit.core.errors import StoreError
from studykit.core.text import shortened
from studykit.workflows.settled import keep_beside

if TYPE_CHECKING:
    from studykit.store.backup import Backup
    from studykit.store.contents import Contents
    from studykit.store.study_store import StudyStore

_AT_ONCE = 8 << 20
"""Bytes of a file that is copied and checked before the start goes on: a tenth of a second or two."""
_WIDEST = 120
"""Letters that are told of what the database says."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A backup and what it holds."""

    backup: Backup
    size: int
    """Bytes."""
    contents: Contents | None
    """None when it cannot be read; ``problem`` says why."""
    problem: str


class DamageError(StoreError):
    """The learner's file is damaged; the message names what mends it."""


def keep_safe(path: Path, day: str) -> str:
    """To be called before the learner's file is opened: checks it, and makes the backup of the study day.

    A look at its ends each time, at every page once a day; of a large file in the background. Gives a notice for the
    learner, or nothing; that a backup cannot be made never stops studying. Raises DamageError when the file is damaged:
    nothing was changed then.
    """
    from studykit.store import integrity, placing
    from studykit.store.backup import backups

    placing.finish(path)
    try:
        size = path.stat().st_size
        found = integrity.quick(path)
    except FileNotFoundError:
        newest = backups(path)[:1]
        return f"'{path}' is gone. The newest backup brings it back: studykit restore --newest" if newest else ""
    except (OSError, StoreError):
        return ""  # opening it says why, in its own words
    if size == 0 and backups(path):
        found = "it is empty, though it held answers before"
    if found is None and _mark(path).exists():
        found = integrity.whole(path)
        if found is None:
            _mark(path).unlink(missing_ok=True)
    if found is not None:
        raise DamageError(damaged(path, found))
    if size == 0:
        return ""
    if size > _AT_ONCE:
        threading.Thread(target=_later, args=(path, day), name="backup", daemon=True).start()
        return ""
    return _today(path, day)


def damaged(path: Path, found: str) -> str:
    """What a learner is told of a damaged file, and what mends it."""
    return (
        f"'{path}' is damaged: {shortened(found, _WIDEST)}. Nothing was changed. "
        "Save what it holds with: studykit restore --repair"
    )


def make_backup(path: Path) -> Path:
    """A backup among the others. Raises StoreError when there is nothing to keep, or when it cannot be made."""
    from studykit.store.backup import by_hand

    if not path.exists():
        raise StoreError("There is nothing to back up yet: no card was answered.")
    keep_beside(path)
    with _damage_named(path):
        return by_hand(path)


def write_backup(store: StudyStore, target: Path) -> None:
    """One learner's rows, of any database, as a file. Raises StoreError for a target that is not for the taking."""
    from studykit.store.contents import contents
    from studykit.store.portable import copy_out

    if store.path is not None and target.exists() and target.samefile(store.path):
        raise StoreError(f"'{target}' is the file with your answers itself. Name another one.")
    if target.exists() or target.is_symlink():
        try:
            contents(target)
        except StoreError as problem:
            raise StoreError(f"'{target}' exists and is no backup, so it was left as it is. {problem}") from problem
    if not target.absolute().parent.is_dir():
        raise StoreError(f"There is no folder '{target.absolute().parent}'. Make it first.")
    with _damage_named(store.path):
        copy_out(store, target.absolute())


def listed(path: Path) -> tuple[Listed, ...]:
    """The backups of a file, newest first, with what they hold."""
    from studykit.store.backup import backups

    return tuple(_listed(one) for one in backups(path))


def _listed(one: Backup) -> Listed:
    from studykit.store.contents import contents

    try:
        return Listed(one, one.path.stat().st_size, contents(one.path), "")
    except StoreError as problem:
        return Listed(one, 0, None, str(problem))


@contextmanager
def _damage_named(path: Path | None) -> Iterator[None]:
    """A copy that fails because the learner's own file is damaged says so, and what mends it."""
    from studykit.store import integrity

    try:
        yield
    except StoreError as problem:
        found = None if path is None else integrity.whole(path)
        if path is not None and found is not None:
            raise DamageError(damaged(path, found)) from problem
        raise


def _today(path: Path, day: str) -> str:
    from studykit.store.backup import daily, has_daily

    if has_daily(path, day):
        return ""
    keep_beside(path)
    try:
        with _damage_named(path):
            daily(path, day)
    except DamageError:
        raise
    except StoreError as problem:
        return f"Today's backup could not be made, and your answers are kept all the same. {problem}"
    return ""


def _later(path: Path, day: str) -> None:
    """In the background nobody hears of damage: a mark lets the next start look for itself."""
    with suppress(OSError):
        try:
            _today(path, day)
        except StoreError as problem:
            _mark(path).write_text(f"{problem}\n", "utf-8")


def _mark(path: Path) -> Path:
    from studykit.store.backup import folder

    return folder(path) / "damaged.txt"
