"""A mock exam, key by key: begun, answered, left, gone on with, out of time, finished, gone through."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from studykit.tui.app import StudykitApp
from studykit.tui.screens.exam import Exam
from studykit.tui.screens.exam_result import Outcome
from studykit.tui.screens.exam_resume import Resume
from studykit.tui.screens.exam_review import Reviewed
from studykit.tui.screens.exam_start import Start
from studykit.tui.screens.home import Home
from studykit.tui.screens.message import Notice
from studykit.tui.screens.note import Note
from studykit.tui.screens.overview import Overview
from studykit.tui.screens.question import Asked
from studykit.workflows import exam as workflow
from tests.tui.exam_stage import exam_app, hall, single
from tests.tui.looking import rows, text
from tests.tui.stage import START, app, loaded, made, on, place, real

SIZE, WIDE = (80, 24), (120, 36)


async def press(pilot: Pilot[int], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await pilot.pause()
        await made(pilot)


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


async def until(pilot: Pilot[int], shown: StudykitApp, sentence: str) -> None:
    """Waits for a thread to be heard."""
    for _ in range(500):
        if sentence in text(shown):
            return
        await pilot.pause(0.01)
    raise AssertionError(text(shown))


async def test_making_the_questions_blocks_nothing_and_esc_stops_it(home: Path) -> None:
    exams = hall()
    exams.made.clear()
    shown = exam_app(home, exams, first=("", None))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await pilot.press("enter")
        await until(pilot, shown, "Making the questions: 2 of 4. Esc stops.")
        await pilot.press("question_mark")
        assert not on(shown, Start)
        await pilot.press("escape", "enter")
        await until(pilot, shown, "Making the questions: 2 of 4. Esc stops.")
        await press(pilot, "escape")
        assert "Stopped; nothing has begun." in text(shown)
        await pilot.press("enter")
        await until(pilot, shown, "Making the questions: 2 of 4. Esc stops.")
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
        await until(pilot, shown, "Making the questions: 2 of 4.")
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


async def test_a_part_of_an_answer_stays_where_it_was_and_counts_as_open(home: Path) -> None:
    exams = hall()
    shown = exam_app(home, exams, first=("", None))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await press(pilot, "enter", "right", "a", "right", "right")  # the second arrow leaves it open
        await press(pilot, "d", "b", "right", "right", "2", "right", "right", *"15", "escape")
        await press(pilot, "left", "left")
        assert "[2] A" in text(shown)
        await press(pilot, "left")  # nothing is new here: it need not be said again
        assert ("[1] D" in text(shown), "[2] B" in text(shown)) == (True, True)
        await press(pilot, "left")
        assert "[x] A" in text(shown)
        assert exams.sitting.given == {}
        await press(pilot, "c")
        await press(pilot, "right", "left")
        assert exams.sitting.given == {1: "AC"}
        await press(pilot, "c", "v")  # a complete answer that was taken apart again
        assert exams.sitting.given == {}
        await press(pilot, "5", "enter")
        assert "15" in text(shown)


async def test_an_exam_goes_on_at_a_field_as_at_any_question(home: Path) -> None:
    exams = hall()
    exams.open, exams.sitting.at, exams.sitting.given = True, 4, {4: "15 min"}
    shown = exam_app(home, exams)
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await press(pilot, "enter", "enter")
        assert "Answer › 15 min" in text(shown)
        assert "read as 900 s" in text(shown)


async def test_answers_are_saved_as_one_goes_on_and_stand_there_when_one_comes_back(home: Path) -> None:
    exams = hall()
    shown = exam_app(home, exams, first=("", 7))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await press(pilot, "enter", "b", "enter")
        assert exams.begun == ("DVA-C02", 7, False)
        assert exams.sitting.given == {0: "B"}
        assert "Saved. 0 of 2 chosen." in text(shown)
        assert "1 answered" in rows(shown)[0]
        await press(pilot, "a", "right")
        assert "! Choose TWO: one is chosen. Once more leaves it open." in text(shown)
        await press(pilot, "c", "m", "right", *"cabd", "right", "2", "1", "right", *"15min", "enter")
        assert exams.sitting.given == {0: "B", 1: "AC", 2: "CABD", 3: "A2 B1", 4: "15 min"}
        assert exams.sitting.flagged == {1}
        await press(pilot, "right")
        assert "! This is the last question." in text(shown)
        await press(pilot, "left", "escape", "left", "left", "left", "left", "x", "down", "right", "left")
        assert "(o) C" in text(shown)
        assert "-B-" in text(shown)
        await press(pilot, "backspace")
        assert 0 not in exams.sitting.given


async def test_nothing_explains_before_the_end(home: Path) -> None:
    shown = exam_app(home, hall(), first=("", None))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await press(pilot, "enter", "b")
        for key in "owtp":
            await press(pilot, key)
            assert "after the exam" in text(shown)
        assert "reason of" not in text(shown)


async def test_a_double_enter_skips_no_question(home: Path) -> None:
    exams = hall()
    shown = exam_app(home, exams, first=("", None))
    shown._clock = lambda: 5.0
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await press(pilot, "enter", "b", "enter", "enter")
        assert "1 of 6" in rows(shown)[0]  # the clock stands still: every Enter is still the first one
        shown._clock = lambda: 6.0
        assert isinstance(shown.screen, Exam)
        shown.screen._clock = lambda: 6.0
        await press(pilot, "enter", "enter")
        assert "2 of 6" in rows(shown)[0]


async def test_the_overview_leads_anywhere_and_finishing_asks_first(home: Path) -> None:
    exams = hall()
    shown = exam_app(home, exams, first=("", None))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await press(pilot, "enter", "b", "g", "6", "enter")
        assert "6 of 6" in rows(shown)[0]
        await press(pilot, "v", "9", "enter")
        assert "! Questions go from 1 to 6." in text(shown)
        await press(pilot, "n", "enter")
        assert "2 of 6" in rows(shown)[0]
        await press(pilot, "v", "down", "enter")
        assert "5 questions have no answer; they count as wrong. Finish?" in text(shown)
        await press(pilot, "escape")
        assert on(shown, Exam)
        await press(pilot, "v", "f", "enter")
        assert on(shown, Outcome)
        assert "1 of 6 = 17 % (59–80)" in text(shown)
        assert "practice score 737 (629–824)" in text(shown)
        assert "with a break of 14 min" in text(shown)


async def test_nothing_that_would_answer_opens_over_an_exam(home: Path) -> None:
    shown = exam_app(home, hall(), first=("", None))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await press(pilot, "enter")
        for key in ("colon", "ctrl+p", "o", "w", "t", "p"):
            await press(pilot, key)
            assert on(shown, Exam), key
            assert "after the exam" in text(shown), key
        await press(pilot, "g")
        assert on(shown, Overview)
        await press(pilot, "colon")
        assert on(shown, Overview)
        await press(pilot, "g")
        assert on(shown, Exam)


async def test_cells_can_be_clicked(home: Path) -> None:
    shown = exam_app(home, hall(), first=("", None))
    async with shown.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await press(pilot, "enter")
        await pilot.click("#cells", offset=(14, 0))
        await pilot.pause()
        assert "3 of 6" in rows(shown)[0]
        await press(pilot, "v")
        await pilot.click("#cells", offset=(2, 0))
        await pilot.pause()
        assert "1 of 6" in rows(shown)[0]
        await press(pilot, "v")
        await pilot.click(offset=place(shown, "Finish the exam"))
        await pilot.pause()
        assert on(shown, Notice)


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


async def test_what_cannot_be_saved_is_said_and_tried_again(home: Path) -> None:
    exams = hall()
    shown = exam_app(home, exams, first=("", None))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        exams.sitting.full = True
        await press(pilot, "enter", "b", "enter")
        assert "! NOT SAVED. The disk is full." in text(shown)
        assert "NOT SAVED" in rows(shown)[0]
        assert "1 of 6" in rows(shown)[0]
        exams.sitting.full = False
        await press(pilot, "enter")
        assert "2 of 6" in rows(shown)[0]
        assert exams.sitting.given == {0: "B"}


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


async def test_every_screen_of_an_exam_stands_every_size(home: Path) -> None:
    shown = exam_app(home, hall(), first=("", None))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        for keys in ((), ("enter",), ("v",), ("f",), ("enter",), ("enter",)):
            await press(pilot, *keys)
            for size in (WIDE, (40, 12), (28, 9), (32, 12), SIZE):
                await pilot.resize_terminal(*size)
                await pilot.pause()
                assert ("? Keys" in rows(shown)[-1]) is (size[0] > 28)
        assert on(shown, Reviewed)


async def test_an_exam_that_does_not_exist_is_said(home: Path) -> None:
    shown = exam_app(home, hall(), first=("XYZ", None))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        assert "no exam 'XYZ'" in text(shown)
        await press(pilot, "enter")
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
        await until(pilot, shown, "Development with AWS Services › 1 of 10")
        assert on(shown, Asked)
        await press(pilot, "escape")
        assert on(shown, Outcome)


async def test_overview_is_part_of_the_exam_screen_only_where_there_is_room(home: Path) -> None:
    shown = exam_app(home, hall(), first=("", None))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await press(pilot, "enter")
        assert "Overview" not in "\n".join(rows(shown)[:-1])
        await pilot.resize_terminal(*WIDE)
        await pilot.pause()
        assert "Pace  0 in 0 min" in text(shown)
        await press(pilot, "v")
        assert on(shown, Overview)
