"""The files of a folder → rows put aside in the cache: of each file only what is new since it was read last."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from studykit.core.diagnostic import Diagnostic, error, warning
from studykit.core.errors import StudykitError, UsageError
from studykit.core.log_row import LogRow, RowKind
from studykit.core.text import count, listed
from studykit.exchange.log_files import Line, LogFile, Position, log_paths
from studykit.exchange.log_lines import (
    DATED,
    FORMAT,
    GROWING,
    LONGEST,
    Header,
    LineError,
    UnknownRowError,
    age,
    key,
    read_line,
    subject,
)
from studykit.workflows.sync_cache import Known, Latest, SyncCache

_AT_ONCE = 2000
_TOLD = 20
"""Lines that cannot be read of which each is told; so many before the first that can be read make it no log at all."""
_NAMED = 3


@dataclass(slots=True)
class _File:
    """A file while it is read."""

    path: Path
    own: bool
    begun: bool
    rows: list[LogRow] = field(default_factory=list)
    flaws: list[Diagnostic] = field(default_factory=list)
    flawed: int = 0
    unknown: int = 0
    """Rows of kinds that a newer studykit may know; all files are read again once there is one here."""
    newer: bool = False

    def take(self, line: Line) -> None:
        """What the next line says."""
        try:
            said = read_line(line.raw)
        except UnknownRowError:
            self.unknown += 1
            return
        except LineError as problem:
            self.flawed += 1
            if self.flawed <= _TOLD:
                self.flaws.append(error(f"This line {problem}; it is left out.", str(self.path), line.number))
            return
        if isinstance(said, Header):
            self.newer = said.version > FORMAT
        if isinstance(said, LogRow):
            self.rows.append(said)
        self.begun = self.begun or said is not None

    @property
    def hopeless(self) -> bool:
        """Whether there is no use in reading on."""
        return self.newer or (not self.begun and self.flawed + self.unknown >= _TOLD)

    def problems(self) -> list[Diagnostic]:
        """What to tell about it, but for a newer format."""
        if (self.flawed or self.unknown) and not self.begun:
            return [error("This is no log of studykit's; it is left out.", str(self.path))]
        more = self.flawed - len(self.flaws)
        if more:
            said = f"{count(more, 'more line')} cannot be read; they are left out."
            self.flaws.append(error(said, str(self.path)))
        if self.unknown:
            said = f"{count(self.unknown, 'row')} of kinds that a newer studykit may know; left out until it is here."
            self.flaws.append(warning(said, str(self.path)))
        return self.flaws


class Reading:
    """Reads the files of a folder into a cache."""

    def __init__(self, folder: Path, own: str, cache: SyncCache, progress: Callable[[float], None]) -> None:
        self._folder, self._own, self._cache, self._progress = folder, own, cache, progress
        self._known = cache.files()
        self._newer: list[str] = []
        self._total = self._done = 0
        self.problems: list[Diagnostic] = []

    def read(self) -> None:
        """Reads what is new. Raises UsageError for a folder that cannot be read."""
        paths = self._paths()
        for gone in self._known.keys() - {path.name for path in paths}:
            self._cache.forget(gone)
        # One's own file first: what it holds counts as written even when another file has a copy of it.
        for path in sorted(paths, key=lambda path: path.name != self._own):
            try:
                self._read(path)
            except OSError as problem:
                self.problems.append(error(f"It cannot be read: {problem.strerror}.", str(path)))
        if self._newer:
            names = [*self._newer[:_NAMED], *([f"{len(self._newer) - _NAMED} more"] if self._newer[_NAMED:] else [])]
            said = f"Written by a newer studykit: {listed(names)}. Install that one here to read them."
            self.problems.append(error(said, str(self._folder)))

    def _paths(self) -> list[Path]:
        try:
            paths = log_paths(self._folder)
        except FileNotFoundError:
            raise UsageError(
                f"There is no folder '{self._folder}'. Make it, or name the one that your devices share."
            ) from None
        except NotADirectoryError:
            raise UsageError(f"'{self._folder}' is no folder. Name the one that your devices share.") from None
        except OSError as problem:
            raise UsageError(f"The folder '{self._folder}' cannot be read: {problem.strerror}.") from problem
        self._total = sum(self._left(path) for path in paths)
        return paths

    def _left(self, path: Path) -> int:
        known = self._known.get(path.name)
        try:
            return max(path.stat().st_size - (known.position.size if known else 0), 0)
        except OSError:
            return 0

    def _read(self, path: Path) -> None:
        file = LogFile(path, LONGEST)
        try:
            known = self._known.get(path.name)
            if known and not self._good(file, known):
                self._cache.forget(path.name)
                known = None
            start = known.position if known else Position()
            if known and file.size == start.size:
                return
            taken = _File(path, path.name == self._own, bool(known and known.begun))
            self._take(file, start, taken)
            if taken.newer:
                self._refuse(path)
                return
            flawed = bool(taken.flawed or (known and known.flawed))
            self._cache.know(path.name, Known(file.position(), taken.begun, flawed, file.changed))
            self.problems.extend(taken.problems())
        finally:
            file.close()

    @staticmethod
    def _good(file: LogFile, known: Known) -> bool:
        return file.goes_on(known.position) and (not known.flawed or file.changed == known.changed)

    def _take(self, file: LogFile, start: Position, taken: _File) -> None:
        for line in file.lines(start):
            taken.take(line)
            self._done += len(line.raw) + 1
            if taken.hopeless:
                break
            if len(taken.rows) >= _AT_ONCE:
                self._put_aside(taken)
        self._put_aside(taken)

    def _refuse(self, path: Path) -> None:
        """A file of a newer format; what was read of it before stays."""
        if path.name == self._own:
            raise StudykitError(f"'{path}' was written here by a newer studykit. Install that one to sync.")
        self._newer.append(path.name)

    def _put_aside(self, taken: _File) -> None:
        by_kind: dict[RowKind, list[bytes]] = {}
        kept = []
        for row in taken.rows:
            name = key(row)
            by_kind.setdefault(row.kind, []).append(name)
            if self._latest(row, name) or row.kind not in DATED:
                kept.append(row)
        self._cache.stage(kept, own=taken.own)
        for kind, keys in by_kind.items():
            self._cache.see(kind, keys, taken.path.name, own=taken.own)
        taken.rows.clear()
        self._progress(self._done / max(self._total, 1))

    def _latest(self, row: LogRow, name: bytes) -> bool:
        """Whether a line about a subject is the latest so far; it is kept then."""
        if row.kind not in DATED and row.kind not in GROWING:
            return False
        about = subject(row)
        before = self._cache.latest(row.kind, about)
        fresh = Latest(age(row), str(row.values.get("device", "")), name, before.base if before else None)
        if before and (fresh.at, fresh.device, fresh.key) <= (before.at, before.device, before.key):
            return False
        self._cache.set_latest(row.kind, about, fresh)
        return True


def read_files(folder: Path, own: str, cache: SyncCache, progress: Callable[[float], None]) -> Iterable[Diagnostic]:
    """Reads what is new in the files of a folder into the cache; ``own`` is the name of this device's file.

    ``progress`` is told the share that is read. Raises UsageError for a folder that cannot be read.
    """
    reading = Reading(folder, own, cache, progress)
    reading.read()
    return reading.problems
