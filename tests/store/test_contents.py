"""What may be restored says what it holds; anything else is refused in plain words, whatever it is."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from studykit.core.errors import StoreError
from studykit.store.contents import Contents, contents, only_in
from studykit.store.study_store import StudyStore
from studykit.store.tables import VERSION
from tests.store import old_files
from tests.store.filled import CARDS, add, fill, review


@pytest.fixture
def path(tmp_path: Path) -> Path:
    fill(tmp_path / "learner.db", range(100))
    return tmp_path / "learner.db"


def run(path: Path, script: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script)
        connection.commit()


def test_it_says_how_many_answers_stand_and_when_the_last_was_given(path: Path) -> None:
    with StudyStore.open(path) as store:
        store.withdraw(review(3).id, datetime(2026, 11, 2, tzinfo=UTC), lambda _: None)
    assert contents(path) == Contents(99, CARDS - 1, review(99).at, VERSION)


def test_a_file_without_answers_holds_none(tmp_path: Path) -> None:
    StudyStore.open(tmp_path / "learner.db").close()
    assert contents(tmp_path / "learner.db") == Contents(0, 0, None, VERSION)


def test_an_older_file_is_told_like_any_other(tmp_path: Path) -> None:
    old_files.write(tmp_path / "learner.db", 2)
    assert contents(tmp_path / "learner.db").version == 2


def test_answers_that_only_one_holds_are_counted(path: Path, tmp_path: Path) -> None:
    other = Path(shutil.copyfile(path, tmp_path / "what? #1.db"))
    fill(path, range(100, 107))
    assert only_in(path, other) == 7
    assert only_in(other, path) == 0


def test_looking_changes_nothing_and_leaves_nothing(path: Path) -> None:
    before = path.read_bytes()
    contents(path)
    assert path.read_bytes() == before


def test_answers_in_the_log_beside_the_file_count(path: Path) -> None:
    with StudyStore.open(path) as store:
        add(store, range(100, 105))
        assert contents(path).answers == 105


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (b"", "no database"),
        (b"SQLite", "no database"),
        (b"Dear diary\n" * 900, "no database"),
        (b"SQLite format 3\0", "damaged|no database"),
        (b"SQLite format 3\0" + b"\xff" * 9000, "damaged"),
    ],
)
def test_what_is_no_database_is_refused(tmp_path: Path, written: bytes, said: str) -> None:
    (tmp_path / "file.db").write_bytes(written)
    with pytest.raises(StoreError, match=said):
        contents(tmp_path / "file.db")


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"There is no file '.*nowhere\.db'"):
        contents(tmp_path / "nowhere.db")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder"):
        contents(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_that_go_round_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.db").symlink_to(tmp_path / "b.db")
    (tmp_path / "b.db").symlink_to(tmp_path / "a.db")
    with pytest.raises(StoreError, match="cannot be read"):
        contents(tmp_path / "a.db")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.db")
    with pytest.raises(StoreError, match="no ordinary file"):
        contents(tmp_path / "pipe.db")


def test_a_name_that_no_file_can_have_is_refused() -> None:
    with pytest.raises(StoreError, match="cannot be read"):
        contents(Path("a\0b.db"))
    with pytest.raises(StoreError, match="cannot be read"):
        contents(Path("a" * 5000))


@pytest.mark.parametrize(
    "script",
    [
        "create table notes (id, flds); insert into notes values (1, 'anki')",
        "create table review (id, text); pragma user_version = 3",
        "create view review as select 1 as id, 2 as card, 3 as at, 4 as rating; pragma user_version = 3",
        "create table review (id, card, at, rating)",
    ],
)
def test_another_programs_database_is_refused(tmp_path: Path, script: str) -> None:
    run(tmp_path / "other.db", script)
    with pytest.raises(StoreError, match="belongs to another program"):
        contents(tmp_path / "other.db")


@pytest.mark.parametrize(
    "script",
    [
        "create trigger t after insert on review begin delete from review; end",
        "create view v as select * from review",
        "create virtual table words using fts5 (text)",
    ],
)
def test_what_would_run_by_itself_is_refused(path: Path, script: str) -> None:
    run(path, script)
    with pytest.raises(StoreError, match="belongs to another program"):
        contents(path)


def test_a_newer_file_asks_for_the_newer_studykit(path: Path) -> None:
    run(path, f"pragma user_version = {VERSION + 1}")
    with pytest.raises(StoreError, match="written by a newer studykit"):
        contents(path)
