"""The journeys of a learner, key by key: to the first question, through a session, and out again."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from studykit.core.errors import StoreError
from studykit.tui.screens.home import Home
from studykit.tui.screens.question import Asked
from studykit.tui.screens.summary import Summary
from studykit.tui.screens.table import Table
from studykit.workflows.study import Study
from tests.kept import answers
from tests.tui.looking import rows, text
from tests.tui.stage import Ticking, app, loaded, on, one_question, place, real, rested, staged

NARROW, WIDE = (80, 24), (120, 36)


async def test_the_first_question_is_one_key_away(home: Path) -> None:
    shown = app(real(home))
    async with shown.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        assert "Pass an exam from notes that you can check." in text(shown)
        assert "Start now" in text(shown)
        await pilot.press("enter")
        await pilot.pause()
        assert on(shown, Asked)


async def test_enter_before_the_notes_are_read_is_not_lost(home: Path) -> None:
    gate = threading.Event()
    ready = real(home)

    def load() -> Study:
        gate.wait(30)
        return ready()

    shown = app(load)
    async with shown.run_test(size=NARROW) as pilot:
        await pilot.pause()
        assert "Reading notes…" in text(shown)
        await pilot.press("enter")
        gate.set()
        await pilot.app.workers.wait_for_complete([one for one in shown.workers if one.name == "_open"])
        for _ in range(50):
            await pilot.pause()
            if on(shown, Asked):
                break
            await asyncio.sleep(0.05)
        assert on(shown, Asked)


async def test_a_session_ends_with_a_summary_and_leads_home(home: Path) -> None:
    shown = app(staged(home, one_question()))
    async with shown.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        await pilot.press("enter", "b", "enter")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert on(shown, Summary)
        assert "Done: 1 card, 1 min, 1 right." in text(shown)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(shown.screen, Home)


async def test_leaving_in_the_middle_keeps_what_was_answered(home: Path) -> None:
    shown = app(staged(home, one_question(), one_question("Another?")))
    async with shown.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        await pilot.press("enter", "b", "enter")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(shown.screen, Home)
        assert len(answers(home)) == 1


async def test_help_lists_the_keys_of_the_screen(home: Path) -> None:
    shown = app(staged(home, one_question()))
    async with shown.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("question_mark")
        await pilot.pause()
        assert "Cross out" in text(shown)
        assert "Don't know" in text(shown)
        await pilot.press("escape")
        await pilot.pause()
        assert on(shown, Asked)


async def begun(pilot: Pilot[int]) -> None:
    """Waits until a session shows its first card."""
    for _ in range(100):
        await pilot.pause()
        if isinstance(pilot.app.screen, Table) and pilot.app.screen.part is not None:
            return
        await asyncio.sleep(0.02)


async def test_a_quiz_counts_and_ends(home: Path) -> None:
    shown = app(real(home))
    async with shown.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        await pilot.press("g", "q")
        await begun(pilot)
        for _ in range(10):
            assert "Quiz" in rows(shown)[0]
            # "don't know" in every form: an empty field twice, else its key
            await pilot.press(*(("enter", "enter") if isinstance(shown.focused, Input) else ("s",)))
            await pilot.pause()
            await pilot.press("enter")
            await pilot.pause()
            await rested(pilot)
        assert "Done: 10 cards" in text(shown)
        assert len(answers(home)) == 10
        await pilot.press("enter")
        await pilot.pause()
        assert "answered today" in text(shown)


async def test_when_nothing_is_due_the_quiz_is_offered(home: Path) -> None:
    shown = app(staged(home))
    async with shown.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert "Nothing is due." in text(shown)


async def test_a_program_that_cannot_start_says_why(home: Path) -> None:
    def load() -> Study:
        raise StoreError("The folder cannot be made.")

    shown = app(load)
    async with shown.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        assert "The folder cannot be made." in text(shown)
        await pilot.press("enter")
        await pilot.pause()
    assert shown.return_value == 2


@pytest.mark.parametrize("key", ["q", "ctrl+q", "ctrl+c"])
async def test_there_are_several_ways_out(home: Path, key: str) -> None:
    shown = app(real(home))
    async with shown.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        await pilot.press(key)
        await pilot.pause()
    assert shown.return_value == 0


async def test_every_size_works_and_the_last_keys_stay(home: Path) -> None:
    shown = app(staged(home, one_question()))
    async with shown.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await pilot.press("enter")
        for size in ((80, 24), (40, 12), (32, 12), (120, 36)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert "? Keys" in rows(shown)[-1]
            assert "esc Leave" in rows(shown)[-1]
            assert "Answer" in rows(shown)[-1]
        await pilot.press("b", "enter")
        await pilot.pause()
        await pilot.resize_terminal(40, 12)
        await pilot.pause()
        assert "Right: B." in text(shown)


async def test_keys_and_options_can_be_clicked(home: Path) -> None:
    shown = app(staged(home, one_question()))
    async with shown.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        await pilot.click("#footer", offset=(2, 0))
        await pilot.pause()
        assert on(shown, Asked)
        await pilot.click(offset=place(shown, ") B"))
        await pilot.pause()
        assert "B is chosen." in text(shown)
        await pilot.click(offset=place(shown, ") B"), times=2)
        await pilot.pause()
        assert "Right: B." in text(shown)


async def test_a_notice_and_problems_of_content_are_on_the_first_screen(home: Path) -> None:
    def load() -> Study:
        study = real(home, Ticking())()
        study.notice = "Another studykit is open since 09:12. The answers of both are kept."
        return study

    shown = app(load)
    async with shown.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        assert "Another studykit is open since 09:12." in text(shown)
