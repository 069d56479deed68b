"""What the screens of an exam share: answered, marked and time left in the status line, moved on every second."""

from __future__ import annotations

from typing import TypeVar

from studykit.tui.sittings import Sitting, marked_count, open_count, time_text
from studykit.tui.widgets.cells import Cell
from studykit.tui.widgets.frame import Frame

EVERY = 1.0
_SAID_AT = (30, 10, 5)
"""Minutes before the end that are said once."""

Result = TypeVar("Result")


class Clocked(Frame[Result]):
    """A screen of an exam that is being sat; nothing else opens over it."""

    sealed = True

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self._sitting = sitting
        self._before = sitting.seconds_left()

    def ready(self) -> None:
        """Starts the clock."""
        self.show_status()
        self.set_interval(EVERY, self.tick)

    async def tick(self) -> None:
        """Draws the time that is left, and says so when little is."""
        self.show_status()
        now, before = self._sitting.seconds_left(), self._before
        self._before = now
        if now is not None and before is not None:
            for minutes in _SAID_AT:
                if now <= minutes * 60 < before:
                    self.say(f"{minutes} minutes left.")

    def show_status(self) -> None:
        """Draws the status line."""
        self.status(" · ".join(self.standing()))

    def standing(self) -> list[str]:
        """Parts of the status line; the last one stays longest when there is little room."""
        sitting = self._sitting
        answered = len(sitting.questions) - open_count(sitting)
        parts = [f"{answered} answered", f"{marked_count(sitting)} marked"]
        seconds, ends = sitting.seconds_left(), sitting.ends_at()
        if self.app.size.width >= _WIDE and ends is not None:
            parts.append(f"ends {ends:%H:%M}")
        parts.append("no clock" if seconds is None else f"{time_text(seconds)} left")
        return parts

    def cells(self) -> list[Cell]:
        """How every question stands."""
        sitting = self._sitting
        return [Cell(sitting.chosen(at) is not None, sitting.marked(at)) for at in range(len(sitting.questions))]


_WIDE = 100
