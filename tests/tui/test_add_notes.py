"""Own notes are added: a path, how far the reading is, and what was found."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from textual.widgets import Input

from studykit.core.progress import Progress
from studykit.tui.screens.add_notes import AddNotes
from studykit.tui.screens.notes import Notes
from studykit.tui.screens.reading import Reading
from studykit.workflows.desk import Desk, remembered
from studykit.workflows.note_list import Found
from tests.tui.golden import compare
from tests.tui.looking import rows
from tests.tui.notes_stage import bread, hosted, is_on, own_notes, seen, shown

SIZE = (80, 24)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return bread(tmp_path / "bread")


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return own_notes(tmp_path, monkeypatch)


async def test_own_notes_are_added_with_a_path_that_tab_completes(home: Path, pack: Path, mine: Path) -> None:
    app = hosted(home, Notes, pack)
    async with app.run_test(size=SIZE) as pilot:
        await shown(pilot, "enter")
        assert is_on(app, AddNotes)
        await shown(pilot, "n", "tab")
        assert app.screen.query_one(Input).value == "~/notes/"
        compare("add-path-80x24", app)
        await shown(pilot, "enter")
        await shown(pilot)
        assert is_on(app, Reading)
        assert "2 notes · " in seen(app)
        assert "See the 1 conflict" in seen(app)
        assert app.desk is not None
        assert app.desk.notes == (mine,)
        assert remembered(app.desk.places) == (str(pack), (mine,))
        await shown(pilot, "enter")
        assert app.asked[-1] == ("go", "conflicts")
        assert is_on(app, Notes)
        assert "mine.md" in seen(app)


@pytest.mark.parametrize("typed", ["note", "notes/mine.mdx", "", "\x00"])
async def test_a_wrong_path_is_told_and_stays_in_the_field(home: Path, pack: Path, mine: Path, typed: str) -> None:
    app = hosted(home, AddNotes, pack)
    async with app.run_test(size=SIZE) as pilot:
        await shown(pilot)
        field = app.screen.query_one(Input)
        field.value = f"~/{typed}" if typed else ""
        await shown(pilot, "enter")
        assert any(row.startswith(" ! ") for row in rows(app)[-3:-1])
        assert field.value == (f"~/{typed}" if typed else "")
        await shown(pilot, "escape")
        assert not is_on(app, AddNotes)


async def test_several_choices_are_shown(home: Path, pack: Path, mine: Path) -> None:
    for number in range(12):
        (mine / f"more-{number:02}.md").write_text("x")
    app = hosted(home, AddNotes, pack)
    async with app.run_test(size=SIZE) as pilot:
        await shown(pilot, *"notes/mo", "tab")
        assert app.screen.query_one(Input).value == "~/notes/more-"
        assert "more-07.md" in seen(app)
        assert "… and 4 more" in seen(app)


async def test_a_reading_that_is_stopped_can_be_gone_on_with(
    home: Path, pack: Path, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, told = threading.Event(), threading.Event()

    def slow(desk: Desk, path: Path, progress: Progress) -> Found:
        progress(1, 2)
        told.set()
        gate.wait(30)
        progress(2, 2)
        return Found(2, 9, 3, 0, 0)

    monkeypatch.setattr("studykit.tui.screens.reading.read_notes_of", slow)
    app = hosted(home, Notes, pack)
    async with app.run_test(size=SIZE) as pilot:
        await shown(pilot, "plus", *"notes")
        await pilot.press("enter")
        while not is_on(app, Reading) or not told.is_set():
            await pilot.pause(0.01)
        await pilot.press("escape")
        await pilot.pause()
        gate.set()
        await shown(pilot)
        assert "1 of 2 notes are read and kept. Enter reads on; Esc goes back." in seen(app)
        assert app.desk is not None
        assert app.desk.notes == ()
        await shown(pilot, "enter")
        await shown(pilot)
        assert "2 notes · 9 claims · 3 facts · 0 conflicts · 0 diagnostics" in seen(app)
        compare("reading-done-80x24", app)
        await shown(pilot, "enter")
        assert app.asked[-1] == ("go", "review")
