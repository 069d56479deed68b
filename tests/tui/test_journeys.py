"""The journeys of a learner, key by key."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from studykit.core.card import CardKind
from studykit.core.errors import StoreError
from studykit.core.review import MemoryState, Rating, Review
from studykit.store.study_store import StudyStore
from studykit.tui.app import StudykitApp
from studykit.tui.screens.answer import Answer
from studykit.tui.screens.card import Turned
from studykit.tui.screens.home import Home
from studykit.tui.screens.note import Note
from studykit.tui.screens.question import Asked
from studykit.tui.screens.summary import Summary
from studykit.tui.screens.table import Table
from studykit.workflows.study import Study
from tests.kept import kept
from tests.tui.looking import rows, text
from tests.tui.stage import SPAN, Ticking, app, card, loaded, on, one_question, place, question, real, rested, staged

NARROW, WIDE = (80, 24), (120, 36)


def answers(home: Path) -> tuple[Review, ...]:
    with kept(home) as store:
        return store.reviews()


async def test_the_first_question_is_one_key_away(home: Path) -> None:
    shown = app(real(home))
    async with shown.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        assert "Pass an exam from notes that you can check." in text(shown)
        assert "Start now" in text(shown)
        await pilot.press("enter")
        await pilot.pause()
        assert on(shown, Asked)


async def test_enter_before_the_notes_are_read_is_not_lost(home: Path) -> None:
    gate = threading.Event()
    ready = real(home)

    def load() -> Study:
        gate.wait(30)
        return ready()

    shown = app(load)
    async with shown.run_test(size=NARROW) as pilot:
        await pilot.pause()
        assert "Reading notes…" in text(shown)
        await pilot.press("enter")
        gate.set()
        await pilot.app.workers.wait_for_complete([one for one in shown.workers if one.name == "_open"])
        for _ in range(50):
            await pilot.pause()
            if on(shown, Asked):
                break
            await asyncio.sleep(0.05)
        assert on(shown, Asked)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_a_wrong_answer_shows_every_reason_and_is_saved(home: Path, size: tuple[int, int]) -> None:
    shown = app(staged(home, one_question()))
    async with shown.run_test(size=size) as pilot:
        await loaded(pilot)
        await pilot.press("enter", "c", "enter")
        await pilot.pause()
        assert on(shown, Answer)
        seen = text(shown)
        assert "Not right. You chose C; the answer is B." in seen
        assert "reason of third" in seen
        assert "Counts as 1 Again, back in 1 min." in seen
        assert "Saved." in seen
        (review,) = answers(home)
        assert (review.chosen, review.rating) == ("C", Rating.AGAIN)
        assert ("│ sqs.md" in text(shown)) is (size == WIDE)


async def test_a_right_answer_can_be_rated_otherwise_and_leads_on(home: Path) -> None:
    shown = app(staged(home, one_question(), one_question("Another?")))
    async with shown.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        await pilot.press("enter", "2", "enter")
        await pilot.pause()
        assert "Right: B." in text(shown)
        assert "Counts as 3 Good" in text(shown)
        await pilot.press("4")
        await pilot.pause()
        (review,) = answers(home)
        assert review.rating is Rating.EASY
        assert f"Counts as 4 Easy, back in {review.days} days." in text(shown)
        await pilot.press("enter")
        await pilot.pause()
        assert on(shown, Asked)
        assert "Another?" in text(shown)


async def test_undo_shows_the_question_again(home: Path) -> None:
    shown = app(staged(home, one_question()))
    async with shown.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        await pilot.press("enter", "a", "enter")
        await pilot.pause()
        await pilot.press("u")
        await pilot.pause()
        assert on(shown, Asked)
        assert answers(home) == ()
        await pilot.press("b", "enter")
        await pilot.pause()
        assert "Right: B." in text(shown)


async def test_a_session_ends_with_a_summary_and_leads_home(home: Path) -> None:
    shown = app(staged(home, one_question()))
    async with shown.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        await pilot.press("enter", "b", "enter")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert on(shown, Summary)
        assert "Done: 1 card, 1 min, 1 right." in text(shown)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(shown.screen, Home)


async def test_leaving_in_the_middle_keeps_what_was_answered(home: Path) -> None:
    shown = app(staged(home, one_question(), one_question("Another?")))
    async with shown.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        await pilot.press("enter", "b", "enter")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(shown.screen, Home)
        assert len(answers(home)) == 1


async def test_dont_know_is_an_answer(home: Path) -> None:
    shown = app(staged(home, one_question()))
    async with shown.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        await pilot.press("enter", "s")
        await pilot.pause()
        assert "You did not know; the answer is B." in text(shown)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(shown.screen, Home)


async def test_the_note_opens_at_its_line_and_back(home: Path) -> None:
    shown = app(staged(home, one_question()))
    async with shown.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        await pilot.press("enter", "b", "enter")
        await pilot.pause()
        await pilot.press("o")
        await pilot.pause()
        assert isinstance(shown.screen, Note)
        assert text(shown).count("the source line") == 1
        (marked,) = [row for row in rows(shown) if "▶" in row]
        assert f" {SPAN.line} " in marked
        await pilot.press("down", "pagedown", "up", "escape")
        await pilot.pause()
        assert on(shown, Answer)


async def test_a_definition_is_turned_and_rated(home: Path) -> None:
    definition = card("definition:x", CardKind.DEFINITION, "What is [b]x[/b]?", "the back of it")
    shown = app(staged(home, (definition, None), (definition, None)))
    async with shown.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert on(shown, Turned)
        assert "What is [b]x[/b]?" in text(shown)
        assert "the back of it" not in text(shown)
        await pilot.press("3")  # not before it is turned
        await pilot.pause()
        assert answers(home) == ()
        assert "the back of it" in text(shown)
        assert "3 Good 10 min" in text(shown)
        await pilot.press("2")
        await pilot.pause()
        await pilot.press("space", "enter")
        await pilot.pause()
        assert [review.rating for review in answers(home)] == [Rating.HARD, Rating.GOOD]


async def test_leaving_a_card_answers_nothing(home: Path) -> None:
    shown = app(staged(home, (card("definition:x", CardKind.DEFINITION), None)))
    async with shown.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        await pilot.press("enter", "escape")
        await pilot.pause()
        assert isinstance(shown.screen, Home)
        assert answers(home) == ()


async def test_multiple_response_counts_what_is_chosen(home: Path) -> None:
    two = (("one", True), ("two", False), ("three", True), ("four", False), ("five", False))
    shown = app(staged(home, (card("limit:two"), question("limit:two", "Which? Choose TWO.", two))))
    async with shown.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        await pilot.press("enter", "a", "enter")
        await pilot.pause()
        assert "Which? Choose TWO." in text(shown)
        assert "! Choose TWO: one is chosen." in text(shown)
        await pilot.press("b", "c")
        await pilot.pause()
        assert "! Two are chosen. Take one back first." in text(shown)
        await pilot.press("up", "space")
        await pilot.pause()
        await pilot.press("c", "enter")
        await pilot.pause()
        (review,) = answers(home)
        assert review.chosen == "BC"


async def test_wrong_keys_are_answered_in_the_hint_row(home: Path) -> None:
    shown = app(staged(home, one_question()))
    async with shown.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert "! Choose A–D first." in text(shown)
        await pilot.press("f")
        await pilot.pause()
        assert "! There are four options, A–D." in text(shown)
        await pilot.press("n")
        await pilot.pause()
        assert "! n does nothing here. ? shows the keys." in text(shown)
        await pilot.press("x")
        await pilot.pause()
        assert "! Move to an option first." in text(shown)
        await pilot.press("down", "x")
        await pilot.pause()
        assert "-A-" in text(shown)
        await pilot.press("up", "j", "k", "pagedown", "pageup", "d")
        await pilot.pause()
        assert "D is chosen. Enter answers." in text(shown)


async def test_text_of_notes_is_shown_verbatim(home: Path) -> None:
    shown = app(staged(home, one_question()))
    async with shown.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert "What is the [x] limit [/b] of [red]this[/red]?" in text(shown)
        assert "wrong [/b]" in text(shown)


async def test_a_double_enter_does_not_skip_the_reasons(home: Path) -> None:
    stopped = StudykitApp(staged(home, one_question()), clock=lambda: 0.0)
    async with stopped.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        await pilot.press("enter", "b", "enter")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert on(stopped, Answer)


async def test_help_lists_the_keys_of_the_screen(home: Path) -> None:
    shown = app(staged(home, one_question()))
    async with shown.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("question_mark")
        await pilot.pause()
        assert "Cross out" in text(shown)
        assert "Don't know" in text(shown)
        await pilot.press("escape")
        await pilot.pause()
        assert on(shown, Asked)


async def begun(pilot: Pilot[int]) -> None:
    """Waits until a session shows its first card."""
    for _ in range(100):
        await pilot.pause()
        if isinstance(pilot.app.screen, Table) and pilot.app.screen.part is not None:
            return
        await asyncio.sleep(0.02)


async def test_a_quiz_counts_and_ends(home: Path) -> None:
    shown = app(real(home))
    async with shown.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        await pilot.press("g", "q")
        await begun(pilot)
        for _ in range(10):
            assert "Quiz" in rows(shown)[0]
            # "don't know" in every form: an empty field twice, else its key
            await pilot.press(*(("enter", "enter") if isinstance(shown.focused, Input) else ("s",)))
            await pilot.pause()
            await pilot.press("enter")
            await pilot.pause()
            await rested(pilot)
        assert "Done: 10 cards" in text(shown)
        assert len(answers(home)) == 10
        await pilot.press("enter")
        await pilot.pause()
        assert "answered today" in text(shown)


async def test_when_nothing_is_due_the_quiz_is_offered(home: Path) -> None:
    shown = app(staged(home))
    async with shown.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert "Nothing is due." in text(shown)


Make = Callable[[MemoryState | None], tuple[Review, MemoryState]]


class Full(StudyStore):
    """A store whose disk is full for a while."""

    tries = 0

    def answer(self, card: str, make: Make) -> tuple[MemoryState | None, Review, MemoryState]:
        Full.tries += 1
        if Full.tries < 3:
            raise StoreError("The disk is full.")
        return super().answer(card, make)


async def test_an_answer_that_cannot_be_saved_is_kept_and_tried_again(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Full.tries = 0
    monkeypatch.setattr("tests.tui.stage.StudyStore", Full)
    shown = app(staged(home, one_question()))
    async with shown.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        await pilot.press("enter", "b", "enter")
        await pilot.pause()
        assert "NOT SAVED" in text(shown)
        assert "The disk is full." in text(shown)
        await pilot.press("enter")
        await pilot.pause()
        assert "NOT SAVED" in text(shown)
        await pilot.press("enter")
        await pilot.pause()
        assert "Right: B." in text(shown)
    assert len(answers(home)) == 1


async def test_a_program_that_cannot_start_says_why(home: Path) -> None:
    def load() -> Study:
        raise StoreError("The folder cannot be made.")

    shown = app(load)
    async with shown.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        assert "The folder cannot be made." in text(shown)
        await pilot.press("enter")
        await pilot.pause()
    assert shown.return_value == 2


@pytest.mark.parametrize("key", ["q", "ctrl+q", "ctrl+c"])
async def test_there_are_several_ways_out(home: Path, key: str) -> None:
    shown = app(real(home))
    async with shown.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        await pilot.press(key)
        await pilot.pause()
    assert shown.return_value == 0


async def test_every_size_works_and_the_last_keys_stay(home: Path) -> None:
    shown = app(staged(home, one_question()))
    async with shown.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await pilot.press("enter")
        for size in ((80, 24), (40, 12), (32, 12), (120, 36)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert "? Keys" in rows(shown)[-1]
            assert "esc Leave" in rows(shown)[-1]
            assert "Answer" in rows(shown)[-1]
        await pilot.press("b", "enter")
        await pilot.pause()
        await pilot.resize_terminal(40, 12)
        await pilot.pause()
        assert "Right: B." in text(shown)


async def test_keys_and_options_can_be_clicked(home: Path) -> None:
    shown = app(staged(home, one_question()))
    async with shown.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        await pilot.click("#footer", offset=(2, 0))
        await pilot.pause()
        assert on(shown, Asked)
        await pilot.click(offset=place(shown, ") B"))
        await pilot.pause()
        assert "B is chosen." in text(shown)
        await pilot.click(offset=place(shown, ") B"), times=2)
        await pilot.pause()
        assert "Right: B." in text(shown)


async def test_a_notice_and_problems_of_content_are_on_the_first_screen(home: Path) -> None:
    def load() -> Study:
        study = real(home, Ticking())()
        study.notice = "Another studykit is open since 09:12. The answers of both are kept."
        return study

    shown = app(load)
    async with shown.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        assert "Another studykit is open since 09:12." in text(shown)
