"""The screen of conflicts over a small pack with a learner's notes, in an app that tells what it was asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from studykit.core.look import Look
from studykit.core.source import SourceSpan
from studykit.scheduling.days import StudyDays
from studykit.store.study_store import StudyStore
from studykit.tui.app import StudykitApp
from studykit.tui.linked import Linked
from studykit.tui.themes import DARK, THEMES
from studykit.tui.widgets.frame import Frame
from studykit.workflows.deck import Deck
from studykit.workflows.library import open_library
from studykit.workflows.study import Study
from tests.kept import kept_by, places_of
from tests.tui.stage import Ticking, rested

_TURNS = 4


class Host(Linked):
    """Shows one screen and keeps what the screen asks for."""

    CSS_PATH = str(Path(__file__).parents[2] / "studykit" / "tui" / "app.tcss")
    HORIZONTAL_BREAKPOINTS = StudykitApp.HORIZONTAL_BREAKPOINTS
    VERTICAL_BREAKPOINTS = StudykitApp.VERTICAL_BREAKPOINTS
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, study: Study, first: Callable[[Study], Frame[Any]]) -> None:
        super().__init__(Look(), None)
        self.study, self._first = study, first
        self.asked: list[tuple[str, object]] = []

    def on_mount(self) -> None:
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DARK.name
        self.animation_level = "none"
        self.call_after_refresh(self._begin)  # the colours of a theme are known by then

    def _begin(self) -> None:
        assert self.study is not None
        self.lay(self._first(self.study))

    def open_note(self, span: SourceSpan) -> None:
        self.asked.append(("note", span.note))

    def open_fact(self, fact: str) -> None:
        self.asked.append(("fact", fact))

    def go(self, place: str) -> None:
        self.asked.append(("go", place))

    def tell(self, text: str) -> None:
        self.asked.append(("tell", text))


def study_of(home: Path, *notes: Path) -> Study:
    """A study over the small pack and notes."""
    library = open_library(places_of(home), "postgresql", notes)
    return Study(library, Deck.of(library.cards), kept_by(StudyStore, home), Ticking(), StudyDays(UTC), "test")


def hosted(home: Path, first: Callable[[Study], Frame[Any]], *notes: Path) -> Host:
    """The screen over those notes."""
    return Host(study_of(home, *notes), first)


async def shown(pilot: Pilot[Any], *keys: str) -> None:
    """Presses keys one after the other, and waits each time until nothing is worked out any more."""
    await _still(pilot)
    for key in keys:
        await pilot.press(key)
        await _still(pilot)
    await rested(pilot)


async def _still(pilot: Pilot[Any]) -> None:
    """A key becomes a message, and that a thread, in as many turns."""
    for _ in range(_TURNS):
        await pilot.pause()
    while isinstance(pilot.app.screen, Frame) and pilot.app.screen.is_loading:
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
    await pilot.pause()
