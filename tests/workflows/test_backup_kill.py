"""kill -9 at any moment of a backup, a restore or a repair loses no answer and leaves nothing half done.

Each run is a fork of this process, so that a hundred of them cost seconds. It is killed at each thing that it asks of
the system, one after the other, and at random moments between, where SQLite writes.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from studykit.store.backup import backups, by_hand, daily, folder
from studykit.store.integrity import whole
from studykit.workflows.backup import keep_safe
from studykit.workflows.restore import repair, restore
from tests.store.filled import blank, fill, ids, leaves, overwrite, review

ANSWERS = 200
TOUCHES = ("open", "os.", "sqlite3.connect", "shutil.")
"""What a run asks of the system begins with one of these."""

pytestmark = [
    pytest.mark.file_only,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork, or has no kill -9"),
]


def wanted(answers: range) -> set[str]:
    return {review(number).id for number in answers}


def quiet(_done: int, _total: int) -> None:
    pass


def killed(work: Callable[[], object], touch: int | None = None, after: float = 0.0) -> bool:
    """Runs the work in a fork and kills it: at a touch, or after some seconds. Whether it was killed before its end."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # a fork beside threads: none of them works here
        child = os.fork()
    if child == 0:
        try:
            if touch is not None:
                _die_at(touch)
            work()
        except BaseException:  # noqa: BLE001 - it must never go on as a second test run
            traceback.print_exc()
            os._exit(3)
        os._exit(0)
    if touch is None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "it failed by itself"
    return os.WIFSIGNALED(status)


def _die_at(touch: int) -> None:
    left = touch

    def count(event: str, _: Any) -> None:
        nonlocal left
        if event.startswith(TOUCHES):
            left -= 1
            if left == -1:  # the kill itself is a touch too
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)


def at_every_touch(run: Callable[[int | None, float], bool], step: int) -> int:
    """Kills at each ``step``-th touch until a run comes to its end, then at random moments; how many were killed."""
    touch, kills = 0, 0
    began = time.monotonic()
    while run(touch, 0.0):
        touch, kills = touch + step, kills + 1
    usual = (time.monotonic() - began) / (kills + 1)
    chance = random.Random(touch)
    for _ in range(12):
        kills += run(None, chance.random() * usual * 1.5)
    return kills


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: a kill is no power cut, so nothing needs to wait for a disk."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
    if not memory.is_dir():
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)


@pytest.fixture
def path(place: Path) -> Path:
    fill(place / "learner.db", range(ANSWERS))
    return place / "learner.db"


def test_a_killed_backup_leaves_the_answers_and_no_half(path: Path) -> None:
    last = ANSWERS
    days = 0

    def run(touch: int | None, after: float) -> bool:
        nonlocal last, days
        fill(path, range(last, last + 5))
        last, days = last + 5, days + 1
        day = f"{2000 + days}-01-01"
        dead = killed(lambda: daily(path, day), touch, after)
        for one in backups(path)[:2]:
            assert whole(one.path) is None
        if backups(path) and backups(path)[0].path.stem.endswith(day):
            assert ids(backups(path)[0].path) == wanted(range(last))
        else:
            assert dead
        return dead

    assert at_every_touch(run, 1) > 20
    assert ids(path) == wanted(range(last))
    assert whole(path) is None
    daily(path, "2100-01-01")
    assert not list(folder(path).glob("*half*"))
    for one in backups(path):
        assert whole(one.path) is None


def test_a_killed_restore_leaves_the_old_or_the_new_and_keeps_the_old(path: Path) -> None:
    made = by_hand(path)
    last = ANSWERS

    def run(touch: int | None, after: float) -> bool:
        nonlocal last
        fill(path, range(last, last + 5))
        before, last = ids(path), last + 5
        dead = killed(lambda: restore(path, made), touch, after)
        keep_safe(path, "2026-11-21")
        assert whole(path) is None
        now = ids(path)
        if now != before:
            assert now == wanted(range(ANSWERS))
            assert before in [ids(one.path) for one in backups(path)]
        return dead

    assert at_every_touch(run, 3) > 20
    restore(path, made)
    assert sorted(one.name for one in path.parent.iterdir()) == ["backups", "learner.db"]


def test_a_killed_repair_leaves_what_can_be_repaired_again(path: Path, place: Path) -> None:
    home = place / "home"
    made = by_hand(path)
    fill(path, range(ANSWERS, ANSWERS + 20))
    damaged = place / "damaged.db"
    shutil.copyfile(path, damaged)
    blank(damaged, leaves(damaged)[2:4])
    overwrite(damaged, 0, bytes(100))

    def run(touch: int | None, after: float) -> bool:
        shutil.rmtree(home, ignore_errors=True)
        (home / "backups").mkdir(parents=True)
        broken = home / "learner.db"
        shutil.copyfile(damaged, broken)
        shutil.copyfile(made, home / "backups" / made.name)
        dead = killed(lambda: repair(broken, quiet), touch, after)
        repair(broken, quiet)  # the next one comes to its end, whatever the first had done
        assert whole(broken) is None
        assert ids(broken) == wanted(range(ANSWERS + 20))
        kept = [one.read_bytes() for one in (home / "damaged").glob("*/learner.db")]
        assert damaged.read_bytes() in kept
        assert sorted(one.name for one in home.iterdir()) == ["backups", "damaged", "learner.db"]
        return dead

    assert at_every_touch(run, 4) > 20
