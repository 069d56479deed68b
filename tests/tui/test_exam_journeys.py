"""A mock exam, key by key: answered, marked, looked over; nothing explains before the end."""

from __future__ import annotations

from pathlib import Path

from studykit.tui.screens.exam import Exam
from studykit.tui.screens.exam_result import Outcome
from studykit.tui.screens.exam_review import Reviewed
from studykit.tui.screens.message import Notice
from studykit.tui.screens.overview import Overview
from tests.tui.exam_stage import exam_app, hall, press
from tests.tui.looking import rows, text
from tests.tui.stage import loaded, on, place

SIZE, WIDE = (80, 24), (120, 36)


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
