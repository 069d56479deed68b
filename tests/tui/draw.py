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
from studykit.core.verdict import Value
from studykit.tui.app import StudykitApp
from studykit.tui.screens.exam import Exam
from studykit.workflows import exam
from studykit.workflows.exam_clock import Clocks
from studykit.workflows.study import Study
from tests.tui.learner import study_for
from tests.tui.stage import START, Ticking, app, loaded, made, real, rested, worked_out

SCREENS = Path(__file__).parents[2] / "docs" / "screens"
SIZE = (120, 36)
_DAYS = 60
"""Days that the learner of the pictures has behind them."""
_FAILING: dict[str, Value] = {"results": ("error", "error", "error"), "on_failure": "sqs"}
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
    """Today, the lab, a fact and the figures, of a learner with weeks behind them."""
    shown = app(_with_plan(real(home, study_for(home, _DAYS))))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await _worked_out(pilot)
        save(shown, "today.svg")
        shown.open_lab("lambda.async", _FAILING)
        await _worked_out(pilot)
        save(shown, "lab.svg")
        shown.go("facts")
        await pilot.press("slash", *"lambda timeout", "enter", "down")
        await _worked_out(pilot)
        save(shown, "facts.svg")
        shown.go("statistics")
        await _worked_out(pilot)
        save(shown, "statistics.svg")


async def draw_answer(home: Path) -> None:
    """A scenario that was answered wrong."""
    shown = app(real(home))
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await pilot.press("enter", "a", "enter")
        await rested(pilot)
        await pilot.press("enter", "a")
        await rested(pilot)
        await pilot.press("enter")
        await _worked_out(pilot)
        save(shown, "answer.svg")


def _with_plan(load: Callable[[], Study]) -> Callable[[], Study]:
    """As the app opens a study: with the exam day that the learner has set."""

    def refreshed() -> Study:
        study = load()
        study.refresh()
        return study

    return refreshed


async def _worked_out(pilot: Pilot[int]) -> None:
    """Waits until everything is there, also what begins only after the cursor has rested."""
    await asyncio.sleep(1)
    await worked_out(pilot)
    await rested(pilot)


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
    """In a mock exam."""
    clock = Ticking()
    wish = ExamWish(seed=_SEED)
    shown = StudykitApp(real(home, clock), clock=clock.stopwatch, exams=Timed(clock), first=wish)
    async with shown.run_test(size=SIZE) as pilot:
        await loaded(pilot)
        await pilot.press("enter")
        await made(pilot)
        await rested(pilot)
        for at in range(_OPEN + 2):
            clock.now += _PACE
            clock.seconds += _PACE.total_seconds()
            await _answer(pilot, shown, at)
            if at <= _OPEN:
                await pilot.press("right")
                await pilot.pause()
        await _worked_out(pilot)
        save(shown, "exam.svg")


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
    for drawing in (draw, draw_answer, draw_exam):
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(drawing(Path(folder)))
