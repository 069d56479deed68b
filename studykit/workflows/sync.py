"""Answers and all else that a learner did, carried between devices in a folder: each appends to a file of its own.

After a sync the folder holds every row that this device has, in whichever file, and this device has every row of the
folder. So it does not matter which device syncs when, how often, or with which of the files.
"""

from __future__ import annotations

import os
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from studykit.core.clock import utc
from studykit.core.diagnostic import Diagnostic, error, warning
from studykit.core.errors import StudykitError
from studykit.core.log_row import LASTING, LogRow, RowKind
from studykit.core.progress import Progress
from studykit.core.text import count
from studykit.exchange.log_files import SUFFIX, Position, append
from studykit.exchange.log_lines import DATED, GROWING, LineError, age, header_line, key, row_line, subject
from studykit.workflows.device import device_of, new_device
from studykit.workflows.open_store import open_store
from studykit.workflows.places import Places
from studykit.workflows.refold import model_of, refold
from studykit.workflows.settled import left_out, spread
from studykit.workflows.sync_cache import Known, Latest, SyncCache, opened
from studykit.workflows.sync_reading import read_files
from studykit.workflows.sync_rows import holds, missing, said_here, works

if TYPE_CHECKING:
    from studykit.scheduling.memory import Model
    from studykit.store.memories import Fold
    from studykit.store.merge import Merge, Merged
    from studykit.store.study_store import StudyStore

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LOG = "log"
_READING, _MERGING, _WRITING = 40, 40, 19
"""Of 100, how much of the progress each is."""
_AT_ONCE = 2000
_FIRST = (RowKind.SETTING, *(kind for kind in RowKind if kind is not RowKind.SETTING))
"""Settings first: the parameters that memory is worked out with may be among them."""
_KINDS = " ".join(RowKind)
"""What a cache of files was read for: a studykit that knows more kinds of rows reads them again."""


@dataclass(frozen=True, slots=True)
class Synced:
    """What a sync did, or would do."""

    folder: Path
    device: str
    """The name of this device in the folder."""
    answers: Mapping[str, int]
    """Device → its answers that were new here."""
    received: Mapping[RowKind, int]
    """Rows that were new here."""
    written: Mapping[RowKind, int]
    """Rows that were not in the folder yet."""
    cards: int
    """Whose memory was worked out again."""
    dry_run: bool
    problems: tuple[Diagnostic, ...]
    """What could not be read or written; the rest was."""


def sync(places: Places, folder: Path, now: datetime, *, dry_run: bool = False, progress: Progress) -> Synced:
    """Reads what is new in the folder and appends what it does not hold; ``now`` is aware.

    Raises UsageError for a folder that cannot be read, and StoreError when the learner's own files cannot be used.
    """
    from studykit.store.merge import Merge

    with open_store(places) as store:
        name = f"{store.learner} {os.path.realpath(folder)}"
        with opened(places.cache, name) as cache:
            merge = Merge(store.engine, store.learner, store.device)
            running = _Sync(store, merge, cache, _Where(folder, places.home), utc(now))
            if not dry_run:
                done = running.run(progress)
                return replace(done, problems=(*done.problems, *_settled(store, places.home)))
            with merge.trial():
                return replace(running.run(progress, trial=True), dry_run=True)


def _settled(store: StudyStore, home: Path) -> Iterator[Diagnostic]:
    """Brings what other devices decided into the learner's file of decisions."""
    try:
        spread(store, home)
    except StudykitError as problem:
        yield left_out(home, problem, "What other devices decided waits.")


@dataclass(frozen=True, slots=True)
class _Where:
    folder: Path
    home: Path


class _Sync:
    def __init__(self, store: StudyStore, merge: Merge, cache: SyncCache, where: _Where, now: datetime) -> None:
        self._store, self._merge, self._cache = store, merge, cache
        self._folder, self._home = where.folder, where.home
        self._now = (now - _EPOCH) // timedelta(microseconds=1)
        self._device = device_of(where.home)
        self._package = f"sync {os.path.realpath(where.folder)}"
        self._token = store.exported(self._package).get(_LOG, ("", 0))[0]
        self._problems: list[Diagnostic] = []
        self._written: Counter[RowKind] = Counter()
        self._kept_back = self._left_out = 0

    def run(self, progress: Progress, *, trial: bool = False) -> Synced:
        cut_off = self._begin()
        self._problems.extend(
            read_files(self._folder, self._name, self._cache, lambda share: progress(round(share * _READING), 100))
        )
        if self._cache.staged() and not trial:
            self._renew()
        before = self._model()
        mine = self._take(own=True, progress=lambda _: None)
        merged = self._take(own=False, progress=lambda share: progress(_READING + round(share * _MERGING), 100))
        merged.add(mine)
        if not trial:
            if cut_off or self._model() != before:
                refold(self._store, self._model(), lambda _done, _total: progress(_READING + _MERGING, 100))
            # Rows in our own file that were not here: it is written by another computer too, with a copy of our
            # folder, or this database is older than the file. Neither harms once we write to a file of another name.
            self._leave_file(stolen=any(mine.rows[kind] for kind in LASTING))
        self._write(lambda share: progress(_READING + _MERGING + int(share * _WRITING), 100), trial=trial)
        self._tell()
        if not trial:
            self._cache.token = self._state
            self._cache.keep()
        progress(100, 100)
        return Synced(
            self._folder,
            self._device,
            dict(merged.answers),
            {kind: merged.rows[kind] for kind in RowKind if merged.rows[kind]},
            {kind: self._written[kind] for kind in RowKind if self._written[kind]},
            merged.cards,
            dry_run=False,
            problems=tuple(self._problems),
        )

    @property
    def _name(self) -> str:
        return f"{self._device}{SUFFIX}"

    @property
    def _state(self) -> str:
        """Names what the cache belongs to: a state of the database, the very file, where it is one, and these kinds."""
        path = self._store.path
        return f"{self._token} {'' if path is None else path.stat().st_ino} {_KINDS}"

    def _begin(self) -> bool:
        """Forgets the cache when it belongs to another state of the database; says whether a sync was cut off."""
        if self._cache.token == self._state and self._merge.count() >= self._cache.answers():
            return False
        self._cache.clear()
        return bool(self._token)

    def _renew(self) -> None:
        """Gives the database a new state before anything is changed: a sync that is cut off is seen by the next one."""
        self._token = uuid.uuid4().hex
        self._store.mark_exported(self._package, {_LOG: (self._token, 0)})

    def _model(self) -> Model:
        from studykit.workflows.settings import settings_of

        return model_of(settings_of(self._merge.settings()))

    def _fold(self) -> Fold:
        from studykit.scheduling.memory import replay

        return partial(replay, model=self._model())

    def _take(self, *, own: bool, progress: Callable[[float], None]) -> Merged:
        from studykit.store.merge import Merged

        merged, total, done = Merged(), max(self._cache.staged(), 1), 0
        for kind in _FIRST:
            fold = self._fold()
            here = said_here(self._merge, kind)
            for batch in self._cache.batches(kind, own=own):
                usable = [row for row in batch if works(row)]
                self._left_out += len(batch) - len(usable)
                merged.add(self._merge.merge([row for row in usable if holds(row, here, self._cache)], fold))
                done += len(batch)
                progress(done / total)
        return merged

    def _leave_file(self, *, stolen: bool) -> None:
        known = self._cache.files().get(self._name)
        junk = known is not None and known.position.size > 0 and not known.begun
        if stolen or junk:
            try:
                self._device = new_device(self._home)
            except OSError as problem:
                self._problems.append(error(f"No new name for this device: {problem}.", str(self._home)))

    def _write(self, progress: Callable[[float], None], *, trial: bool) -> None:
        total = max(self._merge.count() - self._cache.answers(), 1)
        rows = missing(self._merge, self._cache, self._device, self._now)
        first = next(rows, None)
        if first is None:
            return
        lines = self._lines(chain([first], rows), lambda done: progress(min(done / total, 1)))
        if trial:
            for _ in lines:
                pass
            return
        self._renew()
        self._cache.mark()
        path = self._folder / self._name
        known = self._cache.files().get(self._name)
        try:
            position = append(path, known.position if known else Position(), self._headed(lines, known))
            changed = path.stat().st_mtime_ns
        except OSError as problem:
            self._cache.take_back()
            self._written.clear()
            said = f"It cannot be written: {problem.strerror}. Nothing is lost; what is missing is written next time."
            self._problems.append(error(said, str(path)))
            return
        self._cache.know(self._name, Known(position, begun=True, flawed=bool(known and known.flawed), changed=changed))

    def _headed(self, lines: Iterable[bytes], known: Known | None) -> Iterator[bytes]:
        if known is None or not known.begun:
            yield header_line(self._device)
        yield from lines

    def _lines(self, rows: Iterable[LogRow], progress: Callable[[int], None]) -> Iterator[bytes]:
        """The lines of rows, which count as written from then on."""
        waiting: dict[RowKind, list[bytes]] = {}
        for at, row in enumerate(rows, 1):
            waiting.setdefault(row.kind, []).append(key(row))
            if row.kind in DATED or row.kind in GROWING:
                latest = Latest(age(row), str(row.values.get("device", "")), key(row), None)
                self._cache.set_latest(row.kind, subject(row), latest)
            try:
                line = row_line(row)
            except LineError:
                self._kept_back += 1
            else:
                self._written[row.kind] += 1
                yield line
            if at % _AT_ONCE == 0:
                self._see(waiting)
                progress(at)
        self._see(waiting)

    def _see(self, waiting: dict[RowKind, list[bytes]]) -> None:
        for kind, keys in waiting.items():
            self._cache.see(kind, keys, self._name, own=True)
        waiting.clear()

    def _tell(self) -> None:
        folder = str(self._folder)
        if self._left_out:
            said = f"{count(self._left_out, 'set')} of parameters cannot be used here; they are left out."
            self._problems.append(error(said, folder))
        if self._kept_back:
            said = f"{count(self._kept_back, 'row')} of yours would be taken by no other device, so they stay here."
            self._problems.append(warning(said, folder))
