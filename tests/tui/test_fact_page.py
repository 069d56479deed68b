"""The page of one fact, key by key."""

from __future__ import annotations

from pathlib import Path

import pytest

from studykit.tui.widgets.section import Section
from studykit.workflows.library import Library
from studykit.workflows.study import Study
from tests.tui.alone import press, settled
from tests.tui.facts_stage import ovens, page, study_of
from tests.tui.golden import SIZES
from tests.tui.looking import text

NARROW = SIZES[0]
HEAT, TRAY = "oven.heat_time.max", "tray.rest_time.max"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Read once: no test changes it."""
    return ovens(tmp_path_factory.mktemp("ovens"))


@pytest.fixture
def study(library: Library, home: Path) -> Study:
    return study_of(library, home)


async def test_arrows_alone_reach_every_region_and_enter_opens_what_is_there(study: Study) -> None:
    shown = page(study, HEAT)
    async with shown.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "enter", "down", "enter", "down", "down", "enter", "down", "enter", "down", "down", "enter")
        assert shown.asked == [
            "note oven.md:3",
            "note oven.md:4",
            "lab oven.bake {}",
            "practise Oven: what is the maximum time that the oven heats up?",
            "note oven.md:3",
        ]
        await press(pilot, "up", "up", "up", "up", "up", "enter")
        assert shown.asked[-1] == "note oven.md:4"


async def test_tab_goes_through_claims_settled_by_and_used_by(study: Study) -> None:
    shown = page(study, HEAT)
    async with shown.run_test(size=NARROW) as pilot:
        await settled(pilot)
        seen = []
        for _ in range(4):
            assert isinstance(shown.focused, Section)
            seen.append(shown.focused.id)
            await press(pilot, "tab")
        assert seen == ["claims", "settled", "used", "claims"]


async def test_letters_act_on_the_fact(study: Study) -> None:
    shown = page(study, "oven.heat_time.default")
    async with shown.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "o", "t", "p", "y")
        assert shown.asked[:3] == ["note oven.md:5", "lab oven.bake {}", "practise oven.heat_time.default"]
        assert shown.asked[3].startswith("copy oven.heat_time.default = 10 min (the pack's source: oven handbook")
        assert tuple(shown.practised[0]())
        await press(pilot, "w")
        assert "rule too-short  The oven was not warm yet." in text(shown)
        await press(pilot, "c")
        assert "! c does nothing here." in text(shown), "its claims agree"


@pytest.mark.parametrize("keys", [("c",), ("tab", "enter")], ids=["c", "enter"])
async def test_an_open_fact_leads_to_its_conflict(study: Study, keys: tuple[str, ...]) -> None:
    shown = page(study, TRAY)
    async with shown.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "p")
        assert "! Nothing is asked of it until it is settled" in text(shown)
        await press(pilot, *keys)
        assert shown.asked == [f"conflicts {TRAY}"]
