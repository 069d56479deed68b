"""The terminal app: paints first, then loads, then goes where the learner wants."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import App
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.worker import Worker, get_current_worker

from studykit.core.errors import StudykitError
from studykit.core.look import Look
from studykit.core.progress import Progress
from studykit.core.uncollected import uncollected
from studykit.tui.acts import Acting
from studykit.tui.places import get_ready
from studykit.tui.screens.home import QUIZ, Home
from studykit.tui.sheets import Sheets
from studykit.tui.signs import PLAIN, signs, wear
from studykit.tui.themes import DARK, THEMES
from studykit.tui.widgets.frame import Frame
from studykit.workflows.look import read_look

if TYPE_CHECKING:
    from studykit.core.attempt import ExamWish
    from studykit.tui.exams import Examination
    from studykit.tui.sittings import Exams
    from studykit.workflows.desk import Desk
    from studykit.workflows.showing import Showing
    from studykit.workflows.study import Study

    Load = Callable[[], Study]
    Reopen = Callable[[Desk, Progress], Study]

_WIDE, _NARROW, _SHORT, _TALL = 100, 60, 20, 30

_EVERY = 0.2
"""Seconds between two words about how far the reading is."""
_PAUSE = 0.02
TURN = 0.0005
"""Seconds after which a thread that works lets the loop have its turn: a key takes several turns to be painted."""


class PlainBars(ScrollBarRender):
    """Scroll bars of spaces, for terminals that show no parts of blocks."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "] * 8
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "] * 8


class StudykitApp(Acting):
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

    def __init__(
        self,
        load: Load,
        clock: Callable[[], float] = time.monotonic,
        *,
        exams: Exams | None = None,
        first: ExamWish | None = None,
        desk: Desk | None = None,
    ) -> None:
        """``first`` opens straight on a mock exam."""
        super().__init__(Look() if desk is None else read_look(desk.places.home), desk)
        for theme in THEMES:
            self.register_theme(theme)
        self.set_reactive(App.theme, self._theme())  # before sheets are read: they hold its colours
        self.stylesheet = Sheets(variables=self.get_css_variables())
        self._load, self._clock, self._exams, self._first = load, clock, exams, first
        self._sitting: Worker[None] | None = None
        """The session or exam that is shown."""
        self._told = 0.0
        self.problem: StudykitError | None = None
        self._home = Home()

    def on_mount(self) -> None:
        """Paints Today, and reads the notes behind it."""
        self.wear(self._look)
        self.animation_level = "none"
        self.push_screen(self._home)
        self.tell_keys()
        self.call_after_refresh(self._open)  # what is read and imported for it would make the first frame wait

    def on_unmount(self) -> None:
        """Ends the study with the app."""
        gc.unfreeze()  # what this app kept may go with it
        if self.study is not None:
            with suppress(StudykitError):  # a database that is gone by now; what was answered is there
                self.study.close()

    def wear(self, look: Look) -> None:
        """Shows the app in a look."""
        self._look = look
        wear(look.signs)
        ScrollBar.renderer = PlainBars if signs() is PLAIN else ScrollBarRender
        self.theme = self._theme()

    def _theme(self) -> str:
        wanted = self._look.theme
        return wanted if wanted in {one.name for one in THEMES} else DARK.name

    @work(thread=True, exit_on_error=False)
    def _open(self) -> None:
        worker = get_current_worker()
        try:
            with uncollected():
                study = self._load()
        except StudykitError as problem:
            self.call_from_thread(self._refused, problem)
            return
        if worker.is_cancelled:
            study.close()
            return
        self.call_from_thread(self._opened, study)

        def is_wanted() -> bool:
            time.sleep(_PAUSE)
            return not worker.is_cancelled

        get_ready(is_wanted)

    def reading(self, done: int, total: int) -> None:
        """Is told, from the worker, how many of how many notes were read."""
        now = time.monotonic()
        if now - self._told >= _EVERY or done == total:
            self._told = now
            self.call_from_thread(self._home.reading, done, total)

    def _opened(self, study: Study) -> None:
        self.study = study
        self._home.show(study, self._examination(study).exams.unfinished)
        if isinstance(self.screen, Frame) and self.screen is not self._home:
            self.screen.renewed(study)  # the palette may be open already
        if self._first is not None and not self._busy:
            first, self._first = self._first, None
            self._sitting = self._sit(first)
        elif wanted := self._wanted:
            self._wanted = ""
            self.go(wanted)

    def _refused(self, problem: StudykitError) -> None:
        self.problem = problem
        notice = self.notice("Cannot start", str(problem), "Enter or Esc quits.", "Quit")
        self.push_screen(notice, lambda _: self.exit(problem.exit_code))

    def _print_error_renderables(self) -> None:
        """Prints no traceback: ``run`` hands a bug on, and the command line writes a report of it."""
        self._exit_renderables.clear()

    def action_quit_saved(self) -> None:
        """Quits; every answer is saved already."""
        self.exit(0 if self.problem is None else self.problem.exit_code)

    def action_stay(self) -> None:
        """Esc on the first screen stops what is being made for it; else nothing is behind it, and only q leaves."""
        stops = self._busy
        self.leave_session()
        if isinstance(self.screen, Frame):
            self.screen.say("Stopped." if stops else "This is the first screen. q quits.", wrong=not stops)

    def action_keys(self) -> None:
        """Lists the keys of the screen that is shown."""
        from studykit.tui.screens.help import Help

        if isinstance(self.screen, Frame):
            self.push_screen(Help(self.screen.keys(), self.screen.place.rpartition("› ")[2]))

    def action_review(self) -> None:
        """Goes through what is due."""
        study = self.study
        if study is not None and not self._busy:
            self._sitting = self._session("Review", iter(study.next, None))

    def action_quiz(self) -> None:
        """Asks a few questions over everything."""
        study = self.study
        if study is not None and not self._busy:
            self._sitting = self._quiz(study)

    def action_exam(self) -> None:
        """Goes on with a mock exam, or begins one."""
        from studykit.core.attempt import ExamWish

        if self.study is not None and not self._busy:
            self._sitting = self._sit(ExamWish())

    @property
    def _busy(self) -> bool:
        return self._sitting is not None and self._sitting.is_running

    def leave_session(self) -> None:
        """Ends the session or exam that is shown; what was answered is saved."""
        if self._sitting is not None and self._sitting.is_running:
            self._sitting.cancel()
        self._sitting = None

    def _examination(self, study: Study) -> Examination:
        from studykit.tui.exams import Examination
        from studykit.tui.session import Session

        if self._exams is None:
            from studykit.workflows import exam

            self._exams = exam
        return Examination(self, study, self._exams, self._clock, Session(self, study, self._clock).go_through)

    def renewed(self) -> None:
        """Lets every screen show content as it is now."""
        super().renewed()
        self._home.refresh_today()

    @work(description="an exam")
    async def _sit(self, wish: ExamWish) -> None:
        study = self.study
        try:
            if study is not None:
                await self._examination(study).take(wish)
        except StudykitError as problem:
            await self.push_screen_wait(self.notice("Mock exam", str(problem), "Enter goes to Today."))
        finally:
            self._home.refresh_today()

    @work(description="a quiz")
    async def _quiz(self, study: Study) -> None:
        def asked() -> Iterable[Showing]:
            return study.quiz(QUIZ, study.fresh_seed())

        showings = await self.made(asked)
        if showings is not None:
            await self.session(study, "Quiz", showings)

    @work(description="a session")
    async def _session(self, title: str, showings: Iterator[Showing]) -> None:
        if self.study is not None:
            await self.session(self.study, title, showings)

    async def session(self, study: Study, title: str, showings: Iterable[Showing]) -> None:
        """Shows one card after the other until there is no more or the learner leaves."""
        from studykit.tui.session import Session

        try:
            await Session(self, study, self._clock).go_through(title, iter(showings))
        finally:
            self._home.refresh_today()


def run(desk: Desk, first: ExamWish | None = None) -> int:
    """Runs the app over the content of a desk and returns its exit code; ``first`` opens on a mock exam.

    A problem of starting is told after the screen is restored.
    """
    sys.setswitchinterval(TURN)
    app = StudykitApp(lambda: _study(desk, app.reading), first=first, desk=desk)
    code = app.run()
    bug = app._exception  # noqa: SLF001 - Textual keeps it for its own report, which we replace
    if bug is not None:
        raise bug
    if app.problem is not None:
        print(f"studykit: {app.problem}", file=sys.stderr)
        return app.problem.exit_code
    return code or app.return_code or 0


def _study(desk: Desk, progress: Progress) -> Study:
    from studykit.workflows.desk import open_desk
    from studykit.workflows.zone import local_clock

    return open_desk(desk, local_clock, progress)
