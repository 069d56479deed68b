"""A vault is read where it was edited, and only there."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from studykit.core.errors import ContentError
from studykit.workflows import readings
from studykit.workflows.library import Library
from studykit.workflows.open_library import open_library
from studykit.workflows.places import Places, find_places
from studykit.workflows.readings import Readings


@pytest.fixture
def places(fresh_home: Path) -> Places:
    return find_places({"STUDYKIT_HOME": str(fresh_home)})


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    for number in range(5):
        (tmp_path / f"note-{number}.md").write_text(f"# PostgreSQL server\n- max_connections: at most {number + 1}\n")
    return tmp_path


def opened(places: Places, vault: Path) -> tuple[Library, int]:
    """The library, and how many notes were read for it."""
    told: list[int] = []
    library = open_library(places, "postgresql", [vault], lambda done, _total: told.append(done))
    return library, len(told)


def lines(library: Library) -> set[str]:
    return {str(limit.span) for limit in library.base.facts["server.max_connections.max"].claims}


def test_only_what_was_edited_is_read_again(places: Places, vault: Path) -> None:
    first, read = opened(places, vault)
    assert read >= 5
    assert {f"note-{number}.md:2" for number in range(5)} <= lines(first)
    assert opened(places, vault)[1] == 0
    (vault / "note-3.md").write_text("# PostgreSQL server\n\n- max_connections: at most 7\n")
    again, read = opened(places, vault)
    assert read == 1
    assert "note-3.md:3" in lines(again)
    assert "note-3.md:2" not in lines(again)


def test_an_edit_in_the_same_moment_and_size_is_seen(
    places: Places, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = vault / "note-0.md"
    state = note.stat()
    # read in the second in which it was written, however long this computer takes to get there
    monkeypatch.setattr(readings, "time", SimpleNamespace(time_ns=lambda: state.st_mtime_ns + 1_000_000_000))
    opened(places, vault)
    note.write_text(note.read_text().replace("most 1", "most 9"))
    os.utime(note, ns=(state.st_atime_ns, state.st_mtime_ns))
    claims = opened(places, vault)[0].base.facts["server.max_connections.max"].claims
    assert "9" in {str(limit.quantity) for limit in claims}


def test_a_note_that_went_away_says_nothing_any_more(places: Places, vault: Path) -> None:
    opened(places, vault)
    (vault / "note-1.md").unlink()
    again, read = opened(places, vault)
    assert read == 0
    assert "note-1.md:2" not in lines(again)


def test_a_renamed_note_is_another_place(places: Places, vault: Path) -> None:
    opened(places, vault)
    (vault / "note-1.md").rename(vault / "other.md")
    assert "other.md:2" in lines(opened(places, vault)[0])


@pytest.mark.parametrize("damage", [b"", b"no database", b"SQLite format 3\x00" + b"\x00" * 500])
def test_damaged_readings_are_made_again(places: Places, vault: Path, damage: bytes) -> None:
    expected = lines(opened(places, vault)[0])
    for file in places.cache.iterdir():
        file.write_bytes(damage)
    assert lines(opened(places, vault)[0]) == expected
    assert lines(opened(places, vault)[0]) == expected


def test_a_folder_that_cannot_be_written_is_only_slower(places: Places, vault: Path) -> None:
    places.home.mkdir(exist_ok=True)
    places.cache.write_text("in the way")
    assert "note-0.md:2" in lines(opened(places, vault)[0])


def test_two_at_once_read_the_same(places: Places, vault: Path) -> None:
    one, other = opened(places, vault)[0], opened(places, vault)[0]
    for file in places.cache.glob("*.db"):
        file.unlink()  # another studykit clears away what is still open here
    assert lines(one) == lines(other)
    assert len(one.cards) == len(tuple(other.cards))


def test_a_full_disk_is_only_slower_and_nowhere_any_room_is_said(
    places: Places, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[object] = []
    read = Readings.read

    def full(self: Readings, *given: Any) -> None:
        tried.append(self)
        if len(tried) != 2:
            raise sqlite3.OperationalError("database or disk is full")
        read(self, *given)

    monkeypatch.setattr(Readings, "read", full)
    assert "note-0.md:2" in lines(opened(places, vault)[0])
    (vault / "note-0.md").write_text("# PostgreSQL server\n- max_connections: at most 8\n")
    with pytest.raises(ContentError, match="Make room"):
        opened(places, vault)
