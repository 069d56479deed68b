"""What can be written, what a file would hold, and what is in it then."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from studykit.core.errors import UsageError
from studykit.workflows.export import export_anki
from studykit.workflows.export_page import (
    ANKI,
    KINDS,
    check,
    default_path,
    first_wish,
    named,
    title_of,
    topics,
    turned,
    write,
)
from studykit.workflows.quiz_formats import FORMATS
from tests.kept import places_of
from tests.tui.stage import library, real


def silent(done: int, total: int) -> None:
    assert done <= total


def test_every_form_of_a_quiz_is_offered_and_has_a_name() -> None:
    assert {ANKI, *FORMATS} == set(KINDS)
    assert all(title_of(kind) for kind in KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_each_is_written_with_what_was_wished(home: Path, tmp_path: Path, kind: str) -> None:
    with real(home)() as study:
        wish = replace(first_wish(study, kind), topic="sqs", count=10)
        wish = named(wish, str(tmp_path / "made"))
        assert check(study, wish).there is False
        said = write(study, wish, silent)
        assert said.startswith(f"Wrote {wish.path}: ")
        assert check(study, wish).there is True
    content = (tmp_path / "made").read_bytes()
    assert content
    assert zipfile.is_zipfile(tmp_path / "made") == (kind in (ANKI, "qti", "qti12"))


def test_the_command_line_and_the_app_write_the_same_package(home: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one.apkg", tmp_path / "two.apkg"
    written = export_anki(places_of(home), library(), one)
    with real(home)() as study:
        wish = named(first_wish(study), str(two))
        found = check(study, wish)
        assert f"0 added, 0 updated, {written.new:,} already there" in found.lines[-1]
        write(study, wish, silent)
    assert one.read_bytes() == two.read_bytes()


def test_the_name_follows_what_is_written_until_the_learner_gives_one(home: Path) -> None:
    with real(home)() as study:
        wish = first_wish(study)
        names = topics(study)
        assert names[0] == "all"
        assert wish.path == "~/aws-serverless.apkg"
        wish = turned(study, wish, "topic", 1, names)
        assert wish.path == f"~/aws-serverless-{names[1]}.apkg"
        wish = turned(study, wish, "kind", 1, names)
        assert wish.path == default_path(study, "csv", names[1])
        wish = turned(study, named(wish, "/x/mine.csv"), "kind", 1, names)
        assert wish.path == "/x/mine.csv"
        assert turned(study, wish, "count", -1, names).count == 10
        assert turned(study, wish, "answers", 1, names).answers == "inline"


@pytest.mark.parametrize("path", ["~nobody-of-that-name/x", "\x00"])
def test_what_is_no_path_is_refused(home: Path, path: str) -> None:
    with real(home)() as study, pytest.raises(UsageError):
        write(study, named(first_wish(study), path), silent)


def test_what_nobody_can_write_is_refused(home: Path) -> None:
    with real(home)() as study:
        with pytest.raises(UsageError):
            first_wish(study, "docx")
        with pytest.raises(UsageError):
            write(study, replace(first_wish(study), topic="nothing", path=str(home / "x")), silent)
