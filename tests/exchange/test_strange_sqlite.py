from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from studykit.exchange.strange_sqlite import StrangeDatabase


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with two tables."""
    made = tmp_path / "odd name #1 %41.db"
    with closing(sqlite3.connect(made)) as database:
        database.executescript(
            "create table one (a integer primary key, b text); create table other (a);"
            "insert into one values (2, 'x'), (1, 'y'); insert into other values (1);"
        )
    return made


@pytest.fixture
def strange(path: Path) -> Iterator[StrangeDatabase]:
    """The file, opened."""
    with closing(StrangeDatabase(path)) as opened:
        yield opened


def test_a_table_is_read_in_the_order_that_is_asked_for(strange: StrangeDatabase) -> None:
    assert strange.has("one")
    assert list(strange.rows("one", ("b", "a"), ("a",))) == [("y", 1), ("x", 2)]
    assert not strange.has("gone")


def test_only_what_was_looked_at_is_read(strange: StrangeDatabase) -> None:
    assert strange.has("one")
    with pytest.raises(sqlite3.DatabaseError, match="prohibited"):
        list(strange.rows("other", ("a",), ()))
    with pytest.raises(sqlite3.DatabaseError, match="not authorized"):
        list(strange.rows("one", ("upper(b)",), ()))
    with pytest.raises(sqlite3.DatabaseError, match="prohibited"):
        list(strange.rows("one", ("(select a from other)",), ()))


@pytest.mark.parametrize(
    "sql",
    ["create view one as select 1 as a", "CREATE VIRTUAL TABLE one USING rtree(a, b, c)", "create  table", "", None],
)
def test_what_only_says_that_it_is_a_table_is_told(path: Path, sql: str | None) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.executescript("create table first (a); pragma writable_schema = on")
        database.execute("update sqlite_master set sql = ? where name = 'one'", (sql,))
        database.commit()
    with pytest.raises(sqlite3.DatabaseError), closing(StrangeDatabase(path)) as strange:
        strange.has("one")


@pytest.mark.parametrize("sql", ["delete from one", "pragma writable_schema = on", "attach ':memory:' as x", "vacuum"])
def test_nothing_is_changed(strange: StrangeDatabase, path: Path, sql: str) -> None:
    before = path.read_bytes()
    with pytest.raises(sqlite3.DatabaseError, match=r"not authorized|authorization denied"):
        strange._connection.execute(sql)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_reading_that_is_given_up_says_nothing(path: Path) -> None:
    with closing(StrangeDatabase(path)) as strange:
        assert strange.has("one")
        rows = strange.rows("one", ("a",), ())
        assert next(rows) == (1,)
    del rows  # a warning here would fail the test


def test_a_row_that_is_not_what_its_table_says_is_read_all_the_same(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.executescript(
            "create table loose (a integer, b text, c);"
            "insert into loose values ('x', x'00', null);"
            "pragma writable_schema = on;"
            "update sqlite_master set sql = 'create table loose (a integer, b text, c not null)' where name = 'loose';"
        )
    with closing(StrangeDatabase(path)) as strange:
        assert strange.has("loose")
        assert list(strange.rows("loose", ("a", "b", "c"), ())) == [("x", b"\x00", None)]


def test_text_that_is_no_text_is_shown(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("update one set b = cast(x'61ff' as text)")
        database.commit()
    with closing(StrangeDatabase(path)) as strange:
        assert strange.has("one")
        assert {b for (b,) in strange.rows("one", ("b",), ())} == {"a�"}
