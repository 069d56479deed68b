"""What a session promises besides asking: one screen, its minutes, its offers, its end, and the way back to it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from studykit.core.card import CardKind
from studykit.core.look import Look
from studykit.core.source import SourceSpan
from studykit.core.verdict import Value
from studykit.tui.app import StudykitApp
from studykit.tui.screens.answer import Answer
from studykit.tui.screens.card import Turned
from studykit.tui.screens.home import Home
from studykit.tui.screens.question import Asked
from studykit.tui.screens.summary import Summary
from studykit.tui.screens.table import Table
from studykit.workflows.study import Study
from tests.kept import kept
from tests.tui.looking import rows, text
from tests.tui.stage import LONG, SPAN, Ticking, app, card, loaded, on, one_question, rested, staged

SIZE = (80, 24)


class Followed(StudykitApp):
    """Keeps what screens ask of the app, and does none of it."""

    CSS_PATH = str(Path(__file__).parents[2] / "studykit" / "tui" / "app.tcss")

    def ask_nobody(self) -> list[object]:
        self.asked: list[object] = []
        return self.asked

    def open_note(self, span: SourceSpan) -> None:
        self.asked.append(span)

    def open_lab(self, domain: str, settings: Mapping[str, Value]) -> None:
        self.asked.append((domain, dict(settings)))

    def copy(self, text: str) -> None:
        self.asked.append(text)


def followed(home: Path, *stems: str) -> Followed:
    return Followed(staged(home, *(one_question(stem) for stem in stems)), clock=Ticking().stopwatch)


async def press(pilot: Pilot[int], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await rested(pilot)


def answered(home: Path) -> int:
    with kept(home) as store:
        return len(store.reviews())


async def test_all_cards_of_a_session_are_shown_on_one_screen(home: Path) -> None:
    shown = app(staged(home, one_question("One?"), one_question("Two?")))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await press(pilot, "enter", "b", "enter")
        table = shown.screen
        assert isinstance(table, Table)
        assert on(shown, Answer)
        await press(pilot, "enter")
        assert "Two?" in text(shown)
        assert shown.screen is table


async def test_o_opens_the_line_that_is_marked(home: Path) -> None:
    shown = followed(home, "One?")
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        asked = shown.ask_nobody()
        await press(pilot, "enter", "a", "enter")
        (marked,) = [row for row in rows(shown) if "▸" in row]
        assert str(SPAN) in marked
        await press(pilot, "o")
        assert asked == [SPAN]


async def test_a_letter_goes_to_the_reason_of_its_option(home: Path) -> None:
    shown = app(staged(home, one_question("One?")))
    async with shown.run_test(size=(40, 12)) as pilot:
        await loaded(pilot)
        await press(pilot, "enter", "b", "enter")
        assert "fourth" not in text(shown)
        await press(pilot, "d")
        assert any("▌ ✗ D" in row and "fourth" in row for row in rows(shown))


async def test_reasons_are_copied_whole(home: Path) -> None:
    shown = followed(home, "One?")
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        asked = shown.ask_nobody()
        await press(pilot, "enter", "a", "enter", "y")
        assert "reason of fourth" in str(asked[0])


async def test_a_letter_answers_at_once_where_it_is_set_so(home: Path) -> None:
    shown = app(staged(home, one_question("One?")))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        shown.wear(replace(shown.look, letters_answer=True))
        await press(pilot, "enter", "f")
        assert on(shown, Asked)
        await press(pilot, "b")
        assert on(shown, Answer)
        assert "Right: B." in text(shown)


async def test_reasons_of_a_right_answer_can_wait_for_a_key(home: Path) -> None:
    shown = app(staged(home, one_question("One?")))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        shown.wear(Look(fold_right=True))
        await press(pilot, "enter", "b", "enter")
        assert "reason of wrong" not in text(shown)
        await press(pilot, "down")
        assert "reason of wrong" in text(shown)


async def test_the_fifth_answer_of_a_first_run_offers_what_else_there_is(home: Path) -> None:
    shown = app(staged(home, *(one_question(f"Number {number}?") for number in range(6))))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await press(pilot, "enter")
        for number in range(1, 7):
            await press(pilot, "b", "enter")
            assert ("Exam date? g p. Own notes? g n." in text(shown)) is (number == 5)
            await press(pilot, "enter")


async def test_when_the_minutes_are_used_enter_stops_and_space_goes_on(home: Path) -> None:
    def load() -> Study:
        study = staged(home, one_question("One?"), one_question("Two?"), one_question("Three?"))()
        study.settings = replace(study.settings, minutes=0)
        return study

    shown = app(load)
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await press(pilot, "enter", "b", "enter")
        assert "0 min are up," in text(shown)
        assert "Enter stops, Space goes on." in text(shown)
        assert "⏎ Stop" in rows(shown)[-1]
        await press(pilot, "space", "b", "enter")
        assert "are up" not in text(shown)  # said once
        assert "⏎ Next" in rows(shown)[-1]


async def test_enter_stops_when_the_minutes_are_used(home: Path) -> None:
    def load() -> Study:
        study = staged(home, one_question("One?"), one_question("Two?"))()
        study.settings = replace(study.settings, minutes=0)
        return study

    shown = app(load)
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await press(pilot, "enter", "b", "enter", "enter")
        assert on(shown, Summary)
        assert "Done: 1 card, 1 min, 1 right." in text(shown)


async def test_the_last_answer_is_undone_from_the_summary(home: Path) -> None:
    shown = app(staged(home, one_question("One?")))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await press(pilot, "enter", "b", "enter", "enter")
        assert on(shown, Summary)
        await press(pilot, "down", "down", "enter")
        assert on(shown, Asked)
        assert answered(home) == 0
        await press(pilot, "b", "enter", "enter", "enter")
        assert on(shown, Home)
        assert answered(home) == 1


async def test_five_more_are_asked_over_everything(home: Path) -> None:
    shown = app(staged(home, one_question("One?")))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await press(pilot, "enter", "b", "enter", "enter", "down", "enter")
        for _ in range(50):
            await rested(pilot)
            if on(shown, Asked):
                break
            await asyncio.sleep(0.05)
        assert "1 of 5" in rows(shown)[0]


@pytest.mark.parametrize(
    ("key", "back"), [("question_mark", 1), ("g", 1), ("colon", 1)], ids=["help", "places", "palette"]
)
async def test_what_is_opened_over_a_question_leads_back_to_it(home: Path, key: str, back: int) -> None:
    shown = app(staged(home, one_question("One?")))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await press(pilot, "enter", "c")
        before = rows(shown)
        await press(pilot, key)
        assert rows(shown) != before
        await press(pilot, *["escape"] * back)
        assert rows(shown) == before
        await press(pilot, "enter")
        assert "You chose C" in text(shown)


async def test_going_elsewhere_ends_the_session_and_keeps_its_answers(home: Path) -> None:
    shown = app(staged(home, one_question("One?"), one_question("Two?")))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await press(pilot, "enter", "b", "enter", "enter", "g", "t")
        assert on(shown, Home)
        assert answered(home) == 1


async def test_a_card_is_undone_on_the_next_one(home: Path) -> None:
    definition = card("definition:x", CardKind.DEFINITION, "Front [b]?", "Back [/b]")
    shown = app(staged(home, (definition, None), one_question("Two?")))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await press(pilot, "enter", "space", "4")
        assert on(shown, Asked)
        await press(pilot, "u")
        assert on(shown, Turned)
        assert "Front [b]?" in text(shown)
        assert answered(home) == 0


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (40, 12), (32, 12)])
async def test_hostile_text_is_shown_as_it_is_at_every_size(home: Path, size: tuple[int, int]) -> None:
    shown = app(staged(home, one_question()))
    async with shown.run_test(size=size) as pilot:
        await loaded(pilot)
        await press(pilot, "enter")
        whole = "".join(row.strip(" ▐") for row in rows(shown))
        assert "[x]" in whole
        assert "[red]this[/red]?" in whole.replace(" ", "")
        await press(pilot, "a", "enter")
        table = shown.screen
        assert isinstance(table, Table)
        lines = [line.plain.strip() for line in table.answer.page.lines]
        assert LONG in "".join(line for line in lines if set(line) == {"x"})
        assert any("👍 漢字" in line for line in lines)
        seen: set[str] = set()
        for _ in range(12):
            seen.update(row.strip(" ▐") for row in rows(shown))
            await press(pilot, "pagedown")
        assert seen.issuperset(line for line in lines if size[0] < 100)
