"""One screen by itself: an app that notes what the screen asks of it, without content and without a session."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.app import App
from textual.pilot import Pilot

import studykit.tui
from studykit.core.source import SourceSpan
from studykit.tui.app import StudykitApp
from studykit.tui.themes import DARK, THEMES
from studykit.tui.widgets.frame import Frame
from tests.tui.stage import rested

_TURNS = 100


class Alone(App[None]):
    """Shows the screen that ``make`` gives over a plain one."""

    CSS_PATH = Path(studykit.tui.__path__[0]) / "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = StudykitApp.HORIZONTAL_BREAKPOINTS
    VERTICAL_BREAKPOINTS = StudykitApp.VERTICAL_BREAKPOINTS

    def __init__(self, make: Callable[[], Frame[Any]]) -> None:
        super().__init__()
        self.made = make()
        self.asked: list[str] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Sheets are read before the theme is put on."""
        return dict(DARK.variables)

    def on_mount(self) -> None:
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DARK.name
        self.animation_level = "none"
        self.push_screen(self.made)

    def go(self, place: str) -> None:
        self.asked.append(f"go {place}")

    def copy(self, text: str) -> None:
        self.asked.append(f"copy {text}")

    def tell(self, text: str) -> None:
        self.asked.append(f"tell {text}")

    def open_fact(self, fact: str) -> None:
        self.asked.append(f"fact {fact}")

    def open_note(self, span: SourceSpan) -> None:
        self.asked.append(f"note {span.note}:{span.line}")


async def settled(pilot: Pilot[Any]) -> None:
    """Waits until nothing is worked out any more and the screen has come to rest."""
    for _ in range(_TURNS):
        await pilot.pause()
        shown = pilot.app.screen
        if not (isinstance(shown, Frame) and shown.is_loading):
            break
        await pilot.app.workers.wait_for_complete()
    await rested(pilot)


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Presses keys one after the other, then waits until the screen is at rest."""
    for key in keys:
        await pilot.press(key)
    await settled(pilot)
