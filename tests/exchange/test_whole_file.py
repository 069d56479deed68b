from __future__ import annotations

import os
from pathlib import Path

import pytest

from studykit.core.errors import StudykitError
from studykit.exchange.whole_file import write_whole


def test_a_file_is_made_or_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "deck.apkg"
    write_whole(path, b"first")
    write_whole(path, b"second")
    assert path.read_bytes() == b"second"
    assert list(tmp_path.iterdir()) == [path]


def test_the_longest_name_that_the_folder_takes_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 250 + ".apkg")
    write_whole(path, b"content")
    assert path.read_bytes() == b"content"


@pytest.mark.parametrize("name", ["gone/deck.apkg", "file/deck.apkg", "folder", ".", "..", "x" * 300])
def test_what_cannot_be_written_is_one_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("kept")
    (tmp_path / "folder").mkdir()
    with pytest.raises(StudykitError, match=r"^'.*' cannot be written: [A-Z].*\.$"):
        write_whole(tmp_path / name, b"content")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]
    assert (tmp_path / "file").read_text() == "kept"


def test_the_folder_itself_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in (".", "/"):
        with pytest.raises(StudykitError, match="It is a folder"):
            write_whole(Path(name), b"content")


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    link = tmp_path / "deck.apkg"
    try:
        link.symlink_to(tmp_path / "far" / "real.apkg")
    except OSError:
        pytest.skip("this system does not let us make links")
    write_whole(link, b"content")
    assert link.is_symlink()
    assert (tmp_path / "far" / "real.apkg").read_bytes() == b"content"


def test_a_device_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no pipes with a name")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(StudykitError, match="It is a device"):
        write_whole(pipe, b"content")
    assert pipe.is_fifo()


@pytest.mark.parametrize("problem", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_what_stops_the_writing_leaves_what_was_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, problem: BaseException
) -> None:
    def stop(_: int) -> None:
        raise problem

    path = tmp_path / "deck.apkg"
    write_whole(path, b"before")
    monkeypatch.setattr(os, "fsync", stop)
    with pytest.raises((StudykitError, KeyboardInterrupt)):
        write_whole(path, b"after")
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]
