"""A killed program loses no answer that it said was saved. ``make bench`` does the same hundreds of times."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from studykit.store.study_store import StudyStore
from tests.bench.kill_home import filled
from tests.bench.kill_kind import Kind
from tests.bench.kill_kinds import Answering, Exporting, Fitting
from tests.bench.kills import killed_in_forks

KILLS = 8
"""Of the program itself."""
FORKS = 10
"""Of forks of this process."""
SAVED = re.compile(r"Saved as ")
LONGEST = 60
"""Seconds until so many answers are saved."""

pytestmark = [
    pytest.mark.file_only,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork, or has no kill -9"),
]


def answers(output: Path) -> int:
    """How many answers the program said that it saved."""
    return len(SAVED.findall(output.read_text("utf-8", "replace")))


@pytest.mark.timeout(300)
def test_kill_9_at_any_moment_loses_no_answered_review(home: Path, tmp_path: Path) -> None:
    chance = random.Random(9)
    said = 0
    for attempt in range(KILLS):
        output = tmp_path / f"{attempt}.txt"
        with output.open("w") as written:
            running = subprocess.Popen(
                [sys.executable, "-m", "studykit", "review"],
                stdin=subprocess.PIPE,
                stdout=written,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "STUDYKIT_DATABASE": "", "STUDYKIT_HOME": str(home), "PYTHONUNBUFFERED": "1"},
            )
            assert running.stdin is not None
            running.stdin.write(b"A\n?\n\n3\n" * 40)  # every question and every card takes one of them
            running.stdin.flush()
            # from before the store is open to well into the session, however long this machine takes to get there
            wanted = attempt % 6 - 1
            until = time.monotonic() + (chance.random() if wanted < 0 else LONGEST)
            while time.monotonic() < until and running.poll() is None and not 0 <= wanted <= answers(output):
                time.sleep(0.005)
            time.sleep(chance.random() / 20)
            running.send_signal(signal.SIGKILL)
            running.stdin.close()
            running.wait()
        said += answers(output)
        with StudyStore.open(home / "learner.db") as store:
            kept = len(store.reviews())
        assert kept >= said, f"after kill {attempt + 1}: {said} answers were said to be saved, {kept} are"
        assert kept <= said + attempt + 1  # at most one a run was saved and not yet said
    assert said > KILLS // 2, "too few answers were given for the test to mean anything"


@pytest.mark.parametrize("make", [Answering, Exporting, Fitting])
def test_a_kill_at_any_line_leaves_every_answer_and_nothing_half_done(make: type[Kind], tmp_path: Path) -> None:
    rounds = killed_in_forks(make(filled(tmp_path / "home", 40)), FORKS, random.Random(9))
    kills = 0
    for number, (end, found) in enumerate(rounds, 1):
        assert (number, found.lost, found.problems, end.problem) == (number, 0, [], "")
        kills += end.killed
    assert kills == FORKS, "too few were killed before they were done"
