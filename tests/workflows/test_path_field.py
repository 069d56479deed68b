"""Completes a path as a shell does."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from studykit.workflows.path_field import completed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("bread", "broken", "my bread", "other"):
        (tmp_path / name).mkdir()
    (tmp_path / "bread.md").write_text("")
    (tmp_path / "bread.png").write_text("")
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "bad\x1bname").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("start", "endings", "whole", "names"),
    [
        ("o", ("",), "other/", ("other/",)),
        ("br", ("",), "br", ("bread.md", "bread.png", "bread/", "broken/")),
        ("brea", (), "bread/", ("bread/",)),
        (".", (), ".hidden/", (".hidden/",)),
        ("", (".md",), "", ("bread.md", "bread/", "broken/", "my bread/", "other/")),
        ("my ", ("",), "my bread/", ("my bread/",)),
        ("OTH", ("",), "other/", ("other/",)),
        ("zz", ("",), "zz", ()),
        ("none/x", ("",), "none/x", ()),
        ("\x00/x", ("",), "\x00/x", ()),
    ],
)
def test_it_writes_what_is_sure_to_follow(
    folder: Path, start: str, endings: tuple[str, ...], whole: str, names: tuple[str, ...]
) -> None:
    assert completed(f"{folder}/{start}", endings) == (f"{folder}/{whole}", names)


def test_what_cannot_be_seen_is_not_offered(folder: Path) -> None:
    assert "bad\x1bname/" not in completed(f"{folder}/")[1]


def test_a_path_may_begin_at_home_or_here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.chdir(folder)
    assert completed("~") == (f"~{os.sep}", (f"~{os.sep}",))
    assert completed("~/oth")[0] == "~/other/"
    assert completed("oth")[0] == "other/"
    assert completed("~nobody-of-that-name/x") == ("~nobody-of-that-name/x", ())
