"""Going anywhere with two keys, doing anything by name, and coming back to where one was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from studykit.tui.places import PLACES, Place
from studykit.tui.screens.go_to import GoTo
from studykit.tui.screens.help import Help
from studykit.tui.screens.home import Home
from studykit.tui.screens.palette import Palette
from studykit.tui.screens.question import Asked
from studykit.tui.widgets.rows import Rows
from studykit.tui.widgets.search import Search
from tests.tui.looking import text
from tests.tui.stage import app, loaded, on, one_question, real, rested, staged

SIZE = (80, 24)


async def test_the_menu_shows_every_place_at_once_with_its_letter(home: Path) -> None:
    shown = app(real(home))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await pilot.press("g")
        await pilot.pause()
        assert all(f"{place.key} {place.label}" in text(shown) for place in PLACES)
        assert "studykit › " in text(shown)  # what is below stays in sight
        await pilot.press("escape")
        assert on(shown, Home)


@pytest.mark.parametrize("place", [one for one in PLACES if one.screen], ids=lambda one: one.name)
async def test_two_keys_go_there_and_esc_comes_back(home: Path, place: Place) -> None:
    shown = app(real(home))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await pilot.press("g", place.key)
        await rested(pilot)
        assert not on(shown, Home)
        assert "studykit › " in text(shown)
        await pilot.press("escape")
        await rested(pilot)
        if not on(shown, Home):  # Esc leaves a field first
            await pilot.press("escape")
            await rested(pilot)
        assert on(shown, Home)


async def test_a_place_takes_the_place_of_the_one_before(home: Path) -> None:
    shown = app(real(home))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        deep = len(shown.screen_stack)
        for key in ("f", "s", "o", "f"):
            await pilot.press("escape", "g", key)
            await rested(pilot)
            assert len(shown.screen_stack) <= deep + 1


async def test_a_session_waits_below_and_is_as_it_was(home: Path) -> None:
    shown = app(staged(home, one_question()))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await pilot.press("enter", "b")
        await pilot.pause()
        await pilot.press("g", "s")
        await rested(pilot)
        assert not on(shown, Asked)
        await pilot.press("q")
        await rested(pilot)
        assert on(shown, Asked)
        assert "B is chosen." in text(shown)
        await pilot.press("g", "t")
        await rested(pilot)
        assert on(shown, Home)
        assert shown.study is not None
        assert shown.study.store.counts(shown.study.day).answers == 0  # what was only chosen is not an answer


async def test_g_g_is_the_top_of_the_list(home: Path) -> None:
    shown = app(real(home))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await pilot.press("g", "h")
        await rested(pilot)
        rows = shown.screen.query_one(Rows)
        await pilot.press("G")
        assert rows.cursor == rows.count - 1
        await pilot.press("g", "g")
        await rested(pilot)
        assert rows.cursor == 0
        assert on(shown, Help)


async def test_a_letter_without_a_place_closes_the_menu(home: Path) -> None:
    shown = app(real(home))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await pilot.press("g")
        assert isinstance(shown.screen, GoTo)
        await pilot.press("j")
        await pilot.pause()
        assert on(shown, Home)


async def typed(pilot: Pilot[Any], letters: str) -> None:
    for letter in letters:
        await pilot.press({" ": "space", ":": "colon"}.get(letter, letter))
    await rested(pilot)


@pytest.mark.parametrize(
    ("letters", "first"),
    [
        ("theme light", "Theme: light"),
        ("fit", "Fit the scheduler"),
        ("exam", "Mock exam"),
        ("900 s", "Fact: lambda.timeout.max"),
        ("lambda.timeout.max", "Fact: lambda.timeout.max"),
        ("lambda.async", "Lab: lambda.async"),
        ("stat", "Statistics"),
    ],
)
async def test_the_palette_finds_verbs_facts_values_and_domains(home: Path, letters: str, first: str) -> None:
    shown = app(real(home))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await pilot.press("colon")
        await rested(pilot)
        await typed(pilot, letters)
        assert on(shown, Palette)
        assert first in text(shown)


async def test_a_value_finds_facts_only_and_esc_clears_before_it_closes(home: Path) -> None:
    shown = app(real(home))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await pilot.press("colon")
        await rested(pilot)
        await typed(pilot, "900 s")
        assert "▌ Fact: lambda.timeout.max" in text(shown)
        await pilot.press("escape")
        await rested(pilot)
        assert "▌ Today: what is due" in text(shown)
        await pilot.press("escape")
        await rested(pilot)
        assert on(shown, Home)


async def test_enter_does_the_first_and_what_cannot_be_done_says_why(home: Path) -> None:
    shown = app(real(home))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await pilot.press("ctrl+p")
        await rested(pilot)
        await typed(pilot, "theme light")
        await pilot.press("enter")
        await rested(pilot)
        assert shown.theme == "studykit-light"
        await pilot.press("ctrl+p")
        await rested(pilot)
        await typed(pilot, "undo")
        await pilot.press("enter")
        await rested(pilot)
        assert on(shown, Palette)
        assert "! Not now: nothing was answered yet." in text(shown)
        await pilot.press("escape")  # clears the field
        await rested(pilot)
        assert shown.screen.query_one(Search).value == ""


async def test_hostile_words_find_nothing_and_harm_nothing(home: Path) -> None:
    shown = app(real(home))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await pilot.press("colon")
        await rested(pilot)
        shown.screen.query_one(Input).value = "[/b] \x1b[31m {x} 漢字" * 4
        await rested(pilot)
        assert on(shown, Palette)
        assert "\x1b" not in text(shown)
