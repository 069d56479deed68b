"""A killed exam loses no answer that it said was saved, and its clock neither stands still nor runs ahead."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from studykit.store.study_store import StudyStore
from studykit.workflows.exam import begin, unfinished
from studykit.workflows.exam_clock import computer_clocks
from studykit.workflows.open_library import open_library
from studykit.workflows.open_study import open_study
from studykit.workflows.places import find_places
from studykit.workflows.study import Study
from studykit.workflows.zone import local_clock
from tests.bench.kill_exam import Examining
from tests.bench.kill_home import Home
from tests.bench.kills import killed_in_forks

KILLS = 4
"""Of the program itself."""
FORKS = 12
"""Of forks of this process."""
QUESTIONS = 20
QUESTION = re.compile(r"^Question \d+ of \d+\.", re.MULTILINE)
SAVED = re.compile(r"^(?:> )?Saved: ", re.MULTILINE)
pytestmark = [
    pytest.mark.file_only,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork, or has no kill -9"),
]
TOLD = re.compile(r"^Question (\d+) of \d+\.|^(?:> )?Saved: (\w+)\.", re.MULTILINE)


def opened(home: Path) -> Study:
    places = find_places({"STUDYKIT_HOME": str(home)})
    return open_study(places, open_library(places, "aws-serverless", []), local_clock)


def told(output: str) -> dict[int, str]:
    """Position → the answer that the program said was saved last."""
    saved, at = dict[int, str](), -1
    for found in TOLD.finditer(output):
        if found[1]:
            at = int(found[1]) - 1
        else:
            saved[at] = found[2]
    return saved


@pytest.mark.timeout(600)
def test_kill_9_at_any_moment_keeps_every_answer_and_the_clock(home: Path, tmp_path: Path) -> None:
    chance = random.Random(9)
    steady = computer_clocks(local_clock).steady
    with opened(home) as study:
        earliest = steady()
        sitting = begin(study, seed=3, count=QUESTIONS)
        latest = steady()
        sitting.leave()
    assert sitting.minutes == 40
    said: dict[int, str] = {}
    for attempt in range(KILLS):
        said |= told(killed(home, tmp_path / f"{attempt}.txt", range(1 + 3 * attempt, 4 + 3 * attempt), chance))
        with opened(home) as study:
            before = steady()
            left = unfinished(study)
            after = steady()
            assert left is not None
            assert left.left_if_kept is not None
            used = 40 * 60 - left.left_if_kept
            assert before - latest - 1 <= used <= after - earliest, f"after kill {attempt + 1}"
            kept = study.store.attempts
            attempt_kept = kept.open()
            assert attempt_kept is not None
            given = {at: one.chosen for at, one in kept.given(attempt_kept.id).items()}
        for at, answer in said.items():
            assert given.get(at) == answer, f"after kill {attempt + 1}: question {at + 1}"
        assert len(given) <= len(said) + attempt + 1  # at most one a run was saved and not yet said
        said = {at: answer for at, answer in given.items() if answer is not None}
    assert len(said) > KILLS, "too few answers were given for the test to mean anything"


def test_a_kill_at_any_line_keeps_every_answer_and_rates_all_cards_of_an_exam_or_none(home: Path) -> None:
    kills = 0
    for number, (end, found) in enumerate(killed_in_forks(Examining(Home(home)), FORKS, random.Random(9)), 1):
        assert (number, found.lost, found.problems, end.problem) == (number, 0, [], "")
        kills += end.killed
    assert kills == FORKS, "too few were killed before they were done"


def test_time_spent_thinking_is_kept_before_anything_is_answered(home: Path, tmp_path: Path) -> None:
    with opened(home) as study:
        begin(study, seed=3, count=4).leave()
    with started(home, tmp_path / "said.txt") as running, StudyStore.open(home / "learner.db") as store:
        wait_for(QUESTION, 1, tmp_path / "said.txt")
        used, until = [kept_time(store)], time.monotonic() + 60
        while len(used) < 2 and time.monotonic() < until:
            if kept_time(store) > used[-1]:
                used.append(kept_time(store))
            time.sleep(0.05)
        running.send_signal(signal.SIGKILL)
        assert len(used) == 2, "nobody kept the time while the learner thought"


def kept_time(store: StudyStore) -> int:
    attempt = store.attempts.open()
    assert attempt is not None
    return attempt.time.used


@contextmanager
def started(home: Path, output: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The program, going on with the exam; what it says goes into a file."""
    with (
        output.open("w") as written,
        subprocess.Popen(
            [sys.executable, "-m", "studykit", "exam", "--plain", "--keep-clock"],
            stdin=subprocess.PIPE,
            stdout=written,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "STUDYKIT_DATABASE": "", "STUDYKIT_HOME": str(home), "PYTHONUNBUFFERED": "1"},
        ) as running,
    ):
        try:
            yield running
        finally:
            running.kill()


def killed(home: Path, output: Path, numbers: range, chance: random.Random) -> str:
    """What the program said until it was killed while it took answers to some questions."""
    with started(home, output) as running:
        assert running.stdin is not None
        wait_for(QUESTION, 1, output)
        for number in numbers:  # B is an answer to most questions, BD to the others
            running.stdin.write(f"{number}\nB\nBD\n".encode())
        running.stdin.flush()
        wait_for(SAVED, chance.randrange(4), output)
        time.sleep(chance.random() * 0.02)  # the kill comes before, in or after a transaction
        running.send_signal(signal.SIGKILL)
    return output.read_text("utf-8", "replace")


def wait_for(words: re.Pattern[str], times: int, output: Path) -> None:
    """Waits until something was said so many times, or for long enough."""
    until = time.monotonic() + 30
    while len(words.findall(output.read_text("utf-8", "replace"))) < times and time.monotonic() < until:
        time.sleep(0.002)
