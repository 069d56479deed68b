"""What Today counts: at once when the day's cards are known, else in a thread; figures beside come when they come."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from studykit.core.errors import StudykitError
from studykit.core.progress import Progress
from studykit.tui.loading import Stopped
from studykit.tui.widgets.frame import Frame
from studykit.workflows.home_view import Beside

if TYPE_CHECKING:
    from studykit.core.attempt import Left
    from studykit.workflows.home_page import State
    from studykit.workflows.study import Study
    from studykit.workflows.today import Today

    Counted = tuple[Today, Left | None, State]


class Counting(Frame[None]):
    """Calls ``draw`` when something is known, and ``start`` when Enter was pressed before that."""

    def __init__(self) -> None:
        super().__init__()
        self._study: Study | None = None
        self._unfinished: Callable[[Study], Left | None] = lambda _: None
        self._today: Today | None = None
        self._left: Left | None = None
        self._beside: Beside | None = None
        self._stood: State = ()
        """What the figures beside were worked out from."""
        self._wanted: State = ()
        """From what they are being worked out."""
        self._known: tuple[object, ...] = ()
        """The study, its settings and its day, once their cards are counted."""
        self._waiting = False
        """Whether Enter was pressed before anything was counted."""

    def draw(self, *, first: bool = False) -> None:
        """Shows what is known; ``first``: it is counted for the first time, or for another day or study."""

    def action_start(self) -> None:
        """Does what the cursor is on."""

    def show(self, study: Study, unfinished: Callable[[Study], Left | None]) -> None:
        """Draws the study, and starts it when Enter was pressed meanwhile."""
        self._study, self._unfinished = study, unfinished
        self.refresh_today()

    def on_screen_resume(self) -> None:
        """Counts anew after a session."""
        self.refresh_today()

    def on_screen_suspend(self) -> None:
        """What is asked now goes before figures."""
        self._wanted = ()

    def refresh_today(self) -> None:
        """Counts what is due now: at once when the day's cards are known, else in a thread."""
        study = self._study
        if study is None or not self.query("#title"):
            return  # nothing to draw yet, or nothing any more
        known = (id(study), id(study.settings), study.day)
        if known == self._known:
            try:
                found = _counted(study, self._unfinished)
            except StudykitError as problem:  # what was shown stays; the store may be there again later
                self.say(str(problem), wrong=True)
            else:
                self._counted(found)
            return
        self._today = None
        self.load(lambda _: _counted(study, self._unfinished), partial(self._known_now, known), "today", quiet=True)

    def _known_now(self, known: tuple[object, ...], found: Counted) -> None:
        self._known = known
        self._counted(found)

    def _counted(self, found: Counted) -> None:
        study = self._study
        if study is None or not self.query("#title"):
            return
        first = self._today is None
        self._today, self._left, state = found
        today = self._today
        if state not in (self._stood, self._wanted) and self.is_current:
            self._wanted = state
            self.load(partial(self._work_out, study, today, state), partial(self._stand, state), "beside", quiet=True)
        self.draw(first=first)
        if self._waiting:
            self._waiting = False
            if self.is_current:  # not over a place that was asked for since
                self.action_start()

    def _work_out(self, study: Study, today: Today, state: State, _: Progress) -> Beside:
        from studykit.workflows.home_page import beside

        def go_on() -> None:
            if self._wanted != state:
                raise Stopped

        return beside(study, today.due + today.new, go_on)

    def _stand(self, state: State, found: Beside) -> None:
        self._beside, self._stood, self._wanted = found, state, ()
        if self._today is not None and self.query("#title"):
            self.draw()


def _counted(study: Study, unfinished: Callable[[Study], Left | None]) -> Counted:
    from studykit.workflows.home_page import state

    return study.today(), unfinished(study), state(study)
