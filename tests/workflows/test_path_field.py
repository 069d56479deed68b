"""Completes a path as a shell does."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from studykit.workflows.path_field import completed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("bread", "broken", "other"):
        (tmp_path / name).mkdir()
    (tmp_path / "bread.md").write_text("")
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "bad\x1bname").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("start", "folders", "whole", "names"),
    [
        ("o", False, "other/", ("other/",)),
        ("br", False, "br", ("bread.md", "bread/", "broken/")),
        ("brea", True, "bread/", ("bread/",)),
        (".", True, ".hidden/", (".hidden/",)),
        ("zz", False, "zz", ()),
        ("none/x", False, "none/x", ()),
        ("\x00/x", False, "\x00/x", ()),
    ],
)
def test_it_writes_what_is_sure_to_follow(
    folder: Path, start: str, folders: bool, whole: str, names: tuple[str, ...]
) -> None:
    assert completed(f"{folder}/{start}", folders=folders) == (f"{folder}/{whole}", names)


def test_what_cannot_be_seen_is_not_offered(folder: Path) -> None:
    assert "bad\x1bname/" not in completed(f"{folder}/")[1]


def test_a_path_may_begin_at_home_or_here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.chdir(folder)
    assert completed("~") == (f"~{os.sep}", ())
    assert completed("~/oth")[0] == "~/other/"
    assert completed("oth")[0] == "other/"
    assert completed("~nobody-of-that-name/x") == ("~nobody-of-that-name/x", ())
