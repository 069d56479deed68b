"""Draws the README's pictures from the real app over the built-in pack: ``python -m tests.tui.draw``."""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from textual.pilot import Pilot

from studykit.core.attempt import ExamWish, Left, Result
from studykit.tui.app import StudykitApp
from studykit.tui.screens.exam import Exam
from studykit.workflows import exam
from studykit.workflows.exam_clock import Clocks
from studykit.workflows.study import Study
from tests.tui.stage import START, Ticking, app, loaded, made, real, rested

SCREENS = Path(__file__).parents[2] / "docs" / "screens"
SIZE, WIDE = (100, 30), (120, 36)
_PACE = timedelta(seconds=104)
_SEED = 3
_OPEN, _WRONG = 31, 4
"""In the picture one question is left open for now, and each fourth answer is not known."""

_OUTSIDE = re.compile(r"@font-face \{.*?\}\s*|<!-- Generated.*?-->", re.DOTALL)
"""Fonts that the picture would ask a server for."""


def save(shown: StudykitApp, name: str) -> None:
    """Writes what is shown as a picture that asks nobody for anything."""
    (SCREENS / name).write_text(_OUTSIDE.sub("", shown.export_screenshot()), "utf-8")


async def draw(home: Path) -> None:
    """Today, the second card's question (a scenario) and its answer."""
    shown = app(real(home))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        save(shown, "today.svg")
        await pilot.press("enter", "a", "enter")
        await pilot.pause()
        await pilot.press("enter", "a")
        await pilot.pause()
        save(shown, "question.svg")
        await pilot.press("enter")
        await pilot.pause()
        save(shown, "answer.svg")


@dataclass
class Timed:
    """Exams of the workflow, on a clock that moves when it is told to."""

    clock: Ticking
    draw: Callable[..., exam.Drawn] = field(default=exam.draw)
    results: Callable[..., tuple[Result, ...]] = field(default=exam.results)

    def start(self, study: Study, drawn: exam.Drawn, *, untimed: bool = False) -> exam.Sitting:
        return exam.start(study, drawn, untimed=untimed, clocks=self._clocks())

    def unfinished(self, study: Study) -> Left | None:
        return exam.unfinished(study, clocks=self._clocks())

    def go_on(self, study: Study, *, give_back: bool) -> exam.Sitting:
        return exam.go_on(study, give_back=give_back, clocks=self._clocks())

    def _clocks(self) -> Clocks:
        return Clocks(self.clock, self._steady, lambda: "one run")

    def _steady(self) -> float:
        return (self.clock.now - START).total_seconds()


async def draw_exam(home: Path) -> None:
    """Before a mock exam, in it, its overview and its result."""
    clock = Ticking()
    wish = ExamWish(seed=_SEED)
    shown = StudykitApp(real(home, clock), clock=clock.stopwatch, exams=Timed(clock), first=wish)
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        save(shown, "exam-start.svg")
        await pilot.press("enter")
        await made(pilot)
        await rested(pilot)
        for at in range(65):
            clock.now += _PACE
            clock.seconds += _PACE.total_seconds()
            await _answer(pilot, shown, at)
            if at == _OPEN + 1:
                await pilot.resize_terminal(*WIDE)
                await rested(pilot)
                save(shown, "exam.svg")
                await pilot.resize_terminal(*SIZE)
            if at == _OPEN + 10:
                await pilot.press("v")
                await rested(pilot)
                save(shown, "exam-overview.svg")
                await pilot.press("escape")
            await pilot.press("right")
            await pilot.pause()
        await pilot.press("v", "f", "enter")
        await rested(pilot)
        save(shown, "exam-result.svg")


async def _answer(pilot: Pilot[int], shown: StudykitApp, at: int) -> None:
    """Gives the right answer, or another one, or marks the question and leaves it open."""
    sat = shown.screen
    if not isinstance(sat, Exam):
        raise TypeError(f"question {at + 1} is not shown")
    if at == _OPEN:
        await pilot.press("m")
        return
    key = sat._sitting.questions[at].letters  # nobody else knows it before the end
    if at % _WRONG == 0 and len(key) == 1:
        key = "A" if key != "A" else "B"
    await pilot.press(*key.lower().replace(" ", ""))
    await pilot.pause()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(draw(Path(folder)))
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(draw_exam(Path(folder)))
