"""The terminal app: paints first, then loads, then drives one session after another."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import ClassVar

from textual import work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.worker import get_current_worker

from studykit.core.attempt import ExamWish
from studykit.core.errors import StudykitError
from studykit.core.review import Rating
from studykit.core.text import count
from studykit.tui.exams import Examination
from studykit.tui.screens.answer import Answer
from studykit.tui.screens.card import Turned
from studykit.tui.screens.help import Help
from studykit.tui.screens.home import QUIZ, Home
from studykit.tui.screens.message import Notice
from studykit.tui.screens.question import Asked
from studykit.tui.sittings import Exams
from studykit.tui.themes import DARK, THEMES
from studykit.tui.widgets.frame import Frame
from studykit.workflows.library import Progress
from studykit.workflows.showing import Answered, Showing
from studykit.workflows.study import Study

_WIDE, _NARROW, _SHORT, _TALL = 100, 60, 20, 30

_EVERY = 0.2
"""Seconds between two words about how far the reading is."""


class StudykitApp(App[int]):
    """``load`` makes the study; it may be slow and may raise StudykitError."""

    CSS_PATH = "app.tcss"
    TITLE = "studykit"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [
        (0, "-narrow"),
        (_NARROW, "-normal"),
        (_WIDE, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [
        (0, "-short"),
        (_SHORT, "-medium"),
        (_TALL, "-tall"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q,ctrl+c", "quit_saved", "Quit", show=False, priority=True),
    ]

    def __init__(
        self,
        load: Callable[[], Study],
        clock: Callable[[], float] = time.monotonic,
        *,
        exams: Exams | None = None,
        first: ExamWish | None = None,
    ) -> None:
        """``first`` opens straight on a mock exam."""
        super().__init__()
        self._load, self._clock, self._exams, self._first = load, clock, exams, first
        self.study: Study | None = None
        self._busy = False
        self._told = 0.0
        self.problem: StudykitError | None = None
        self._home = Home()

    def on_mount(self) -> None:
        """Paints Today, and reads the notes behind it."""
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DARK.name
        self.animation_level = "none"
        self.push_screen(self._home)
        self._open()

    def on_unmount(self) -> None:
        """Ends the study with the app."""
        if self.study is not None:
            self.study.close()

    @work(thread=True, exit_on_error=False)
    def _open(self) -> None:
        worker = get_current_worker()
        try:
            study = self._load()
        except StudykitError as problem:
            self.call_from_thread(self._refused, problem)
            return
        if worker.is_cancelled:
            study.close()
            return
        self.call_from_thread(self._opened, study)

    def reading(self, done: int, total: int) -> None:
        """Is told, from the worker, how many of how many notes were read."""
        now = time.monotonic()
        if now - self._told >= _EVERY or done == total:
            self._told = now
            self.call_from_thread(self._home.reading, done, total)

    def _opened(self, study: Study) -> None:
        self.study = study
        self._home.show(study, self._examination(study).exams.unfinished)
        if self._first is not None and not self._busy:
            self._sit(self._first)

    def _refused(self, problem: StudykitError) -> None:
        self.problem = problem
        notice = Notice("Cannot start", str(problem), "Enter or Esc quits.")
        self.push_screen(notice, lambda _: self.exit(problem.exit_code))

    def _print_error_renderables(self) -> None:
        """Prints no traceback: ``run`` hands a bug on, and the command line writes a report of it."""
        self._exit_renderables.clear()

    def action_quit_saved(self) -> None:
        """Quits; every answer is saved already."""
        self.exit(0 if self.problem is None else self.problem.exit_code)

    def action_keys(self) -> None:
        """Lists the keys of the screen that is shown."""
        if isinstance(self.screen, Frame):
            self.push_screen(Help(self.screen.keys()))

    def action_review(self) -> None:
        """Goes through what is due."""
        study = self.study
        if study is not None and not self._busy:
            self._session("Review", iter(study.next, None))

    def action_quiz(self) -> None:
        """Asks a few questions over everything."""
        study = self.study
        if study is not None and not self._busy:
            seed = study.clock().toordinal() * 1000 + study.today().answered
            self._session("Quiz", iter(study.quiz(QUIZ, seed)))

    def action_exam(self) -> None:
        """Goes on with a mock exam, or begins one."""
        if self.study is not None and not self._busy:
            self._sit(ExamWish())

    def _examination(self, study: Study) -> Examination:
        if self._exams is None:
            from studykit.workflows import exam

            self._exams = exam
        return Examination(self, study, self._exams, self._clock, partial(self._go_through, study))

    @work
    async def _sit(self, wish: ExamWish) -> None:
        study, self._busy = self.study, True
        try:
            if study is not None:
                await self._examination(study).take(wish)
        except StudykitError as problem:
            await self.push_screen_wait(Notice("Mock exam", str(problem), "Enter goes to Today."))
        finally:
            self._busy = False
            self._home.refresh_today()

    @work
    async def _session(self, title: str, showings: Iterator[Showing]) -> None:
        study, self._busy = self.study, True
        try:
            if study is not None:
                await self._go_through(study, title, showings)
        finally:
            self._busy = False
            self._home.refresh_today()

    async def _go_through(self, study: Study, title: str, showings: Iterator[Showing]) -> None:
        """Shows one card after the other until there is no more or the learner leaves."""
        started, answered, right = self._clock(), 0, 0
        again: Showing | None = None
        try:
            while True:
                showing = again or next(showings, None)
                again = None
                if showing is None:
                    break
                done = await self._card(study, showing, title)
                if done is None:
                    return
                after = await self._explained(study, done, title)
                if after == "undo":
                    again = study.undo()
                    continue
                answered, right = answered + 1, right + done.right
                if after == "leave":
                    return
        except StudykitError as problem:
            text = f"{problem}\n\nWhat was answered before is saved."
            await self.push_screen_wait(Notice("Cannot go on", text, "Enter goes back."))
            return
        await self._summary(title, answered, right, self._clock() - started)

    async def _card(self, study: Study, showing: Showing, title: str) -> Answered | None:
        if showing.question is None:
            turned = Turned(showing, title, study.choices)
            rating = await self.push_screen_wait(turned)
            return None if rating is None else await self._saved(study, showing, "", rating, turned.duration)
        asked = Asked(showing, title)
        chosen = await self.push_screen_wait(asked)
        if chosen is None:
            return None
        rating = study.rating(showing, chosen, asked.duration)
        return await self._saved(study, showing, chosen, rating, asked.duration)

    async def _saved(
        self, study: Study, showing: Showing, chosen: str, rating: Rating, duration: int
    ) -> Answered | None:
        """Saves an answer; when that fails, says so and tries again as often as the learner wants."""
        while True:
            try:
                return study.answer(showing, chosen=chosen, rating=rating, duration=duration)
            except StudykitError as problem:
                text = f"NOT SAVED\n\n{problem}\n\nThis answer is kept in memory until it is saved."
                if not await self.push_screen_wait(Notice("NOT SAVED", text, "Enter tries again. Esc gives it up.")):
                    return None

    async def _explained(self, study: Study, answered: Answered, title: str) -> str:
        if answered.showing.question is None:
            return "next"
        screen = Answer(answered, title, rerate=study.rerate, excerpt=study.library.excerpt, clock=self._clock)
        return await self.push_screen_wait(screen)

    async def _summary(self, title: str, answered: int, right: int, seconds: float) -> None:
        if answered:
            text = f"Done: {count(answered, 'card')}, {right} right, {max(round(seconds / 60), 1)} min."
        else:
            text = "Nothing is due."
            if self.study and (later := self.study.today().next_due):
                text += f" Next: {later}."
        await self.push_screen_wait(Notice(f"{title} › Done", text, "Enter goes to Today."))


def run(load: Callable[[Progress], Study], first: ExamWish | None = None) -> int:
    """Runs the app and returns its exit code; a problem of starting is told after the screen is restored.

    ``first`` opens on a mock exam.
    """
    app = StudykitApp(lambda: load(app.reading), first=first)
    code = app.run()
    bug = app._exception  # noqa: SLF001 - Textual keeps it for its own report, which we replace
    if bug is not None:
        raise bug
    if app.problem is not None:
        print(f"studykit: {app.problem}", file=sys.stderr)
        return app.problem.exit_code
    return code or app.return_code or 0
