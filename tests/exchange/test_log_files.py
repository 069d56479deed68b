from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studykit.exchange.log_files import Line, LogFile, Position, append, log_paths

LONGEST = 50


def read(path: Path, position: Position | None = None) -> tuple[list[bytes], Position]:
    with closing(LogFile(path, LONGEST)) as file:
        lines = [line.raw for line in file.lines(position or Position())]
        return lines, file.position()


def test_reading_goes_on_where_it_stopped(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"one\ntwo\nthr")
    lines, position = read(path)
    assert lines == [b"one", b"two"]
    path.write_bytes(b"one\ntwo\nthree\n")
    with closing(LogFile(path, LONGEST)) as file:
        assert file.goes_on(position)
        assert list(file.lines(position)) == [Line(3, b"three")]


@settings(deadline=None)  # this computer may be busy
@given(st.binary(max_size=120), st.integers(0, 130))
def test_a_file_that_arrives_in_two_parts_is_read_as_if_it_came_at_once(content: bytes, size: int) -> None:
    path = Path(os.environ["STUDYKIT_HOME"]) / "a.jsonl"
    path.write_bytes(content)
    whole, end = read(path)
    path.write_bytes(content[:size])
    first, position = read(path)
    path.write_bytes(content)
    rest, last = read(path, position)
    assert first + rest == whole
    assert last == end


@pytest.mark.parametrize("now", [b"one\ntw", b"one\nTWO\nthree\n", b""])
def test_a_file_that_was_put_in_the_place_of_another_is_seen(tmp_path: Path, now: bytes) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"one\ntwo\n")
    _, position = read(path)
    path.write_bytes(now)
    with closing(LogFile(path, LONGEST)) as file:
        assert not file.goes_on(position)


def test_an_endless_line_is_cut_and_the_next_one_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"x" * 3_000_000 + b"\nnext\n")
    (long, after), position = read(path)
    assert LONGEST < len(long) <= LONGEST + 2
    assert after == b"next"
    assert position.size == 3_000_006


def test_adding_takes_away_a_half_written_line_only(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'one\n{"row": "rev')
    _, position = read(path)
    made = append(path, position, [b"two\n", b"three\n"])
    assert path.read_bytes() == b"one\ntwo\nthree\n"
    assert made == read(path)[1]


def test_what_another_program_added_meanwhile_is_never_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"one\n")
    _, position = read(path)
    path.write_bytes(b"one\ntwo\nthr")
    with pytest.raises(OSError, match="sync again"):
        append(path, position, [b"mine\n"])
    assert path.read_bytes() == b"one\ntwo\nthr"


def test_a_failure_while_adding_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"one\n")

    def lines() -> Iterator[bytes]:
        yield b"x" * 2_000_000 + b"\n"
        raise RuntimeError

    with pytest.raises(RuntimeError):
        append(path, read(path)[1], lines())
    assert path.read_bytes() == b"one\n"


def test_nothing_is_written_through_a_link_or_into_a_folder(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"")
    (tmp_path / "link.jsonl").symlink_to(victim)
    (tmp_path / "folder.jsonl").mkdir()
    for name in ("link.jsonl", "folder.jsonl"):
        with pytest.raises(OSError, match=r".+"):
            append(tmp_path / name, Position(), [b"mine\n"])
    assert victim.read_bytes() == b""


def test_folders_and_pipes_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "folder.jsonl").mkdir()
    os.mkfifo(tmp_path / "pipe.jsonl")
    for path in log_paths(tmp_path):
        with pytest.raises(OSError, match="It is no file"):
            LogFile(path, LONGEST)


def test_every_jsonl_is_found_whatever_it_is_called(tmp_path: Path) -> None:
    for name in ("b.jsonl", "a (conflicted copy).JSONL", "notes.md", "c.jsonl.tmp"):
        (tmp_path / name).touch()
    assert [path.name for path in log_paths(tmp_path)] == ["a (conflicted copy).JSONL", "b.jsonl"]
