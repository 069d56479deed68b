"""One learner's rows as a file: out of any database, and back into any by union."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, func, inspect, select, update

from studykit.core.errors import StoreError
from studykit.store.backup import copy_whole
from studykit.store.connection import connect, explained, shown, writer
from studykit.store.database import Database, insert_new
from studykit.store.opening import prepare
from studykit.store.placing import workshop
from studykit.store.study_store import StudyStore
from studykit.store.tables import LEARNER, METADATA, REVIEW

_AT_ONCE = 2_000
_DERIVED = ("memory", "folded", "remembered")
"""Worked out from the log or from content; never brought back over what is worked out already."""


def copy_out(store: Database, target: Path) -> None:
    """Writes this learner's rows, of one moment, as a file of their own; ``target`` is replaced.

    Raises StoreError when that fails; nothing is left behind then.
    """
    if store.path is not None and alone(store):
        copy_whole(store.path, target)
        return
    with workshop(target.parent) as folder:
        with StudyStore.open(folder / "copy.db") as copy:
            _copy_rows(store, copy, derived=True)
        copy_whole(folder / "copy.db", target)


def copy_in(store: Database, source: Path) -> tuple[int, set[str]]:
    """Adds the rows of a file that the database does not hold yet: how many answers, and their cards.

    What is there stays; memory states are for the caller to work out again. The file itself is not changed.
    Raises StoreError when the file holds several learners and none of this name, or when it cannot be read or written.
    """
    with workshop(Path(tempfile.gettempdir())) as folder:
        copy_whole(source, folder / "copy.db")
        with StudyStore.open(folder / "copy.db", _name_in(folder / "copy.db", _name(store))) as copy:
            refuse_unreadable(copy)
            before = _ids(store)
            _copy_rows(copy, store, derived=False)
            with explained(store.engine.url), store.engine.connect() as connection:
                wanted = select(REVIEW.c.id, REVIEW.c.card).where(REVIEW.c.learner == store.learner)
                new = [card for id_, card in connection.execute(wanted) if id_ not in before]
    return len(new), set(new)


def refuse_unreadable(store: StudyStore) -> None:
    """Raises StoreError when any answer, memory state or mark of a strange file is none."""
    try:
        for _ in store.everything():
            pass
        store.memories()
        store.marks()
    except (LookupError, ValueError, TypeError, ArithmeticError) as problem:
        raise StoreError(f"'{store.path}' holds answers that cannot be read.") from problem


def _refuse_unlike(connection: Connection) -> None:
    """A file may say that its tables are of this version and have others."""
    found = inspect(connection)
    for table in METADATA.sorted_tables:
        have = {column["name"] for column in found.get_columns(table.name)} if found.has_table(table.name) else set()
        if not have >= set(table.c.keys()):
            raise StoreError(f"'{shown(connection.engine.url)}' has not all tables of studykit's.")


def _copy_rows(source: Database, target: Database, *, derived: bool) -> None:
    with (
        explained(source.engine.url),
        source.engine.connect() as reading,
        explained(target.engine.url),
        writer(target.engine).begin() as writing,
    ):
        at_one_moment = {} if source.path is not None else {"isolation_level": "REPEATABLE READ"}
        rows = reading.execution_options(yield_per=_AT_ONCE, **at_one_moment)
        for table in METADATA.sorted_tables:
            if "learner" in table.c and (derived or table.name not in _DERIVED):
                _copy_table(table, rows, source.learner, writing, target.learner)


def _copy_table(table: Table, rows: Connection, theirs: str, writing: Connection, ours: str) -> None:
    statement = insert_new(table, writing.dialect.name)
    for some in rows.execute(select(table).where(table.c.learner == theirs)).mappings().partitions():
        made: list[dict[str, Any]] = [{**row, "learner": ours} for row in some]
        writing.execute(statement, made)


def alone(store: Database) -> bool:
    """Whether the file holds nobody else's rows."""
    with explained(store.engine.url), store.engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(LEARNER)).scalar_one() == 1


def _ids(store: Database) -> set[str]:
    with explained(store.engine.url), store.engine.connect() as connection:
        return set(connection.execute(select(REVIEW.c.id).where(REVIEW.c.learner == store.learner)).scalars())


def _name(store: Database) -> str:
    with explained(store.engine.url), store.engine.connect() as connection:
        return str(connection.execute(select(LEARNER.c.name).where(LEARNER.c.id == store.learner)).scalar_one())


def adopt(copy: Path, name: str) -> None:
    """Brings a file's tables up to date, and gives the one learner that it holds the name of this one.

    Raises StoreError when it holds several and none of this name, or when it is too new.
    """
    found = _name_in(copy, name)
    engine = connect(copy)
    try:
        with explained(engine.url), writer(engine).begin() as connection:
            connection.execute(update(LEARNER).where(LEARNER.c.name == found).values(name=name))
    finally:
        engine.dispose()


def _name_in(copy: Path, name: str) -> str:
    """The learner of a file: the only one there is, or the one with this name. Brings its tables up to date."""
    engine = connect(copy)
    try:
        with explained(engine.url):
            prepare(engine)
            with engine.connect() as connection:
                _refuse_unlike(connection)
                names = list(connection.execute(select(LEARNER.c.name)).scalars())
    finally:
        engine.dispose()
    if len(names) == 1 or name in names:
        return name if name in names else names[0]
    if not names:
        return name
    raise StoreError(f"The file holds {len(names)} learners, and none of them is '{name}'.")
