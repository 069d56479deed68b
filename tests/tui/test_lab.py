"""The lab with real keys: change a setting and everything follows; nothing done there is lost or refused silently."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input, TextArea

from studykit.core.verdict import Value
from studykit.tui.app import StudykitApp
from studykit.tui.screens import lab_table
from studykit.tui.screens.fixes import FixesScreen
from studykit.tui.screens.lab import Lab
from studykit.tui.screens.lab_choose import LabChoose
from studykit.tui.screens.lab_members import LabMembers
from studykit.tui.screens.lab_text import LabText
from studykit.tui.screens.why import WhyTree
from studykit.tui.widgets.frame import Frame
from studykit.tui.widgets.lab_settings import LabSettings
from studykit.tui.widgets.lab_verdict import LabVerdict
from studykit.workflows.ask import ask
from studykit.workflows.lab import Kind
from tests.tui.golden import SIZES, compare
from tests.tui.lab_stage import alone, bench, empty, lay, parcels, press, settled
from tests.tui.looking import text
from tests.tui.stage import app, loaded, on, real


@pytest.fixture(autouse=True)
def no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lab_table, "_REST", 0.001)  # nobody holds a key down here


REFUSED: dict[str, Value] = {"results": ("error",)}
GOLDEN = {
    "begun": (),
    "changed": ("down", "left", "left"),
    "turned": ("down", "left_square_bracket"),
    "typing": ("down", "enter"),
    "wrong": ("down", "enter", "9", "enter"),
    "verdict": ("tab", "down", "down"),
    "drawing": ("tab", "tab", "right"),
    "choices": ("down", "down", "down", "down", "enter"),
    "members": ("enter", "right"),
    "text": ("down", "down", "down", "down", "down", "down", "enter"),
    "fixes": ("f", "right"),
    "applied": ("f", "right", "enter"),
}
SHOWN = {(40, 12): ("begun", "verdict", "drawing", "fixes"), (120, 36): ("begun", "changed", "fixes")}
"""At other sizes than the usual one: what is laid out otherwise there."""


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_lab_is_as_it_was_read_last(home: Path, size: tuple[int, int]) -> None:
    shown = empty(home)
    async with shown.run_test(size=size) as pilot:
        for name in SHOWN.get(size, tuple(GOLDEN)):
            await lay(pilot, parcels(home))
            await press(pilot, *GOLDEN[name])
            compare(f"lab-{name}-{size[0]}x{size[1]}", shown)
            await alone(pilot)


async def test_a_plain_terminal_gets_plain_signs(home: Path) -> None:
    shown = empty(home)
    async with shown.run_test(size=(80, 24)) as pilot:
        await loaded(pilot)
        shown.set_look("signs", "plain")
        try:
            await lay(pilot, parcels(home))
            await press(pilot, "down", "left")
            compare("lab-plain-80x24", shown)
            assert text(shown).isascii()
        finally:
            shown.set_look("signs", None)


async def test_what_if_runs_in_the_keys_that_were_promised(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    practised: list[str] = []
    monkeypatch.setattr(StudykitApp, "practise", lambda _, title, __: practised.append(title))
    shown = empty(home)
    async with shown.run_test(size=(80, 24)) as pilot:
        await lay(pilot, parcels(home, REFUSED))
        assert bench(pilot).scene.outcome == "lost"
        await press(pilot, "down", "left")
        assert (bench(pilot).scene.inputs[1].value, bench(pilot).scene.outcome) == ("1", "lost")
        await press(pilot, "down", "down", "down", "right_square_bracket")
        assert (bench(pilot).scene.inputs[4].value, bench(pilot).scene.outcome) == ("a shop", "sent_back")
        await press(pilot, "f", "right", "right", "enter")
        assert bench(pilot).scene.outcome == "lost"
        await press(pilot, "escape", "p")
        assert practised == ["Practice › post.parcel"]
        await press(pilot, "escape")
        assert not isinstance(shown.screen, Lab)


async def test_the_verdict_shown_is_that_of_the_settings_shown(home: Path) -> None:
    shown = empty(home)
    async with shown.run_test(size=(80, 24)) as pilot:
        await lay(pilot, parcels(home))
        for key in ("right", "down", "left", "left", "down", "left", "plus", "minus", "u", "backspace", "R", "u"):
            await press(pilot, key)
            table = bench(pilot)
            verdict = ask(table.judge, table.settings)[0]
            assert verdict == table.scene.verdict
            assert verdict.outcome in text(shown)


async def test_undo_takes_back_one_after_the_other_and_says_when_there_is_nothing_left(home: Path) -> None:
    shown = empty(home)
    async with shown.run_test(size=(80, 24)) as pilot:
        await lay(pilot, parcels(home))
        begun = bench(pilot).settings
        await press(pilot, "down", "left", "left", "down", "left", "R")
        assert "4 changes" in text(shown)
        await press(pilot, "u", "u", "u", "u")
        assert bench(pilot).settings == begun
        await press(pilot, "u")
        assert "! Nothing to take back." in text(shown)


async def test_what_cannot_be_typed_is_said_and_stays_in_the_field(home: Path) -> None:
    shown = empty(home)
    async with shown.run_test(size=(80, 24)) as pilot:
        await lay(pilot, parcels(home))
        await press(pilot, "down", "enter", "9", "enter")
        assert "! tries: 0 to 2 (post.tries.max)" in text(shown)
        assert shown.screen.query_one(Input).has_focus
        assert bench(pilot).changes == 0
        await press(pilot, "backspace", "1", "enter")
        assert bench(pilot).scene.inputs[1].value == "1"
        assert isinstance(shown.focused, LabSettings)


async def test_letters_in_the_field_are_letters_and_esc_leaves_it(home: Path) -> None:
    shown = empty(home)
    async with shown.run_test(size=(80, 24)) as pilot:
        await lay(pilot, parcels(home))
        await press(pilot, "down", "enter", *"fwpuRq")
        assert isinstance(shown.screen, Lab)
        assert shown.screen.query_one(Input).value == "fwpuRq"
        await press(pilot, "escape")
        assert isinstance(shown.focused, LabSettings)
        assert bench(pilot).changes == 0


async def test_a_choice_is_taken_from_a_list_that_says_what_comes_of_each(home: Path) -> None:
    shown = empty(home)
    async with shown.run_test(size=(80, 24)) as pilot:
        await lay(pilot, parcels(home, REFUSED))
        await press(pilot, "down", "down", "down", "down", "enter")
        assert isinstance(shown.screen, LabChoose)
        assert text(shown).count("sent_back") == 2
        await press(pilot, "down", "enter")
        assert bench(pilot).scene.outcome == "sent_back"
        focused = shown.focused
        assert isinstance(focused, LabSettings)
        assert focused.cursor == 4


async def test_a_list_is_put_together_with_space_and_arrows(home: Path) -> None:
    shown = empty(home)
    async with shown.run_test(size=(80, 24)) as pilot:
        await lay(pilot, parcels(home, REFUSED))
        await press(pilot, "enter")
        assert isinstance(shown.screen, LabMembers)
        await press(pilot, "down", "right", "up", "space", "enter")
        assert bench(pilot).settings["results"] == ("error", "error", "success")
        await press(pilot, "enter", "backspace", "escape")
        assert bench(pilot).settings["results"] == ("error", "error", "success")


async def test_a_text_of_many_lines_is_written_and_set(home: Path) -> None:
    shown = empty(home)
    async with shown.run_test(size=(80, 24)) as pilot:
        await lay(pilot, parcels(home))
        await press(pilot, *["down"] * 6, "enter")
        assert isinstance(shown.screen, LabText)
        await press(pilot, *"[b]q", "enter", "g", "escape")
        assert not isinstance(shown.focused, TextArea)
        await press(pilot, "enter")
        assert bench(pilot).settings["label"] == "[b]q\ng"
        assert "[b]q g" in text(shown)
        await press(pilot, "enter", "x", "escape", "escape")
        assert bench(pilot).settings["label"] == "[b]q\ng"


async def test_hostile_text_is_shown_as_it_is(home: Path) -> None:
    shown = empty(home)
    async with shown.run_test(size=(80, 24)) as pilot:
        await lay(pilot, parcels(home, {**REFUSED, "label": "\x1b[31mred [/b] [x]\u202e 漢字"}))
        assert "[31mred [/b] [x] 漢字" in text(shown)


async def test_a_fact_of_the_verdict_opens_its_page(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(StudykitApp, "open_fact", lambda _, fact: opened.append(fact))
    shown = empty(home)
    async with shown.run_test(size=(80, 24)) as pilot:
        await lay(pilot, parcels(home, REFUSED))
        await press(pilot, "tab", "enter")
        assert "! No fact stands on this row." in text(shown)
        verdict = shown.screen.query_one(LabVerdict)
        while not verdict.fact and verdict.cursor < verdict.count - 1:
            await press(pilot, "down")
        await press(pilot, "enter")
        assert opened == [verdict.fact]


async def test_the_events_of_the_drawing_are_said_one_by_one(home: Path) -> None:
    shown = empty(home)
    async with shown.run_test(size=(80, 24)) as pilot:
        await lay(pilot, parcels(home))
        await press(pilot, "tab", "tab")
        assert "1 of 3" in text(shown)
        await press(pilot, "right", "right", "right")
        assert "3 of 3" in text(shown)
        assert "Attempt 2 succeeds." in text(shown)
        await press(pilot, "tab")
        assert isinstance(shown.focused, LabSettings)


async def test_the_scenario_is_copied_as_a_command(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []
    monkeypatch.setattr(StudykitApp, "copy", lambda _, words: copied.append(words))
    shown = empty(home)
    async with shown.run_test(size=(80, 24)) as pilot:
        await lay(pilot, parcels(home))
        await press(pilot, "down", "left", "y")
        assert copied == ["studykit ask post.parcel results=error,success tries=1"]


async def test_the_screen_follows_the_window_and_keeps_its_place(home: Path) -> None:
    shown = empty(home)
    async with shown.run_test(size=(120, 36)) as pilot:
        await lay(pilot, parcels(home, REFUSED))
        await press(pilot, "down", "down", "left")
        for size in [(80, 24), (40, 12), (32, 12), (20, 6), (120, 36)]:
            await pilot.resize_terminal(*size)
            await settled(pilot)
            assert shown.screen.query_one(LabSettings).cursor == 2
        assert bench(pilot).scene.inputs[2].value == "3 h"
        assert "Fixes" in text(shown)


async def test_keys_before_the_domain_is_open_do_no_harm(home: Path) -> None:
    shown = empty(home)
    async with shown.run_test(size=(80, 24)) as pilot:
        await loaded(pilot)
        shown.lay(parcels(home)())
        await pilot.press("right", "left", "enter", "f", "w", "u", "R", "backspace", "y", "plus", "down", "tab")
        await settled(pilot)
        assert bench(pilot).scene.outcome


async def test_every_setting_of_real_domains_answers_every_key(home: Path) -> None:
    shown = app(real(home))
    async with shown.run_test(size=(80, 24)) as pilot:
        await loaded(pilot)
        for name in ("eventbridge.pattern", "choice.authorizer"):
            shown.open_lab(name, {})
            await settled(pilot)
            for setting in bench(pilot).scene.inputs:
                before = bench(pilot).changes
                await pilot.press("right", "left")
                assert bench(pilot).changes > before, f"{name}: {setting.name}"
                await pilot.press("enter", *["escape"] * (2 if setting.kind is Kind.TEXT else 1), "down")
            await alone(pilot)


async def test_why_and_fixes_open_over_a_real_domain_and_come_back_to_it(home: Path) -> None:
    shown = app(real(home))
    async with shown.run_test(size=(80, 24)) as pilot:
        await loaded(pilot)
        shown.open_lab("lambda.async", {})
        await settled(pilot)
        keys: dict[str, type[Frame[Any]]] = {"w": WhyTree, "f": FixesScreen}
        for key, screen in keys.items():
            await press(pilot, "down", key)
            assert on(shown, screen)
            await press(pilot, "escape")
            assert on(shown, Lab)
            assert isinstance(shown.focused, LabSettings)
