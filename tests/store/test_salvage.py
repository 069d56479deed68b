"""A damaged file gives every row that can be read; rows are never made up, and a backup gives the rest."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from studykit.store.integrity import whole
from studykit.store.salvage import Salvaged, add_missing, learners, learners_named, read_damaged, salvaged
from studykit.store.study_store import StudyStore
from tests.store.filled import PAGE, blank, fill, leaves, overwrite
from tests.store.old_files import REVIEWS

Rows = dict[str, tuple[Any, ...]]
"""By the ids of the answers."""
ANSWERS = 1000
A_PAGE = 40
"""Answers that fit on one page at most."""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sound") / "learner.db"
    fill(path, range(ANSWERS))
    return path


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("new") / "new.db"
    StudyStore.open(path).close()
    return path


@pytest.fixture
def path(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(sound, tmp_path / "learner.db"))


def quiet(_done: int, _total: int) -> None:
    pass


def rows(path: Path) -> Rows:
    with closing(sqlite3.connect(path)) as connection:
        return {row[1]: row for row in connection.execute("select * from review")}


def saved(path: Path, new: Path) -> tuple[Rows, int]:
    target = path.with_name("made.db")
    highest = read_damaged(path, target, [new], quiet)
    learners_named(target)
    with StudyStore.open(target) as store:
        list(store.log())
        store.memories()
    assert whole(target) is None
    return rows(target), salvaged(target, 0, highest).missing


@pytest.fixture(scope="module")
def before(sound: Path) -> Rows:
    return rows(sound)


@pytest.mark.parametrize("seed", range(24))
def test_pages_of_zeros_cost_the_rows_on_them_and_no_others(path: Path, new: Path, before: Rows, seed: int) -> None:
    chance = random.Random(seed)
    hit = {chance.randrange(path.stat().st_size // PAGE) for _ in range(chance.randrange(1, 6))}
    gone = len(hit.intersection(leaves(path)))
    blank(path, hit)
    found, missing = saved(path, new)
    assert found.items() <= before.items()
    assert len(found) >= ANSWERS - A_PAGE * gone
    assert (len(found) == ANSWERS) == (gone == 0)
    assert missing <= ANSWERS - len(found)


def test_a_garbage_header_costs_nothing(path: Path, new: Path, before: Rows) -> None:
    overwrite(path, 0, b"garbage!" * 12 + b"four")
    assert saved(path, new) == (before, 0)


def test_a_first_page_of_zeros_costs_no_answer(path: Path, new: Path, before: Rows) -> None:
    """The tables themselves are on it; rows are known by their look then."""
    overwrite(path, 0, bytes(PAGE))
    found, missing = saved(path, new)
    assert found == before
    assert missing == 0
    assert learners(path.with_name("made.db")) == [""]


def test_a_table_whose_inner_page_is_gone_costs_nothing(path: Path, new: Path, before: Rows) -> None:
    with closing(sqlite3.connect(path)) as connection:
        (root,) = connection.execute("select rootpage from sqlite_master where name = 'review'").fetchone()
    assert root - 1 not in leaves(path)
    blank(path, [root - 1])
    assert saved(path, new) == (before, 0)


@pytest.mark.parametrize("seed", range(6))
def test_a_file_that_was_cut_off_gives_what_is_left_of_it(path: Path, new: Path, before: Rows, seed: int) -> None:
    length = random.Random(seed).randrange(PAGE, path.stat().st_size)
    with path.open("r+b") as file:
        file.truncate(length)
    left = len(leaves(path)[:-1])
    found, _ = saved(path, new)
    assert found.items() <= before.items()
    assert len(found) >= 20 * left


@pytest.mark.parametrize("seed", range(12))
def test_bytes_that_were_changed_anywhere_leave_a_file_that_can_be_used(
    path: Path, new: Path, before: Rows, seed: int
) -> None:
    """What reads as a sound row is taken for one; the rest must be whole, and every row readable."""
    chance = random.Random(seed)
    for _ in range(8):
        overwrite(path, chance.randrange(path.stat().st_size), chance.randbytes(chance.randrange(1, 30)))
    found, _ = saved(path, new)
    assert len(found.items() & before.items()) > ANSWERS - 16 * A_PAGE


def test_text_that_is_none_costs_its_own_row_only(path: Path, new: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("update review set card = cast(x'ff9f' as text) where rowid = 7").close()
        connection.commit()
    found, missing = saved(path, new)
    assert len(found) == ANSWERS - 1
    assert missing == 1


def test_who_the_learner_is_survives(path: Path, new: Path) -> None:
    """Rows that look like those of two tables are known by their table only."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("update learner set name = 'ana'").close()
        connection.commit()
    blank(path, leaves(path)[2:4])
    saved(path, new)
    assert learners(path.with_name("made.db")) == ["", "ana"]


def test_a_number_that_cannot_be_costs_its_own_row_only(path: Path, new: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("update review set rating = 9 where rowid = 7").close()
        connection.execute("update review set at = 1 << 62 where rowid = 8").close()
        connection.execute("update review set day = -5 where rowid = 9").close()
        connection.commit()
    found, missing = saved(path, new)
    assert len(found) == ANSWERS - 3
    assert missing == 3


def test_a_backup_gives_what_the_file_could_not(
    path: Path, new: Path, before: Rows, sound: Path, tmp_path: Path
) -> None:
    backup = Path(shutil.copyfile(sound, tmp_path / "backup.db"))
    fill(path, range(ANSWERS, ANSWERS + 300))
    late = {found for found in rows(path) if found not in before}
    blank(path, leaves(path)[3:8])
    target = tmp_path / "made.db"
    highest = read_damaged(path, target, [backup, new], quiet)
    read = len(rows(target))
    added = add_missing(target, backup)
    assert added > 50
    assert salvaged(target, added, highest) == Salvaged(read, added, 0)
    assert rows(target).keys() == before.keys() | late


def test_rows_of_a_backup_go_to_the_learner_of_the_same_name(path: Path, new: Path, tmp_path: Path) -> None:
    """Ids of learners are minted when a file is brought up to date: in the file and in the backup, each its own."""
    target = Path(shutil.copyfile(new, tmp_path / "made.db"))
    assert add_missing(target, path) == ANSWERS
    with StudyStore.open(target) as store:
        assert len(store.reviews()) == ANSWERS


def test_an_old_file_without_a_header_is_brought_up_to_date(tmp_path: Path, new: Path) -> None:
    from tests.store import old_files

    path = tmp_path / "learner.db"
    backup = tmp_path / "backup.db"
    old_files.write(path, 3)
    shutil.copyfile(path, backup)
    overwrite(path, 0, b"garbage!" * 12 + b"four")
    target = tmp_path / "made.db"
    read_damaged(path, target, [backup, new], quiet)
    with StudyStore.open(target) as store:
        assert len(list(store.everything())) == len(REVIEWS)


def test_another_programs_file_gives_an_empty_one_of_ours(tmp_path: Path, new: Path) -> None:
    path = tmp_path / "learner.db"
    path.write_text("Dear diary\n" * 5000)
    found, missing = saved(path, new)
    assert (found, missing) == ({}, 0)
