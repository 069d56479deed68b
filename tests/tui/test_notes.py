"""The list of notes: what each holds, searching it, and taking a folder off."""

from __future__ import annotations

from pathlib import Path

import pytest

from studykit.core.source import SourceSpan
from studykit.tui.screens.notes import Notes
from studykit.workflows.note_list import NoteList, NoteRow, Source
from studykit.workflows.note_page import LineMark, Standing
from tests.tui.golden import SIZES, compare
from tests.tui.notes_stage import HOSTILE, MINE, bread, hosted, is_on, own_notes, seen, shown

SIZE = (80, 24)
STATES: dict[str, tuple[bool, tuple[str, ...]]] = {
    "own": (True, ("down",)),
    "none": (False, ()),
    "found": (True, ("slash", "1", "1", "enter")),
    "folded": (True, ("enter",)),
}
"""Whether the learner has notes, and the keys."""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return bread(tmp_path / "bread")


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return own_notes(tmp_path, monkeypatch)


def listing(*, own: bool) -> NoteList:
    folder, pack = Path("/home/ana/notes"), Path("/packs/bread")
    mine = (
        NoteRow("lambda-limits.md", 22, 2, 1, 7, folder),
        NoteRow(f"deep/{HOSTILE}.md", 1_022, 0, 0, 0, folder),
        NoteRow("a note with a name that is longer than any column of this list can be, really.md", 3, 0, 0, 1, folder),
    )
    packs = tuple(NoteRow(f"chapter-{at:02}.md", 40 + at, 0, 0, at, pack) for at in range(12))
    sources = (
        Source(folder, "~/notes", 3, there=True, of_pack=False),
        Source(Path("/media/stick"), "/media/stick", 0, there=False, of_pack=False),
    )
    shipped = Source(pack, "Bread for beginners", 12, there=True, of_pack=True)
    return NoteList((*(sources if own else ()), shipped), (*(mine if own else ()), *packs))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("state", STATES)
async def test_the_list_is_as_it_was_read_last(
    home: Path, pack: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], state: str
) -> None:
    own, keys = STATES[state]
    marks = (LineMark(3, 3, Standing.MISTAKEN, ("a.b.max",)), LineMark(9, 9, Standing.CONFLICT, ("c.d",)))
    monkeypatch.setattr("studykit.tui.screens.notes.note_list", lambda *_: listing(own=own))
    monkeypatch.setattr("studykit.tui.screens.notes.marks_of", lambda *_: marks)
    app = hosted(home, Notes, pack)
    async with app.run_test(size=size) as pilot:
        await shown(pilot, *keys)
        compare(f"notes-{state}-{size[0]}x{size[1]}", app)


async def test_a_note_is_opened_from_the_list(home: Path, pack: Path, mine: Path) -> None:
    app = hosted(home, Notes, pack, mine)
    async with app.run_test(size=SIZE) as pilot:
        await shown(pilot, "down", "down", "enter")
        assert app.asked == [("note", SourceSpan.whole("other.md"))]
        await shown(pilot, "slash", *"oven", "enter")
        assert app.asked[-1] == ("note", SourceSpan.whole("oven.md")), "the only one is opened"
        await shown(pilot, "slash", *"zz")
        assert "! No note is named so. Esc clears the search." in seen(app)
        await shown(pilot, "escape", "escape")
        assert "mine.md" in seen(app)


async def test_a_folder_is_taken_off_after_a_question_and_its_files_stay(home: Path, pack: Path, mine: Path) -> None:
    app = hosted(home, Notes, pack, mine)
    async with app.run_test(size=SIZE) as pilot:
        await shown(pilot, "minus")
        assert "2 notes will not be read any more." in seen(app)
        await shown(pilot, "escape")
        assert is_on(app, Notes)
        assert app.asked == []
        await shown(pilot, "minus", "enter")
        assert app.asked == [
            ("reopen", ()),
            ("tell", "Taken off. The files stay where they are."),
            ("tell", "Content was read again."),
        ]
        await shown(pilot)
        assert "~/notes" not in seen(app)
        assert (mine / "mine.md").read_text() == MINE


async def test_the_notes_of_the_pack_cannot_be_taken_off(home: Path, pack: Path) -> None:
    app = hosted(home, Notes, pack)
    async with app.run_test(size=SIZE) as pilot:
        await shown(pilot, "down", "minus")
        assert "! Only your own notes can be taken off." in seen(app)
