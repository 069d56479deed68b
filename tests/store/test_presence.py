from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from studykit.store.presence import announce, leave

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


def test_another_open_studykit_is_noticed_until_it_leaves(tmp_path: Path) -> None:
    assert announce(tmp_path, os.getpid(), NOW) is None
    assert announce(tmp_path, os.getppid(), NOW + timedelta(hours=1)) == NOW
    assert announce(tmp_path, os.getpid(), NOW + timedelta(hours=2)) == NOW + timedelta(hours=1)
    leave(tmp_path, os.getppid())
    assert announce(tmp_path, os.getpid(), NOW) is None
    leave(tmp_path, os.getpid())
    leave(tmp_path, os.getpid())
    assert list(tmp_path.iterdir()) == []


def test_a_studykit_that_was_killed_is_not_noticed(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        announce(tmp_path, other.pid, NOW)
        assert announce(tmp_path, os.getpid(), NOW) == NOW
        other.kill()
        other.wait()
    assert announce(tmp_path, os.getpid(), NOW) is None
    assert [note.name for note in tmp_path.iterdir()] == [f"open-{os.getpid()}.txt"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("open-nonsense.txt", NOW.isoformat()),
        ("open-².txt", NOW.isoformat()),
        ("open-99999999999999999999.txt", NOW.isoformat()),
        ("open-{parent}.txt", "yesterday"),
        ("open-{parent}.txt", "2026-11-21T09:30:00"),
    ],
)
def test_a_note_that_says_nothing_is_taken_away(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name.format(parent=os.getppid())).write_text(text)
    assert announce(tmp_path, os.getpid(), NOW) is None
    assert [note.name for note in tmp_path.iterdir()] == [f"open-{os.getpid()}.txt"]


def test_the_process_of_another_user_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(pid: int, signal: int) -> None:
        raise PermissionError

    announce(tmp_path, os.getppid(), NOW)
    monkeypatch.setattr(os, "kill", refuse)
    assert announce(tmp_path, os.getpid(), NOW) == NOW


def test_a_folder_that_cannot_be_written_is_not_announced(tmp_path: Path) -> None:
    (tmp_path / "open-nonsense.txt").mkdir()  # cannot be taken away like a file
    assert announce(tmp_path, os.getpid(), NOW) is None
    assert announce(tmp_path / "gone", os.getpid(), NOW) is None
    leave(tmp_path / "gone", os.getpid())
