"""Files and folders of any origin become clean text, or a diagnostic that says why not."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from studykit.core.diagnostic import Severity
from studykit.core.errors import ContentError
from studykit.notes import files
from studykit.notes.files import MAX_LINES, find_notes


def test_folders_are_read_with_subfolders_in_order_and_without_hidden_ones(tmp_path: Path) -> None:
    for name in ("b.md", "a/z.txt", ".git/x.md", "c.markdown", "d.pdf", ".hidden.md"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("words")
    notes, found = find_notes([tmp_path])
    assert [note.name for note in notes] == ["b.md", "c.markdown", "a/z.txt"]
    assert found == ()


def test_a_loop_of_links_ends_and_a_file_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("words")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "b.md").symlink_to(tmp_path / "a.md")
    notes, _ = find_notes([tmp_path, tmp_path / "a.md"])
    assert [note.name for note in notes] == ["a.md"]


def test_equal_names_of_two_folders_are_told_apart(tmp_path: Path) -> None:
    for folder in ("one", "two", "three/two"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "a.md").write_text(folder)
    notes, _ = find_notes([tmp_path / "one", tmp_path / "two", tmp_path / "three" / "two"])
    assert [note.name for note in notes] == ["a.md", "two/a.md", "two/a.md (2)"]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"\xef\xbb\xbfa\r\nb\rc", "a\nb\nc"),
        ("ä".encode("utf-16"), "ä"),
        (b"\xfe\xff" + "ä".encode("utf-16-be"), "ä"),
    ],
)
def test_encodings_and_line_ends_of_any_system(tmp_path: Path, raw: bytes, text: str) -> None:
    (tmp_path / "a.md").write_bytes(raw)
    notes, found = find_notes([tmp_path])
    assert [note.text for note in notes] == [text]
    assert found == ()


@pytest.mark.parametrize(
    ("raw", "text", "line"),
    [
        (b"ok\nb\xffd", "ok\nb\ufffdd", 2),
        (b"a\n\x1b[31mred\x1b[0m", "a\nred", 2),
        (b"a\x07b", "ab", 1),
        (b"x" * 30_000, "x" * files.MAX_LINE, 1),
    ],
)
def test_odd_bytes_are_cleaned_with_one_warning_at_their_line(tmp_path: Path, raw: bytes, text: str, line: int) -> None:
    (tmp_path / "a.md").write_bytes(raw)
    (note,), (found,) = find_notes([tmp_path])
    assert note.text == text
    assert (found.severity, found.line) == (Severity.WARNING, line)


def test_binary_and_huge_files_are_left_out_with_a_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 100)
    (tmp_path / "a.md").write_text("words")
    (tmp_path / "b.md").write_bytes(b"\x00\x01")
    (tmp_path / "c.md").write_text("x" * 101)
    notes, found = find_notes([tmp_path])
    assert [note.name for note in notes] == ["a.md"]
    assert [(one.severity, one.file) for one in found] == [(Severity.ERROR, "b.md"), (Severity.ERROR, "c.md")]


def test_nothing_to_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="There is no"):
        find_notes([tmp_path / "missing"])
    with pytest.raises(ContentError, match="No notes in"):
        find_notes([tmp_path])
    (tmp_path / "b.md").write_bytes(b"\x00")
    with pytest.raises(ContentError, match="binary"):
        find_notes([tmp_path])


def test_a_file_that_vanishes_is_a_diagnostic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.md").write_text("words")
    (tmp_path / "b.md").write_text("words")
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "b.md":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    notes, (found,) = find_notes([tmp_path])
    assert len(notes) == 1
    assert "Permission denied" in found.message


def test_a_log_is_read_up_to_its_limit_and_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "log.md").write_text("- one\n" * (MAX_LINES + 5))
    (note,), (problem,) = find_notes([tmp_path])
    assert note.text.count("\n") == MAX_LINES - 1
    assert (problem.line, problem.severity) == (MAX_LINES + 1, Severity.WARNING)


@pytest.mark.parametrize("target", ["nowhere.md", "b.md"])
def test_a_link_that_leads_to_no_note_is_told_and_a_strange_file_is_not(tmp_path: Path, target: str) -> None:
    (tmp_path / "a.md").write_text("words")
    (tmp_path / "b.md").symlink_to(target)
    os.mkfifo(tmp_path / "c.md")
    notes, (told,) = find_notes([tmp_path])
    assert [note.name for note in notes] == ["a.md"]
    assert (told.severity, told.file) == (Severity.ERROR, "b.md")
    assert told.message.startswith("This link leads to no note: ")


def test_a_folder_that_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.md").write_text("words")
    (tmp_path / "inner").mkdir()
    looked = os.scandir

    def scandir(path: str) -> object:
        if Path(path).name == "inner":
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return looked(path)

    monkeypatch.setattr(os, "scandir", scandir)
    notes, (told,) = find_notes([tmp_path])
    assert [note.name for note in notes] == ["a.md"]
    assert (told.severity, told.file) == (Severity.ERROR, "inner")
    assert told.message.startswith("This folder cannot be read: ")
