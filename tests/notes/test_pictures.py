"""What lines of a note show, and which files that may mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from studykit.notes.pictures import named, only_pictures, picture

SHOWN = {
    "![a map](map.png)": "map.png",
    '- The oven ![oven](img/the%20oven.jpg "The oven") is hot': "img/the oven.jpg",
    "![](<img/two words.svg>)": "img/two words.svg",
    "![[plan.webp]]": "plan.webp",
    "![[plan.webp|300]] beside text": "plan.webp",
}


@pytest.mark.parametrize(("line", "name"), SHOWN.items())
def test_pictures_are_found_as_notes_write_them(line: str, name: str) -> None:
    assert list(named([line])) == [name]


def test_links_and_unfinished_marks_are_no_pictures() -> None:
    assert list(named(["[a link](map.png)", "![open](map.png", "![[", "!" * 1000 + "[" * 1000])) == []


def test_a_line_that_only_shows_pictures_says_nothing() -> None:
    assert only_pictures("  ![a](b.png) ![[c.png]]")
    assert not only_pictures("see ![a](b.png)")
    assert not only_pictures("")


def test_nothing_outside_the_folder_of_the_notes_can_be_named(tmp_path: Path) -> None:
    root = tmp_path / "notes"
    (root / "deep").mkdir(parents=True)
    note = root / "deep" / "a.md"
    for path in (tmp_path / "out.png", root / "in.png", root / "deep" / "by.PNG", root / "text.md"):
        path.write_bytes(b"x")
    (root / "way.png").symlink_to(tmp_path / "out.png")
    assert picture("in.png", note, root) == root / "in.png"
    assert picture("../in.png", note, root) == root / "in.png"
    assert picture("by.PNG", note, root) == root / "deep" / "by.PNG"
    for name in ("../../out.png", str(tmp_path / "out.png"), "way.png", "text.md", "no.png", "a\0.png", "x" * 5000):
        assert picture(name, note, root) is None


def test_a_large_picture_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.png").write_bytes(b"12345")
    assert picture("a.png", tmp_path / "n.md", tmp_path) is not None
    monkeypatch.setattr("studykit.notes.pictures.MAX_BYTES", 4)
    assert picture("a.png", tmp_path / "n.md", tmp_path) is None
