"""A killed program loses no answer that it said was saved."""

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

KILLS = 50
SAVED = re.compile(r"Saved as ")
LONGEST = 60
"""Seconds until so many answers are saved."""


def answers(output: Path) -> int:
    """How many answers the program said that it saved."""
    return len(SAVED.findall(output.read_text("utf-8", "replace")))


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill -9")
@pytest.mark.timeout(600)
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
                env={**os.environ, "STUDYKIT_HOME": str(home), "PYTHONUNBUFFERED": "1"},
            )
            assert running.stdin is not None
            running.stdin.write(b"A\n?\n\n3\n" * 40)  # every question and every card takes one of them
            running.stdin.flush()
            # from before the store is open to well into the session, however long this machine takes to get there
            wanted = chance.randrange(-1, 6)
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
