"""What the app does when something fails or there is no room: it says so and goes on."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from studykit.core.diagnostic import error
from studykit.core.errors import StoreError
from studykit.core.review import MemoryState, Rating, Review
from studykit.store.memories import Fold
from studykit.store.study_store import StudyStore
from studykit.tui.screens.answer import Answer
from studykit.tui.screens.home import Home
from studykit.tui.screens.question import Asked
from studykit.workflows.study import Study
from tests.kept import kept
from tests.tui.looking import rows, text
from tests.tui.stage import app, loaded, on, one_question, staged

SIZE = (80, 24)


class Stubborn(StudyStore):
    """A store that takes answers and then no more changes."""

    def replace(self, old: str, at: datetime, review: Review, fold: Fold) -> MemoryState | None:
        del old, at, review, fold
        raise StoreError("The disk is full.")

    def withdraw(self, review: str, at: datetime, fold: Fold) -> MemoryState | None:
        del review, at, fold
        raise StoreError("The disk is full.")


@pytest.fixture
def stubborn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.tui.stage.StudyStore", Stubborn)


async def test_a_rating_that_cannot_be_saved_leaves_the_one_before(home: Path, stubborn: None) -> None:
    shown = app(staged(home, one_question()))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await pilot.press("enter", "b", "enter")
        await pilot.pause()
        await pilot.press("4")
        await pilot.pause()
        assert on(shown, Answer)
        assert "! NOT SAVED. The disk is full. The rating before holds." in text(shown)
        assert "Counts as 3 Good" in text(shown)
    with kept(home) as store:
        assert [review.rating for review in store.reviews()] == [Rating.GOOD]


async def test_an_undo_that_cannot_be_saved_is_told_and_leads_home(home: Path, stubborn: None) -> None:
    shown = app(staged(home, one_question()))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await pilot.press("enter", "b", "enter")
        await pilot.pause()
        await pilot.press("u")
        await pilot.pause()
        assert "The disk is full." in text(shown)
        assert "What was answered before is saved." in text(shown)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(shown.screen, Home)


async def test_too_small_a_window_says_what_it_needs_and_keeps_the_choice(home: Path) -> None:
    shown = app(staged(home, one_question()))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await pilot.press("enter", "b")
        await pilot.resize_terminal(28, 9)
        await pilot.pause()
        assert "The window is 28×9." in text(shown)
        assert "32×12" in text(shown)
        assert "Answer" not in rows(shown)[-1]
        await pilot.resize_terminal(32, 12)
        await pilot.pause()
        assert on(shown, Asked)
        assert "The window" not in text(shown)
        assert "(o) B" in text(shown)


async def test_what_was_said_of_a_wrong_key_goes_with_the_next_key(home: Path) -> None:
    shown = app(staged(home, one_question()))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await pilot.press("w")
        await pilot.pause()
        assert rows(shown)[-2].strip() == "! w does nothing here. ? shows the keys."
        await pilot.press("down")
        await pilot.pause()
        assert rows(shown)[-2].strip() == "Enter starts. You can set an exam date later."


async def test_problems_in_content_are_counted_and_the_first_is_shown_verbatim(home: Path) -> None:
    found = (error("Unknown unit '[b]Mb'. Did you mean MB?", "sqs.md", 33, 7), error("Empty.", "x.md"))

    def load() -> Study:
        study = staged(home, one_question())()
        study.library = replace(study.library, diagnostics=found)
        return study

    shown = app(load)
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        assert "2 problems in content" in text(shown)
        assert "sqs.md:33:7: error: Unknown unit '[b]Mb'." in text(shown)


def test_the_first_frame_waits_for_no_library() -> None:
    rooms = {"sqlalchemy", "alembic", "yaml", "markdown_it", "rapidfuzz", "fsrs"}
    seen = f"import sys, studykit.tui.app; print(sorted({rooms} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
