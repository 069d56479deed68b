"""Joining, leaving and showing a group from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from studykit.cli.main import main
from studykit.store.study_store import StudyStore
from studykit.workflows.cohort import join
from tests.kept import another
from tests.workflows.answered_study import NOON, TODAY, give

CARDS = [f"limit:lambda.{name}" for name in ("timeout.max", "memory.max", "memory.min", "ephemeral_storage.max")]


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    where = another(tmp_path / "shared.db")
    address = f"sqlite:///{where}" if isinstance(where, Path) else where
    monkeypatch.setenv("STUDYKIT_DATABASE", address)
    monkeypatch.setenv("STUDYKIT_LEARNER", "Xanthippe")
    return address


def fill(address: str, learners: int) -> None:
    for number in range(learners):
        with StudyStore.open(address, f"Zebulon {number}") as store:
            for at, card in enumerate(CARDS):
                give(store, card, TODAY - 9, 3 if (number + at) % 3 else 1, 4)
            join(store, "Class 3b", NOON)


def said(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    assert main(["cohort", *words]) == code
    shown = capsys.readouterr()
    return " ".join((shown.err if code else shown.out).split())


def test_a_learner_is_told_what_joining_means_and_leaves_at_once(
    capsys: pytest.CaptureFixture[str], shared: str
) -> None:
    assert "nobody sees your results" in said(capsys)
    joined = said(capsys, "join", "Class 3b")
    assert "You are in the group 'Class 3b' now." in joined
    assert "Never your name" in joined
    assert "You are in the group 'Class 3b'." in said(capsys)
    assert "None of your answers is in its figures any more" in said(capsys, "leave")
    assert "nobody sees your results" in said(capsys)
    assert said(capsys, "leave") == "You are in no group."


@pytest.mark.parametrize("columns", [40, 80])
def test_a_teacher_sees_the_group_and_nobody_in_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, shared: str, columns: int
) -> None:
    fill(shared, 6)
    monkeypatch.setenv("COLUMNS", str(columns))
    assert main(["cohort", "show", "class 3b"]) == 0
    shown = capsys.readouterr().out
    words = " ".join(shown.split())
    assert "6 learners who consented, 24 first answers to 4 cards" in words
    assert "Right at first sight 67 %" in words
    assert "Development" in words
    assert "lambda.memory.min" in words
    assert "Zebulon" not in words
    assert all(len(line) <= columns for line in shown.splitlines())
    assert main(["cohort", "show", "class 3b", "--format", "json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert (record["learners"], record["answers"], len(record["questions"])) == (6, 24, 4)
    assert "Zebulon" not in json.dumps(record)


def test_too_few_are_shown_to_nobody(capsys: pytest.CaptureFixture[str], shared: str) -> None:
    fill(shared, 4)
    assert "figures need at least 5" in said(capsys, "show", "Class 3b", code=2)
    assert "would be theirs" in said(capsys, "show", "Class 3b", "--least", "4", code=2)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["join"], "Name the group: studykit cohort join NAME"),
        (["show"], "Name the group: studykit cohort show NAME"),
        (["leave", "now"], "'now' is not needed"),
        (["see"], "invalid choice: 'see'"),
    ],
)
def test_a_wrong_wish_is_explained(
    capsys: pytest.CaptureFixture[str], shared: str, words: list[str], message: str
) -> None:
    assert message in said(capsys, *words, code=2)
