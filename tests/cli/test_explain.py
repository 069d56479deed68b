"""``studykit explain``: one scenario in full; ``studykit ask`` shows the same drawing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from studykit.cli import ask, explain
from studykit.core.errors import UsageError

ASYNC = ("lambda.async", "results=error")
QUEUE = ("lambda.queue_source", "function_timeout=60s", "visibility_timeout=60s", "results=timeout,success")
NETWORK = ("lambda.network", "subnet=public", "target=internet")


@pytest.fixture(autouse=True)
def home(read_once: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUDYKIT_HOME", str(read_once))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("TERM", raising=False)


def test_verdict_steps_drawing_facts_and_fixes_are_all_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert explain.run(QUEUE) == 0
    said = capsys.readouterr().out
    parts = ("duplicates_likely:", "Because", "(fact)", "Step by step", "├", "Not set, so taken as", "Facts", "To get")
    places = [said.index(part) for part in parts]
    assert places == sorted(places)
    assert all(len(row) <= 80 for row in said.splitlines())


def test_a_course_of_events_is_drawn_below_its_steps(capsys: pytest.CaptureFixture[str]) -> None:
    explain.run(ASYNC)
    said = capsys.readouterr().out
    assert said.index("3 min  The handler runs") < said.index("●─────1 min─────●")


def test_steps_that_the_drawing_says_are_not_said_twice(capsys: pytest.CaptureFixture[str]) -> None:
    explain.run(NETWORK)
    assert capsys.readouterr().out.count("The function's security group lets the call out.") == 1


def test_the_plain_form_is_sentences_without_any_drawing(capsys: pytest.CaptureFixture[str]) -> None:
    explain.run((*ASYNC, "--plain"))
    said = capsys.readouterr().out
    assert "3 min: The handler runs and ends with an error (attempt 3)." in said
    assert not set("●─│✗✓├█◀") & set(said)


def test_asking_shows_the_drawing_and_its_record_does_not(capsys: pytest.CaptureFixture[str]) -> None:
    ask.run(ASYNC)
    assert "●─────1 min─────●" in capsys.readouterr().out
    ask.run((*ASYNC, "--format", "json"))
    said = capsys.readouterr().out
    assert "●" not in said
    assert json.loads(said)["outcome"] == "dropped"


def test_a_terminal_with_few_letters_gets_plain_signs(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "linux")
    explain.run(ASYNC)
    said = capsys.readouterr().out
    assert "o-----1 min-----o" in said
    assert "x error 3" in said


def test_a_wide_terminal_gets_the_path_from_left_to_right(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    explain.run(NETWORK)
    assert "─▶ ✗ internet gateway" in capsys.readouterr().out


def test_what_is_refused_before_anything_happens_is_explained_without_a_drawing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    explain.run(("lambda.function", "memory=10241MB"))
    said = capsys.readouterr().out
    assert "Because" in said
    assert "Step by step" not in said


def test_one_scenario_is_explained_at_a_time() -> None:
    with pytest.raises(UsageError, match=r"studykit ask lambda\.queue_source"):
        explain.run(("lambda.queue_source", "function_timeout=60s", "visibility_timeout=10s..600s"))
