"""A backup is whole and holds what was there when it was made; half of one is never taken for one."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from studykit.core.errors import StoreError
from studykit.store import backup
from studykit.store.backup import KEPT, Kind, backups, before_migration, before_restore, by_hand, daily
from studykit.store.integrity import whole
from studykit.store.study_store import StudyStore
from tests.store.filled import add, blank, fill, ids, leaves, review

DAYS = 14
A_DAY = 7


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "learner.db"


def test_the_ten_newest_days_each_hold_what_was_there_when_they_were_made(path: Path, tmp_path: Path) -> None:
    for day in range(DAYS):
        fill(path, range(day * A_DAY, (day + 1) * A_DAY))
        assert daily(path, f"2026-11-{day + 1:02}") is not None
    kept = backups(path)
    assert [one.path.name for one in kept] == [
        f"learner-daily-2026-11-{day:02}.db" for day in range(DAYS, DAYS - 10, -1)
    ]
    for one in kept:
        day = int(one.path.stem[-2:])
        assert whole(one.path) is None
        restored = tmp_path / one.path.name
        shutil.copyfile(one.path, restored)
        assert ids(restored) == {review(number).id for number in range(day * A_DAY)}


def test_a_study_day_has_one_backup(path: Path) -> None:
    fill(path, range(3))
    made = daily(path, "2026-11-21")
    assert made is not None
    fill(path, range(3, 6))
    assert daily(path, "2026-11-21") is None
    assert len(ids(made)) == 3


def test_a_clock_that_was_set_back_takes_no_new_backup_away(path: Path) -> None:
    fill(path, range(3))
    for day in range(10, 22):
        daily(path, f"2026-11-{day}")
    made = daily(path, "1999-01-01")
    assert made is not None
    assert made.exists()
    assert len(backups(path)) == KEPT[Kind.DAILY]


def test_each_kind_keeps_its_own_number(path: Path) -> None:
    fill(path, range(3))
    daily(path, "2026-11-21")
    for _ in range(5):
        before_migration(path)
        before_restore(path)
    by_hand(path)
    kinds = [one.kind for one in backups(path)]
    assert {kind: kinds.count(kind) for kind in Kind} == {
        Kind.DAILY: 1,
        Kind.BY_HAND: 1,
        Kind.BEFORE_MIGRATION: 3,
        Kind.BEFORE_RESTORE: 3,
    }


def test_answers_that_are_still_in_the_log_beside_the_file_are_in_the_backup(path: Path, tmp_path: Path) -> None:
    """A killed program leaves them there."""
    crashed = tmp_path / "crashed" / "learner.db"
    crashed.parent.mkdir()
    with StudyStore.open(path) as store:
        add(store, range(5))
        for ending in ("", "-wal"):
            shutil.copyfile(f"{path}{ending}", f"{crashed}{ending}")
    assert len(ids(by_hand(crashed))) == 5


def test_a_backup_is_one_file_and_reading_it_leaves_nothing_beside_it(path: Path) -> None:
    fill(path, range(5))
    made = by_hand(path)
    with closing(backup.reading_only(made)) as connection:
        connection.execute("select count(*) from review").fetchone()
        assert connection.execute("pragma journal_mode").fetchone() == ("delete",)
    assert sorted(one.name for one in made.parent.iterdir()) == [made.name, "turn.lock"]


def test_halves_of_a_killed_program_are_no_backups_and_go(path: Path) -> None:
    fill(path, range(5))
    made = by_hand(path)
    half = made.with_name("learner-daily-2026-11-20.db.4711.half")
    half.write_bytes(made.read_bytes()[:5000])
    assert [one.path for one in backups(path)] == [made]
    daily(path, "2026-11-21")
    assert not half.exists()


def test_a_damaged_file_gives_no_backup_and_takes_none_away(path: Path) -> None:
    fill(path, range(2000))
    for day in range(10, 20):
        daily(path, f"2026-11-{day}")
    before = backups(path)
    blank(path, leaves(path)[2:5])
    with pytest.raises(StoreError, match="damaged"):
        daily(path, "2026-11-20")
    assert backups(path) == before


def test_while_another_program_makes_the_days_backup_nobody_waits(path: Path) -> None:
    fill(path, range(5))
    by_hand(path)
    with closing(sqlite3.connect(backup.folder(path) / "turn.lock", isolation_level=None)) as other:
        other.execute("begin exclusive").close()
        assert daily(path, "2026-11-21") is None
    assert daily(path, "2026-11-21") is not None


def test_a_disk_that_would_be_nearly_full_gets_no_daily_backup(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(path, range(5))
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9, 10**6))
    with pytest.raises(StoreError, match="nearly full"):
        daily(path, "2026-11-21")
    assert by_hand(path).exists()  # who wants one by hand gets it


WRITER = """
import sys
from pathlib import Path
from studykit.store.study_store import StudyStore
from tests.store.filled import memory, review
with StudyStore.open(Path(sys.argv[1])) as store:
    for number in range(100_000):
        store.add(review(number), memory(review(number)))
        print(number, flush=True)
"""


def test_a_backup_of_a_file_that_another_process_writes_is_one_moment_of_it(path: Path) -> None:
    writing = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True)
    assert writing.stdout is not None
    try:
        for _ in range(8):
            said = int(writing.stdout.readline())
            held = ids(by_hand(path))
            assert held == {review(number).id for number in range(len(held))}
            assert len(held) > said
    finally:
        writing.kill()
        writing.stdout.close()
        writing.wait()


FULL = """
import resource, sys
from pathlib import Path
from studykit.core.errors import StoreError
from studykit.store.backup import by_hand, daily
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
for make in (by_hand, lambda path: daily(path, "2026-11-21")):
    try:
        make(Path(sys.argv[1]))
    except StoreError as problem:
        print(problem)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="this system has no limit for the size of a file")
@pytest.mark.parametrize("room", [0, 4096, 50_000, 200_000])
def test_a_full_disk_is_told_and_leaves_the_answers_and_the_older_backups(path: Path, room: int) -> None:
    fill(path, range(1000))
    made = by_hand(path)
    assert made.stat().st_size > room
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(path), str(room)], capture_output=True, text=True, check=True
    )
    assert done.stdout.count("cannot be") == 2, done.stdout + done.stderr
    assert [one.path for one in backups(path)] == [made]
    assert not list(backup.folder(path).glob("*half*"))
    assert len(ids(path)) == 1000
    assert whole(path) is None


def test_a_folder_that_cannot_be_made_is_told(path: Path) -> None:
    fill(path, range(3))
    backup.folder(path).write_text("in the way")
    with pytest.raises(StoreError, match="cannot be made"):
        daily(path, "2026-11-21")


def test_a_half_belongs_to_its_process(path: Path) -> None:
    """Two programs that write one target do not write one half."""
    fill(path, range(3))
    seen: list[str] = []

    def noted(half: Path, _target: Path) -> None:
        seen.append(half.name)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(backup, "into_place", noted)
        backup.copy_whole(path, path.with_name("out.db"))
    assert seen == [f"out.db.{os.getpid()}.half"]
