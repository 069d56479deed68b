"""The lab over a small domain of its own, and the keys that get somewhere in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from textual.pilot import Pilot

from studykit.core.verdict import Value
from studykit.tui.app import StudykitApp
from studykit.tui.screens.lab import Lab
from studykit.tui.widgets.frame import Frame
from studykit.workflows.lab_bench import Bench
from studykit.workflows.study import Study
from tests.tui.stage import app, loaded, rested, staged
from tests.workflows.lab_domain import library

TURNS = 400
DOMAIN = "post.parcel"


def parcels(home: Path, settings: Mapping[str, Value] | None = None) -> Callable[[], Lab]:
    """Makes the lab of the parcels."""
    study = cast("Study", SimpleNamespace(library=library(home)))
    return lambda: Lab(study, DOMAIN, settings or {})


def empty(home: Path) -> StudykitApp:
    """The app, without anything to learn."""
    return app(staged(home))


async def lay(pilot: Pilot[Any], make: Callable[[], Frame[Any]]) -> None:
    """Shows a screen over Today."""
    await loaded(pilot)
    cast("StudykitApp", pilot.app).lay(make())
    await settled(pilot)


async def settled(pilot: Pilot[Any]) -> None:
    """Waits until nothing is worked out any more, and the screen stays as it is."""
    for _ in range(TURNS):
        await pilot.pause(0.01)
        screen = pilot.app.screen
        busy = isinstance(screen, Frame) and screen.is_loading
        if not busy and (not isinstance(screen, Lab) or (screen.at_rest and screen.bench is not None)):
            break
    await rested(pilot)


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Presses keys one by one, as a learner does who looks at what comes of each."""
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


def bench(pilot: Pilot[Any]) -> Bench:
    """What lies on the table of the lab that is shown."""
    found = next(one for one in reversed(pilot.app.screen_stack) if isinstance(one, Lab)).bench
    assert found is not None
    return found


async def alone(pilot: Pilot[Any]) -> None:
    """Takes away everything that lies over Today."""
    while len(pilot.app.screen_stack) > 2:
        await pilot.app.pop_screen()
    await pilot.pause()


def study(shown: StudykitApp) -> Study:
    """The study of an app that has read it."""
    assert shown.study is not None
    return shown.study
