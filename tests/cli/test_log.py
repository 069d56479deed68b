"""``studykit log`` says in one line what was proved, and names what differs."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import text

from studykit.cli.main import main
from studykit.scheduling.memory import STANDARD
from tests.scheduling.answers import learner
from tests.workflows.learners import answered, opened


@pytest.fixture
def _answers() -> None:
    with opened() as store:
        answered(store, learner(STANDARD, 5, 3, seed=1))


def _change(statement: str) -> None:
    with opened() as store, store.engine.begin() as connection:
        connection.execute(text(statement))


def _said(capsys: pytest.CaptureFixture[str]) -> str:
    return " ".join(capsys.readouterr().out.split())


@pytest.mark.usefixtures("_answers")
def test_a_sound_log_is_proved_in_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["log", "verify"]) == 0
    assert _said(capsys) == (
        "15 answers of 5 cards: every memory state is what they give, to the bit, by fsrs 6, "
        "and every row is well formed and in order."
    )
    assert main(["log", "verify", "--fast"]) == 0
    assert "to four decimals" in _said(capsys)


def test_no_answers_are_nothing_to_prove(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["log", "verify"]) == 0
    assert _said(capsys) == "No answers yet, and nothing is remembered without one."


@pytest.mark.usefixtures("_answers")
def test_a_state_that_differs_is_named_and_repaired(capsys: pytest.CaptureFixture[str]) -> None:
    _change("update memory set stability = 1 where card = 'card-0002'")
    assert main(["log", "verify"]) == 2
    assert _said(capsys) == (
        "card-0002: its state differs in stability 15 answers of 5 cards were read; 1 thing differs. "
        "'studykit log verify --repair' works memory out again."
    )
    assert main(["log", "verify", "--repair"]) == 0
    assert "Memory was worked out again. 15 answers of 5 cards: every memory state" in _said(capsys)
    assert main(["log", "verify"]) == 0


@pytest.mark.usefixtures("_answers")
def test_a_row_that_cannot_be_is_not_repaired(capsys: pytest.CaptureFixture[str]) -> None:
    _change("update review set scheduler = 'sm 2' where card = 'card-0002'")
    assert main(["log", "verify", "--repair"]) == 2
    said = _said(capsys)
    assert "its scheduler 'sm 2' is unknown" in said
    assert "3 things differ" in said
    assert "'studykit restore' brings a copy back" in said


@pytest.mark.usefixtures("_answers")
def test_programs_read_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    _change("delete from memory where card = 'card-0002'")
    assert main(["log", "verify", "--format", "json"]) == 2
    found = json.loads(capsys.readouterr().out)
    assert (found["sound"], found["answers"], found["cards"], found["found"]) == (False, 15, 5, {"state": 1})
    assert found["problems"] == [{"kind": "state", "where": "card-0002", "says": "it has answers, but no state"}]


@pytest.mark.usefixtures("_answers")
def test_answers_are_listed_newest_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["log", "show", "--card", "card-0002", "--count", "2"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert lines[0] > lines[1]
    assert all("back in 1 day" in line and line.endswith("card-0002") and len(line) <= 80 for line in lines)
    assert main(["log", "show", "--format", "json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(rows) == 15
    assert [row["at"] for row in rows] == sorted((row["at"] for row in rows), reverse=True)
    assert rows[0]["interval"] == 86_400


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["log"], "verify|show"),
        (["log", "show", "--card", "none"], "There is no answer to a card 'none'"),
        (["log", "show", "--count", "0"], "--count takes a number from 1"),
        (["log", "verify", "--fast", "--repair"], "not allowed with"),
    ],
)
def test_a_wrong_call_is_one_sentence(words: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert says in " ".join(capsys.readouterr().err.split())
