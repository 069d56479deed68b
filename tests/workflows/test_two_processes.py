"""Processes that answer the same cards at once lose no answer, and memory is what all of them together give."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from itertools import groupby, pairwise
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from studykit.core.review import Rating, Review
from studykit.core.settings import Fit
from studykit.scheduling.memory import DEFAULT
from studykit.workflows.fit import use
from studykit.workflows.log import verify
from studykit.workflows.refold import mend
from studykit.workflows.settings import read_settings
from studykit.workflows.showing import Showing
from tests.bench.kill_home import Home, filled
from tests.workflows.answered_study import CARDS, NOON, study_of

PROCESSES = 3
ANSWERS = 40
FIT = Fit((DEFAULT[0] * 2, *DEFAULT[1:]), 100, 0.4, 0.3)


def answer(home: Home, start: Barrier, seed: int) -> None:
    start.wait(30)
    home.answer(ANSWERS, seed)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_processes_that_answer_the_same_cards_at_once_lose_nothing(tmp_path: Path) -> None:
    """Each takes some answers back and rates some otherwise meanwhile; their clocks are hours apart."""
    home = Home(tmp_path / "home", cards=CARDS[:2])
    processes = multiprocessing.get_context("fork")
    start = processes.Barrier(PROCESSES)
    running = [processes.Process(target=answer, args=(home, start, seed)) for seed in range(PROCESSES)]
    for one in running:
        one.start()
    for one in running:
        one.join(100)
        assert one.exitcode == 0
    home.hear_answers()
    assert len(home.said) > PROCESSES * ANSWERS
    found = home.look()
    assert (found.lost, found.problems) == (0, [])
    with home.store() as store:
        log = list(store.everything())
        assert {review.id for review, _ in log} == home.said
        assert {review.id for review, taken_back in log if taken_back} == home.taken_back
        standing = [review for review, taken_back in log if not taken_back]
    assert len(standing) == len(home.said) - len(home.taken_back)
    for _, answers in groupby(standing, key=lambda review: review.card):
        assert in_order(list(answers))


def in_order(answers: list[Review]) -> bool:
    """Whether each answer is later than the one before it."""
    return all(one.at < other.at for one, other in pairwise(answers))


def test_two_reviews_at_once_both_keep_what_they_said(home: Path) -> None:
    """The program itself, twice: both go through the same new cards."""
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "studykit", "review", "--count", "8"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            env={**os.environ, "STUDYKIT_DATABASE": "", "STUDYKIT_HOME": str(home)},
        )
        for _ in range(2)
    ]
    for one in running:
        assert one.stdin is not None
        one.stdin.write("A\n?\n\n3\n" * 20)
        one.stdin.flush()
    printed = [one.communicate(timeout=100)[0] for one in running]
    assert [one.returncode for one in running] == [0, 0], printed
    saved = sum(text.count("Saved as ") for text in printed)
    assert saved == 16
    with Home(home).store() as store:
        assert len(store.reviews()) == saved
    found = Home(home).look()
    assert found.problems == []


def test_a_session_that_began_before_a_fit_is_worked_out_anew_at_the_next_start(tmp_path: Path) -> None:
    home = filled(tmp_path / "home", 60)
    with study_of(home.store()) as open_before, home.store() as store:
        use(store, FIT, NOON)
        showing = Showing(CARDS[0], None, 1, 1)
        answered = open_before.answer(showing, chosen="", rating=Rating.GOOD, duration=4000)
        assert not verify(store, read_settings(store)).sound
        assert mend(store, read_settings(store))
        assert verify(store, read_settings(store)).sound
        open_before.rerate(answered, Rating.AGAIN)
        assert mend(store, read_settings(store))
        open_before.undo()
        assert mend(store, read_settings(store))
        assert verify(store, read_settings(store)).sound
        assert not mend(store, read_settings(store))


def test_an_answer_during_a_fit_is_not_taken_for_folded(tmp_path: Path) -> None:
    home = filled(tmp_path / "home", 60)
    with study_of(home.store()) as other, home.store() as store:
        given = 0

        def meanwhile(_done: int, _total: int) -> None:
            nonlocal given
            given += 1
            other.answer(Showing(CARDS[0], None, 1, 1), chosen="", rating=Rating.GOOD, duration=4000)

        use(store, FIT, NOON, meanwhile)
        assert given
        assert mend(store, read_settings(store))
        assert verify(store, read_settings(store)).sound
