"""How a mock exam ends: out of time, left and gone on with, finished, gone through."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from studykit.tui.screens.exam import Exam
from studykit.tui.screens.exam_result import Outcome
from studykit.tui.screens.exam_resume import Resume
from studykit.tui.screens.exam_review import Reviewed
from studykit.tui.screens.home import Home
from studykit.tui.screens.note import Note
from studykit.tui.screens.question import Asked
from studykit.workflows import exam as workflow
from tests.tui.exam_stage import exam_app, hall, press, single
from tests.tui.looking import rows, text, until
from tests.tui.stage import app, loaded, on, real

SIZE = (80, 24)


async def test_the_clock_says_when_little_is_left_and_shows_seconds_at_the_end(home: Path) -> None:
    exams = hall()
    clock = exams.sitting.clock
    shown = exam_app(home, exams, first=("", None))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await press(pilot, "enter")
        assert isinstance(shown.screen, Exam)
        clock.now += timedelta(minutes=100)
        await shown.screen.tick()
        assert "30 minutes left." in text(shown)
        assert "30 min left" in rows(shown)[0]
        await press(pilot, "b")
        await shown.screen.tick()
        assert "30 minutes left." not in text(shown)
        clock.now += timedelta(minutes=25, seconds=51)
        await shown.screen.tick()
        assert "5 minutes left." in text(shown)
        assert "4 min 09 s left" in rows(shown)[0]
        for _ in range(5):
            await shown.screen.tick()
        assert exams.sitting.beats >= 1
        assert exams.sitting.given == {0: "B"}  # kept although Enter was never pressed


@pytest.mark.parametrize("keys", [(), ("v",), ("v", "f"), ("question_mark",)])
async def test_when_time_is_up_answers_are_kept_wherever_one_is(home: Path, keys: tuple[str, ...]) -> None:
    exams = hall()
    shown = exam_app(home, exams, first=("", None))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await press(pilot, "enter", "b", "enter")
        sat = shown.screen
        assert isinstance(sat, Exam)
        await press(pilot, *keys)
        exams.sitting.clock.now += timedelta(hours=3)
        await sat.tick()
        await pilot.pause()
        assert "Time is up. 5 questions have no answer" in text(shown)
        await press(pilot, "enter")
        assert on(shown, Outcome)
        assert exams.sitting.given == {0: "B"}


@pytest.mark.parametrize(("keys", "back"), [((), False), (("down",), True)])
async def test_an_exam_that_was_left_goes_on_in_either_honest_way(
    home: Path, keys: tuple[str, ...], *, back: bool
) -> None:
    exams = hall()
    exams.open, exams.sitting.at, exams.sitting.given = True, 1, {0: "B"}
    shown = exam_app(home, exams)
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        assert "▌ Go on with exam    DVA-C02 · question 2 of 6 · 58 min left" in text(shown)
        await press(pilot, "enter")
        assert on(shown, Resume)
        assert "You left 14 min ago. 1 of 6 answers are saved." in text(shown)
        await press(pilot, *keys, "enter")
        assert exams.gave_back is back
        assert "2 of 6" in rows(shown)[0]


async def test_the_result_is_gone_through_with_reasons_by_parts(home: Path) -> None:
    exams = hall()
    exams.sitting.questions = (single("One?"), single("Two?"), single("Three?"))
    shown = exam_app(home, exams, first=("", None))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await press(pilot, "enter", "b", "m", "enter", "a", "enter", "v", "f", "enter", "enter")
        assert on(shown, Reviewed)
        assert "Two?" in text(shown)
        assert "You chose A; the answer is B." in text(shown)
        await press(pilot, "enter")
        assert "You left it open; the answer is B." in text(shown)
        await press(pilot, "f")
        assert "One?" in text(shown)
        assert "question 1 · marked" in rows(shown)[0]
        await press(pilot, "f", "right", "o")
        assert on(shown, Note)
        await press(pilot, "escape", "left", "left")
        assert "! This is the first one." in text(shown)
        await press(pilot, "escape", "escape")
        assert on(shown, Home)


async def test_the_real_workflow_sits_in_the_same_place(home: Path) -> None:
    shown = app(real(home))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await press(pilot, "g", "e", "enter")
        for _ in range(20):
            await pilot.pause()
        assert "1 of 65" in rows(shown)[0]
        await press(pilot, "a", "enter", "v", "escape", "escape")
        assert "Go on with exam" in text(shown)
        study = shown.study
        assert study is not None
        left = workflow.unfinished(study)
        assert left is not None
        assert (left.total, left.position) == (65, 1)
        await press(pilot, "enter", "enter", "v", "f", "enter")
        assert "Practise Development with AWS Services" in text(shown)
        assert "It asked values as the exam of the day asks them." in text(shown)
        await press(pilot, "down", "down", "down")
        assert "Enter asks 10 questions about it" in text(shown)
        await pilot.press("enter")
        await until(pilot, lambda: "Development with AWS Services › 1 of 10" in text(shown))
        assert on(shown, Asked)
        await press(pilot, "escape")
        assert on(shown, Outcome)
