"""``studykit exam`` line by line: sat, left, gone on with, finished, and told."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest

from tests.kept import kept
from tests.program import studykit

SIT = ("exam", "--plain", "--seed", "3", "--count", "4")


def answers(home: Path) -> list[str | None]:
    """What is kept of the open exam, by position."""
    with kept(home) as store:
        attempt = store.attempts.open()
        assert attempt is not None
        return [one.chosen for _, one in sorted(store.attempts.given(attempt.id).items())]


def test_an_exam_is_sat_without_reasons_and_explained_after_its_end(home: Path) -> None:
    run = studykit(*SIT, home=home, text="B\nBC\nm\nn\nv\n1\nfinish\nno\nfinish\nyes\nw\n\nq\nq\n")
    assert run.returncode == 0, run.stderr
    during, _, after = run.stdout.partition("Finish the exam, yes or no?")
    assert "4 questions, 8 min, seed 3." in during
    assert "It asks values as the exam of the day asks them." in during
    assert "8 min left." in during
    assert not re.search(r"is (right|wrong)\b|The answer is", during)
    assert "Marked." in during
    assert "1 marked (*)" in during
    assert re.search(r"DVA-C02: \d of 4 right = \d+ % \(\d+–\d+\)\.", after)
    assert "not the\nprovider's own scale" in after or "not the provider's own scale" in after
    assert re.search(r"The (answer is|answers are|right order is) ", after)
    told = studykit("exam", "results", home=home)
    assert "DVA-C02" in told.stdout
    record = json.loads(studykit("exam", "results", "--format", "json", home=home).stdout)
    assert (record["exam"], record["total"], record["minutes"]) == ("DVA-C02", 4, 8)
    assert len(record["wrong"]) == 4 - record["right"]


def test_todays_values_are_asked_when_they_are_wanted_and_the_result_says_so(home: Path) -> None:
    run = studykit(*SIT, "--current", home=home, text="finish\nyes\nq\n")
    assert "It asks values as they are today." in run.stdout
    assert "It asked values as they are today." in run.stdout
    assert "values as they are today" in studykit("exam", "results", "--exam", "dva-c02", home=home).stdout


def test_the_end_of_the_input_leaves_the_exam_and_never_finishes_it(home: Path) -> None:
    run = studykit(*SIT, home=home, text="B\nBC\nfinish\n")
    assert run.returncode == 0
    assert "Everything is saved" in run.stdout
    before = answers(home)
    assert before
    again = studykit("exam", "--plain", "--give-back", home=home, text="v\nq\n")
    assert f"{len(before)} answered" in again.stdout
    assert answers(home) == before
    assert "No exam was finished yet" in studykit("exam", "results", home=home).stdout


def test_going_on_asks_what_becomes_of_the_time_away(home: Path) -> None:
    studykit(*SIT, home=home, text="B\n")
    time.sleep(1.2)  # a shorter break is none
    run = studykit("exam", "--plain", home=home, text="3\n2\nfinish\nyes\nq\n")
    assert "DVA-C02 was left at question" in run.stdout
    assert "1. Go on: the clock kept running" in run.stdout
    assert "Type 1 or 2." in run.stdout
    assert "This exam was sat with a break of" in run.stdout
    studykit(*SIT, home=home, text="B\n")
    asked = studykit("exam", "--plain", home=home)  # nobody answers: the exam waits
    assert asked.returncode == 0
    assert "Going on" not in asked.stdout


def test_a_second_studykit_is_told_that_the_exam_is_open(home: Path) -> None:
    studykit(*SIT, home=home, text="B\n")
    with kept(home) as store:
        hold = store.attempts.hold()
        for words in (("--keep-clock",), ("--give-back",)):
            run = studykit("exam", "--plain", *words, home=home, text="B\nB\n")
            assert run.returncode == 2
            assert run.stderr == "studykit: Another studykit has an exam open. Go on there, or close it first.\n"
        hold.let_go()
    assert studykit("exam", "--plain", "--keep-clock", home=home, text="q\n").returncode == 0


def test_what_is_typed_wrong_is_explained_and_asked_again(home: Path) -> None:
    run = studykit(*SIT, "--untimed", home=home, text="zz\n99\np\nn\nn\nn\nn\nq\n")
    assert "no clock" in run.stdout
    assert "min left" not in run.stdout
    assert re.search(r"Type (a letter|letters) from A", run.stdout)
    assert "Questions go from 1 to 4." in run.stdout
    assert "This is the first question." in run.stdout
    assert "This is the last question." in run.stdout
    assert answers(home) == []


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--exam", "DVA-C03"), "There is no exam 'DVA-C03'. Did you mean 'DVA-C02'?"),
        (("--count", "0"), "An exam has 1 to 200 questions, not 0."),
        (("--keep-clock", "--give-back"), "not allowed with argument"),
        (("lst",), "invalid choice"),
        (("--pack", "postgresql"), "describes no exam"),
    ],
)
def test_a_wrong_call_is_one_message(home: Path, words: tuple[str, ...], message: str) -> None:
    run = studykit("exam", "--plain", *words, home=home)
    assert run.returncode == 2
    assert message in run.stderr
    assert run.stderr.count("\n") == 1


def test_the_list_tells_format_source_and_what_the_pack_has(home: Path) -> None:
    run = studykit("exam", "list", home=home)
    assert run.returncode == 0
    assert "DVA-C02  AWS Certified Developer - Associate (this pack's own exam)" in run.stdout
    assert "from memory" in run.stdout
    records = [json.loads(line) for line in studykit("exam", "list", "--format", "json", home=home).stdout.splitlines()]
    assert [record["exam"] for record in records][:2] == ["DVA-C02", "CLF-C02"]
    assert all(area["cards"] for record in records for area in record["areas"])
    (one,) = studykit("exam", "list", "--exam", "saa-c03", "--format", "json", home=home).stdout.splitlines()
    assert json.loads(one)["exam"] == "SAA-C03"


def test_the_help_shows_examples(home: Path) -> None:
    run = studykit("exam", "--help", home=home)
    assert "studykit exam --plain --count 10" in run.stdout
    assert "studykit exam results --format json" in run.stdout
