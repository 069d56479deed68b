"""The right column of Today, where there is room: the days ahead, the weeks behind, and what went badly lately."""

from __future__ import annotations

from functools import partial

from textual.containers import VerticalScroll
from textual.widgets import Static

from studykit.drawing.heatmap import heatmap
from studykit.tui.screens.home_rows import week_drawing
from studykit.tui.signs import plain
from studykit.tui.widgets.drawn import Picture
from studykit.tui.widgets.frame import words
from studykit.workflows.home_view import WEEKS, Beside


class Aside(VerticalScroll, can_focus=False):
    """Takes no room until there is something to show."""

    def __init__(self) -> None:
        self._week, self._calendar, self._lately = Picture(), Picture(), Static(markup=False)
        self._behind = Static(words("The last 12 weeks", "bold"), markup=False, classes="heading")
        super().__init__(self._week, self._behind, self._calendar, self._lately, id="aside")

    def show(self, found: Beside | None) -> None:
        """Draws the figures, or takes no room."""
        self.set_class(found is not None, "-told")
        if found is None:
            return
        self._week.show(partial(week_drawing, found.week))
        self._calendar.show(lambda _, plainly: heatmap(found.calendar, found.day, WEEKS, plainly))
        self._lately.update(words(plain(f"Lately  {' · '.join(found.lately)}") if found.lately else ""))
