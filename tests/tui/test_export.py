"""Export: what is written, of what, where to; checked first, written in a thread, and told with its path."""

from __future__ import annotations

import json
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from studykit.core.progress import Progress
from studykit.tui.app import StudykitApp
from studykit.tui.screens import topical
from studykit.tui.screens.export import Export
from studykit.workflows import export_page
from studykit.workflows.deck import Deck
from studykit.workflows.export_page import Check
from studykit.workflows.study import Study
from tests.tui.golden import SIZES, compare
from tests.tui.looking import rows, text
from tests.tui.stage import app, library, loaded, real, rested, staged

SIZE = (80, 24)
_FEW = 12
LINES = (
    "412 notes: 9 new, 3 updated, 400 unchanged.",
    "Tick “Import any learning progress” in Anki: your schedule moves once.",
    "! 2 questions of facts in conflict are left out.",
)
SAID = {
    "anki": LINES,
    "md": ("20 questions are made and proved when you write them.", LINES[-1]),
    "cards-csv": ("412 cards.", LINES[-1]),
}


def names(folder: Path) -> list[str]:
    return [one.name for one in folder.iterdir()]


def few(home: Path) -> Callable[[], Study]:
    """A study with a few cards only."""

    def load() -> Study:
        study = real(home)()
        study.cards = Deck.of(library().cards[:_FEW])
        return study

    return load


def on_export(shown: StudykitApp, what: str = "") -> None:
    study = shown.study
    assert study is not None
    shown.lay(Export(study, what))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("what", ["anki", "md", "cards-csv"])
async def test_export_is_as_it_was_read_last(
    home: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], what: str
) -> None:
    monkeypatch.setattr(export_page, "check", lambda *_: Check(SAID[what], there=False))
    monkeypatch.setattr(topical, "topics", lambda _: ("all", "lambda", "sqs"))
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
    shown = app(few(home))
    path = tmp_path / "aws-serverless.apkg"
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await pilot.press("g", "x")
        await loaded(pilot)
        total = _FEW
        assert f"{total} notes: {total} new, 0 updated, 0 unchanged." in text(shown)
        await pilot.press("enter")
        await loaded(pilot)
        assert f"✓ Wrote ~/aws-serverless.apkg: {total} new, 0 updated, 0 unchanged." in text(shown)
        assert f"{total} notes: 0 new, 0 updated, {total} unchanged." in text(shown)
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
        for _ in range(100):  # the thread has written before the screen knows
            if "Wrote" in text(shown):
                break
            await pilot.pause(0.05)
        assert path.read_text("utf-8").count("{") >= 1
        assert f"Wrote{path}:10questions." in "".join(text(shown).split())  # in lines of its own where it is long


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


async def test_cards_leave_under_the_name_of_another_deck_and_without_the_schedule(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shown = app(few(home))
    async with shown.run_test(size=(120, 24)) as pilot:
        await loaded(pilot)
        on_export(shown, "cards-json")
        await loaded(pilot)
        assert f"{_FEW} cards." in text(shown)
        await pilot.press("down", "down", "right", "ctrl+a", "ctrl+k", *"Mine", "enter", "down", "right")
        await loaded(pilot)
        assert "Deck       Mine ›" in text(shown)
        assert "Schedule   ‹ stays here ›" in text(shown)
        await pilot.press("f", "ctrl+a", "ctrl+k", *"mine.jsonl", "enter")
        await loaded(pilot)
        await pilot.press("enter")
        await loaded(pilot)
    first = json.loads((tmp_path / "mine.jsonl").read_text("utf-8").splitlines()[0])
    assert first["deck"].startswith("Mine")
    assert "reviews" not in first


async def test_while_a_file_is_written_nothing_else_is_chosen(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()

    def write(*_: object) -> str:
        assert go_on.wait(60)
        return "Wrote it."

    monkeypatch.setattr(export_page, "check", lambda *_: Check(LINES, there=False))
    monkeypatch.setattr(export_page, "write", write)
    shown = app(staged(home))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        on_export(shown)
        await loaded(pilot)
        await pilot.press("enter")
        try:
            while "Working…" not in rows(shown)[-2]:
                await pilot.pause(0.02)
            for key in ("right", "enter"):
                await pilot.press(key)
                await rested(pilot)
                assert "! The file is being written." in rows(shown)[-2]
            assert "What       ‹ Cards: Anki package ›" in text(shown)
        finally:
            go_on.set()
        await loaded(pilot)
        assert "✓ Wrote it." in text(shown)


async def test_what_cannot_be_written_is_said_before_enter_and_over_no_file(home: Path, tmp_path: Path) -> None:
    shown = app(few(home))
    async with shown.run_test(size=(140, 24)) as pilot:
        await loaded(pilot)
        assert shown.study is not None
        kept = shown.study.library.folder / "pack.yaml"
        before = kept.stat()
        on_export(shown, "cards-md")
        await loaded(pilot)
        await pilot.press("f", "ctrl+a", "ctrl+k", *str(kept), "enter")
        await loaded(pilot)
        assert "isafileofyoursthatstudykitkeepsorreads." in "".join(text(shown).split())
        assert "It is replaced." not in text(shown)
        await pilot.press("enter", "enter")
        await loaded(pilot)
        assert "! '" in rows(shown)[-2]
        assert kept.stat() == before


async def test_a_topic_is_typed_and_the_file_is_called_by_it(home: Path) -> None:
    shown = app(real(home))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        on_export(shown, "cards-md")
        await loaded(pilot)
        await pilot.press("down", "slash", *"lambda.as", "tab", "enter")
        await loaded(pilot)
        assert "About      ‹ lambda.async ›" in text(shown)
        assert "~/aws-serverless-lambda-async-cards.md" in text(shown)


async def test_a_file_that_is_stopped_is_whole_or_not_there(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()

    def write(_study: Study, _wish: object, progress: Progress) -> str:
        progress(1, 2)
        assert go_on.wait(60)
        progress(2, 2)
        return "Wrote it."

    monkeypatch.setattr(export_page, "check", lambda *_: Check(LINES, there=False))
    monkeypatch.setattr(export_page, "write", write)
    shown = app(staged(home))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        on_export(shown)
        await loaded(pilot)
        await pilot.press("enter")
        try:
            while not shown.screen.can_stop:  # type: ignore[attr-defined]
                await pilot.pause(0.02)
            await pilot.press("escape")
            await rested(pilot)
            assert "! Stopped. There is the whole file or none: Enter writes it." in text(shown)
        finally:
            go_on.set()
        await loaded(pilot)
        assert "Wrote it." not in text(shown)


async def test_where_there_is_little_room_page_down_shows_the_rest(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_page, "check", lambda *_: Check(LINES, there=False))
    shown = app(staged(home))
    async with shown.run_test(size=(40, 12)) as pilot:
        await loaded(pilot)
        on_export(shown)
        await loaded(pilot)
        assert "2 questions" not in text(shown)
        await pilot.press("pagedown", "pagedown")
        await rested(pilot)
        assert "! 2 questions" in text(shown)
        assert "▌ What" in text(shown)
        await pilot.press("pageup", "pageup")
        await rested(pilot)
        assert "412 notes" in text(shown)
