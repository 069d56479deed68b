"""Damage is seen: at the ends at once, anywhere by the whole check; what is no damage is not called so."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from studykit.core.errors import StoreError
from studykit.store.integrity import quick, whole
from studykit.store.study_store import StudyStore
from tests.store.filled import PAGE, add, blank, fill, overwrite


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sound") / "learner.db"
    fill(path, range(2000))
    return path


@pytest.fixture
def path(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(sound, tmp_path / "learner.db"))


def test_a_sound_file_is_sound(path: Path) -> None:
    assert quick(path) is None
    assert whole(path) is None


def test_no_file_and_an_empty_one_are_not_damaged(tmp_path: Path) -> None:
    assert whole(tmp_path / "learner.db") is None
    (tmp_path / "learner.db").touch()
    assert whole(tmp_path / "learner.db") is None


def test_a_file_with_a_log_beside_it_is_sound(path: Path) -> None:
    with StudyStore.open(path) as store:
        add(store, range(2000, 2005))
        assert whole(path) is None


def test_a_beginning_that_is_none_is_seen_at_once(path: Path) -> None:
    overwrite(path, 0, b"garbage!" * 16)
    assert quick(path) == "its beginning is not that of a database"


@pytest.mark.parametrize("cut", [1, PAGE, 40 * PAGE])
def test_a_file_that_is_cut_off_is_seen_at_once(path: Path, cut: int) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - cut)
    assert quick(path) is not None


@pytest.mark.parametrize("seed", range(20))
def test_pages_of_zeros_are_seen_by_the_whole_check(path: Path, seed: int) -> None:
    page = random.Random(seed).randrange(1, path.stat().st_size // PAGE)
    blank(path, [page])
    assert whole(path) is not None


def test_looking_changes_nothing(path: Path) -> None:
    before = path.read_bytes()
    whole(path)
    assert path.read_bytes() == before


def test_a_file_in_use_is_not_called_damaged(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studykit.store.integrity._WAIT_SECONDS", 0)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("pragma locking_mode = exclusive").close()
        other.execute("begin exclusive").close()
        other.execute("update memory set reps = 2").close()
        with pytest.raises(StoreError, match="cannot be checked: database is locked"):
            whole(path)


def test_a_row_that_belongs_to_none_is_found(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as made:
        made.executescript("create table a (id primary key); create table b (a references a); insert into b values (7)")
    assert whole(tmp_path / "other.db") == "a row of 'b' belongs to none of 'a'"
