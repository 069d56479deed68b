"""What is made for a screen while the learner may go on: said when it takes long, shown only where it was asked for."""

from __future__ import annotations

from typing import Any

from textual.app import App

from studykit.tui.widgets.frame import Frame
from studykit.tui.widgets.popup import Popup

_TOLD = 0.1
"""Seconds until it is said."""
_SENTENCE = "Making the questions…"


class Awaited:
    """Begins on the screen that is shown, below any popup."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._screen = next(one for one in reversed(app.screen_stack) if not isinstance(one, Popup))
        self._told = False
        self._timer = self._screen.set_timer(_TOLD, self._tell)

    def _tell(self) -> None:
        if isinstance(self._screen, Frame):
            self._told = True
            self._screen.say_meanwhile(_SENTENCE)

    async def may_show(self) -> bool:
        """False when the learner went to another screen meanwhile; waits until a popup is closed."""
        while isinstance(popup := self._app.screen, Popup):
            await popup.gone.wait()
        return self._screen not in self._app.screen_stack or self._app.screen is self._screen

    def end(self, problem: str = "") -> None:
        """Says again what was said before, or what is wrong."""
        self._timer.stop()
        told, self._told = self._told, False
        if not isinstance(self._screen, Frame) or not self._screen.is_attached:
            return
        if problem:
            self._screen.say(problem, wrong=True)
        elif told:
            self._screen.say_again()
