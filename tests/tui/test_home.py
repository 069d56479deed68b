"""Today and Welcome: what to do first, then how you stand, then what is open; all by Enter and arrows alone."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from studykit.core.attempt import Left
from studykit.core.diagnostic import error
from studykit.core.pack import Area as PackArea
from studykit.core.pack import Blueprint
from studykit.tui.app import StudykitApp
from studykit.tui.screens.home import Home
from studykit.tui.screens.tour import Tour
from studykit.tui.widgets.menu import Menu
from studykit.workflows import home_page
from studykit.workflows.home_view import Area, Beside, Due, Ready, Unsaid
from studykit.workflows.showing import Showing
from studykit.workflows.study import Study
from studykit.workflows.today import Today
from tests.tui.golden import SIZES, compare
from tests.tui.looking import rows, text
from tests.tui.stage import START, Staged, app, loaded, one_question, rested, staged

DAY = START.toordinal()
SIZE = (80, 24)
HOSTILE = "[b]Security[/b] \x1b[31m漢字"
EXAM = Blueprint("DVA-C02", "Developer", (PackArea("dev", "Development", 100),), 65, 50, 130, 720, "guide", "2026")
TODAY = Today(18, 6, 15, 0, "9 cards tomorrow", 3, 11, 156, 412, 44, 11, first_run=False, notice="", exam_in=42)
FIRST = replace(TODAY, due=0, new=12, minutes=12, first_run=True, exam_in=None, conflicts=0, held_back=0)
DONE = replace(TODAY, due=0, new=0, minutes=0, answered=24, conflicts=0, held_back=0)
AREAS = (
    Area("dev", "Development", 0.32, 0.70, 0.78, 0.85),
    Area("sec", HOSTILE, 0.26, 0.54, 0.66, 0.77),
    Area("dep", "Deployment", 0.24, 0.60, 0.72, 0.82),
    Area("tro", "Troubleshooting and Optimization", 0.18, 0.47, 0.61, 0.74),
)
READY = Ready("DVA-C02", 0.71, 0.63, 0.78, 0.6889, 0.62, AREAS)
WEEK = tuple(Due(DAY + at, cards, minutes, 15) for at, (cards, minutes) in enumerate(((24, 15), (31, 18), (28, 16))))
CALENDAR = {DAY - at: at * 7 % 40 for at in range(80)}
BESIDE = Beside(DAY, READY, (*WEEK, Due(DAY + 3, 9, 5, 0)), CALENDAR, ("lambda.async 4 of 10 right",), 6)
LEFT = Left("DVA-C02", "Developer", 22, 22, 65, 840, 3480, 4320, "")


def shown_as(
    monkeypatch: pytest.MonkeyPatch,
    home: Path,
    today: Today = TODAY,
    beside: Beside | Callable[[], Beside] = BESIDE,
    *,
    problems: bool = False,
) -> StudykitApp:
    """The app with these figures, whatever the built-in pack holds."""
    monkeypatch.setattr(Staged, "today", lambda _: today, raising=False)
    monkeypatch.setattr(home_page, "beside", lambda *_: beside() if callable(beside) else beside)
    ready = staged(home, one_question())

    def load() -> Study:
        study = ready()
        pack = replace(study.library.pack, blueprints=(EXAM,))
        found = (error("Unknown unit '[b]Mb'. Did you mean MB?", "sqs.md", 33, 7),) if problems else ()
        study.library = replace(study.library, built=replace(study.library.built, pack=pack), diagnostics=found)
        return study

    return app(load)


STATES: dict[str, dict[str, Any]] = {
    "today": {},
    "today-done": {"today": DONE},
    "today-early": {
        "beside": replace(
            BESIDE, ready=Unsaid("Readiness is said after 20 answers. 7 so far, without repeats of the same day.")
        )
    },
    "today-open": {"problems": True, "today": replace(TODAY, notice="Another studykit is open since 09:12.")},
    "welcome": {"today": FIRST},
}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", STATES)
async def test_today_is_as_it_was_read_last(
    home: Path, monkeypatch: pytest.MonkeyPatch, name: str, size: tuple[int, int]
) -> None:
    shown = shown_as(monkeypatch, home, **STATES[name])
    async with shown.run_test(size=size) as pilot:
        await loaded(pilot)
        compare(f"{name}-{size[0]}x{size[1]}", shown)


async def test_arrows_alone_reach_every_row_and_back(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = shown_as(monkeypatch, home, problems=True)
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        marked = []
        for _ in range(9):
            (row,) = [one for one in rows(shown) if one.strip().startswith("▌")]
            marked.append(row.split("▌")[1].split()[0])
            await pilot.press("down")
            await pilot.pause()
        assert marked == [
            "Today's",
            "Quiz",
            "Mock",
            "Development",
            "[b]Security[/b]",
            "Deployment",
            "Troubleshooting",
            "!",
            "!",
        ]
        await pilot.press("home", "up", "home", "up")
        await pilot.pause()
        assert any("▌ Mock exam" in row for row in rows(shown))


async def test_tab_goes_from_region_to_region(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = shown_as(monkeypatch, home)
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        seen = []
        for _ in range(3):
            assert isinstance(shown.focused, Menu)
            seen.append(shown.focused.id)
            await pilot.press("tab")
            await pilot.pause()
        assert seen == ["actions", "areas", "settle"]


async def test_enter_on_an_area_asks_about_it_and_the_footer_says_so(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = shown_as(monkeypatch, home)
    asked: list[tuple[str, object]] = []

    def practised(_: Study, ready: Ready, area: Area) -> tuple[Showing, ...]:
        asked.append((ready.exam, area.key))
        return ()

    monkeypatch.setattr(home_page, "practise_area", practised)
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await pilot.press("tab", "down")
        await rested(pilot)
        assert "Quiz" in rows(shown)[-1].split("↑↓")[0]
        await pilot.press("enter")
        await pilot.app.workers.wait_for_complete([one for one in shown.workers if one.name == "practise"])
        await pilot.pause()
        assert asked == [("DVA-C02", "sec")]
        await pilot.press("shift+tab", "home", "down", "enter")
        await pilot.app.workers.wait_for_complete([one for one in shown.workers if one.name == "practise"])
        assert asked[-1] == ("DVA-C02", "tro")


async def test_what_is_to_settle_leads_to_its_screen(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = shown_as(monkeypatch, home, problems=True)
    went: list[str] = []
    monkeypatch.setattr(shown, "open_conflicts", partial(went.append, "conflicts"))
    monkeypatch.setattr(shown, "go", went.append)
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await pilot.press("tab", "tab", "enter", "down", "enter")
        await pilot.pause()
        assert went == ["conflicts", "diagnostics"]


async def test_welcome_leads_to_notes_packs_and_the_tour(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = shown_as(monkeypatch, home, FIRST)
    went: list[str] = []
    monkeypatch.setattr(shown, "go", went.append)
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await pilot.press("down", "enter", "down", "enter", "down", "enter")
        await pilot.pause()
        assert went == ["notes", "packs"]
        assert isinstance(shown.screen, Tour)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_tour_has_four_pages_and_leads_back(
    home: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    shown = shown_as(monkeypatch, home, FIRST)
    async with shown.run_test(size=size) as pilot:
        await loaded(pilot)
        await pilot.press("down", "down", "down", "enter")
        for at in range(1, 5):
            await rested(pilot)
            assert f"{at} of 4" in rows(shown)[0]
            if at == 1:
                compare(f"tour-{size[0]}x{size[1]}", shown)
            await pilot.press("enter")
        await rested(pilot)
        assert isinstance(shown.screen, Home)


async def test_an_exam_that_was_left_comes_first(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = shown_as(monkeypatch, home)
    monkeypatch.setattr("studykit.workflows.exam.unfinished", lambda _: LEFT)
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        assert "▌ Go on with exam           DVA-C02 · question 23 of 65 · 58 min left" in text(shown)
        assert "An exam waits to be gone on with." in rows(shown)[-2]
        assert "Mock exam" not in text(shown)


async def test_when_nothing_is_due_enter_starts_a_quiz_and_says_when_the_next_cards_come(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = shown_as(monkeypatch, home, DONE, replace(BESIDE, ready=Unsaid("No.")))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        assert "nothing is due. Next: 9 cards tomorrow" in text(shown)
        assert any(row.startswith(" ▌ Quiz") for row in rows(shown))


async def test_figures_that_take_long_come_later_and_keys_are_answered_meanwhile(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()

    def slow() -> Beside:
        gate.wait(30)
        return BESIDE

    shown = shown_as(monkeypatch, home, TODAY, slow)
    async with shown.run_test(size=SIZE) as pilot:
        try:
            await pilot.app.workers.wait_for_complete([one for one in shown.workers if one.name == "_open"])
            while "Today's review" not in text(shown):
                await pilot.pause(0.02)
            await pilot.press("down")
            await pilot.pause(0.2)
            assert any(row.startswith(" ▌ Quiz") for row in rows(shown))
            assert "Readiness" not in text(shown)
            assert "Working" not in text(shown)
        finally:
            gate.set()
        await loaded(pilot)
        assert "Readiness 71 % (63–78)" in text(shown)


async def test_figures_are_kept_until_an_answer_changes_them(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    def counted() -> Beside:
        made.append(1)
        return BESIDE

    shown = shown_as(monkeypatch, home, TODAY, counted)
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await pilot.press("g", "escape", "question_mark", "escape")
        await loaded(pilot)
        assert len(made) == 1
        await pilot.press("enter", "b", "enter")
        await pilot.pause()
        await pilot.press("enter", "enter")
        await loaded(pilot)
        assert isinstance(shown.screen, Home)
        assert len(made) == 2


async def test_it_fits_every_size_and_comes_back(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = shown_as(monkeypatch, home, problems=True)
    async with shown.run_test(size=(120, 36)) as pilot:
        await loaded(pilot)
        before = rows(shown)
        assert "Scenario lab" in text(shown)
        for size in ((80, 24), (40, 12), (32, 12), (20, 5), (120, 36)):
            await pilot.resize_terminal(*size)
            await rested(pilot)
            assert all(len(row) <= size[0] for row in rows(shown))
        assert rows(shown) == before
