"""The facts and the page of one, key by key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from studykit.core.fact import Status
from studykit.facts.rows import FactRow
from studykit.facts.search import Index
from studykit.tui.screens.fact import FactPage
from studykit.tui.screens.facts import Facts
from studykit.tui.widgets.frame import Frame
from studykit.tui.widgets.rows import Rows
from studykit.workflows.library import Library
from studykit.workflows.study import Study
from tests.tui.alone import press, settled
from tests.tui.facts_stage import HOSTILE, Asked, ovens, page, study_of
from tests.tui.golden import SIZES, compare
from tests.tui.looking import rows, text

NARROW, WIDE, SMALL = SIZES
HEAT, DOOR, TRAY = "oven.heat_time.max", "oven.door", "tray.rest_time.max"
TYPED = {" ": "space", ":": "colon", ".": "full_stop", '"': "quotation_mark"}
Make = Callable[[], Frame[None]]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Read once: no test changes it."""
    return ovens(tmp_path_factory.mktemp("ovens"))


@pytest.fixture
def study(library: Library, home: Path) -> Study:
    return study_of(library, home)


async def typed(pilot: Pilot[None], words: str) -> None:
    await press(pilot, *(TYPED.get(letter, letter) for letter in words))


async def beside(pilot: Pilot[None]) -> None:
    """Waits until the fact beside the list is read."""
    await pilot.pause(0.15)
    await settled(pilot)
    await pilot.pause(0.3)
    await settled(pilot)


def facts(study: Study, query: str = "") -> Asked:
    return Asked(lambda: Facts(study, query))


def title(shown: Asked) -> str:
    return rows(shown)[0]


LISTS = {
    "facts": ("", ("down", "down", "down")),
    "facts-found": ("heat tme", ()),
    "facts-none": ("tmie xyz", ()),
    "facts-instead": ("status:conflct", ("slash",)),
}
PAGES = {"fact-figure": HEAT, "fact-behaviour": DOOR, "fact-conflict": TRAY, "fact-none": "no.fact"}
SHOWN = [(name, size) for name in (*LISTS, *PAGES) for size in (NARROW, WIDE)]


SHOWN += [("facts", SMALL), ("facts-instead", SMALL), ("fact-figure", SMALL)]


@pytest.mark.parametrize(("name", "size"), SHOWN)
async def test_the_screen_is_as_it_was_read_last(study: Study, name: str, size: tuple[int, int]) -> None:
    query, keys = LISTS.get(name, ("", ()))
    shown = page(study, PAGES[name]) if name in PAGES else facts(study, query)
    async with shown.run_test(size=size) as pilot:
        await settled(pilot)
        await press(pilot, *keys)
        if size == WIDE and name in LISTS:
            await beside(pilot)
        compare(f"{name}-{size[0]}x{size[1]}", shown)


async def test_typing_filters_and_enter_goes_to_the_list(study: Study) -> None:
    shown = facts(study)
    async with shown.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "slash")
        await typed(pilot, "max heat")
        assert "6 facts · 3 shown" in title(shown)
        await press(pilot, "enter")
        assert isinstance(shown.focused, Rows)
        await press(pilot, "enter")
        assert title(shown).startswith(" studykit › Facts › oven.heat")


async def test_a_value_in_another_unit_finds_its_fact(study: Study) -> None:
    shown = facts(study, "900 s")
    async with shown.run_test(size=NARROW) as pilot:
        await settled(pilot)
        assert "oven.heat_time.max" in rows(shown)[5]


async def test_down_leaves_the_field_and_escape_clears_then_leaves(study: Study) -> None:
    shown = facts(study)
    async with shown.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "slash")
        await typed(pilot, "tray")
        await press(pilot, "down")
        assert isinstance(shown.focused, Rows)
        await press(pilot, "escape")
        assert "6 facts" in title(shown)
        assert "shown" not in title(shown)
        await press(pilot, "escape")
        assert not isinstance(shown.screen, Facts)


async def test_enter_takes_what_may_have_been_meant(study: Study) -> None:
    shown = facts(study)
    async with shown.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "slash")
        await typed(pilot, "status:conflct")
        assert "Did you mean status:conflict?" in text(shown)
        await press(pilot, "enter")
        assert TRAY in rows(shown)[5]


async def test_back_from_a_page_the_cursor_is_on_the_fact_that_was_shown_last(study: Study) -> None:
    shown = facts(study)
    async with shown.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "down", "enter", "right_square_bracket", "right_square_bracket")
        assert title(shown).startswith(f" studykit › Facts › {HEAT}")
        await press(pilot, "escape")
        assert isinstance(shown.screen, Facts)
        assert isinstance(shown.focused, Rows)
        assert shown.screen.row is not None
        assert shown.screen.row.id == HEAT


async def test_brackets_stay_within_what_was_found(study: Study) -> None:
    shown = facts(study, "service:tray")
    async with shown.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "enter", "right_square_bracket")
        assert title(shown).startswith(f" studykit › Facts › {TRAY}")
        assert "! This is the last fact." in text(shown)


async def test_the_list_acts_on_the_fact_under_the_cursor(study: Study) -> None:
    shown = facts(study, "tray")
    async with shown.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "o", "c")
        assert shown.asked == ["note other-trays.md:2", f"conflicts {TRAY}"]


async def test_wide_the_fact_follows_the_cursor_and_enter_goes_to_it(study: Study) -> None:
    shown = facts(study)
    async with shown.run_test(size=WIDE) as pilot:
        await settled(pilot)
        await press(pilot, "down", "down", "down")
        await beside(pilot)
        assert "The maximum time that the oven heats up is 15 min." in text(shown)
        await press(pilot, "enter", "enter")
        assert shown.asked == ["note oven.md:3"]
        await press(pilot, "escape")
        assert isinstance(shown.focused, Rows)
        await pilot.resize_terminal(*NARROW)
        await settled(pilot)
        assert "The maximum time" not in text(shown)
        await press(pilot, "enter")
        assert isinstance(shown.screen, FactPage)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_back_from_a_conflict_that_was_settled_the_fact_is_as_it_is_now(
    study: Study, library: Library, home: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = facts(study, "tray")
    async with shown.run_test(size=size) as pilot:
        await settled(pilot)
        await beside(pilot)
        assert "! conflict" in text(shown)
        settled_row = replace(library.fact_index().find("tray").rows[0], value="30 s", status=Status.AGREED)
        now = replace(library, _index=Index([settled_row]))
        shown.push_screen(FactPage(study, DOOR))
        await settled(pilot)
        monkeypatch.setattr(study, "library", now)
        shown.pop_screen()
        await settled(pilot)
        await beside(pilot)
        assert "30 s          = agreed" in text(shown)
        assert "1 fact" in title(shown)


async def test_text_of_notes_is_shown_and_never_obeyed(study: Study) -> None:
    shown = facts(study, "says")
    async with shown.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "enter")
        seen = " ".join(text(shown).split())
        assert "[b]bold[/b] [red]x[/]" in seen
        assert "漢字" in seen
        assert HOSTILE not in seen


async def test_every_size_works(study: Study) -> None:
    shown = facts(study)
    async with shown.run_test(size=WIDE) as pilot:
        await settled(pilot)
        for size in (NARROW, SMALL, (32, 12), WIDE):
            await pilot.resize_terminal(*size)
            await settled(pilot)
            assert "oven.door" in text(shown)
            assert "stops" in text(shown)
            assert "esc Back" in rows(shown)[-1]
            assert max(map(len, rows(shown))) <= size[0]


async def test_many_facts_are_listed_and_found(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    many = Index(
        FactRow(f"a.b{at}.max", "a", f" a b{at} max ", f"{at} s", Status.AGREED, 20, "2026", (), (), ())
        for at in range(20_000)
    )
    monkeypatch.setattr(Library, "fact_index", lambda _: many)
    shown = facts(study)
    async with shown.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "end")
        assert "20,000 facts" in title(shown)
        assert "a.b9999.max" in text(shown)
        await press(pilot, "slash")
        await typed(pilot, "b1234")
        assert "20,000 facts · 11 shown" in title(shown)


async def test_without_facts_the_way_to_notes_is_said(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Library, "fact_index", lambda _: Index(()))
    shown = facts(study)
    async with shown.run_test(size=NARROW) as pilot:
        await settled(pilot)
        assert "There are no facts yet. Add notes: g n." in text(shown)
