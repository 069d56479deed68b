"""``studykit quiz``: what is asked for comes, in the form asked for; what cannot be had is one sentence."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from studykit.cli.main import main
from studykit.questions.kinds import KINDS
from studykit.workflows.open_library import open_library
from studykit.workflows.open_study import open_study
from studykit.workflows.quiz import Wish, weakest
from studykit.workflows.quiz_formats import FORMATS
from studykit.workflows.zone import local_clock
from tests.exchange.asked import RESPONSES, question
from tests.kept import places_of
from tests.program import studykit


def said(capsys: pytest.CaptureFixture[str], *words: str | Path, code: int = 0) -> str:
    assert main(["quiz", *(str(word) for word in words)]) == code
    return capsys.readouterr().out


def refused(capsys: pytest.CaptureFixture[str], *words: str | Path) -> str:
    assert main(["quiz", *(str(word) for word in words)]) == 2
    shown = capsys.readouterr()
    assert not shown.out
    assert shown.err.startswith("studykit: ")
    return shown.err


def records(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in said(capsys, *words, "--format", "json").splitlines()]


def played(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, text: str, *words: str) -> str:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    return said(capsys, "--plain", *words)


@pytest.mark.parametrize("name", FORMATS)
def test_every_form_goes_to_a_file_and_is_the_same_again(
    name: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "quiz"
    assert said(capsys, "--count", "3", "--format", name, "--output", path) == f"Wrote {path}: 3 questions.\n"
    first = path.read_bytes()
    assert len(first) > 500
    said(capsys, "--count", "3", "--format", name, "--output", path)
    assert path.read_bytes() == first


def test_what_is_printed_is_what_is_written(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "quiz.csv"
    studykit("quiz", "--count", "2", "--format", "csv", "--output", path, home=home)
    printed = studykit("quiz", "--count", "2", "--format", "csv", home=home)
    assert printed.stdout.encode() == path.read_bytes().replace(b"\r\n", b"\n")
    assert len(list(csv.DictReader(io.StringIO(printed.stdout)))) == 2


def test_a_package_is_not_shown_on_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert "--output quiz.zip" in refused(capsys, "--format", "qti")
    said(capsys, "--count", "2", "--format", "qti12", "--output", tmp_path / "quiz.zip")
    assert zipfile.is_zipfile(tmp_path / "quiz.zip")


def test_answers_stand_at_the_end_below_each_or_nowhere(capsys: pytest.CaptureFixture[str]) -> None:
    end = said(capsys, "--count", "3", "--kind", "limit")
    questions, _, answers = end.partition("\nAnswers\n")
    assert answers.count(" right: ") == 3
    assert " right: " not in questions
    inline = said(capsys, "--count", "3", "--kind", "limit", "--answers", "inline")
    assert inline.count("   Answer: ") == inline.count(" right: ") == 3
    assert "\nAnswers\n" not in inline
    assert said(capsys, "--count", "3", "--kind", "limit", "--answers", "none").rstrip() == questions.rstrip()
    assert all(len(line) <= 80 for line in end.splitlines())


def test_a_page_is_whole_and_holds_every_stem(capsys: pytest.CaptureFixture[str]) -> None:
    stems = [str(record["stem"]) for record in records(capsys, "--count", "4")]
    page = unescape(said(capsys, "--count", "4", "--format", "html"))
    assert all(f">{stem}</p>" in page for stem in stems)
    assert page.rstrip().endswith("</html>")


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - {"given", "conflict"}))  # the built-in pack has none of those
def test_each_kind_can_be_asked_for_alone(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert {record["kind"] for record in records(capsys, "--kind", kind, "--count", "3")} == {kind}


@pytest.mark.parametrize("level", ["easy", "medium", "hard"])
def test_each_level_can_be_asked_for_alone(level: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert {record["level"] for record in records(capsys, "--difficulty", level, "--count", "3")} == {level}


def test_an_exam_is_drawn_by_its_plan(capsys: pytest.CaptureFixture[str]) -> None:
    areas = [record["area"] for record in records(capsys, "--exam", "DVA-C02", "--count", "20")]
    assert len(areas) == 20
    assert len(set(areas)) == 4


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--kind", "limt"], "Did you mean 'limit'?"),
        (["--kind", "?"], "Kinds: "),
        (["--count", "0"], "--count must be 1 to 10,000, not 0."),
        (["--count", "10001"], "--count must be 1 to 10,000, not 10,001."),
        (["--count", "ten"], "invalid int value"),
        (["--difficulty", "harsh"], "invalid choice"),
        (["--format", "pdf"], "invalid choice"),
        (["--topic", "cooking", "--kind", "limit"], "of kind 'limit' about 'cooking'"),
        (["--exam", "DVA-C20"], "DVA-C02"),
        (["--exam", "DVA-C02", "--topic", "sqs"], "leave out --topic"),
        (["--current", "--as-exam"], "not allowed with"),
        (["--format", "gift", "--answers", "end"], "not for gift"),
        (["--lint", "--answers", "end"], "not for --lint"),
        (["--lint", "--format", "html"], "--lint prints text or json, not html."),
        (["--plain", "--format", "json"], "leave out --format"),
        (["--format", "html", "--output", "no/such/folder/quiz.html"], "cannot be written"),
    ],
)
def test_what_cannot_be_had_is_one_sentence(words: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    shown = refused(capsys, *words)
    *earlier, last = shown.splitlines()
    assert message in last
    assert all("left out" in line for line in earlier)


def test_fewer_than_asked_for_are_told_apart_from_the_questions(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--topic", "sqs.visibility_timeout.max", "--kind", "cloze", "--count", "500"]
    assert main(["quiz", *words, "--format", "json"]) == 0
    shown = capsys.readouterr()
    number = len(shown.out.splitlines())
    assert 0 < number < 500
    assert f"studykit: {500 - number} questions fewer than asked for" in shown.err


def test_lint_prints_figures_and_fails_when_they_are_poor(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = said(capsys, "--lint", "--count", "60", "--kind", "limit")
    assert "key longest" in shown
    assert "Poor" not in shown
    figures = json.loads(said(capsys, "--lint", "--count", "60", "--kind", "limit", "--format", "json"))
    assert (figures["count"], figures["kinds"], figures["poor"]) == (60, {"limit": 60}, [])
    monkeypatch.setattr("studykit.questions.figures.KEY_LONGEST", -1)
    assert "Poor: the key is the longest option" in said(capsys, "--lint", "--count", "60", "--kind", "limit", code=2)


def key_of(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    return [str(record["key"]) for record in records(capsys, *words)]


def test_a_played_quiz_saves_each_answer_and_ends_with_the_score(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    words = ("--kind", "limit", "--topic", "sqs", "--count", "3", "--seed", "5")
    right = key_of(capsys, *words)
    shown = played(capsys, monkeypatch, f"{right[0]}\nnonsense\n?\n{right[2]}\n", *words)
    assert "2 of 3 right." in shown
    assert "Weakest: sqs 2 of 3." in shown
    assert shown.count(" is right. ") == 3
    ids = [str(record["id"]) for record in records(capsys, *words)]
    assert ratings(home, ids) == [[3], [1], [3]]


def ratings(home: Path, cards: list[str]) -> list[list[int]]:
    """The ratings that were saved of each card."""
    places = places_of(home)
    with open_study(places, open_library(places, "aws-serverless", []), local_clock) as study:
        return [[int(review.rating) for review in study.store.reviews(card)] for card in cards]


def test_answers_of_a_played_quiz_come_at_the_end_or_not_at_all(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("--kind", "limit", "--count", "2")
    end = played(capsys, monkeypatch, "?\n?\n", *words, "--answers", "end")
    questions, _, answers = end.partition("Answers.\n")
    assert "The answer is" not in questions
    assert answers.count("No answer. The answer is") == 2
    none = played(capsys, monkeypatch, "?\n?\n", *words, "--answers", "none")
    assert "answer is" not in none
    assert "0 of 2 right." in none


def test_a_played_quiz_can_be_stopped(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert "0 of 1 right. 3 questions left." in played(capsys, monkeypatch, "?\nq\n", "--count", "4")
    assert "0 of 0 right. 4 questions left." in played(capsys, monkeypatch, "", "--count", "4")


@pytest.mark.file_only
def test_a_quiz_is_played_even_when_nothing_can_be_saved(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    (home / "learner.db").write_bytes(b"this is not a database, whatever its name says" * 100)
    monkeypatch.setattr("sys.stdin", io.StringIO("?\n"))
    assert main(["quiz", "--plain", "--count", "1"]) == 0
    shown = capsys.readouterr()
    assert "0 of 1 right." in shown.out
    assert "answers will not be saved" in shown.err


def test_the_weakest_topics_come_first_and_what_is_all_right_is_not_named() -> None:
    marked = [
        (replace(question(RESPONSES[0]), topic=topic), right)
        for topic, rights in (("a", "10"), ("b", "111"), ("c", "00"), ("d", "0"), ("e", "0001"))
        for right in map(bool, map(int, rights))
    ]
    assert [(one.topic, one.right, one.total) for one in weakest(marked)] == [("c", 0, 2), ("d", 0, 1), ("e", 1, 4)]


def test_a_wish_for_nothing_in_particular_is_the_usual_quiz(capsys: pytest.CaptureFixture[str]) -> None:
    assert Wish() == Wish(None, 1, "", "", "", "", as_exam=False)
    assert len(records(capsys)) == 10
    assert said(capsys) == said(capsys, "--count", "10", "--seed", "1", "--current")


def test_help_makes_no_question(home: Path) -> None:
    code = (
        "import sys\nfrom studykit.cli.main import main\ntry: main(['quiz', '--help'])\nexcept SystemExit: pass\n"
        "print('LOADED', *sorted(name for name in sys.modules if name.startswith(('studykit.questions', "
        "'studykit.exchange', 'rich'))))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "LOADED"
