"""Packs: Enter switches, + opens a folder, and what is broken or hostile is refused with one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from studykit.tui.app import StudykitApp
from studykit.tui.screens import packs
from studykit.workflows.desk import Desk
from studykit.workflows.new_pack import write_pack
from studykit.workflows.packs_page import PackRow
from tests.kept import places_of
from tests.tui.golden import SIZES, compare
from tests.tui.looking import rows, text
from tests.tui.stage import Ticking, loaded, rested, staged

SIZE = (80, 24)
ROWS = (
    PackRow("oven", "The school [b]oven", "built in", "BREAD-1", "412 facts · 519 cards", open=True, broken=False),
    PackRow("sql", "Databases", "built in", "no exam", "90 declared facts · 5 domains", open=False, broken=False),
    PackRow("/x/gone", "gone", "/x/gone", "", "There is no pack '/x/gone'.", open=False, broken=True),
)
Opened = list[tuple[str, tuple[Path, ...]]]


def opened(home: Path, *notes: Path) -> tuple[StudykitApp, Opened]:
    """The app over a desk, and what it was asked to open."""
    shown = StudykitApp(staged(home), clock=Ticking().stopwatch, desk=Desk(places_of(home), "aws-serverless", notes))
    asked: Opened = []
    shown.open_content = lambda pack, notes: asked.append((pack, notes))  # type: ignore[method-assign]
    return shown, asked


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_packs_are_as_they_were_read_last(
    home: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setattr(packs, "pack_rows", lambda *_: ROWS)
    shown, _ = opened(home)
    async with shown.run_test(size=size) as pilot:
        await loaded(pilot)
        await pilot.press("g", "k")
        await loaded(pilot)
        compare(f"packs-list-{size[0]}x{size[1]}", shown)
        await pilot.press("plus", *"/x/")
        await rested(pilot)
        compare(f"packs-add-{size[0]}x{size[1]}", shown)


async def test_enter_switches_and_the_notes_stay(home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(packs, "pack_rows", lambda *_: ROWS)
    shown, asked = opened(home, tmp_path)
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await pilot.press("g", "k")
        await loaded(pilot)
        await pilot.press("enter")
        await rested(pilot)
        assert "! The school [b]oven is open already." in rows(shown)[-2]
        await pilot.press("end", "enter")
        await rested(pilot)
        assert "! There is no pack '/x/gone'." in rows(shown)[-2]
        await pilot.press("up", "enter")
        await rested(pilot)
        assert asked == [("sql", (tmp_path,))]


async def test_a_folder_is_completed_opened_and_remembered(home: Path, tmp_path: Path) -> None:
    write_pack(tmp_path / "bread")
    shown, asked = opened(home)
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await pilot.press("g", "k")
        await loaded(pilot)
        await pilot.press("plus", *f"{tmp_path}/b", "tab", "enter")
        await loaded(pilot)
        assert asked == [(str(tmp_path / "bread"), ())]
        await pilot.press("escape", "g", "k")
        await loaded(pilot)
        assert "My exam" in text(shown)
        await pilot.press("end", "backspace")
        await loaded(pilot)
        assert "My exam  " not in text(shown)
        assert "My exam is off the list. Its files stay." in text(shown)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("pack.yaml", "pack: x\ntitle: [a\n", "pack.yaml:3:1: error: Broken YAML"),
        ("pack.yaml", "a: &a [x, x]\nb: *a\n", "pack.yaml:1"),
        ("other.yaml", "pack: x\n", "pack.yaml is missing"),
    ],
)
async def test_what_is_no_pack_is_refused_with_one_sentence(
    home: Path, tmp_path: Path, name: str, content: str, says: str
) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / name).write_text(content)
    shown, asked = opened(home)
    async with shown.run_test(size=(160, 24)) as pilot:
        await loaded(pilot)
        await pilot.press("g", "k")
        await loaded(pilot)
        await pilot.press("plus", *f"{tmp_path}/p", "enter")
        await loaded(pilot)
        assert says in rows(shown)[-2]
        await pilot.press("x", "escape")
        await rested(pilot)
        assert asked == []
        assert "Enter switches to a pack." in rows(shown)[-2]
