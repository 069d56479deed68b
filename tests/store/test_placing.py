"""At no moment of a replacement is there neither the old file nor the new one, and the old one is kept."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from studykit.core.errors import StoreError
from studykit.store import backup, placing
from studykit.store.study_store import StudyStore
from tests.store.filled import add, fill, ids


@pytest.fixture
def path(tmp_path: Path) -> Path:
    fill(tmp_path / "learner.db", range(10))
    return tmp_path / "learner.db"


def test_who_has_the_file_open_sees_what_took_its_place(path: Path, tmp_path: Path) -> None:
    fill(tmp_path / "other.db", range(25))
    with StudyStore.open(path) as store:
        assert len(store.reviews()) == 10
        placing.put_in(tmp_path / "other.db", path)
    assert len(ids(path)) == 25


def test_a_file_in_use_stays_as_it_is(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "_BUSY_SECONDS", 0.2)
    fill(tmp_path / "other.db", range(25))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("begin immediate").close()
        with pytest.raises(StoreError, match="in use by another program"):
            placing.put_in(tmp_path / "other.db", path)
    assert len(ids(path)) == 10


def test_the_log_of_the_old_file_never_reaches_the_new_one(path: Path, tmp_path: Path) -> None:
    fill(tmp_path / "other.db", range(25))
    with StudyStore.open(path) as store:
        add(store, range(10, 200))
        log = Path(f"{path}-wal").read_bytes()
    Path(f"{path}-wal").write_bytes(log)
    placing.place(tmp_path / "other.db", path)
    assert len(ids(path)) == 25


def test_a_finished_file_takes_its_place_at_the_next_start(path: Path, tmp_path: Path) -> None:
    """A kill between the two leaves the finished file waiting."""
    fill(tmp_path / "other.db", range(25))
    (tmp_path / "other.db").rename(placing.ready(path))
    assert placing.finish(path)
    assert not placing.finish(path)
    assert len(ids(path)) == 25


def test_what_is_put_aside_is_a_copy_with_its_log(path: Path) -> None:
    with StudyStore.open(path) as store:
        add(store, range(10, 15))
        aside = placing.put_aside(path)
    assert aside != placing.put_aside(path)
    assert len(ids(aside)) == 15
    assert len(ids(path)) == 15


def test_what_cannot_be_put_aside_is_told_and_nothing_changed(path: Path) -> None:
    (path.parent / "damaged").write_text("in the way")
    with pytest.raises(StoreError, match="cannot be kept"):
        placing.put_aside(path)
    assert len(ids(path)) == 10


def test_what_cannot_be_placed_is_told(path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be replaced"):
        placing.place(path.with_name("nowhere.db"), path)
    assert len(ids(path)) == 10


def test_what_a_killed_program_left_goes(tmp_path: Path) -> None:
    """The largest number that a process can have here is not one that runs."""
    (tmp_path / ".studykit-4194305-abc").mkdir()
    (tmp_path / ".studykit-mine").mkdir()
    with placing.workshop(tmp_path) as folder:
        assert folder.is_dir()
        assert not (tmp_path / ".studykit-4194305-abc").exists()
    assert [one.name for one in tmp_path.iterdir()] == [".studykit-mine"]


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="Nothing can be written"), placing.workshop(tmp_path / "nowhere"):
        pass
