"""A restore brings back what a backup holds and keeps what was there; a repair loses nothing that can be read."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from studykit.core.errors import StoreError, UsageError
from studykit.scheduling.memory import replay
from studykit.store import presence
from studykit.store.backup import Kind, backups, by_hand, daily
from studykit.store.integrity import whole
from studykit.store.study_store import StudyStore
from studykit.workflows.restore import bring_in, chosen, newest, nobody_else, offer, repair, restore
from tests.store import old_files
from tests.store.filled import PAGE, add, blank, fill, ids, leaves, overwrite, review

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)

pytestmark = pytest.mark.file_only


def quiet(_done: int, _total: int) -> None:
    pass


def wanted(answers: range) -> set[str]:
    return {review(number).id for number in answers}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    fill(tmp_path / "home" / "learner.db", range(300))
    return tmp_path / "home" / "learner.db"


def test_a_restore_brings_back_what_was_and_keeps_what_is(path: Path) -> None:
    made = by_hand(path)
    fill(path, range(300, 340))
    found = offer(path, made)
    assert (found.holds.answers, found.only_here) == (300, 40)
    assert found.present is not None
    assert found.present.answers == 340
    kept = restore(path, made)
    assert ids(path) == wanted(range(300))
    assert kept is not None
    assert ids(kept) == wanted(range(340))
    assert whole(path) is None
    restore(path, kept)
    assert ids(path) == wanted(range(340))
    assert sorted(one.name for one in path.parent.iterdir()) == ["backups", "learner.db"]


def test_a_file_that_is_gone_comes_back(path: Path) -> None:
    daily(path, "2026-11-20")
    path.unlink()
    assert restore(path, newest(path)) is None
    assert ids(path) == wanted(range(300))


def test_a_damaged_file_is_replaced_and_kept(path: Path) -> None:
    made = by_hand(path)
    overwrite(path, 0, bytes(200))
    damaged = path.read_bytes()
    kept = restore(path, made)
    assert ids(path) == wanted(range(300))
    assert kept is not None
    assert kept.read_bytes() == damaged


def test_an_older_backup_is_brought_up_to_date(path: Path, tmp_path: Path) -> None:
    old_files.write(tmp_path / "old.db", 3)
    before = (tmp_path / "old.db").read_bytes()
    restore(path, tmp_path / "old.db")
    with StudyStore.open(path) as store:
        assert len(list(store.everything())) == len(old_files.REVIEWS)
    assert (tmp_path / "old.db").read_bytes() == before


def test_a_damaged_backup_is_refused_and_nothing_changed(path: Path) -> None:
    made = by_hand(path)
    fill(path, range(300, 310))
    blank(made, leaves(made)[2:5])
    with pytest.raises(StoreError, match="damaged"):
        restore(path, made)
    assert ids(path) == wanted(range(310))


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("update review set rating = 9", "cannot be read"),
        ("update review set at = 1 << 62", "cannot be read"),
        ("update memory set last = 'yesterday'", "cannot be read"),
        ("drop table mark", "has not all tables"),
        ("alter table review drop column chosen", "has not all tables"),
        ("create trigger t after insert on review begin delete from review; end", "belongs to another program"),
    ],
)
def test_a_file_that_would_break_things_later_is_refused_and_nothing_changed(
    path: Path, tmp_path: Path, script: str, said: str
) -> None:
    strange = Path(shutil.copyfile(path, tmp_path / "strange.db"))
    with closing(sqlite3.connect(strange)) as connection:
        connection.executescript(script)
        connection.commit()
    with pytest.raises(StoreError, match=said) as refused:
        restore(path, offer(path, strange).source)
    assert str(strange) in str(refused.value)
    assert ids(path) == wanted(range(300))


def test_the_newest_backup_is_the_newest_that_is_whole(path: Path) -> None:
    good = by_hand(path)
    for start in (leaves(path)[3] * PAGE, 0):
        overwrite(by_hand(path), start, bytes(100))
    assert newest(path) == good


def test_what_a_restore_replaced_is_not_the_newest_backup(path: Path) -> None:
    """It is what the learner did not want; its number brings it back."""
    made = by_hand(path)
    fill(path, range(300, 310))
    restore(path, made)
    assert newest(path) == made
    assert backups(path)[0].kind is Kind.BEFORE_RESTORE


def test_without_any_backup_that_is_said(path: Path) -> None:
    with pytest.raises(UsageError, match="no backup that is whole"):
        newest(path)
    with pytest.raises(UsageError, match="none was made yet"):
        chosen(path, "1")


def test_a_number_is_one_of_the_list_and_anything_else_a_path(path: Path) -> None:
    older, newer = by_hand(path), by_hand(path)
    assert [chosen(path, "1"), chosen(path, "2")] == [newer, older]
    assert chosen(path, "file.db") == Path("file.db")
    for wrong in ("0", "3"):
        with pytest.raises(UsageError, match=f"There is no backup {wrong}: the list has 2 backups"):
            chosen(path, wrong)


def test_the_file_itself_cannot_be_restored(path: Path) -> None:
    with pytest.raises(StoreError, match="is the file with your answers itself"):
        offer(path, path)


def test_another_studykit_that_is_open_is_named(path: Path) -> None:
    nobody_else(path.parent, NOW)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        presence.announce(path.parent, other.pid, NOW)
        with pytest.raises(StoreError, match=rf"open since 09:00 \(process {other.pid}\)"):
            nobody_else(path.parent, NOW)
        other.communicate(b"\n")
    presence.announce(path.parent, os.getpid(), NOW)
    nobody_else(path.parent, NOW)


def test_a_sound_file_is_not_repaired(path: Path) -> None:
    before = path.read_bytes()
    assert repair(path, quiet) is None
    assert path.read_bytes() == before
    with pytest.raises(StoreError, match="nothing to repair"):
        repair(path.with_name("other.db"), quiet)


def test_a_repair_unites_the_damaged_file_with_its_backup(path: Path) -> None:
    by_hand(path)
    fill(path, range(300, 340))
    blank(path, [0, *leaves(path)[2:5]])
    damaged = path.read_bytes()
    done = repair(path, quiet)
    assert done is not None
    assert ids(path) == wanted(range(340))
    assert done.salvaged.read + done.salvaged.added == 340
    assert done.salvaged.added > 0
    assert done.salvaged.missing == 0
    assert done.aside.read_bytes() == damaged
    assert repair(path, quiet) is None


def test_after_a_repair_memory_is_what_the_log_comes_to(path: Path) -> None:
    blank(path, leaves(path)[2:5])
    assert repair(path, quiet) is not None
    with StudyStore.open(path) as store:
        assert store.memories() == {card: replay(store.reviews(card)) for card in store.memories()}
        assert set(store.memories()) == {one.card for one in store.reviews()}


def test_answers_in_the_log_beside_a_damaged_file_are_saved(path: Path, tmp_path: Path) -> None:
    crashed = tmp_path / "crashed" / "learner.db"
    crashed.parent.mkdir()
    with StudyStore.open(path) as store:
        add(store, range(300, 305))
        for ending in ("", "-wal"):
            shutil.copyfile(f"{path}{ending}", f"{crashed}{ending}")
    overwrite(crashed, 0, bytes(100))
    done = repair(crashed, quiet)
    assert done is not None
    assert ids(crashed) == wanted(range(305))


def test_an_empty_file_is_repaired_from_the_backup(path: Path) -> None:
    by_hand(path)
    path.write_bytes(b"")
    done = repair(path, quiet)
    assert done is not None
    assert (done.salvaged.read, done.salvaged.added) == (0, 300)
    assert ids(path) == wanted(range(300))


def test_what_is_lost_for_good_is_counted(path: Path) -> None:
    blank(path, leaves(path)[2:5])
    done = repair(path, quiet)
    assert done is not None
    assert done.backup is None
    lost = 300 - len(ids(path))
    assert 0 < done.salvaged.missing <= lost


def test_answers_are_brought_into_a_database_and_folded(path: Path, tmp_path: Path) -> None:
    with StudyStore.open(tmp_path / "shared.db", "ana") as store:
        add(store, range(280, 310))
        assert bring_in(store, path, quiet) == 280
        assert bring_in(store, path, quiet) == 0
        assert {one.id for one in store.reviews()} == wanted(range(310))
        for card, memory in store.memories().items():
            assert memory == replay(store.reviews(card))
