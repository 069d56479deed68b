"""Charts whose rows have a cursor: recall by band, and the load ahead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from studykit.drawing.bars import Bar, bars
from studykit.drawing.dot_whisker import Interval, dot_whiskers
from studykit.drawing.lines import Drawing, Piece, Role, text_of
from studykit.tui.signs import signs
from studykit.tui.widgets.chart_panel import ChartPanel, Parts, Table, sentence
from studykit.workflows.statistics_page import Band, LoadRow, StatisticsPage, load_table, recall_table
from studykit.workflows.stats_drawn import per_cent

_HALF = 0.5
_WIDE = 50
"""Columns from which on a row has its words beside the drawing."""


class RowsPanel(ChartPanel):
    """``↑↓`` moves between the rows."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "Row", key_display="↑↓"),
        Binding("up,k", "move(-1)", "Row", show=False),
        Binding("home", "end(0)", "First row", show=False),
        Binding("end,G", "end(1)", "Last row", show=False),
    ]

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._page: StatisticsPage | None = None
        self.cursor = 0

    @property
    def count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def show(self, page: StatisticsPage) -> None:
        """Draws a page; the cursor stays where it is."""
        self._page = page
        self.cursor = max(min(self.cursor, self.count - 1), 0)
        self.renew()

    def action_move(self, by: int) -> None:
        """Moves the cursor; over a table, scrolls."""
        if self.as_table:
            self.scroll_line(by)
        elif self.count:
            self.cursor = max(min(self.cursor + by, self.count - 1), 0)
            self.refresh()

    def action_end(self, at: int) -> None:
        """Goes to the first row or to the last."""
        if self.count:
            self.cursor = self.count - 1 if at else 0
            self.refresh()

    def label(self, at: int, name: str) -> str:
        """A name with the cursor before it where that is."""
        return f"{signs().cursor if at == self.cursor else ' '} {name}"


class RecallPanel(RowsPanel):
    """What was predicted, and what was remembered."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "take", "Cards of the row")]
    title = "2 Recall"
    hint = "A row is what was predicted; the dot is what was remembered."

    @property
    def count(self) -> int:
        """Bands."""
        return len(self._page.bands) if self._page else 0

    @property
    def band(self) -> Band:
        """The one with the cursor."""
        assert self._page is not None
        return self._page.bands[self.cursor]

    def show(self, page: StatisticsPage) -> None:
        """Draws a page, or says why there is nothing to draw."""
        none = "Nothing to judge yet. A card counts when it comes back after a day or more."
        self.empty = "" if page.bands else none
        super().show(page)

    def parts(self, width: int, height: int, plain: bool) -> Parts:
        """The bands, what the signs mean, and what it comes to."""
        del height
        page = self._page
        assert page is not None
        rows = [self._interval(at, one) for at, one in enumerate(page.bands)]
        scale = _scale(page.bands)
        drawing = dot_whiskers(rows, width, plain, scale)
        first, last = map(per_cent, scale)
        signs_said = "o remembered  + or | predicted" if plain else "● remembered  ┼ or │ predicted"
        head = f"last {page.found.today - page.found.first + 1} days · {first} to {last} %"
        legend = sentence(f"{signs_said}  {'|-|' if plain else '├─┤'} 19 in 20: it lies here", width, plain=plain)
        foot = [*legend, *sentence(page.advice, width, Role.TEXT, plain=plain)]
        lines = [*sentence(head, width, plain=plain), *drawing.lines]
        return Parts(lines, foot, cursor_at(lines))

    def table(self) -> Table:
        """Bands with their figures."""
        return recall_table(self._page) if self._page else ((),)

    def _interval(self, at: int, one: Band) -> Interval:
        low, high = one.retention.interval
        role = Role.WARNING if one.judgement in ("below", "above") else Role.PRIMARY
        label = self.label(at, one.name)
        return Interval(label, low, one.retention.share, high, one.figures, one.retention.expected, role)


class LoadPanel(RowsPanel):
    """What comes back on the next days."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "take", "Plan")]
    title = "3 Load ahead"
    hint = "A row is a day, later a week; Enter opens the plan."

    @property
    def count(self) -> int:
        """Spans of days."""
        return len(self._page.load) if self._page else 0

    def parts(self, width: int, height: int, plain: bool) -> Parts:
        """The days, and what it comes to."""
        del height
        page = self._page
        assert page is not None
        drawing = load_drawing(page.load, width, plain, cursor=self.cursor)
        mark = "|" if plain else "│"
        head = sentence(f"minutes a day · {mark} your limit: {page.minutes} min", width, plain=plain)
        lines = [*head, *drawing.lines]
        return Parts(lines, sentence(page.load_said, width, Role.TEXT, plain=plain), cursor_at(lines))

    def table(self) -> Table:
        """Spans with their figures."""
        return load_table(self._page) if self._page else ((),)


def load_drawing(load: Sequence[LoadRow], width: int, plain: bool = False, *, cursor: int = -1) -> Drawing:
    """Minutes a day as bars with the learner's limit as a mark; a week has its mean."""
    mark = signs().cursor
    rows = []
    for at, one in enumerate(load):
        role = Role.MUTED if one.off else Role.WARNING if one.over or not one.days else Role.PRIMARY
        label = f"{mark if at == cursor else ' '} {one.name}" if cursor >= 0 else one.name
        rows.append(Bar(label, one.minutes / max(one.days, 1), one.figures, role))
    limits = [one.limit / one.days if one.days and one.limit else -1.0 for one in load]
    return bars(rows, width, plain, marks=limits)


def cursor_at(lines: Sequence[Sequence[Piece]]) -> int:
    """The line with the cursor; 0 when there is none."""
    return next((at for at, line in enumerate(lines) if text_of(tuple(line)).startswith(signs().cursor)), 0)


def _scale(bands: Sequence[Band]) -> tuple[float, float]:
    """From half on where all lies there: true retention seldom leaves the upper half."""
    lowest = min(min(one.retention.interval[0], one.retention.expected) for one in bands)
    return (_HALF, 1.0) if lowest >= _HALF else (0.0, 1.0)
