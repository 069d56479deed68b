"""The screens that pictures are made of, over values made by hand: nothing in them changes with the built-in pack."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot

from studykit.tui.screens import clocked, lab_table
from studykit.tui.screens import statistics as statistics_screen
from studykit.tui.screens.conflicts import Conflicts
from studykit.tui.screens.facts import Facts
from studykit.tui.screens.statistics import Statistics
from studykit.workflows import home_page
from studykit.workflows.home_view import Beside, Unsaid
from studykit.workflows.library import Library
from tests.kept import kept
from tests.tui import alone, conflicts_stage, facts_stage, figures_stage, lab_stage
from tests.tui.exam_stage import exam_app, hall
from tests.tui.stage import Staged, app, loaded, staged
from tests.tui.test_conflicts import ONE, TWO
from tests.tui.test_golden import figures, given, lines, settle
from tests.tui.test_home import shown_as

SIZE = (80, 24)
OVERVIEW = ("enter", "b", "enter", "a", "c", "enter", "m", "v")

Shown = tuple[App[Any], Pilot[Any]]
Make = Callable[[Path, pytest.MonkeyPatch], AbstractAsyncContextManager[Shown]]


@asynccontextmanager
async def run(shown: App[Any], size: tuple[int, int], begin: Callable[[Pilot[Any]], Awaitable[None]]) -> Any:
    async with shown.run_test(size=size) as pilot:
        await begin(pilot)
        yield shown, pilot


def asked(*keys: str, size: tuple[int, int] = SIZE) -> Make:
    """The session of given cards, after these keys."""

    @asynccontextmanager
    async def make(home: Path, patch: pytest.MonkeyPatch) -> AsyncIterator[Shown]:
        patch.setattr(Library, "excerpt", lines)
        patch.setattr(Staged, "today", figures, raising=False)
        patch.setattr(home_page, "beside", lambda *_: Beside(1, Unsaid("Said later."), (), {}, (), 5))
        async with run(app(staged(home, *given())), size, lambda pilot: settle(pilot, keys)) as shown:
            yield shown

    return make


@asynccontextmanager
async def today(home: Path, patch: pytest.MonkeyPatch) -> AsyncIterator[Shown]:
    """Today with readiness, a week ahead and things to settle."""
    async with run(shown_as(patch, home), SIZE, loaded) as shown:
        yield shown


@asynccontextmanager
async def exam(home: Path, patch: pytest.MonkeyPatch) -> AsyncIterator[Shown]:
    """An exam with its overview."""
    patch.setattr(Library, "excerpt", lines)
    patch.setattr(clocked, "EVERY", 3600.0)
    sat = exam_app(home, hall(), first=("", None))
    async with run(sat, SIZE, lambda pilot: settle(pilot, OVERVIEW)) as shown:
        yield shown


@asynccontextmanager
async def lab(home: Path, patch: pytest.MonkeyPatch) -> AsyncIterator[Shown]:
    """The lab with a setting changed."""
    patch.setattr(lab_table, "_REST", 0.001)

    async def begin(pilot: Pilot[Any]) -> None:
        await lab_stage.lay(pilot, lab_stage.parcels(home))
        await lab_stage.press(pilot, "down", "left", "left")

    async with run(lab_stage.empty(home), SIZE, begin) as shown:
        yield shown


@asynccontextmanager
async def conflicts(home: Path, patch: pytest.MonkeyPatch) -> AsyncIterator[Shown]:
    """Two notes that disagree."""
    del patch
    folder = home / "notes"
    folder.mkdir()
    (folder / "one.md").write_text(ONE)
    (folder / "two.md").write_text(TWO)
    hosted = conflicts_stage.hosted(home, Conflicts, folder)
    async with run(hosted, SIZE, lambda pilot: conflicts_stage.shown(pilot, "down", "enter")) as shown:
        yield shown


@asynccontextmanager
async def facts(home: Path, patch: pytest.MonkeyPatch) -> AsyncIterator[Shown]:
    """A list with every status."""
    del patch
    study = facts_stage.study_of(facts_stage.ovens(home), home)

    async def begin(pilot: Pilot[Any]) -> None:
        await alone.settled(pilot)
        await alone.press(pilot, "down", "down")

    async with run(facts_stage.Asked(lambda: Facts(study, "")), SIZE, begin) as shown:
        yield shown


def statistics(*keys: str) -> Make:
    """The figures of a year, after these keys."""

    @asynccontextmanager
    async def make(home: Path, patch: pytest.MonkeyPatch) -> AsyncIterator[Shown]:
        patch.setattr(statistics_screen, "statistics_page", lambda *_: figures_stage.page())
        patch.setattr(statistics_screen, "readiness_page", lambda *_: figures_stage.readiness())
        patch.setattr(statistics_screen, "readiness_then", lambda *_: figures_stage.THEN)

        async def begin(pilot: Pilot[Any]) -> None:
            await alone.settled(pilot)
            await alone.press(pilot, *keys)

        with kept(home) as store:
            shown = alone.Alone(lambda: Statistics(figures_stage.study(store)))
            async with run(shown, SIZE, begin) as made:
                yield made

    return make


SCREENS: dict[str, Make] = {
    "today": today,
    "question": asked("enter", "down", "x", "b"),
    "answer-wrong": asked("enter", "a", "enter"),
    "answer-right": asked("enter", "b", "enter"),
    "exam": exam,
    "lab": lab,
    "conflicts": conflicts,
    "facts": facts,
    "statistics-calendar": statistics(),
    "statistics-readiness": statistics("4"),
}
