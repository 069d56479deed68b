"""What each note says, kept under the hash of its text: an edited vault is read where it was edited only."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from studykit.core.claim import Limit
from studykit.core.diagnostic import Diagnostic
from studykit.core.progress import Progress
from studykit.core.relation import Relation, Statement
from studykit.notes.files import Listed, NoteFile, read_listed
from studykit.workflows.codec import Codec
from studykit.workflows.passing_folder import passing_folder

Row = tuple[str, str, Any]
"""Part, group within the part, and the value."""
ReadNote = Callable[[NoteFile], Iterable[Row]]
_TABLES = """
create table if not exists seen (path text primary key, size integer, changed integer, hash text, at integer);
create table if not exists reading (key text primary key, at integer);
create table if not exists said (key text, part text, grp text, seq integer, value text);
create index if not exists said_key on said (key);
create index if not exists said_group on said (part, grp);
"""
_RACY = 2_000_000_000
"""Nanoseconds within which a file may change again without another time: it is hashed anew."""
_COMMIT = 200
"""Notes after which what was read is kept, so that a killed start is not for nothing."""
_OLDEST = 40_000
"""Readings that are kept; of older ones the first to go are those that were used longest ago."""


class Readings:
    """A file of readings. One that cannot be used is replaced by one that goes with the process."""

    def __init__(self, folder: Path, codec: Codec) -> None:
        self._codec = codec
        self._dates: dict[str, str] = {}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._file = self._open(folder / "readings.db")
        except (OSError, sqlite3.Error):
            with suppress(OSError):
                (folder / "readings.db").unlink(missing_ok=True)
            self._file = self._open(passing_folder() / "readings.db")

    @staticmethod
    def _open(path: Path) -> sqlite3.Connection:
        file = sqlite3.connect(path, timeout=20, isolation_level=None)
        try:
            for pragma in ("journal_mode = wal", "synchronous = off", "temp_store = file", "cache_size = -20000"):
                file.execute(f"pragma {pragma}").close()
            file.executescript(_TABLES).close()
            file.execute("create temp table now (at integer primary key, key text, note text)").close()
            file.execute("create index temp.now_key on now (key)").close()
        except sqlite3.Error:
            file.close()
            raise
        return file

    def close(self) -> None:
        """Closes the file."""
        self._file.close()

    def hashes(self, listed: Sequence[Listed]) -> tuple[str, ...]:
        """The hash of every note's bytes; only of those that changed the file is read."""
        known = {path: row for path, *row in self._file.execute("select path, size, changed, hash, at from seen")}
        now, made, fresh = time.time_ns(), [], []
        for one in listed:
            size, changed, text, at = known.get(str(one.path), (-1, -1, "", 0))
            if (size, changed) != (one.size, one.changed) or at - changed < _RACY:
                text = _hashed(one.path)
                fresh.append((str(one.path), one.size, one.changed, text, now))
            made.append(text)
        if fresh:
            self._file.execute("begin immediate").close()
            self._file.executemany("insert or replace into seen values (?, ?, ?, ?, ?)", fresh).close()
            self._file.execute("commit").close()
        return tuple(made)

    def read(
        self,
        listed: Sequence[Listed],
        keys: Sequence[str],
        read_note: ReadNote,
        progress: Progress,
    ) -> None:
        """Reads every note that was not read before, and makes these notes the ones that are asked about."""
        there = {key for (key,) in self._file.execute("select key from reading")}
        self._file.execute("delete from now").close()
        rows = ((at, key, one.name) for at, (one, key) in enumerate(zip(listed, keys, strict=True)))
        self._file.executemany("insert into now values (?, ?, ?)", rows).close()
        waiting = [(one, key) for one, key in zip(listed, keys, strict=True) if key not in there]
        for start in range(0, len(waiting), _COMMIT):
            self._file.execute("begin immediate").close()
            for done, (one, key) in enumerate(waiting[start : start + _COMMIT], start + 1):
                self._keep(key, one, read_note)
                self._tell(progress, done, len(waiting))
            self._file.execute("commit").close()
        wanted = "select now.note, said.grp from said join now on now.key = said.key where said.part = 'date'"
        self._dates = dict(self._file.execute(wanted).fetchall())
        self._forget()

    def _tell(self, progress: Progress, done: int, total: int) -> None:
        """Says how far the reading is; when it is stopped by that, what is read so far is kept."""
        try:
            progress(done, total)
        except BaseException:
            self._file.execute("commit").close()
            raise

    def _keep(self, key: str, one: Listed, read_note: ReadNote) -> None:
        note, problems = read_listed(one)
        rows: list[Row] = [("diagnostic", "", problem) for problem in problems]
        if note is not None:
            rows += read_note(note)
        self._file.execute("insert or replace into reading values (?, ?)", (key, time.time_ns())).close()
        self._file.execute("delete from said where key = ?", (key,)).close()
        kept = ((key, part, group, at, self._codec.encode(value)) for at, (part, group, value) in enumerate(rows))
        self._file.executemany("insert into said values (?, ?, ?, ?, ?)", kept).close()

    def _forget(self) -> None:
        """Leaves out what was used longest ago, when there is too much."""
        (total,) = self._file.execute("select count(*) from reading").fetchone()
        if total <= _OLDEST:
            return
        old = "select key from reading where key not in (select key from now) order by at limit ?"
        gone = [(key,) for (key,) in self._file.execute(old, (total - _OLDEST,)).fetchall()]
        self._file.execute("begin immediate").close()
        self._file.executemany("delete from said where key = ?", gone).close()
        self._file.executemany("delete from reading where key = ?", gone).close()
        self._file.execute("commit").close()

    # what the notes say, one subject at a time

    def values(self, part: str, group: str | None = None) -> Iterator[Any]:
        """The values of a part (of one of its groups), in the order of notes and lines."""
        wanted = "select said.value from said join now on now.key = said.key where said.part = ?"
        values: tuple[str, ...] = (part,)
        if group is not None:
            wanted, values = f"{wanted} and said.grp = ?", (part, group)
        for (text,) in self._file.execute(f"{wanted} order by now.at, said.seq", values).fetchall():
            yield self._codec.decode(text)

    def groups(self, part: str) -> Iterator[tuple[str, list[Any]]]:
        """The groups of a part with their values, in the order in which notes first have them."""
        wanted = (
            "select said.grp, said.value, min(now.at * 100000 + said.seq) over (partition by said.grp) as first "
            "from said join now on now.key = said.key where said.part = ? order by first, said.grp, now.at, said.seq"
        )
        rows = self._file.execute(wanted, (part,))
        for group, same in groupby(rows, key=itemgetter(0)):
            yield group, [self._codec.decode(text) for _, text, _ in same]

    @property
    def dates(self) -> Mapping[str, str]:
        """Note → when it was written, for those that tell."""
        return self._dates

    def claims(self) -> int:
        """How many claims the notes make."""
        return sum(int(count) for count in self.values("claims"))

    def claims_of_notes(self) -> Iterator[tuple[str, int]]:
        """Each note with how many claims it makes, in order."""
        wanted = "select now.note, said.value from said join now on now.key = said.key where said.part = 'claims'"
        for note, text in self._file.execute(f"{wanted} order by now.at").fetchall():
            yield note, int(self._codec.decode(text))

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Problems of reading the notes."""
        return tuple(self.values("diagnostic"))

    def limits_of(self, attribute: str) -> Sequence[Limit]:
        """The limits of an attribute that the pack declares, in order."""
        return list(self.values("limit", attribute))

    def other_limits(self) -> Iterable[Sequence[Limit]]:
        """The other limits, those of one service and dimension together."""
        return (limits for _, limits in self.groups("other"))

    def statements(self) -> Iterable[Statement]:
        """The answers to the questions of behaviours, in order."""
        return self.values("statement")

    def forms(self) -> Iterator[list[str]]:
        """What the form of each note says, as texts of values in the order of lines, one note after the other."""
        wanted = (
            "select now.at, said.value from now cross join said on said.key = now.key "
            "where said.part in ('relation', 'form') order by now.at, said.seq"
        )
        for _, same in groupby(self._file.execute(wanted), key=itemgetter(0)):
            yield [text for _, text in same]

    def relations(self) -> Iterable[Relation]:
        """What the form of the notes says and may disagree."""
        return self.values("relation")


def _hashed(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as problem:
        return json.dumps(["unreadable", problem.errno])
