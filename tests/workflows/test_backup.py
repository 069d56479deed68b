"""The file is looked at before it is opened and copied once a day; nothing of that ever stops studying but damage."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from studykit.core.errors import StoreError
from studykit.store.backup import backups, by_hand, folder
from studykit.store.placing import ready
from studykit.store.study_store import StudyStore
from studykit.workflows import backup
from studykit.workflows.backup import keep_safe, listed, make_backup, write_backup
from tests.store.filled import blank, fill, ids, leaves, overwrite

DAY = "2026-11-21"

pytestmark = pytest.mark.file_only


@pytest.fixture
def path(tmp_path: Path) -> Path:
    fill(tmp_path / "learner.db", range(500))
    return tmp_path / "learner.db"


def in_the_background() -> None:
    for thread in threading.enumerate():
        if thread.name == "backup":
            thread.join()


def test_the_first_start_of_a_day_makes_its_backup_without_a_word(path: Path) -> None:
    assert keep_safe(path, DAY) == ""
    assert keep_safe(path, DAY) == ""
    assert [one.path.name for one in backups(path)] == [f"learner-daily-{DAY}.db"]


def test_before_the_first_answer_there_is_nothing_to_keep(tmp_path: Path) -> None:
    assert keep_safe(tmp_path / "learner.db", DAY) == ""
    (tmp_path / "learner.db").touch()
    assert keep_safe(tmp_path / "learner.db", DAY) == ""
    assert [one.name for one in tmp_path.iterdir()] == ["learner.db"]


def test_a_damaged_file_stops_with_what_repairs_it_and_is_left_as_it_is(path: Path) -> None:
    keep_safe(path, "2026-11-20")
    blank(path, leaves(path)[2:5])
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"is damaged: .*Nothing was changed.*studykit restore --repair"):
        keep_safe(path, DAY)
    assert path.read_bytes() == before
    assert [one.path.name for one in backups(path)] == ["learner-daily-2026-11-20.db"]


def test_a_beginning_that_is_none_stops_every_start(path: Path) -> None:
    keep_safe(path, DAY)
    overwrite(path, 0, bytes(100))
    for _ in range(2):
        with pytest.raises(StoreError, match="restore --repair"):
            keep_safe(path, DAY)


def test_a_file_that_became_empty_is_not_begun_anew(path: Path) -> None:
    keep_safe(path, DAY)
    path.write_bytes(b"")
    with pytest.raises(StoreError, match=r"it is empty.*restore --repair"):
        keep_safe(path, DAY)


def test_a_file_that_is_gone_is_told_and_may_be_begun_anew(path: Path) -> None:
    keep_safe(path, DAY)
    path.unlink()
    assert "studykit restore --newest" in keep_safe(path, DAY)


def test_a_backup_that_cannot_be_made_never_stops_studying(path: Path) -> None:
    folder(path).write_text("in the way")
    notice = keep_safe(path, DAY)
    assert notice.startswith("Today's backup could not be made, and your answers are kept all the same.")


FULL = """
import resource, sys
from pathlib import Path
from studykit.workflows.backup import keep_safe
resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, resource.RLIM_INFINITY))
print(keep_safe(Path(sys.argv[1]), "2026-11-21"))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="this system has no limit for the size of a file")
def test_a_full_disk_never_stops_studying(path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", FULL, str(path)], capture_output=True, text=True, check=True)
    assert "backup could not be made" in done.stdout
    assert len(ids(path)) == 500


def test_a_large_file_is_copied_in_the_background(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "_AT_ONCE", 0)
    assert keep_safe(path, DAY) == ""
    in_the_background()
    assert len(backups(path)) == 1


def test_damage_that_was_found_in_the_background_stops_the_next_start(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "_AT_ONCE", 0)
    by_hand(path)
    sound = path.read_bytes()
    blank(path, leaves(path)[2:5])
    assert keep_safe(path, DAY) == ""
    in_the_background()
    with pytest.raises(StoreError, match="restore --repair"):
        keep_safe(path, DAY)
    path.write_bytes(sound)  # the learner put a copy back by hand
    assert keep_safe(path, DAY) == ""
    in_the_background()
    assert not (folder(path) / "damaged.txt").exists()


def test_a_repair_that_was_killed_at_its_last_step_is_finished(path: Path, tmp_path: Path) -> None:
    fill(tmp_path / "other.db", range(7))
    shutil.move(tmp_path / "other.db", ready(path))
    keep_safe(path, DAY)
    assert len(ids(path)) == 7


def test_a_backup_by_hand_needs_something_to_keep(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nothing to back up yet"):
        make_backup(tmp_path / "learner.db")
    assert list(tmp_path.iterdir()) == []


def test_the_list_shows_what_cannot_be_read_too(path: Path) -> None:
    made = make_backup(path)
    overwrite(made, 0, bytes(200))
    (found,) = listed(path)
    assert found.contents is None
    assert "no database" in found.problem


def test_a_file_is_written_anew_over_an_older_backup_only(path: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.db"
    with StudyStore.open(path) as store:
        write_backup(store, out)
        write_backup(store, out)
        diary = tmp_path / "diary.txt"
        diary.write_text("Dear diary")
        with pytest.raises(StoreError, match="is no backup, so it was left as it is"):
            write_backup(store, diary)
        with pytest.raises(StoreError, match="is no backup"):
            write_backup(store, tmp_path)
        with pytest.raises(StoreError, match="is the file with your answers itself"):
            write_backup(store, path)
        with pytest.raises(StoreError, match="There is no folder"):
            write_backup(store, tmp_path / "nowhere" / "out.db")
    assert diary.read_text() == "Dear diary"
    assert len(ids(out)) == 500
