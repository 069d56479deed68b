"""Ten bad inputs: one clear message each, the right exit code, no traceback, nothing lost."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from studykit.workflows.places import find_places
from tests.program import studykit

BUILT_IN = find_places({"STUDYKIT_HOME": "unused"}).content / "aws-serverless"


def refused(result: subprocess.CompletedProcess[str], *words: str) -> None:
    """The run ended with exit code 2 and told what ``words`` say; no traceback anywhere."""
    assert result.returncode == 2, (result.returncode, result.stdout, result.stderr)
    assert "Traceback" not in result.stdout + result.stderr
    for word in words:
        assert word in result.stderr, result.stderr


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the built-in pack, to be broken."""
    import shutil

    return Path(shutil.copytree(BUILT_IN, tmp_path / "mine"))


def test_an_empty_folder(home: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    refused(studykit("claims", tmp_path / "empty", home=home), "empty")


def test_a_folder_that_is_not_there(home: Path, tmp_path: Path) -> None:
    refused(studykit("facts", "--notes", tmp_path / "gone", home=home), "gone")


def test_a_binary_file_named_md(home: Path, tmp_path: Path) -> None:
    (tmp_path / "photo.md").write_bytes(bytes(range(256)) * 100)
    (tmp_path / "good.md").write_text("# Lambda\n- timeout: max 15 minutes\n")
    result = studykit("claims", tmp_path, home=home)
    refused(result, "photo.md")
    assert "good.md:2" in result.stdout


def test_a_line_of_ten_megabytes(home: Path, tmp_path: Path) -> None:
    (tmp_path / "long.md").write_text("# Lambda\n" + "word " * 2_000_000 + "\n- timeout: max 15 minutes\n")
    result = studykit("claims", tmp_path, "--kind", "limit", home=home)
    assert "Traceback" not in result.stderr
    assert "long.md:2" in result.stderr
    assert "long.md:3" in result.stdout


@pytest.mark.parametrize("sheet", ["attributes.yaml", "domains/lambda.function.yaml", "blueprint.yaml"])
def test_broken_yaml_in_a_pack(home: Path, pack: Path, sheet: str) -> None:
    broken = pack / sheet
    broken.write_text(broken.read_text() + "\n  - {[\n")
    result = studykit("check", "--pack", pack, home=home)
    assert result.returncode == 2
    assert f"mine/{sheet}:" in result.stdout
    assert "Traceback" not in result.stderr


def test_a_pack_without_pack_yaml(home: Path, tmp_path: Path) -> None:
    refused(studykit("facts", "--pack", tmp_path, home=home), "pack.yaml is missing")


def test_an_unknown_attribute(home: Path) -> None:
    refused(studykit("fact", "lambda.tiemout", home=home), "lambda.tiemout", "Did you mean", "lambda.timeout")


def test_an_unknown_input_unit_or_domain(home: Path) -> None:
    refused(studykit("ask", "lambda.queue_sorce", home=home), "Did you mean 'lambda.queue_source'?")
    refused(
        studykit("ask", "lambda.queue_source", "visibilty_timeout=30s", home=home),
        "Did you mean 'visibility_timeout'?",
    )
    refused(studykit("ask", "lambda.queue_source", "visibility_timeout=30MB", home=home), "visibility_timeout")


@pytest.mark.file_only
def test_a_home_that_cannot_be_written(home: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    result = studykit("review", home=tmp_path / "file" / "home", text="q\n")
    refused(result, "home")


@pytest.mark.file_only
def test_a_database_of_a_newer_version(home: Path) -> None:
    assert studykit("review", home=home, text="q\n").returncode == 0
    with sqlite3.connect(home / "learner.db") as database:
        (version,) = database.execute("pragma user_version").fetchone()
        database.execute(f"pragma user_version = {version + 1}")
    database.close()
    refused(studykit("review", home=home, text="q\n"), "newer")


@pytest.mark.file_only
def test_a_database_that_is_none(home: Path) -> None:
    (home / "learner.db").write_bytes(b"this is no database" * 100)
    refused(studykit("review", home=home, text="q\n"), "learner.db")
    assert (home / "learner.db").read_bytes().startswith(b"this is no database")


def test_a_broken_expression(home: Path, pack: Path) -> None:
    domain = pack / "domains" / "lambda.queue_source.yaml"
    text = domain.read_text()
    assert "visibility_timeout < sqs.required" in text
    domain.write_text(
        text.replace(
            "visibility_timeout < sqs.required_visibility_factor.min * function_timeout", "visibility_timeout <", 1
        )
    )
    line = next(
        number for number, row in enumerate(domain.read_text().splitlines(), 1) if row.endswith("visibility_timeout <")
    )
    result = studykit("check", "--pack", pack, home=home)
    assert result.returncode == 2
    assert f"mine/domains/lambda.queue_source.yaml:{line}:" in result.stdout
    assert "Traceback" not in result.stderr


def test_control_characters_in_a_note(home: Path, tmp_path: Path) -> None:
    (tmp_path / "evil.md").write_text("# Lambda\n- timeout: \x1b[31m\x07max 15 minutes\x1b]0;owned\x07\n")
    result = studykit("claims", tmp_path, home=home)
    assert result.returncode == 0
    assert "evil.md:2" in result.stderr
    assert "\x1b" not in result.stdout + result.stderr
    assert "timeout" in result.stdout


def test_two_studykits_at_once(home: Path) -> None:
    first = subprocess.Popen(
        [sys.executable, "-m", "studykit", "review"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "STUDYKIT_HOME": str(home)},
        text=True,
    )
    try:
        deadline = time.monotonic() + 60
        while not list(home.glob("open-*.txt")) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert first.stdout is not None
        first.stdout.readline()  # the first card is shown: the session is open
        second = studykit(home=home)
        assert second.returncode == 0
        assert "Another studykit is open since" in second.stdout
        answered = studykit("review", "--count", "1", home=home, text="?\n" + "\n" * 3 + "3\n")
        assert "1 card answered" in answered.stdout, answered.stdout + answered.stderr
    finally:
        first.communicate("q\n", timeout=60)
    assert first.returncode == 0


@pytest.mark.parametrize("words", [["nonsense"], ["quiz", "--count", "0"], ["quiz", "--count", "many"], ["ask"]])
def test_a_wrong_call_is_one_message(home: Path, words: list[str]) -> None:
    result = studykit(*words, home=home)
    refused(result, "studykit: ")
    assert len(result.stderr.splitlines()) == 1


def test_an_unwritable_export(home: Path, tmp_path: Path) -> None:
    refused(studykit("export", "anki", tmp_path / "no" / "such" / "deck.apkg", home=home), "deck.apkg")
