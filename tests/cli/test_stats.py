"""What ``studykit stats`` shows, for people and for programs."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest

from studykit.cli import stats
from studykit.cli.main import main
from studykit.scheduling.statistics import Statistics
from studykit.store.study_store import StudyStore
from studykit.workflows.stats import statistics
from tests.golden import FOLDER
from tests.kept import another
from tests.workflows.answered_study import live, study_of


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Statistics:
    with StudyStore.open(another(tmp_path_factory.mktemp("stats") / "learner.db")) as store:
        live(store, 80)
        return statistics(study_of(store))


@pytest.mark.parametrize("name", ["40", "80", "120", "spoken"])
def test_the_page_is_the_golden_one(
    found: Statistics, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    columns = int(name) if name.isdecimal() else 80
    monkeypatch.setenv("COLUMNS", str(columns))
    stats.show(found, spoken=name == "spoken")
    shown = capsys.readouterr().out
    assert all(len(line) <= columns for line in shown.splitlines())
    assert shown == (FOLDER / "stats" / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("variable", ["TERM", "encoding"])
def test_a_terminal_without_block_characters_gets_plain_ones(
    found: Statistics, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    terminal = io.TextIOWrapper(io.BytesIO(), "utf-8" if variable == "TERM" else "ascii", write_through=True)
    monkeypatch.setattr("sys.stdout", terminal)
    if variable == "TERM":
        monkeypatch.setenv("TERM", "linux")
    stats.show(found, spoken=False)
    terminal.seek(0)
    shown = terminal.read()
    monkeypatch.undo()
    assert shown.isascii()
    assert re.search(r"# \d\+", shown)
    assert "?" not in shown


def test_a_part_can_be_asked_for_alone(found: Statistics, capsys: pytest.CaptureFixture[str]) -> None:
    stats.show(found, ["weak"])
    shown = capsys.readouterr().out
    assert "Weakest cards" in shown
    assert "Answers a day" not in shown


def test_the_program_teaches_when_there_is_nothing_yet(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stats"]) == 0
    shown = capsys.readouterr().out
    assert "No reviews yet." in shown
    assert "Begin: studykit review" in shown


def test_the_record_has_the_documented_keys(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    assert main(["stats", "--format", "json", "--days", "7"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert list(record) == [
        "from",
        "to",
        "topic",
        "answers",
        "answers_ever",
        "minutes",
        "streak_days",
        "days",
        "calendar",
        "hours",
        "ratings",
        "retention",
        "reliability",
        "cards",
        "forecast",
        "weakest",
        "weakest_topics",
        "stability",
        "difficulty",
    ]
    assert record["cards"]["new"] == record["cards"]["all"] > 1000
    assert len(record["forecast"]["days"]) == 30


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--topic", "lamda"], "No card has the topic 'lamda'. Did you mean 'lambda'?"),
        (["recal"], "There is no part 'recal'. Did you mean 'recall'?"),
        (["--days", "0"], "'0' is no number of days"),
        (["--days", "x"], "'x' is no number of days"),
    ],
)
def test_a_wrong_wish_is_explained(capsys: pytest.CaptureFixture[str], words: list[str], message: str) -> None:
    assert main(["stats", *words]) == 2
    assert message in capsys.readouterr().err
