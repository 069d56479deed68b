"""Slow work in a thread, so that keys are answered meanwhile: told after a moment, with a bar after a second."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from studykit.core.errors import StudykitError
from studykit.core.progress import Progress
from studykit.core.uncollected import uncollected
from studykit.drawing.bars import bar
from studykit.tui.signs import PLAIN, signs

if TYPE_CHECKING:
    from studykit.tui.widgets.frame import Frame


Value = TypeVar("Value")
Work = Callable[[Progress], Value]

_TOLD, _DRAWN, _EVERY = 0.1, 1.0, 0.1
"""Seconds until it is said, until a bar is drawn, and between two bars."""
_WIDTH = 24


class Stopped(Exception):  # noqa: N818 - nothing went wrong
    """The learner stopped it, or something else is wanted by now."""


class Loading:
    """One piece of work of a screen."""

    def __init__(
        self, screen: Frame[Any], show: Callable[[object], None], ended: Callable[[], None], *, quiet: bool = False
    ) -> None:
        self._quiet = quiet
        self._screen, self._show, self._on_end = screen, show, ended
        self._started = time.monotonic()
        self._stopped = self.ended = False
        self._drawn = 0.0
        self._counted = self._told = False

    @property
    def can_stop(self) -> bool:
        """True when it says how far it is, and so comes by where it can be stopped."""
        return self._counted and not self.ended

    def start(self, work: Work[Any]) -> None:
        """Begins; call it on the loop."""
        if not self._quiet:
            self._screen.set_timer(_TOLD, self._tell)
        self._screen.run_worker(
            lambda: self._run(work), name="load", group=f"load {id(self)}", thread=True, exit_on_error=False
        )

    def stop(self) -> None:
        """Shows nothing any more; the work ends where it next tells how far it is."""
        self._stopped = True
        self._end()

    def _tell(self) -> None:
        if not self.ended:
            self._told = True
            self._screen.say("Working…")

    def _run(self, work: Work[Any]) -> None:
        """In the thread."""
        try:
            with uncollected():
                value = work(self._progress)
        except Stopped:
            return
        except StudykitError as problem:
            self._back(self._refused, problem)
        except Exception as bug:  # noqa: BLE001 - whatever it is, the learner goes on and the log has it
            self._back(self._screen.broken, bug)
        else:
            self._back(self._done, value)

    def _back(self, tell: Callable[[Any], None], value: object) -> None:
        if not self._stopped and self._screen.is_attached and self._screen.app.is_running:
            self._screen.app.call_from_thread(self._ending, tell, value)

    def _ending(self, tell: Callable[[Any], None], value: object) -> None:
        if self._stopped or not self._screen.is_attached:
            return
        self._end()
        if self._told:
            self._screen.say(self._screen.hint)
        try:
            tell(value)
        except Exception as bug:  # noqa: BLE001 - in a thread's call nobody else would hear of it
            self._screen.broken(bug)

    def _done(self, value: object) -> None:
        self._show(value)

    def _refused(self, problem: StudykitError) -> None:
        self._screen.say(str(problem), wrong=True)

    def _end(self) -> None:
        if not self.ended:
            self.ended = True
            self._on_end()

    def _progress(self, done: int, total: int) -> None:
        """In the thread."""
        if self._stopped or not self._screen.is_attached:
            raise Stopped
        self._counted = not self._quiet
        now = time.monotonic()
        if now - self._started >= _DRAWN and (now - self._drawn >= _EVERY or done == total):
            self._drawn = now
            self._screen.app.call_from_thread(self._draw, done, total, now - self._started)

    def _draw(self, done: int, total: int, spent: float) -> None:
        if not self.ended and not self._quiet:
            self._told = True
            left = spent * (total - done) / done if done else 0.0
            rest = f" · about {round(left)} s" if left >= 1 else ""
            drawn = bar(done / total if total else 0.0, _WIDTH, plain=signs() is PLAIN)
            self._screen.say(f"{drawn}  {done:,} of {total:,}{rest} · Esc stops")
