from __future__ import annotations

from pathlib import Path

import pytest

from studykit.core.errors import ContentError
from studykit.workflows.desk import Desk, open_content
from studykit.workflows.library import Library
from studykit.workflows.note_list import note_list, read_notes_of
from tests.workflows.oven_notes import desk_with, write_vault

MINE = """\
# My oven

- The baking time in the oven is at most 90 minutes.
- The baking time in the oven is at most 80 minutes.
- In the oven's handbook the rest factor is at least 3 times.
**Crumb**: the inner part of a loaf.
- The oven has 4 shelves at most.
"""


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "mine", MINE)


@pytest.fixture
def desk(home: Path, tmp_path: Path, vault: Path) -> Desk:
    return desk_with(home, tmp_path / "bread", vault)


@pytest.fixture
def library(desk: Desk) -> Library:
    return open_content(desk)[0]


def test_own_notes_come_first_with_what_each_holds(desk: Desk, library: Library) -> None:
    found = note_list(library, desk.notes)
    assert [(source.of_pack, source.notes, source.there) for source in found.sources] == [
        (False, 2, True),
        (True, 1, True),
    ]
    rows = {row.name: row for row in found.rows}
    assert [row.name for row in found.rows] == ["oven-a.md", "deep/b.md", "oven.md"]
    assert rows["oven-a.md"].claims >= 5
    assert rows["oven-a.md"].cards
    assert found.claims == library.built.claims
    assert rows["deep/b.md"].source == desk.notes[0]


def test_a_folder_that_is_gone_is_still_in_the_list(library: Library, tmp_path: Path) -> None:
    gone = note_list(library, (tmp_path / "gone",)).sources[0]
    assert (gone.there, gone.notes, gone.of_pack) == (False, 0, False)


def test_reading_more_notes_tells_what_was_found_in_them(desk: Desk, vault: Path) -> None:
    told: list[tuple[int, int]] = []
    alone = Desk(desk.places, desk.pack, ())
    found = read_notes_of(alone, vault, lambda done, total: told.append((done, total)))
    assert (found.notes, found.conflicts, found.problems) == (2, 1, 0)
    assert found.facts == 3
    assert told[-1] == (3, 3)
    with pytest.raises(ContentError):
        read_notes_of(alone, vault / "gone", lambda *_: None)


def test_what_is_read_before_it_is_stopped_is_not_read_again(desk: Desk) -> None:
    class EnoughError(Exception):
        pass

    def stop(done: int, total: int) -> None:
        if done == 2:
            raise EnoughError

    with pytest.raises(EnoughError):
        open_content(desk, stop)
    told: list[int] = []
    open_content(desk, lambda _, total: told.append(total))
    assert told == [1]
