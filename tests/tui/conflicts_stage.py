"""The screen of conflicts over a small pack with a learner's notes, in an app that tells what it was asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from studykit.scheduling.days import StudyDays
from studykit.store.study_store import StudyStore
from studykit.tui.widgets.frame import Frame
from studykit.workflows.deck import Deck
from studykit.workflows.open_library import open_library
from studykit.workflows.study import Study
from tests.kept import kept_by, places_of
from tests.tui.host import Host
from tests.tui.stage import Ticking, rested

_TURNS = 4


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
