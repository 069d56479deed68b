"""The calendar of answers: a day has the cursor, and its figures are written below."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual.binding import Binding, BindingType

from studykit.drawing.heatmap import heatmap, weeks_in
from studykit.tui.widgets.chart_panel import ChartPanel, Parts, Table, cursor_line, sentence
from studykit.workflows.statistics_page import StatisticsPage, calendar_table

_WEEKS, _WEEK = 53, 7


class CalendarPanel(ChartPanel):
    """Answers a day, a column a week."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "That day's answers"),
        Binding("left,h", "move(-7)", "Day", show=False),
        Binding("right,l", "move(7)", "Day", key_display="←→↑↓"),
        Binding("down,j", "move(1)", "Day", show=False),
        Binding("up,k", "move(-1)", "Day", show=False),
        Binding("home", "end(0)", "First day", show=False),
        Binding("end,G", "end(1)", "Today", show=False),
    ]
    title = "1 Calendar"
    hint = "The arrows move the day; its figures are written below the calendar."

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._page: StatisticsPage | None = None
        self.day = 0

    def show(self, page: StatisticsPage) -> None:
        """Draws a page; the cursor begins at today."""
        self._page = page
        self.day = self.day or page.found.today
        self.renew()

    def parts(self, width: int, height: int, plain: bool) -> Parts:
        """The weeks that fit, among them that of the cursor."""
        del height
        page = self._page
        assert page is not None
        cell = 2 if weeks_in(width) >= _WEEKS else 1
        weeks = min(weeks_in(width, cell), _WEEKS)
        last = min(self._last_week(weeks), page.found.today)
        drawing = heatmap(page.found.calendar, last, weeks, plain, cell, at=self.day)
        at = 1 + date.fromordinal(self.day).weekday()
        sums = [line for text in page.sums for line in sentence(text, width, plain=plain)]
        return Parts([*drawing.lines, (), *sums], cursor_line(page.said_of_day(self.day), width, plain=plain), at)

    def table(self) -> Table:
        """Days with answers."""
        return calendar_table(self._page) if self._page else ((),)

    def action_move(self, by: int) -> None:
        """Moves the cursor by days; over a table, scrolls."""
        if self.as_table:
            self.scroll_line(1 if by > 0 else -1)
        elif self._page is not None:
            self._put(self.day + by)

    def action_end(self, at: int) -> None:
        """Goes to the first day or to today."""
        if self._page is not None:
            self._put(self._page.found.today if at else self._first)

    def _put(self, day: int) -> None:
        assert self._page is not None
        self.day = min(max(day, self._first), self._page.found.today)
        self.refresh()

    @property
    def _first(self) -> int:
        """The Monday of the first week of a year."""
        assert self._page is not None
        today = self._page.found.today
        return today - date.fromordinal(today).weekday() - _WEEK * (_WEEKS - 1)

    def _last_week(self, weeks: int) -> int:
        """The Sunday of the last week that is shown when the cursor's is the first of so many."""
        assert self._page is not None
        today = self._page.found.today
        begin = today - date.fromordinal(today).weekday() - _WEEK * (weeks - 1)
        monday = self.day - date.fromordinal(self.day).weekday()
        return today if monday >= begin else monday + _WEEK * weeks - 1
