"""One card on the table, key by key: answered, rated, turned, taken back, left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

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
from tests.kept import answers
from tests.tui.looking import rows, text
from tests.tui.stage import SPAN, app, card, loaded, on, one_question, question, staged

NARROW, WIDE = (80, 24), (120, 36)


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
