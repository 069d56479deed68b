"""Bringing back what a learner did and decided: from a backup, from a file, or out of a damaged file."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from studykit.core.diagnostic import Diagnostic
from studykit.core.errors import StoreError, StudykitError, UsageError
from studykit.core.progress import Progress
from studykit.core.text import count
from studykit.workflows.settled import agree, keep_beside, left_out, put_back

if TYPE_CHECKING:
    from studykit.store.backup import Backup
    from studykit.store.contents import Contents
    from studykit.store.salvage import Salvaged
    from studykit.store.study_store import StudyStore

_FINISHED = "finished.db"


@dataclass(frozen=True, slots=True)
class Offer:
    """A file that may be restored, beside what is there now."""

    source: Path
    backup: Backup | None
    """None for a file that is not among the backups."""
    holds: Contents
    present: Contents | None
    """None when there is no file now, or none that can be read."""
    only_here: int
    """Answers of the present file that the other one does not hold."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """What came of a repair."""

    found: str
    """What was wrong."""
    salvaged: Salvaged
    backup: Backup | None
    """The one that was used; None when there is none that is whole."""
    aside: Path
    """Where the damaged file is kept."""


def chosen(path: Path, wanted: str) -> Path:
    """The file that a word names: a number of the list of backups, or a path. Raises UsageError when there is none."""
    from studykit.store.backup import backups

    if not wanted.isdecimal() or Path(wanted).exists():
        return Path(wanted)
    found = backups(path)
    if not 1 <= int(wanted) <= len(found):
        known = f"the list has {count(len(found), 'backup')}" if found else "none was made yet"
        raise UsageError(f"There is no backup {wanted}: {known}. See: studykit backup --list")
    return found[int(wanted) - 1].path


def newest(path: Path) -> Path:
    """The newest backup that is whole. Raises UsageError when there is none."""
    found = _newest_whole(path)
    if found is None:
        raise UsageError("There is no backup that is whole yet. See: studykit backup --list")
    return found.path


def offer(path: Path, source: Path) -> Offer:
    """What restoring a file would mean. Raises StoreError when it cannot be restored."""
    from studykit.store.backup import backups
    from studykit.store.contents import contents, only_in

    holds = contents(source)
    found = next((one for one in backups(path) if one.path == source), None)
    if path.exists() and source.samefile(path):
        raise StoreError(f"'{source}' is the file with your answers itself. Name a backup of it.")
    try:
        present = contents(path)
        return Offer(source, found, holds, present, only_in(path, source))
    except StoreError:
        return Offer(source, found, holds, None, 0)


def nobody_else(home: Path, now: datetime) -> None:
    """Raises StoreError while another studykit is open: it would go on with what is replaced."""
    from studykit.store.presence import others_in

    others = others_in(home, os.getpid())
    if others:
        since = min(others.values()).astimezone(now.tzinfo)
        named = ", ".join(str(number) for number in sorted(others))
        raise StoreError(
            f"Another studykit is open since {since:%H:%M} (process {named}). Close it first, then try again."
        )


def restore(
    path: Path, source: Path, learner: str = "", tell: Callable[[Diagnostic], None] = lambda _: None
) -> Path | None:
    """Puts what a file holds in the place of what is there now; where a copy of the latter is, None if it was nothing.

    Raises StoreError when it cannot be done; the present file is as it was then. ``tell`` hears why the learner's
    decisions were left as they are, where they were.
    """
    from studykit.store import placing

    placing.finish(path)
    keep_beside(path)
    kept, as_was = _restored(path, source, learner)
    _decided(path, learner, put_back if as_was else agree, tell)
    return kept


def _decided(
    path: Path, learner: str, bring: Callable[[StudyStore, Path], None], tell: Callable[[Diagnostic], None]
) -> None:
    """Brings the decisions that a database holds into the file beside it."""
    from studykit.store.study_store import StudyStore

    try:
        with StudyStore.open(path, learner) as store:
            bring(store, path.parent)
    except StudykitError as problem:
        tell(left_out(path.parent, problem, "Your decisions were left as they are."))


def _restored(path: Path, source: Path, learner: str) -> tuple[Path | None, bool]:
    """Where what was there is kept, and whether that is a copy of all that it held, decisions too."""
    from studykit.store import backup, integrity, placing
    from studykit.store.portable import adopt, refuse_unreadable
    from studykit.store.study_store import StudyStore

    path.parent.mkdir(parents=True, exist_ok=True)
    with placing.workshop(path.parent) as folder:
        made, finished = folder / path.name, folder / _FINISHED
        backup.copy_whole(source, made)
        try:
            adopt(made, learner)  # an older one gets today's tables before it takes the place of anything
            if source.absolute().parent != backup.folder(path).absolute():
                with StudyStore.open(made, learner) as strange:
                    refuse_unreadable(strange)
        except StoreError as problem:
            raise StoreError(str(problem).replace(str(made), str(source))) from problem
        backup.copy_whole(made, finished)
        if not path.exists() or path.stat().st_size == 0:
            placing.place(finished, path)
            return None, False
        if integrity.whole(path) is not None:
            kept = placing.put_aside(path)
            placing.place(finished, path)
            return kept, False
        kept = backup.before_restore(path)
        placing.put_in(finished, path)
        return kept, True


def bring_in(store: StudyStore, source: Path, told: Progress) -> int:
    """Adds the answers of a file that a database does not hold yet, and works out what is remembered; how many."""
    from studykit.scheduling.memory import replay
    from studykit.store.portable import copy_in
    from studykit.workflows.refold import mend, model_of
    from studykit.workflows.settings import read_settings

    added, cards = copy_in(store, source)
    settings = read_settings(store)
    if not mend(store, settings, told):  # parameters of the learner's own may have come with the rows
        model = model_of(settings)
        store.rebuild(lambda answers: replay(answers, model), cards, told)
    return added


def repair(path: Path, told: Progress, tell: Callable[[Diagnostic], None] = lambda _: None) -> Repaired | None:
    """Saves what a damaged file holds, with the newest good backup; None when the file is whole.

    The damaged file is kept as it is. Raises StoreError when it cannot be done; the file is in its place then.
    ``tell`` hears why the learner's decisions were left as they are, where they were.
    """
    from studykit.store import integrity, placing
    from studykit.store.backup import folder

    placing.finish(path)
    if not path.exists():
        raise StoreError("There is nothing to repair: no card was answered yet, or the file was moved away.")
    found = integrity.whole(path)
    good = _newest_whole(path)
    if found is None and path.stat().st_size == 0 and good is not None:
        found = "it is empty"
    done = None
    if found is not None:
        with placing.workshop(path.parent) as workshop:
            salvaged = _salvage(path, workshop, None if good is None else good.path, told)
            done = Repaired(found, salvaged, good, placing.put_aside(path))
            placing.place(workshop / _FINISHED, path)
        _decided(path, "", agree, tell)
    with suppress(OSError):
        (folder(path) / "damaged.txt").unlink(missing_ok=True)
    return done


def _salvage(path: Path, workshop: Path, good: Path | None, told: Progress) -> Salvaged:
    """Makes the file that is to take the place of a damaged one, finished and checked."""
    from studykit.store.backup import copy_whole
    from studykit.store.salvage import add_missing, learners, learners_named, read_damaged, salvaged
    from studykit.store.study_store import StudyStore
    from studykit.workflows.refold import model_of, refold
    from studykit.workflows.settings import read_settings

    made, new, backup = workshop / path.name, workshop / "new.db", workshop / "backup.db"
    StudyStore.open(new).close()
    highest = read_damaged(path, made, [*([] if good is None else [good]), new], told)
    learners_named(made)
    StudyStore.open(made).close()  # today's tables
    added = 0
    if good is not None:
        copy_whole(good, backup)
        StudyStore.open(backup).close()
        added = add_missing(made, backup)
    for learner in learners(made):
        with StudyStore.open(made, learner) as store:
            refold(store, model_of(read_settings(store)), told)
    copy_whole(made, workshop / _FINISHED)
    return salvaged(made, added, highest)


def _newest_whole(path: Path) -> Backup | None:
    """The newest backup that can be read; copies of what a restore replaced are what the learner did not want."""
    from studykit.store import integrity
    from studykit.store.backup import Kind, backups
    from studykit.store.contents import contents

    for one in backups(path):
        if one.kind is Kind.BEFORE_RESTORE:
            continue
        with suppress(StoreError, OSError):
            contents(one.path)
            if integrity.whole(one.path) is None:
                return one
    return None
