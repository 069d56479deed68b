"""What a day of use found wrong, and must not come back."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from textual.app import App

from studykit.core.errors import StudykitError
from studykit.tui.screens.facts import Facts
from studykit.tui.screens.home import Home
from studykit.tui.screens.table import Table
from studykit.tui.widgets.frame import Frame
from studykit.tui.widgets.search import Search
from studykit.workflows.showing import Showing
from studykit.workflows.study import Study
from studykit.workflows.today import Today
from tests.tui.looking import text, until
from tests.tui.stage import app, loaded, one_question, real, staged

SIZE = (80, 24)
MAKING = "Making the questions…"


@pytest.fixture
def making(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Questions of a quiz are there once this is set."""
    made = threading.Event()

    def quiz(study: Study, count: int, seed: int) -> tuple[Showing, ...]:
        del study, count, seed
        made.wait()
        card, question = one_question()
        return (Showing(card, question, 1, 1),)

    monkeypatch.setattr(Study, "quiz", quiz)
    return made


def quizzing(shown: App[Any]) -> bool:
    return any(one.name == "_quiz" and not one.is_finished for one in shown.workers)


async def test_questions_that_take_their_time_are_announced_and_then_shown(home: Path, making: threading.Event) -> None:
    shown = app(staged(home))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await pilot.press("g", "q")
        await until(pilot, lambda: MAKING in text(shown))
        await pilot.press("g")
        making.set()
        await pilot.pause(0.1)
        assert not isinstance(shown.screen, Table), "not into a menu that is open"
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(shown.screen, Table))


async def test_who_went_elsewhere_is_not_called_back_by_questions(home: Path, making: threading.Event) -> None:
    shown = app(staged(home))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await pilot.press("g", "q")
        await until(pilot, lambda: MAKING in text(shown))
        await pilot.press("g", "f")
        await until(pilot, lambda: isinstance(shown.screen, Facts))
        making.set()
        await until(pilot, lambda: not quizzing(shown))
        assert isinstance(shown.screen, Facts)
        await pilot.press("escape")
        assert MAKING not in text(shown)


async def test_esc_stops_the_making_of_questions_and_never_quits(home: Path, making: threading.Event) -> None:
    shown = app(staged(home))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await pilot.press("escape")
        assert "! This is the first screen. q quits." in text(shown)
        await pilot.press("g", "q")
        await until(pilot, lambda: MAKING in text(shown))
        await pilot.press("escape")
        await until(pilot, lambda: not quizzing(shown))
        assert "Stopped." in text(shown)
        making.set()
        await pilot.pause(0.1)
        assert isinstance(shown.screen, Home)


async def test_questions_that_cannot_be_made_are_no_end(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def quiz(study: Study, count: int, seed: int) -> tuple[Showing, ...]:
        raise StudykitError(f"No disk for {count} of {seed % 1}.")

    monkeypatch.setattr(Study, "quiz", quiz)
    shown = app(staged(home))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await pilot.press("g", "q")
        await until(pilot, lambda: not quizzing(shown))
        await until(pilot, lambda: "! No disk for 10 of 0." in text(shown))
        assert isinstance(shown.screen, Home)


async def test_a_place_that_is_asked_for_too_early_opens_later(home: Path) -> None:
    read = threading.Event()
    load = staged(home)

    def late() -> Study:
        read.wait()
        return load()

    shown = app(late)
    async with shown.run_test(size=SIZE) as pilot:
        await pilot.press("g", "f")
        assert isinstance(shown.screen, Home)
        read.set()
        await until(pilot, lambda: isinstance(shown.screen, Facts))
        await loaded(pilot)


async def test_a_key_that_comes_early_is_no_text(home: Path) -> None:
    shown = app(real(home))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        for key in ("f", "o"):
            await pilot.press("g", key)
            await pilot.press("slash")
            await loaded(pilot)
            assert isinstance(shown.screen, Frame)
            search = shown.screen.query_one(Search)
            assert (search.value, search.writing) == ("", True)
            await pilot.press("escape", "escape")


async def test_a_palette_that_was_open_before_the_notes_were_read_finds_facts(home: Path) -> None:
    read = threading.Event()
    load = staged(home)

    def late() -> Study:
        read.wait()
        return load()

    shown = app(late)
    async with shown.run_test(size=SIZE) as pilot:
        await pilot.press("colon", *"900")
        assert "Nothing is called" in text(shown)
        read.set()
        await until(pilot, lambda: "900 s" in text(shown))


async def test_a_store_that_is_gone_lets_one_go_back_to_today(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(study: Study, *given: object, **named: object) -> Today:
        raise StudykitError("The database cannot be reached.")

    shown = app(staged(home, one_question()))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(shown.screen, Table))
        monkeypatch.setattr(Study, "answer", gone)
        monkeypatch.setattr(Study, "today", gone)
        await pilot.press("b", "enter")
        await until(pilot, lambda: "NOT SAVED" in text(shown))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(shown.screen, Home))
        await until(pilot, lambda: "! The database cannot be reached." in text(shown))
        for keys in (("enter",), ("g", "q")):
            await pilot.press("x", *keys)
            await until(pilot, lambda: "! The database cannot be reached." in text(shown))
            assert isinstance(shown.screen, Home)
