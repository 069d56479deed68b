"""Settings: what is changed is kept at once, what is wrong keeps the old value and says the range."""

from __future__ import annotations

from pathlib import Path

import pytest

from studykit.core.settings import Settings as Study
from studykit.tui.app import StudykitApp
from studykit.tui.screens.home import Home
from studykit.tui.screens.settings import Settings
from studykit.workflows import settings_page
from studykit.workflows.desk import Desk
from studykit.workflows.look import read_look
from studykit.workflows.settings import read_settings
from tests.kept import kept, places_of
from tests.tui.golden import SIZES, compare
from tests.tui.looking import rows, text
from tests.tui.stage import Ticking, loaded, rested, staged

SIZE = (80, 24)
FILES = (
    ("Learner file", "~/share/[b]learner.db", "answers, settings and marks"),
    ("Pack", "oven", "switched with g k"),
)


@pytest.fixture(autouse=True)
def own_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings_page, "_files", lambda *_: FILES)


def opened(home: Path) -> StudykitApp:
    return StudykitApp(staged(home), clock=Ticking().stopwatch, desk=Desk(places_of(home), "aws-serverless", ()))


def study_of(home: Path) -> Study:
    with kept(home) as store:
        return read_settings(store)


STATES = {
    "list": (),
    "changed": ("down", "right", "end", "up", "up", "up", "enter"),
    "asked": ("down", "enter"),
    "wrong": ("down", "enter", "ctrl+a", "ctrl+k", "m", "enter"),
    "found": ("slash", "t", "h", "e", "m", "e"),
    "none": ("slash", "z", "z"),
}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", STATES)
async def test_settings_are_as_they_were_read_last(home: Path, name: str, size: tuple[int, int]) -> None:
    shown = opened(home)
    async with shown.run_test(size=size) as pilot:
        await loaded(pilot)
        await pilot.press("g", "o")
        await loaded(pilot)
        for key in STATES[name]:
            await pilot.press(key)
        await rested(pilot)
        compare(f"settings-{name}-{size[0]}x{size[1]}", shown)


async def test_a_number_turns_is_typed_and_goes_back_to_its_usual_value(home: Path) -> None:
    shown = opened(home)
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await pilot.press("g", "o")
        await loaded(pilot)
        await pilot.press("down", "right", "right", "left")
        assert study_of(home).new_a_day == 13
        await pilot.press("enter", "ctrl+a", "ctrl+k", "4", "0", "enter")
        await rested(pilot)
        assert study_of(home).new_a_day == 40
        assert "*40" in text(shown)
        assert "usually 12" in text(shown)
        assert shown.study is not None
        assert shown.study.settings.new_a_day == 40
        await pilot.press("backspace")
        await rested(pilot)
        assert study_of(home).new_a_day == 12
        assert "New cards a day: 12. Saved." in rows(shown)[-2]


async def test_a_wrong_value_says_the_range_and_keeps_the_old_one(home: Path) -> None:
    shown = opened(home)
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await pilot.press("g", "o")
        await loaded(pilot)
        await pilot.press("down", "enter", "ctrl+a", "ctrl+k", "m", "q", "enter")
        await rested(pilot)
        assert "! 'mq' is no whole number from 0 to 9999. It is still 12." in rows(shown)[-2]
        await pilot.press("escape")
        await rested(pilot)
        assert isinstance(shown.screen, Settings)
        assert study_of(home).new_a_day == 12


async def test_turning_stops_at_the_end_of_a_range(home: Path) -> None:
    shown = opened(home)
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await pilot.press("g", "o")
        await loaded(pilot)
        for _ in range(12):
            await pilot.press("right")
        await rested(pilot)
        assert "! '1' is no share from 0.7 to 0.99." in rows(shown)[-2]
        assert study_of(home).retention == pytest.approx(0.99)


async def test_a_theme_shows_at_once_and_is_kept_on_this_device(home: Path) -> None:
    shown = opened(home)
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await pilot.press("g", "o")
        await loaded(pilot)
        await pilot.press("slash", *"theme", "enter", "right")
        await rested(pilot)
        assert shown.theme == "studykit-light"
        assert read_look(home).theme == "studykit-light"
        await pilot.press("backspace")
        await rested(pilot)
        assert shown.theme == "studykit-dark"


async def test_without_colours_it_says_that_themes_are_grey(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    shown = opened(home)
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await pilot.press("g", "o")
        await loaded(pilot)
        await pilot.press("slash", *"theme", "enter")
        await rested(pilot)
        assert "NO_COLOR is set: every theme shows in greys." in text(shown)


async def test_what_is_only_shown_cannot_be_changed(home: Path) -> None:
    shown = opened(home)
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await pilot.press("g", "o")
        await loaded(pilot)
        for key in ("right", "backspace", "enter"):
            await pilot.press("end", key)
            await rested(pilot)
            assert "! Pack is shown here, and not set." in rows(shown)[-2]


async def test_escape_clears_the_search_first_and_then_goes_back(home: Path) -> None:
    shown = opened(home)
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await pilot.press("g", "o")
        await loaded(pilot)
        await pilot.press("slash", *"bell", "enter", "escape")
        await rested(pilot)
        assert "Recall wanted" in text(shown)
        await pilot.press("escape")
        await rested(pilot)
        assert isinstance(shown.screen, Home)
