"""A key that comes while a screen is still being made waits for it: it is not lost, and breaks nothing."""

from __future__ import annotations

from pathlib import Path

from textual import events
from textual.widgets import Input

from studykit.tui.app import StudykitApp
from tests.tui.stage import app, loaded, real, rested, worked_out


def mounted(shown: StudykitApp) -> bool:
    return shown.screen.is_mounted


async def test_a_key_waits_for_the_screen_that_is_being_made(home: Path) -> None:
    shown = app(real(home))
    async with shown.run_test(size=(80, 24)) as pilot:
        await loaded(pilot)
        assert shown._driver is not None
        shown.go("facts")
        assert not shown.screen.is_mounted
        shown._driver.send_message(events.Key("slash", "/"))
        while not mounted(shown):
            await pilot.pause(0.01)
        await worked_out(pilot)
        await rested(pilot)
        assert isinstance(shown.screen.focused, Input)
