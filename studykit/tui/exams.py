"""A mock exam from its first screen to its result: which screen follows which."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from textual.app import App

from studykit.core.attempt import AreaResult, ExamWish, Result
from studykit.core.progress import Progress
from studykit.tui.screens.exam import Exam
from studykit.tui.screens.exam_result import Outcome
from studykit.tui.screens.exam_resume import Resume
from studykit.tui.screens.exam_review import Reviewed
from studykit.tui.screens.exam_start import Start
from studykit.tui.screens.home import QUIZ
from studykit.tui.screens.message import Notice
from studykit.tui.sittings import Exams, Sitting, unanswered
from studykit.workflows.exam_paper import Drawn
from studykit.workflows.exam_practice import practise
from studykit.workflows.explanation import explain
from studykit.workflows.showing import Showing
from studykit.workflows.study import Study

_PAST = 5
"""Results that are shown before the next exam."""


@dataclass(frozen=True, slots=True)
class Examination:
    """Shows the screens of an exam in ``app``; ``clock`` counts seconds."""

    app: App[int]
    study: Study
    exams: Exams
    clock: Callable[[], float]
    session: Callable[[str, Iterator[Showing]], Awaitable[None]]
    """Shows one card after the other."""

    async def take(self, wish: ExamWish) -> None:
        """Goes on with an exam that was left, or begins one; then shows its result. May raise StudykitError."""
        left = self.exams.unfinished(self.study)
        if left is None:
            sitting = await self._begun(wish)
            result = await self._sat(sitting) if sitting else None
        else:
            how = await self.app.push_screen_wait(Resume(left))
            if how is None:
                return
            sitting = self.exams.go_on(self.study, give_back=how == "given back")
            result = sitting.finish() if how == "finish" else await self._sat(sitting)
        if result is not None:
            await self.show(result)

    async def show(self, result: Result) -> None:
        """Shows a result, and goes through its questions or practises as often as the learner wants."""
        while part := await self.app.push_screen_wait(Outcome(result)):
            if isinstance(part, AreaResult):
                await self._practise(result, part)
                continue
            await self.app.push_screen_wait(Reviewed(result, part, partial(explain, self.study.library)))

    async def _begun(self, wish: ExamWish) -> Sitting | None:
        library = self.study.library
        named = replace(wish, exam=library.blueprint(wish.exam).exam)
        past = self.exams.results(self.study, _PAST)
        zone = self.study.clock().tzinfo
        wanted = await self.app.push_screen_wait(Start(library.pack.blueprints, named, self._draw, past, zone))
        return None if wanted is None else self.exams.start(self.study, wanted.drawn, untimed=wanted.untimed)

    def _draw(self, wish: ExamWish, progress: Progress) -> Drawn:
        return self.exams.draw(self.study, wish.exam, wish.seed, as_exam=wish.as_exam, progress=progress)

    async def _practise(self, result: Result, area: AreaResult) -> None:
        """A quiz about one part of the exam; its answers count for their cards, as any quiz's do."""
        seed = self.study.fresh_seed()
        questions = partial(practise, self.study, result.exam, area.key, count=QUIZ, seed=seed, as_exam=result.as_exam)
        await self.session(area.title, iter(await asyncio.to_thread(questions)))

    async def _sat(self, sitting: Sitting) -> Result | None:
        """Shows the questions until the exam is finished or left."""
        try:
            end = await self.app.push_screen_wait(Exam(sitting, self.clock))
            if end == "leave":
                return None
            if end == "over":
                text = f"Time is up. {unanswered(sitting)}\n\nEvery answer given is kept."
                await self.app.push_screen_wait(Notice("Mock exam › Time is up", text, "Enter shows the result."))
            return sitting.finish()
        finally:
            sitting.leave()
