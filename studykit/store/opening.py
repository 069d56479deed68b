"""Brings a database to the tables of this version, and finds the learner in it."""

from __future__ import annotations

import secrets

from sqlalchemy import URL, Connection, Engine, insert, inspect, select, text

from studykit.core.errors import StoreError
from studykit.store.connection import file_of, shown, writer
from studykit.store.database import insert_new
from studykit.store.tables import LEARNER, METADATA, VERSION, VERSIONS

_ID_BYTES = 12
"""Of chance in a learner's id: short, because it begins each key, and still unique among all learners there are."""
_MAKING = 7_233_142
"""Number of the lock under which tables are made on a server."""


def make_folder(url: URL) -> None:
    """Makes the folder of a file. Raises StoreError when it cannot."""
    path = file_of(url)
    if path is None:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise StoreError(
            f"The folder '{path.parent}' cannot be made: {problem.strerror}. "
            "Set STUDYKIT_HOME to a folder that you can write to."
        ) from problem


def prepare(engine: Engine) -> None:
    """Makes the tables, or brings older ones up, when they are not those of this version.

    Raises StoreError for the tables of a newer version or of another program.
    """
    path = file_of(engine.url)
    with engine.connect() as connection:
        version = _version(connection)
    if version == VERSION:
        return
    if version and path is not None:
        from studykit.store.backup import before_migration

        before_migration(path)
    with writer(engine).begin() as connection:
        if path is None:
            connection.execute(text("select pg_advisory_xact_lock(:number)"), {"number": _MAKING})
        version = _version(connection)
        if version == VERSION:  # another studykit made or brought them up meanwhile
            return
        if version:
            from studykit.store.migrations import upgrade

            upgrade(connection)
        else:
            _make(connection)
        if path is not None:
            connection.exec_driver_sql(f"pragma user_version = {VERSION}")


def learner_id(engine: Engine, name: str) -> str:
    """The id of the learner with a name; made on first use, once even when several begin at the same moment."""
    wanted = select(LEARNER.c.id).where(LEARNER.c.name == name)
    with engine.connect() as connection:
        found = connection.execute(wanted).scalar()
    if found is None:
        row = {"id": secrets.token_urlsafe(_ID_BYTES), "name": name}
        with writer(engine).begin() as connection:
            connection.execute(insert_new(LEARNER, engine.dialect.name), row)
            found = connection.execute(wanted).scalar_one()
    return str(found)


def revision(version: int) -> str:
    """The name of a version among the migrations."""
    return f"{version:04d}"


def _make(connection: Connection) -> None:
    ours = METADATA.tables.keys() & set(inspect(connection).get_table_names())
    if ours or (connection.dialect.name == "sqlite" and _anything(connection)):
        raise StoreError(
            f"'{shown(connection.engine.url)}' belongs to another program. "
            "Move it away, or set STUDYKIT_HOME to another folder."
        )
    METADATA.create_all(connection, checkfirst=False)
    connection.execute(insert(VERSIONS), {"version_num": revision(VERSION)})


def _anything(connection: Connection) -> bool:
    return bool(connection.exec_driver_sql("select count(*) from sqlite_master").scalar_one())


def _version(connection: Connection) -> int:
    """Version of the tables; 0 when there are none. Raises StoreError for a newer one."""
    if connection.dialect.name == "sqlite":
        version = int(connection.exec_driver_sql("pragma user_version").scalar_one())
    else:
        version = _server_version(connection)
    if version > VERSION:
        raise StoreError(
            f"'{shown(connection.engine.url)}' was written by a newer studykit (version {version}; this one knows "
            f"{VERSION}). Install that one, or set STUDYKIT_HOME to another folder."
        )
    return version


def _server_version(connection: Connection) -> int:
    if not inspect(connection).has_table(VERSIONS.name):
        return 0
    found = connection.execute(select(VERSIONS.c.version_num)).scalar()
    return int(found) if found is not None else 0
