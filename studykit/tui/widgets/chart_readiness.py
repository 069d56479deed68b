"""Readiness over time: worked out for days of the past, mock exams, the day of the exam; and each area below."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType

from studykit.drawing.dot_whisker import Interval, dot_whiskers
from studykit.drawing.lines import Line, Role
from studykit.drawing.over_time import Dot, Stood, dot_sign, over_time
from studykit.tui.widgets.chart_panel import ChartPanel, Parts, Table, cursor_line, sentence
from studykit.workflows.readiness_page import Moment, ReadinessPage, readiness_table, said_of, share_text
from studykit.workflows.stats_drawn import per_cent, short_text

_LEAST, _MOST = 6, 14
"""Rows of the drawing."""


class ReadinessPanel(ChartPanel):
    """``←→`` moves between the days."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Plan"),
        Binding("right,l", "move(1)", "Day", key_display="←→"),
        Binding("left,h", "move(-1)", "Day", show=False),
        Binding("down,j", "scroll(1)", "Scroll", show=False),
        Binding("up,k", "scroll(-1)", "Scroll", show=False),
    ]
    title = "4 Readiness"
    hint = "Left and right move the day; Enter opens the plan."

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._page: ReadinessPage | None = None
        self._then: Moment | None = None
        self._foretelling = False
        self.cursor = 0

    def show(self, page: ReadinessPage, *, foretelling: bool = False) -> None:
        """Draws a page; the cursor begins at today. ``foretelling``: the day of the exam is still worked out."""
        self._page, self._foretelling = page, foretelling
        self.cursor = next(at for at, (one, _) in enumerate(self._days()) if one is page.moments[-1])
        self.renew()

    def foretold(self, then: Moment | None) -> None:
        """Draws the day of the exam, too."""
        self._then, self._foretelling = then, False
        self.refresh()

    def parts(self, width: int, height: int, plain: bool) -> Parts:
        """The figure, the drawing, the areas."""
        page = self._page
        assert page is not None
        head, areas = self._head(page, width, plain), list(self._areas(page, width, plain))
        legend = self._legend(page, width, plain)
        days = self._days()
        here = cursor_line(said_of(page, days[self.cursor][0]), width, plain=plain)
        rest = len(head) + len(areas) + len(legend) + len(here)
        rows = min(max(height - rest, _LEAST), _MOST)
        stood = [Stood(short_text(one.day), one.low, one.share, one.high, one.text, dot) for one, dot in days]
        drawing = over_time(stood, width, rows, plain, mark=page.passing, at=self.cursor)
        return Parts([*head, *drawing.lines, *legend, *areas], here)

    def table(self) -> Table:
        """Days, then areas."""
        return readiness_table(self._page, self._then) if self._page else ((),)

    def action_move(self, by: int) -> None:
        """Moves the cursor by a day that is drawn."""
        if self._page is not None:
            self.cursor = max(min(self.cursor + by, len(self._days()) - 1), 0)
            self.refresh()

    def action_scroll(self, by: int) -> None:
        """Scrolls what does not fit."""
        self.scroll_line(by)

    def _days(self) -> list[tuple[Moment, Dot]]:
        """Everything that is drawn, by day; a mock exam after what was worked out for the same day."""
        assert self._page is not None
        found = [(one, Dot.WORKED_OUT) for one in self._page.moments]
        found += [(one, Dot.MEASURED) for one in self._page.exams]
        found += [(self._then, Dot.FORETOLD)] if self._then else []
        return sorted(found, key=lambda one: one[0].day)

    def _head(self, page: ReadinessPage, width: int, plain: bool) -> list[Line]:
        parts = [f"Readiness {page.text}", f"pass mark {per_cent(page.passing)} %"]
        if self._then is not None:
            parts.append(f"on the day {self._then.text}")
        elif self._foretelling:
            parts.append("on the day: working out…")
        said = sentence(" · ".join(parts), width, Role.TITLE, plain=plain)
        return [*said, *sentence(page.rests, width, plain=plain)]

    def _legend(self, page: ReadinessPage, width: int, plain: bool) -> list[Line]:
        parts = [f"{dot_sign(Dot.WORKED_OUT, plain)} worked out anew"]
        parts += [f"{dot_sign(Dot.MEASURED, plain)} mock exam"] if page.exams else []
        parts += [f"{dot_sign(Dot.FORETOLD, plain)} on the day"] if self._then else []
        return sentence(" · ".join([*parts, f"{'-' if plain else '─'} pass mark"]), width, plain=plain)

    def _areas(self, page: ReadinessPage, width: int, plain: bool) -> Iterator[Line]:
        if len(page.now.areas) > 1:
            rows = []
            for one in page.now.areas:
                weak = "  weakest" if one is page.weakest else ""
                said = f"{share_text(one.low, one.share, one.high)}{weak}"
                role = Role.WARNING if weak else Role.PRIMARY
                rows.append(Interval(one.title, one.low, one.share, one.high, said, page.passing, role))
            yield from dot_whiskers(rows, width, plain).lines
