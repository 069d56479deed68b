"""The screens of exams and of the other forms, row by row; see test_golden for how to renew them."""

from __future__ import annotations

from pathlib import Path

import pytest

from studykit.tui.app import StudykitApp
from studykit.tui.screens import clocked
from studykit.workflows.library import Library
from tests.tui.exam_stage import Sat, exam_app, hall, matching, ordering, typed
from tests.tui.golden import SIZES, compare
from tests.tui.stage import app, card, staged
from tests.tui.test_golden import lines, settle

WHOLE = ("b", "enter", "a", "c", "enter", "c", "a", "b", "d", "m", "enter", "2", "1", "enter", *"899", "space", "s")
EXAMS = {
    "exam-start": (),
    "exam-question": ("enter", "b", "m"),
    "exam-overview": ("enter", *WHOLE, "enter", "v"),
    "exam-finish": ("enter", "b", "v", "f"),
    "exam-result": ("enter", *WHOLE, "enter", "v", "f", "enter"),
    "exam-review": ("enter", *WHOLE, "enter", "v", "f", "enter", "enter"),
}
FORMS = {
    "typed": (typed, ("enter", *"0.25h")),
    "typed-wrong": (typed, ("enter", *"899s", "enter")),
    "ordering": (ordering, ("enter", "c", "a")),
    "ordering-wrong": (ordering, ("enter", *"acbd", "enter")),
    "matching": (matching, ("enter", "2")),
    "matching-wrong": (matching, ("enter", "2", "2", "enter")),
}


@pytest.fixture(autouse=True)
def own_content(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Library, "excerpt", lines)
    monkeypatch.setattr(clocked, "EVERY", 3600.0)  # a second that passes meanwhile would save what was chosen


async def same(name: str, shown: StudykitApp, size: tuple[int, int], keys: tuple[str, ...]) -> None:
    async with shown.run_test(size=size) as pilot:
        await settle(pilot, keys)
        compare(f"{name}-{size[0]}x{size[1]}", shown)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", EXAMS)
async def test_an_exam_looks_as_it_was_read_last(home: Path, name: str, size: tuple[int, int]) -> None:
    await same(name, exam_app(home, hall(), first=("", None)), size, EXAMS[name])


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_an_exam_that_was_left_looks_as_it_was_read_last(home: Path, size: tuple[int, int]) -> None:
    exams = hall()
    exams.open = True
    await same("exam-resume", exam_app(home, exams, first=("", None)), size, ())


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", FORMS)
async def test_a_form_looks_as_it_was_read_last(home: Path, name: str, size: tuple[int, int]) -> None:
    made, keys = FORMS[name]
    question = made()
    await same(name, app(staged(home, (card(question.id), question))), size, keys)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_past_results_and_what_the_pack_lacks_look_as_they_were_read_last(
    home: Path, size: tuple[int, int]
) -> None:
    exams = hall()
    exams.past = (exams.sitting.finish(),) * 5
    exams.shortfalls = ("This pack has 2 questions for Security [x], 3 fewer than this exam asks.",)
    await same("exam-short", exam_app(home, exams, first=("", None)), size, ("enter",))


async def test_sixty_five_cells_fit_beside_the_question(home: Path) -> None:
    exams = hall()
    exams.sitting = Sat(exams.sitting.clock, questions=(exams.sitting.questions * 11)[:65])
    await same("exam-long", exam_app(home, exams, first=("", None)), (120, 36), ("enter", "b"))


async def test_plain_signs_stand_where_the_terminal_has_no_others(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "linux")
    keys = EXAMS["exam-result"]
    shown = exam_app(home, hall(), first=("", None))
    async with shown.run_test(size=(80, 24)) as pilot:
        await settle(pilot, keys)
        compare("exam-result-plain-80x24", shown)
        drawn = (Path(__file__).parents[1] / "golden" / "tui" / "exam-result-plain-80x24.txt").read_text("utf-8")
        assert drawn.isascii()
