"""Export: what is written, of what, where to; checked first, written in a thread, and told with its path."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from studykit.tui.app import StudykitApp
from studykit.tui.screens.export import Export
from studykit.workflows import export_page
from studykit.workflows.export_page import Check
from tests.tui.golden import SIZES, compare
from tests.tui.looking import rows, text
from tests.tui.stage import app, loaded, real, rested, staged

SIZE = (80, 24)
LINES = (
    "412 cards · 9 new · 3 changed · 0 removed since the last export",
    "! 2 questions of facts in conflict are left out.",
    "Anki will say: 9 added, 3 updated, 400 already there.",
)


def names(folder: Path) -> list[str]:
    return [one.name for one in folder.iterdir()]


def on_export(shown: StudykitApp, what: str = "") -> None:
    study = shown.study
    assert study is not None
    shown.lay(Export(study, what))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("what", ["anki", "md"])
async def test_export_is_as_it_was_read_last(
    home: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], what: str
) -> None:
    monkeypatch.setattr(export_page, "check", lambda *_: Check(LINES, there=False, writes=True))
    monkeypatch.setattr(export_page, "topics", lambda _: ("all", "lambda", "sqs"))
    shown = app(staged(home))
    async with shown.run_test(size=size) as pilot:
        await loaded(pilot)
        on_export(shown, what)
        await loaded(pilot)
        compare(f"export-{what}-{size[0]}x{size[1]}", shown)
        if what == "md":
            await pilot.press("f")
            await rested(pilot)
            compare(f"export-file-{size[0]}x{size[1]}", shown)


async def test_cards_are_written_and_the_next_time_nothing_is_new(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    shown = app(real(home))
    path = tmp_path / "aws-serverless.apkg"
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await pilot.press("g", "x")
        await loaded(pilot)
        assert " 0 changed · 0 removed since the last export" in text(shown)
        await pilot.press("enter")
        await loaded(pilot)
        assert "✓ Wrote ~/aws-serverless.apkg: " in text(shown)
        assert " 0 new · 0 changed · 0 removed" in text(shown)
        assert zipfile.is_zipfile(path)
        before = path.read_bytes()
        await pilot.press("enter")
        await rested(pilot)
        assert "! ~/aws-serverless.apkg is there. Enter again replaces it." in rows(shown)[-2]
        await pilot.press("enter")
        await loaded(pilot)
        assert path.read_bytes() == before


async def test_questions_are_written_in_the_form_that_was_chosen(home: Path, tmp_path: Path) -> None:
    shown = app(real(home))
    path = tmp_path / "q.gift"
    async with shown.run_test(size=(160, 24)) as pilot:
        await loaded(pilot)
        on_export(shown, "gift")
        await loaded(pilot)
        await pilot.press("down", "right", "down", "left")
        await loaded(pilot)
        assert "About      ‹ api" in text(shown)
        assert "Questions  ‹ 10 ›" in text(shown)
        await pilot.press("f", "ctrl+a", "ctrl+k", *str(path), "enter")
        await loaded(pilot)
        await pilot.press("enter")
        await loaded(pilot)
        assert path.read_text("utf-8").count("{") >= 1
        assert f"Wrote {path}"[:40] in text(shown)


@pytest.mark.parametrize(("name", "says"), [("none/x.csv", "There is no folder"), ("", "is no name for a file")])
async def test_where_nothing_can_be_written_it_says_why(home: Path, tmp_path: Path, name: str, says: str) -> None:
    shown = app(real(home))
    async with shown.run_test(size=(140, 24)) as pilot:
        await loaded(pilot)
        on_export(shown, "csv")
        await loaded(pilot)
        await pilot.press("f", "ctrl+a", "ctrl+k", *f"{tmp_path}/{name}", "enter")
        await loaded(pilot)
        await pilot.press("enter")
        await loaded(pilot)
        assert says in rows(shown)[-2]
    assert names(tmp_path) == []
