from __future__ import annotations

from pathlib import Path

import pytest

from studykit.core.errors import UsageError
from studykit.workflows.desk import Desk
from studykit.workflows.paths import complete, notes_at
from studykit.workflows.places import find_places


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("notes", "notebook", "Other", ".hidden"):
        (tmp_path / name).mkdir()
    (tmp_path / "notes" / "a.md").write_text("a")
    (tmp_path / "notes" / "picture.png").write_text("a")
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def test_a_path_is_completed_as_far_as_its_choices_agree(folder: Path) -> None:
    assert complete(f"{folder}/no") == (f"{folder}/note", ("notebook/", "notes/"))
    assert complete(f"{folder}/notes")[0] == f"{folder}/notes/"
    assert complete(f"{folder}/notes/")[1] == ("a.md",)
    assert complete(f"{folder}/ot")[0] == f"{folder}/Other/", "where only that can be meant, letters may be small"


def test_the_home_folder_may_be_written_short(folder: Path) -> None:
    assert complete("~")[0] == "~/"
    assert complete("~/noteb")[0] == "~/notebook/"
    assert ".hidden/" not in complete("~/")[1]
    assert complete("~/.h")[1] == (".hidden/",)


@pytest.mark.parametrize("typed", ["", "/no/such/place/x", "~nobody/x", "a\x00b/", "x" * 5000, "~/notes/a.md/"])
def test_anything_can_be_typed(folder: Path, monkeypatch: pytest.MonkeyPatch, typed: str) -> None:
    monkeypatch.chdir(folder / "notebook")
    assert complete(typed) == (typed, ())


def desk(folder: Path, *notes: Path) -> Desk:
    return Desk(find_places({"STUDYKIT_HOME": str(folder / "home")}), "aws-serverless", notes)


def test_notes_are_counted_before_they_are_read(folder: Path) -> None:
    assert notes_at(desk(folder), " ~/notes ") == (folder / "notes", 1)
    assert notes_at(desk(folder), f"{folder}/notes/a.md") == (folder / "notes" / "a.md", 1)


@pytest.mark.parametrize("put", ["~/{}", "'{}'", "~/'{}'", '~/"{}" '])
def test_a_whole_path_may_be_put_in_behind_what_stood_there(folder: Path, put: str) -> None:
    assert notes_at(desk(folder), put.format(folder / "notes")) == (folder / "notes", 1)
    assert complete(f"~/{folder}/notes")[0] == f"{folder}/notes/"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("  ", "Write the path"),
        ("~/note", r"There is no '~/note'\. Did you mean 'notes'\?"),
        ("~/notebook", "No notes in"),
        ("a\x00b", "There is no"),
    ],
)
def test_a_wrong_path_is_told_in_a_sentence(folder: Path, typed: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        notes_at(desk(folder), typed)


def test_notes_that_are_there_already_are_not_added_again(folder: Path) -> None:
    with pytest.raises(UsageError, match="read already"):
        notes_at(desk(folder, folder / "notes"), "~/notes")
