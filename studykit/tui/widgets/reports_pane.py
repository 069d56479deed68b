"""Questions that a learner reported: which, when, and what is wrong with them."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from studykit.tui.widgets.frame import words
from studykit.tui.widgets.keys import Keyed
from studykit.tui.widgets.rows import Rows
from studykit.workflows.report import Report

HINT = "A reported question is not asked. u withdraws the report."


class ReportsPane(Vertical, Keyed):
    """Chooses; the screen opens and withdraws."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open"),
        Binding("u,backspace", "withdraw", "Withdraw"),
    ]

    class Opened(Message):
        """The question of a report is to be shown."""

        def __init__(self, report: Report) -> None:
            super().__init__()
            self.report = report

    class Withdrawn(Opened):
        """A report is taken back."""

    def __init__(self) -> None:
        self._list = Rows(0, self._row, name="reports")
        self._said = Static(id="report", markup=False)
        page = VerticalScroll(self._said, id="reported", can_focus=False)
        super().__init__(self._list, page, id="pane-reports", classes="pane")
        self._reports: tuple[Report, ...] = ()

    def show(self, reports: tuple[Report, ...]) -> None:
        """Shows reports."""
        self._reports = reports
        self._list.show(len(reports), self._row)
        self._list.styles.height = max(min(len(reports), 8), 1)
        self._draw()

    @property
    def focus_on(self) -> Widget:
        """What has the focus on arrival."""
        return self._list

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """Shows the report under the cursor."""
        event.stop()
        self._draw()

    def on_rows_taken(self, event: Rows.Taken) -> None:
        """A double click is Enter."""
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        """Shows the question with its reasons."""
        if self._report is not None:
            self.post_message(self.Opened(self._report))

    def action_withdraw(self) -> None:
        """Takes the report back."""
        if self._report is not None:
            self.post_message(self.Withdrawn(self._report))

    @property
    def _report(self) -> Report | None:
        return self._reports[self._list.cursor] if self._reports else None

    def _draw(self) -> None:
        one = self._report
        if one is not None:
            note = words(one.note, "bold") if one.note else words("You wrote no sentence.", "$muted")
            self._said.update(Content.assemble(words(one.stem), "\n\n", note, "\n", words(one.card, "$muted")))

    def _row(self, at: int, width: int) -> Content:
        one = self._reports[at]
        day = one.at.date().isoformat()
        room = max(width - len(day) - 2, 4)
        return Content.assemble(words(one.stem).truncate(room, ellipsis=True, pad=True), words(f"  {day}", "$muted"))
