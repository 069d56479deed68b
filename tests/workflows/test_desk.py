from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from studykit.core.errors import ContentError, StoreError
from studykit.workflows.desk import (
    USUAL_PACK,
    Desk,
    open_content,
    open_desk,
    present,
    remember,
    remembered,
    with_notes,
    without_notes,
)
from studykit.workflows.library import Library
from studykit.workflows.places import Places, find_places

NOTE = "# PostgreSQL server\n- max_connections: at most 8\n"
SMALL = "postgresql"


@pytest.fixture
def places(home: Path) -> Places:
    return find_places({"STUDYKIT_HOME": str(home)})


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "server.md").write_text(NOTE)
    return folder


def names(library: Library) -> set[str]:
    return set(library.notes)


def clock() -> datetime:
    return datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_nothing_is_remembered_at_first(places: Places) -> None:
    assert remembered(places) == (USUAL_PACK, ())


def test_pack_and_notes_are_remembered_from_the_root(
    places: Places, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(notes.parent)
    remember(places, SMALL, (Path("mine"),))
    assert remembered(places) == (SMALL, (notes,))
    remember(places, "mine", ())  # a folder, so a pack of one's own
    assert remembered(places) == (str(notes), ())


def test_no_other_file_is_left_behind(places: Places, notes: Path) -> None:
    before = {path.name for path in places.home.iterdir()}
    remember(places, SMALL, (notes,))
    assert {path.name for path in places.home.iterdir()} - before == {"desk.json"}


def test_names_of_any_bytes_are_remembered(places: Places, tmp_path: Path) -> None:
    odd = tmp_path / "no\udcfftext \x1b[31m"
    remember(places, SMALL, (odd,))
    assert remembered(places)[1] == (odd,)


def test_a_home_that_cannot_be_written_to_is_told(places: Places) -> None:
    (places.home / "desk.json").mkdir()
    with pytest.raises(StoreError, match="cannot be written"):
        remember(places, SMALL, ())


@pytest.mark.parametrize(
    "junk",
    [b"", b"{", b"\xff\xfe", b"[]", b"7", b'{"pack": 3, "notes": []}', b'{"pack": "x"}', b'{"pack": "x", "notes": [1]}',
     b'{"pack": "a\\u0000b", "notes": []}', b"[" * 100_000, b" " * 2_000_000],
    ids=lambda junk: repr(junk[:30]),
)  # fmt: skip
def test_junk_keeps_nobody_from_studying_and_is_said(places: Places, junk: bytes) -> None:
    (places.home / "desk.json").write_bytes(junk)
    pack, notes = remembered(places)
    assert (pack, notes) == (USUAL_PACK, ())
    there, (said,) = present(Desk(places, pack, notes))
    assert (there.pack, there.notes) == (USUAL_PACK, ())
    assert "desk.json' cannot be read" in said


def test_the_study_tells_what_was_lost(places: Places) -> None:
    (places.home / "desk.json").write_text("{")
    with open_desk(Desk(places, SMALL, ()), clock) as study:
        assert "desk.json' cannot be read" in study.notice


def test_a_remembered_folder_that_is_gone_is_said_and_the_rest_works(
    places: Places, notes: Path, tmp_path: Path
) -> None:
    remember(places, SMALL, (tmp_path / "gone", notes))
    library, (said,) = open_content(Desk(places, *remembered(places)))
    assert "server.md" in names(library)
    assert said == f"No notes in '{tmp_path / 'gone'}' any more. The rest works."
    assert remembered(places)[1] == (tmp_path / "gone", notes), "it may come back, as a stick does"


def test_remembered_notes_that_nobody_can_read_are_left_out(places: Places, tmp_path: Path) -> None:
    empty, binary = tmp_path / "empty", tmp_path / "binary.md"
    empty.mkdir()
    binary.write_bytes(b"\x00\x01")
    remember(places, SMALL, (empty, binary))
    library, said = open_content(Desk(places, *remembered(places)))
    assert library.base.facts
    assert str(empty) in said[0]


def test_what_is_asked_for_now_must_be_there(places: Places, tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="There is no"):
        open_content(Desk(places, SMALL, (tmp_path / "gone",)))
    with pytest.raises(ContentError, match="There is no pack"):
        open_content(Desk(places, "postgresqk", ()))


def test_a_remembered_pack_that_is_gone_gives_way_to_the_usual_one(places: Places, tmp_path: Path) -> None:
    remember(places, str(tmp_path / "gone"), ())
    there, (said,) = present(Desk(places, *remembered(places)))
    assert there.pack == USUAL_PACK
    assert "is gone. This is the usual one." in said


def test_notes_are_added_once_and_forgotten_without_a_trace_in_them(
    places: Places, notes: Path, tmp_path: Path
) -> None:
    before = [(path, path.read_bytes(), path.stat().st_mtime_ns) for path in notes.iterdir()]
    desk = with_notes(Desk(places, USUAL_PACK, ()), notes)
    assert with_notes(desk, notes).notes == (notes,)
    other = tmp_path / "other.md"
    assert with_notes(desk, other).notes == (notes, other)
    assert remembered(places) == (USUAL_PACK, (notes, other))
    assert without_notes(desk, notes).notes == ()
    assert remembered(places) == (USUAL_PACK, (other,))
    assert [(path, path.read_bytes(), path.stat().st_mtime_ns) for path in notes.iterdir()] == before


def test_notes_given_for_once_do_not_replace_those_that_are_remembered(
    places: Places, notes: Path, tmp_path: Path
) -> None:
    remember(places, USUAL_PACK, (notes,))
    once = Desk(places, USUAL_PACK, (tmp_path / "once.md",))
    desk = with_notes(once, tmp_path / "more.md")
    assert desk.notes == (tmp_path / "once.md", tmp_path / "more.md")
    assert remembered(places)[1] == (notes, tmp_path / "more.md")


def test_the_file_can_be_read_by_people(places: Places, notes: Path) -> None:
    remember(places, SMALL, (notes,))
    assert json.loads((places.home / "desk.json").read_text("utf-8")) == {"pack": SMALL, "notes": [str(notes)]}
