"""``studykit settle`` as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from studykit.cli.main import main

LEAST = "server.max_prepared_transactions.min"


@pytest.fixture
def content(tmp_path: Path) -> list[str]:
    folder = tmp_path / "notes"
    folder.mkdir()
    for name, value in (("one", 3), ("two", 7)):
        (folder / f"{name}.md").write_text(f"# PostgreSQL server\n\n- max_prepared_transactions: minimum {value}\n")
    return ["--pack", "postgresql", "--notes", str(folder)]


def test_a_conflict_is_shown_settled_listed_and_taken_back(
    content: list[str], home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["settle", LEAST, *content]) == 0
    shown = capsys.readouterr().out
    assert '1  3  one.md:3  "max_prepared_transactions: minimum 3"' in shown
    assert "No suggestion" in shown
    assert main(["settle", LEAST, "--claim", "2", "--reason", "the newer page", *content]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert f"{LEAST} is 7: your decision, " in told
    assert "(the newer page). Settled. 1 question is back." in told
    assert main(["fact", LEAST, *content]) == 0
    assert "your decision" in capsys.readouterr().out
    assert main(["conflicts", *content]) == 0
    assert "your decision" in " ".join(capsys.readouterr().out.split())
    assert main(["settle"]) == 0
    assert "1 decision." in capsys.readouterr().out
    assert main(["settle", "--undo", LEAST, *content]) == 0
    assert "Taken back. 1 question waits again." in capsys.readouterr().out
    assert main(["settle"]) == 0
    assert "You have decided nothing." in capsys.readouterr().out
    assert (home / "decisions.yaml").read_text().endswith("decisions:\n")


def test_json_has_the_same(content: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["settle", LEAST, "--format", "json", *content]) == 0
    page = json.loads(capsys.readouterr().out)
    assert [(one["claim"], one["says"]) for one in page["claims"]] == [(1, "3"), (2, "7")]
    assert page["suggested"] is None
    assert main(["settle", LEAST, "--both", "--reason", "old servers", "--format", "json", *content]) == 0
    made = json.loads(capsys.readouterr().out)
    assert (made["fact"], made["holds"], made["both"], made["questions_back"]) == (LEAST, "3", True, 1)
    assert main(["settle", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["reason"] == "old servers"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--claim", "1"], "Which fact?"),
        ([LEAST, "--reason", "why"], "A reason goes with --claim N or --both."),
        ([LEAST, "--undo", LEAST], "goes with nothing else"),
        ([LEAST, "--claim", "9"], "there are 2 claims"),
        (["server.port.default", "--claim", "1"], "It is no conflict."),
        (["--undo", "nothing"], "You decided nothing about 'nothing'."),
    ],
)
def test_a_wrong_call_says_what_is_wrong(
    content: list[str], words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["settle", *words, *content]) == 2
    assert said in capsys.readouterr().err


def test_a_broken_file_is_told_with_its_line(
    content: list[str], home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "decisions.yaml").write_text("decisions:\n  - fact: [\n")
    assert main(["settle"]) == 2
    assert "decisions.yaml:3" in capsys.readouterr().err
    assert main(["conflicts", *content]) == 2
    found = capsys.readouterr()
    assert "decisions.yaml:3" in found.err
    assert LEAST in found.out
    assert main(["settle", LEAST, "--claim", "1", *content]) == 2
    assert (home / "decisions.yaml").read_text() == "decisions:\n  - fact: [\n"
