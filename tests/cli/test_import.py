from __future__ import annotations

import json
from pathlib import Path

import pytest

from studykit.cli.verbs import run
from studykit.workflows.new_pack import write_pack

BANK = """::a::What is the maximum baking time of the school oven?{=90 minutes ~60 minutes ~2 hours}

::b::What is the maximum baking time of the school oven?{~90 minutes ~60 minutes =2 hours}

::c::What does bread smell of?{=Bread ~Soup ~Fish}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "bread"
    write_pack(made)
    return made


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    path = tmp_path / "bank.gift"
    path.write_text(BANK, encoding="utf-8")
    return path


def said(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str, str]:
    code = run(["import", *map(str, words)])
    out, err = capsys.readouterr()
    return code, out, err


def test_questions_go_into_a_pack_and_the_wrong_key_is_held_back(
    capsys: pytest.CaptureFixture[str], folder: Path, bank: Path
) -> None:
    code, out, _ = said(capsys, bank, "--pack", folder)
    assert code == 2
    assert "bank.gift:1  proved  What is the maximum" in out
    assert "bank.gift:3  contradicted  What is" in out
    assert "key: C 2 hours" in out
    assert "not 2 h." in " ".join(out.split())
    assert "bank.gift:5  not decided  What does" in out
    assert "3 new" in out
    assert "3 questions: 1 proved, 1 contradicted, 1 not decided (held back: they are no cards)." in out
    text = (folder / "quizzes" / "bank.yaml").read_text(encoding="utf-8")
    assert text.count("held:") == 1
    run(["quiz", "--pack", str(folder), "--kind", "given", "--count", "9"])
    asked = capsys.readouterr().out
    assert "What does bread smell of?" in asked
    assert "nobody proved it" in " ".join(asked.split())
    assert asked.count("maximum baking time") == 1


def test_a_second_import_changes_nothing(capsys: pytest.CaptureFixture[str], folder: Path, bank: Path) -> None:
    said(capsys, bank, "--pack", folder)
    written = (folder / "quizzes" / "bank.yaml").read_bytes()
    assert "3 unchanged" in said(capsys, bank, "--pack", folder)[1]
    assert (folder / "quizzes" / "bank.yaml").read_bytes() == written


def test_a_dry_run_writes_nothing(capsys: pytest.CaptureFixture[str], folder: Path, bank: Path) -> None:
    assert "(not written): 3 new" in said(capsys, bank, "--pack", folder, "--dry-run")[1]
    assert not (folder / "quizzes").exists()


def test_keys_are_checked_without_a_pack_of_ones_own(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "keys.md"
    path.write_text(
        "## What is the maximum timeout of a Lambda function?\n\n- [x] 5 minutes\n- [ ] 15 minutes\n", encoding="utf-8"
    )
    code, out, _ = said(capsys, path, "--check", "--json")
    record = json.loads(out)
    assert (code, record["verdict"], record["line"], record["key"]) == (2, "contradicted", 1, "A 5 minutes")
    assert record["facts"] == ["lambda.timeout.max"]
    assert "held until" in record["reason"]


def test_another_pack_may_decide_too(capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "keys.txt"
    path.write_text("What is the maximum timeout of a Lambda function?\nA) 20 minutes\nB) 15 minutes\nANSWER: A\n")
    assert "1 not decided" in said(capsys, path, "--pack", folder)[1]
    assert "1 contradicted" in said(capsys, path, "--pack", folder, "--against", "aws-serverless")[1]
    assert "held:" in (folder / "quizzes" / "keys.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("bank.gift",), "studykit pack new my-pack/"),
        (("bank.gift", "--pack", "aws-serverless"), "is built in"),
        (("bank.gift", "--pack", "nowhere"), "There is no pack in 'nowhere'"),
        (("bank.gift", "--pack", "x", "--check"), "Use --against"),
        (("nothing.gift", "--check"), "There is no file 'nothing.gift'"),
        (("bank.gift", "--check", "--format", "word"), "invalid choice"),
    ],
)
def test_what_cannot_be_done_is_said_with_what_to_do(
    capsys: pytest.CaptureFixture[str], bank: Path, words: tuple[str, ...], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(bank.parent)
    code, out, err = said(capsys, *words)
    assert (code, out) == (2, "")
    assert told in err
    assert err.count("\n") == 1


def test_what_is_no_question_is_said_with_its_line_and_the_rest_is_read(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "some.gift"
    path.write_text("Tell of bread.{}\n\nWhat is it?{=bread ~soup}\n", encoding="utf-8")
    code, out, err = said(capsys, path, "--pack", folder)
    assert code == 2
    assert "some.gift:1: error: An essay has no key" in err
    assert "1 not decided; 1 could not be read." in out
