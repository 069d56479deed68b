"""What ``studykit backup`` and ``studykit restore`` print, in the order in which a learner meets it."""

from __future__ import annotations

import json
import os
import re
import shlex
from datetime import UTC, datetime
from pathlib import Path

import pytest

from studykit.cli.main import main
from studykit.store.backup import backups, daily, folder
from tests.golden import FOLDER, read_golden
from tests.store.filled import blank, fill, ids, leaves, overwrite

GOLDEN = "backup.txt"
FIRST = datetime(2026, 11, 21, 9, tzinfo=UTC)

pytestmark = pytest.mark.file_only


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STUDYKIT_HOME", "home")
    monkeypatch.delenv("STUDYKIT_DATABASE", raising=False)
    monkeypatch.setenv("TZ", "UTC")
    Path("home").mkdir()
    return Path("home/learner.db")


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = main([*words])
    printed = capsys.readouterr()
    return code, printed.out + printed.err


def dated(path: Path) -> None:
    """The backups, oldest first, are made a minute after each other."""
    for number, one in enumerate(reversed(backups(path))):
        moment = FIRST.timestamp() + 60 * number
        os.utime(one.path, (moment, moment))


def same_everywhere(text: str) -> str:
    text = re.sub(r"\d{4}-\d\d-\d\dT\d{12}Z", "STAMP", text)
    return re.sub(r"\d+\.\d MB", "N.N MB", text)


def happens(what: str, path: Path) -> None:
    """What is not a command: answers are given, a disk fails."""
    if match := re.fullmatch(r"answers (\d+) to (\d+)", what):
        fill(path, range(int(match[1]) - 1, int(match[2])))
    elif what == "a day begins":
        daily(path, "2026-11-21")
    elif what == "pages in the middle are lost":
        blank(path, leaves(path)[2:4])
    elif what == "the beginning is lost":
        overwrite(path, 0, bytes(200))
    elif what == "the backups are lost":
        for one in backups(path):
            one.path.unlink()
    elif what == "the file is lost":
        path.unlink()
    else:
        raise AssertionError(what)


def test_what_backup_and_restore_say(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One story: each block of the golden file happens after those before it."""
    found = []
    for one in read_golden(GOLDEN):
        told = []
        for line in one.given.splitlines():
            if not line.startswith("studykit "):
                happens(line, path)
                dated(path)
                continue
            code, printed = said(capsys, *shlex.split(line)[1:])
            dated(path)
            told.append(f"{same_everywhere(printed).strip()}\n→ {code}")
        found.append(f"{one.title}\n.\n{one.given}\n.\n" + "\n".join(told) + "\n.\n")
    written = "".join(found)
    if os.environ.get("STUDYKIT_GOLDEN") == "write":
        (FOLDER / GOLDEN).write_text(written, "utf-8")
    assert written == (FOLDER / GOLDEN).read_text("utf-8")


def test_programs_get_the_same_as_json(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(path, range(300))
    code, printed = said(capsys, "backup", "--format", "json")
    made = json.loads(printed)
    assert (code, made["answers"], made["cards"]) == (0, 300, 40)
    assert Path(made["file"]).is_file()
    (one,) = [json.loads(line) for line in said(capsys, "backup", "--list", "--format", "json")[1].splitlines()]
    assert (one["number"], one["kind"], one["file"], one["answers"]) == (1, "by-hand", made["file"], 300)
    fill(path, range(300, 310))
    code, printed = said(capsys, "restore", "1", "--yes", "--format", "json")
    restored = json.loads(printed)
    assert (code, restored["answers"]) == (0, 300)
    assert len(ids(Path(restored["kept"]))) == 310
    assert json.loads(said(capsys, "restore", "--repair", "--format", "json")[1])["damaged"] is False
    blank(path, leaves(path)[2:4])
    repaired = json.loads(said(capsys, "restore", "--repair", "--format", "json")[1])
    assert (repaired["damaged"], repaired["saved"] + repaired["from_backup"], repaired["lost"]) == (True, 300, 0)


def test_who_is_not_sure_keeps_the_file(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(path, range(10))
    said(capsys, "backup")
    fill(path, range(10, 15))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _: "")
    code, printed = said(capsys, "restore", "--newest")
    assert (code, printed.splitlines()[-1]) == (0, "Nothing was changed.")
    assert len(ids(path)) == 15
    monkeypatch.setattr("builtins.input", lambda _: "y")
    assert said(capsys, "restore", "--newest")[0] == 0
    assert len(ids(path)) == 10


def test_a_shared_database_is_backed_up_and_restored_by_union(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(path, range(20))
    said(capsys, "backup", "mine.db")
    monkeypatch.setenv("STUDYKIT_DATABASE", f"sqlite:///{path.parent.absolute()}/shared.db")
    monkeypatch.setenv("STUDYKIT_LEARNER", "ana")
    assert said(capsys, "backup")[0] == 2
    assert said(capsys, "restore", "--repair")[0] == 2
    assert "Added: 20 answers." in said(capsys, "restore", "mine.db", "--yes")[1]
    assert "Added: 0 answers." in said(capsys, "restore", "mine.db", "--yes")[1]
    assert "It holds 20 answers" in said(capsys, "backup", "ana.db")[1]
    assert not folder(path).exists()
