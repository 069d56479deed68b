"""One program at a time goes on with a learner's exam; a program that ends lets go, however it ends."""

from __future__ import annotations

import multiprocessing
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from studykit.core.errors import StoreError
from studykit.store.study_store import StudyStore


def test_only_one_holds_the_exam_until_it_lets_go(store: StudyStore, where: Path | str) -> None:
    hold = store.attempts.hold()
    with StudyStore.open(where) as other, pytest.raises(StoreError, match="Another studykit"):
        other.attempts.hold()
    hold.let_go()
    hold.let_go()
    assert not hold.held
    store.attempts.hold().let_go()


def test_on_a_server_every_learner_has_a_hold(postgres_where: str) -> None:
    with StudyStore.open(postgres_where, "ana") as ana, StudyStore.open(postgres_where, "ben") as ben:
        first, second = ana.attempts.hold(), ben.attempts.hold()
        first.let_go()
        second.let_go()


def hold_on(where: Path | str, told: Connection) -> None:
    with StudyStore.open(where) as store:
        store.attempts.hold()
        told.send("held")
        told.recv()


def test_a_killed_program_holds_nothing(store: StudyStore, where: Path | str) -> None:
    processes = multiprocessing.get_context("spawn")
    ours, theirs = processes.Pipe()
    other = processes.Process(target=hold_on, args=(where, theirs))
    other.start()
    assert ours.recv() == "held"
    with pytest.raises(StoreError, match="Another studykit"):
        store.attempts.hold()
    other.kill()
    other.join(120)
    for _ in range(200):  # a server needs a moment to notice
        try:
            return store.attempts.hold().let_go()
        except StoreError:
            ours.poll(0.05)
    pytest.fail("still held")


def test_a_place_where_no_lock_can_be_made_is_said(path: Path) -> None:
    with StudyStore.open(path) as store:
        path.with_name("exam.lock").mkdir()
        with pytest.raises(StoreError, match="cannot be used"):
            store.attempts.hold()
