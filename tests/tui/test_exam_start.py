"""Before a mock exam: what it asks, what the pack lacks, how it went before; its questions are made."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from studykit.tui.screens.exam_start import Start
from studykit.tui.screens.home import Home
from tests.tui.exam_stage import exam_app, hall, press
from tests.tui.looking import rows, text, until
from tests.tui.stage import START, loaded, on

SIZE = (80, 24)


async def test_home_leads_to_an_exam_and_tells_its_format_before_it_begins(home: Path) -> None:
    exams = hall()
    shown = exam_app(home, exams)
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await press(pilot, "g", "e")
        assert on(shown, Start)
        assert "Development   60 %" in text(shown)
        assert "A question without an answer counts as wrong, so guess." in text(shown)
        await press(pilot, "down", "right")
        assert "From [b]memory." in text(shown)
        assert "no clock" in text(shown)
        before = exams.begun
        assert before is None
        await press(pilot, "enter")
        await pilot.pause()
        assert exams.begun == ("SAA-C03", 1, True)
        assert "no clock" in rows(shown)[0]
        await press(pilot, "escape")
        assert on(shown, Home)
        assert exams.sitting.left


async def test_making_the_questions_blocks_nothing_and_esc_stops_it(home: Path) -> None:
    exams = hall()
    exams.made.clear()
    shown = exam_app(home, exams, first=("", None))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "Making the questions: 2 of 4. Esc stops." in text(shown))
        await pilot.press("question_mark")
        assert not on(shown, Start)
        await pilot.press("escape", "enter")
        await until(pilot, lambda: "Making the questions: 2 of 4. Esc stops." in text(shown))
        await press(pilot, "escape")
        assert "Stopped; nothing has begun." in text(shown)
        await pilot.press("enter")
        await until(pilot, lambda: "Making the questions: 2 of 4. Esc stops." in text(shown))
        await press(pilot, "down")  # another exam is wanted: those questions are not
        begun = exams.begun
        assert begun is None
        assert on(shown, Start)
        exams.made.set()
        await press(pilot, "enter")
        assert exams.begun == ("SAA-C03", 1, False)
        assert "1 of 6" in rows(shown)[0]


async def test_leaving_the_app_stops_the_making(home: Path) -> None:
    exams = hall()
    exams.made.clear()
    shown = exam_app(home, exams, first=("", None))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "Making the questions: 2 of 4." in text(shown))
        await pilot.press("ctrl+q")
    assert exams.begun is None


async def test_what_the_pack_lacks_is_said_before_the_exam_begins(home: Path) -> None:
    exams = hall()
    exams.shortfalls = ("This pack has 2 questions for Security, 3 fewer than this exam asks.",)
    shown = exam_app(home, exams, first=("saa-c03", None))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await press(pilot, "enter")
        assert "! This pack has 2 questions for Security" in text(shown)
        begun = exams.begun
        assert begun is None
        await press(pilot, "up")
        assert "This pack has 2" not in text(shown)
        await press(pilot, "down", "enter", "enter")
        assert exams.begun == ("SAA-C03", 1, False)


async def test_values_are_those_of_the_exam_unless_todays_are_wanted(home: Path) -> None:
    exams = hall()
    shown = exam_app(home, exams, first=("", None))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        assert "Asks values as the exam of the day asks them." in text(shown)
        await press(pilot, "c")
        assert "Asks values as they are today." in text(shown)
        await press(pilot, "enter")
        assert exams.as_exam is False


async def test_the_last_five_results_stand_before_the_next_exam(home: Path) -> None:
    exams = hall()
    one = exams.sitting.finish()
    exams.past = tuple(replace(one, right=right, started=START - timedelta(days=6 - right)) for right in range(6))
    shown = exam_app(home, exams, first=("", None))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        assert "2026-11-19  DVA-C02    67 % (59–80)" in text(shown)
        assert text(shown).count("(59–80)") == 5


async def test_an_exam_that_does_not_exist_is_said(home: Path) -> None:
    shown = exam_app(home, hall(), first=("XYZ", None))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        assert "no exam 'XYZ'" in text(shown)
        await press(pilot, "enter")
        assert on(shown, Home)
