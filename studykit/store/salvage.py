"""Saving what a damaged file still holds: every row that can be read, and the rest from the newest good backup."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from studykit.core.errors import StoreError
from studykit.core.progress import Progress
from studykit.store.backup import reading_only
from studykit.store.integrity import is_damage, quoted, reason, tables_in
from studykit.store.pages import copy_with_log, rows
from studykit.store.shapes import Row, Shape, shape_of

_DERIVED = ("memory", "folded", "remembered")
"""Tables that are worked out from others: an old row of theirs is worth less than none."""
_BATCH = 5000
_MANY = 1 << 62
_PATIENCE = 20_000
"""Rows that one table may refuse one by one before the rest is read page by page only."""


@dataclass(frozen=True, slots=True)
class Salvaged:
    """How many answers were saved, and from where."""

    read: int
    """From the damaged file itself."""
    added: int
    """From the backup: the damaged file did not give them any more."""
    missing: int
    """That the file once held, by the numbers of its rows, and that are in neither; more may be."""


def read_damaged(path: Path, target: Path, others: Iterable[Path], told: Progress) -> int:
    """Writes the rows that can be read of a damaged file to the new file ``target``, with the tables of that file.

    Where the tables themselves cannot be read, they are those of the first of ``others`` that has any: backups, and a
    new file at last. Returns the highest row number that an answer had. Raises StoreError when nothing can be written.
    """
    work = target.with_name(f"{target.name}.read")
    try:
        copy_with_log(path, work)
        with closing(_reader(work)) as damaged, closing(sqlite3.connect(target)) as new:
            new.execute("pragma synchronous = off").close()  # it is flushed when it is finished
            own = _schema(damaged)
            schema, version = _chosen(damaged, own, others)
            for kind, statement in sorted(schema, reverse=True):  # tables, and later their indexes
                if kind == "table":
                    new.execute(statement).close()
            reading = _Reading(new)
            if own:
                reading.take_tables(damaged)
            reading.take_pages(work, told)
            for kind, statement in schema:
                if kind == "index":
                    new.execute(statement).close()
            new.commit()
            new.execute(f"pragma user_version = {version}").close()
            return reading.highest
    except (sqlite3.Error, OSError) as problem:
        raise StoreError(f"What could be read of '{path}' cannot be written: {reason(problem)}.") from problem
    finally:
        with suppress(OSError):
            work.unlink(missing_ok=True)


def add_missing(target: Path, backup: Path) -> int:
    """Adds the rows of a backup that a file does not hold; both have today's tables. Returns how many answers.

    Learners are the same by name: their ids may have been minted anew.
    """
    with closing(sqlite3.connect(target)) as new:
        new.execute("attach ? as backup", (str(backup),)).close()
        before = _answers(new)
        new.execute("insert or ignore into learner select * from backup.learner").close()
        for table in tables_in(new):
            columns = [row[1] for row in new.execute(f"pragma table_info({quoted(table)})")]
            if table in _DERIVED or "learner" not in columns:
                continue
            wanted = ", ".join("mine.id" if name == "learner" else f"old.{quoted(name)}" for name in columns)
            new.execute(
                f"insert or ignore into main.{quoted(table)} select {wanted} from backup.{quoted(table)} as old "  # noqa: S608 - quoted
                "join backup.learner as theirs on theirs.id = old.learner "
                "join main.learner as mine on mine.name = theirs.name"
            ).close()
        added = _answers(new) - before
        new.commit()
    return added


def salvaged(target: Path, added: int, highest: int) -> Salvaged:
    """What a finished file comes to; rows of answers are numbered without gaps, so the highest tells how many were."""
    with closing(reading_only(target)) as finished:
        answers = _answers(finished)
    return Salvaged(answers - added, added, max(0, highest - answers))


def learners(target: Path) -> list[str]:
    """The names of the learners of a file."""
    with closing(reading_only(target)) as finished:
        return [str(row[0]) for row in finished.execute("select name from learner order by name")]


def learners_named(target: Path) -> None:
    """Gives each learner whose row of names was lost a name: the empty one of a file of one's own, or the id."""
    with closing(sqlite3.connect(target)) as new:
        if "learner" not in tables_in(new):
            return
        nameless = "select distinct learner from review where learner not in (select id from learner)"
        for (learner,) in new.execute(nameless).fetchall():
            free = new.execute("select count(*) from learner where name = ''").fetchone() == (0,)
            new.execute("insert into learner (id, name) values (?, ?)", (learner, "" if free else learner)).close()
        new.commit()


class _Reading:
    """Takes rows into the new file, each once."""

    def __init__(self, new: sqlite3.Connection) -> None:
        self._new = new
        self.shapes = tuple(shape_of(new, table) for table in tables_in(new))
        self._of_length: defaultdict[int, list[Shape]] = defaultdict(list)
        for shape in self.shapes:
            self._of_length[len(shape.columns)].append(shape)
        self.highest = 0

    def take_tables(self, damaged: sqlite3.Connection) -> None:
        """Takes what SQLite's own reader gives: the rows as they are now, where it can reach them."""
        for shape in self.shapes:
            first, last = _end(damaged, shape.table, "min"), _end(damaged, shape.table, "max")
            ranges = [(first or 0, _MANY if last is None else last)]
            refused = 0
            while ranges and refused < _PATIENCE:
                first, last = ranges.pop()
                reached = self._range(damaged, shape, first, last)
                refused += reached < last
                if reached < last < _MANY and first < last:  # halves, until the row that cannot be read is alone
                    after = max(first, reached + 1)
                    middle = (after + last) // 2
                    ranges += [(middle + 1, last)] * (middle < last) + [(after, middle)]

    def _range(self, damaged: sqlite3.Connection, shape: Shape, first: int, last: int) -> int:
        """Takes the rows of a range of numbers, up to one that cannot be read; the number reached."""
        columns = ", ".join(quoted(column) for column in shape.columns)
        wanted = f"select rowid, {columns} from {quoted(shape.table)} where rowid between ? and ? order by rowid"  # noqa: S608 - quoted
        reached = first - 1
        some: list[tuple[int, Row]] = []
        try:
            for number, *values in damaged.execute(wanted, (first, last)):
                reached = number
                self._seen(shape, number)
                row = shape.row(values)
                if row is not None:
                    some.append((number, row))
                if len(some) == _BATCH:
                    self._add(shape, some)
                    some = []
        except sqlite3.Error as problem:
            if not is_damage(problem):
                raise
        else:
            reached = last
        self._add(shape, some)
        return reached

    def take_pages(self, work: Path, told: Progress) -> None:
        """Takes the rows of any page whose look says which table they are of, where that row was not taken yet.

        Not only after an error: a row number that was changed ends a table early, and nothing says so.
        """
        some: dict[str, list[tuple[int, Row]]] = {shape.table: [] for shape in self.shapes}
        for number, values in rows(work, told):
            fit = [(shape, row) for shape in self._of_length[len(values)] if (row := shape.row(values)) is not None]
            if len(fit) != 1 or fit[0][0].table in _DERIVED:
                continue
            shape, row = fit[0]
            waiting = some[shape.table]
            waiting.append((number, row))
            if len(waiting) == _BATCH:
                self._add(shape, waiting)
                waiting.clear()
        for shape in self.shapes:
            self._add(shape, some[shape.table])

    def _add(self, shape: Shape, found: Sequence[tuple[int, Row]]) -> None:
        marks = ", ".join("?" * len(shape.columns))
        statement = f"insert or ignore into {quoted(shape.table)} values ({marks})"  # noqa: S608 - quoted
        self._new.executemany(statement, [row for _, row in found]).close()
        for number, _ in found:
            self._seen(shape, number)

    def _seen(self, shape: Shape, number: int) -> None:
        if shape.table == "review":
            self.highest = max(self.highest, number)


def _end(damaged: sqlite3.Connection, table: str, end: str) -> int | None:
    """The first or last row number of a table, 0 when it is empty; None when it cannot be read."""
    try:
        wanted = f"select {end}(rowid) from {quoted(table)}"  # noqa: S608 - quoted
        return int(damaged.execute(wanted).fetchone()[0] or 0)
    except sqlite3.Error as problem:
        if not is_damage(problem):
            raise
        return None


def _chosen(
    damaged: sqlite3.Connection, own: list[tuple[str, str]], others: Iterable[Path]
) -> tuple[list[tuple[str, str]], int]:
    """What makes the tables, and their version.

    A file with the same tables says the version better than a header that may be damaged.
    """
    for other in others:
        with closing(reading_only(other)) as sound:
            theirs = _schema(sound)
            if theirs and (not own or _looks(theirs) == _looks(own)):
                return own or theirs, _version(sound)
    return own, _version(damaged)


def _looks(schema: list[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Table → columns, however the statements are spelled."""
    with closing(sqlite3.connect(":memory:")) as made:
        for kind, statement in schema:
            if kind == "table":
                made.execute(statement).close()
        return {table: shape_of(made, table).columns for table in tables_in(made)}


def _schema(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    wanted = "select type, sql from sqlite_master where sql is not null and name not like 'sqlite!_%' escape '!'"
    try:
        found = [(_text(kind), _text(sql)) for kind, sql in connection.execute(wanted)]
    except (sqlite3.Error, UnicodeDecodeError):
        return []
    return found if any("review" in sql for kind, sql in found if kind == "table") else []


def _version(connection: sqlite3.Connection) -> int:
    try:
        return int(connection.execute("pragma user_version").fetchone()[0])
    except sqlite3.Error:
        return 0


def _reader(work: Path) -> sqlite3.Connection:
    connection = reading_only(work)
    connection.text_factory = bytes  # text that is none spoils its own row only
    connection.execute("pragma cell_size_check = on").close()
    return connection


def _text(said: object) -> str:
    return said.decode() if isinstance(said, bytes) else str(said)


def _answers(connection: sqlite3.Connection) -> int:
    return int(connection.execute("select count(*) from main.review").fetchone()[0])
