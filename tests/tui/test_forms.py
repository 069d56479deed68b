"""Every way to answer, key by key: typed, ordered, matched."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from studykit.core.question import Question
from studykit.core.review import Rating
from studykit.tui.app import StudykitApp
from studykit.tui.screens.answer import Answer
from studykit.tui.screens.home import Home
from studykit.tui.screens.question import Asked
from tests.kept import answers
from tests.tui.exam_stage import matching, ordering, several, typed
from tests.tui.looking import rows, text
from tests.tui.stage import app, card, loaded, on, place, staged

SIZE = (80, 24)


def asked(home: Path, question: Question) -> StudykitApp:
    return app(staged(home, (card(question.id), question)))


async def press(pilot: Pilot[int], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


async def test_the_field_says_how_a_value_is_read_and_takes_any_unit(home: Path) -> None:
    shown = asked(home, typed())
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await press(pilot, "enter", *"0.25", "space", "h")
        assert "read as 900 s" in text(shown)
        await press(pilot, "enter")
        assert "Right: 15 min." in text(shown)
        (review,) = answers(home)
        assert (review.chosen, review.rating) == ("0.25 h", Rating.GOOD)


async def test_a_missing_unit_is_asked_again_and_a_near_miss_says_how_near(home: Path) -> None:
    shown = asked(home, typed())
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await press(pilot, "enter", *"899", "enter")
        assert on(shown, Asked)
        assert "! '899' has no unit." in text(shown)
        assert answers(home) == ()
        await press(pilot, "s", "enter")
        assert "You wrote 899 s; the answer is 15 min." in text(shown)
        assert "Off by 1 s." in text(shown)
        assert "29 s is the limit of the gateway [x]." in text(shown)


async def test_an_empty_field_asks_before_it_means_dont_know(home: Path) -> None:
    shown = asked(home, typed())
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await press(pilot, "enter", "enter")
        assert "! Empty. Enter again means I don't know." in text(shown)
        await press(pilot, "5", "backspace", "enter")  # what was typed meanwhile takes the first Enter back
        assert on(shown, Asked)
        await press(pilot, "enter")
        assert "You did not know; the answer is 15 min." in text(shown)


async def test_letters_are_text_in_the_field_and_keys_outside(home: Path) -> None:
    shown = asked(home, typed())
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await press(pilot, "enter", "s", "q", "question_mark")
        assert shown.screen.query_one(Input).value == "sq?"
        assert "esc Leave the field" in rows(shown)[-1]
        assert "F1 Keys" in rows(shown)[-1]
        await press(pilot, "escape")
        assert "esc Leave" in rows(shown)[-1]
        assert "the field" not in rows(shown)[-1]
        assert "s Don't know" in rows(shown)[-1]
        await press(pilot, "tab", "backspace", "backspace", "backspace", "escape", "7")
        assert shown.screen.query_one(Input).value == "7"
        await press(pilot, "escape", "escape")
        assert isinstance(shown.screen, Home)


async def test_a_pasted_book_does_not_break_the_field(home: Path) -> None:
    shown = asked(home, typed())
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await press(pilot, "enter")
        shown.screen.query_one(Input).insert_text_at_cursor("9 " * 2500)
        await press(pilot, "enter")
        assert "!" in rows(shown)[-2]
        assert on(shown, Asked)


async def test_an_order_is_typed_and_only_a_whole_one_is_taken(home: Path) -> None:
    shown = asked(home, ordering())
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await press(pilot, "enter", "enter")
        assert "! Put the lines in order first" in text(shown)
        await press(pilot, "c", "c")
        assert "! C has its place." in text(shown)
        await press(pilot, "a", "b", "enter")
        assert "! D is missing." in text(shown)
        await press(pilot, "backspace", "b", "d", "enter")
        assert "Right: C A B D." in text(shown)
        assert [review.chosen for review in answers(home)] == ["CABD"]


async def test_a_held_line_moves_with_the_arrows_and_esc_puts_it_down(home: Path) -> None:
    shown = asked(home, ordering())
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await press(pilot, "enter", "down", "down", "down", "space", "up", "up")
        assert "Held: ↑↓ moves the line" in text(shown)
        assert "[1] C⇕ INIT" in text(shown)
        await press(pilot, "escape")
        assert on(shown, Asked)
        assert "⇕" not in text(shown)
        await press(pilot, "down", "space", "down", "enter")
        assert "You ordered C B A D; the right order is C A B D." in text(shown)
        assert "INVOKE [/b]  (yours: 3rd)" in text(shown)
        assert "reason of LOG" in text(shown)


async def test_lines_are_matched_by_numbers_in_their_order_or_by_letter(home: Path) -> None:
    shown = asked(home, matching())
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await press(pilot, "enter", "b", "1", "enter")
        assert "! A has no number yet." in text(shown)
        await press(pilot, "9")
        assert "! Choices go from 1 to 3." in text(shown)
        await press(pilot, "3", "tab", "tab", "backspace", "space", "space")
        assert "BatchSize [x]  → 10,000" in text(shown)
        await press(pilot, "enter")
        assert "Right: A2 B1." in text(shown)
        assert [review.chosen for review in answers(home)] == ["A2 B1"]


async def test_a_click_gives_a_line_its_choice(home: Path) -> None:
    shown = asked(home, matching())
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await press(pilot, "enter")
        for number in ("2  ", "3  "):
            await pilot.click(offset=place(shown, f"  {number}"))
            await pilot.pause()
        await press(pilot, "enter")
        assert "You matched A2 B3; the answer is A2 B1." in text(shown)
        assert "Timeout → 900 s  (yours: 6 MB)" in text(shown)


async def test_clicks_choose_several_and_take_back(home: Path) -> None:
    shown = asked(home, several())
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await press(pilot, "enter")
        for letter in "ABBC":
            await pilot.click(offset=place(shown, f"] {letter}"))
            await pilot.pause(0.6)  # two clicks on one line are no double click
        assert "2 of 2 chosen." in text(shown)
        await press(pilot, "enter")
        assert "Right: A and C." in text(shown)


@pytest.mark.parametrize("made", [typed, ordering, matching, several])
async def test_each_form_keeps_its_answer_when_the_window_changes(home: Path, made: Callable[[], Question]) -> None:
    keys = {typed: "15m", ordering: "ca", matching: "2", several: "c"}[made]
    shown = asked(home, made())
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await press(pilot, "enter", *keys)
        before = [row.strip() for row in rows(shown)]
        for size in ((120, 36), (40, 12), (28, 9), SIZE):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            if size[0] > 28:
                assert "Answer" in rows(shown)[-1]
                assert "Keys" in rows(shown)[-1]
        assert [row.strip() for row in rows(shown)] == before


@pytest.mark.parametrize("made", [typed, ordering, matching])
async def test_dont_know_shows_every_reason(home: Path, made: Callable[[], Question]) -> None:
    shown = asked(home, made())
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await press(pilot, "enter", *(["escape"] if made is typed else []), "s")
        assert on(shown, Answer)
        assert "You did not know" in text(shown)
        assert "✗ Not right" in text(shown)
