"""Statistics: calendar, recall, load ahead and readiness; one at a time, or two by two where there is room."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from studykit.tui.screens.card_rows import CardRows
from studykit.tui.signs import plain, signs
from studykit.tui.widgets.chart_calendar import CalendarPanel
from studykit.tui.widgets.chart_panel import ChartPanel, copied
from studykit.tui.widgets.chart_readiness import ReadinessPanel
from studykit.tui.widgets.chart_rows import LoadPanel, RecallPanel
from studykit.tui.widgets.choices import Choices
from studykit.tui.widgets.frame import Frame, words
from studykit.workflows.card_rows import answers_of_day, cards_of_band
from studykit.workflows.readiness_page import Moment, ReadinessPage, readiness_page, readiness_then
from studykit.workflows.statistics_page import StatisticsPage, statistics_page
from studykit.workflows.stats_drawn import day_text, per_cent
from studykit.workflows.study import Study


class Statistics(Frame[None]):
    """``1`` to ``4`` and ``[`` ``]`` go to a chart."""

    CSS_PATH = "statistics.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "review", "Start a review"),
        Binding("1", "tab(0)", "Chart", key_display="1-4"),
        Binding("2", "tab(1)", "Chart", show=False),
        Binding("3", "tab(2)", "Chart", show=False),
        Binding("4", "tab(3)", "Chart", show=False),
        Binding("left_square_bracket", "next(-1)", "Chart before", show=False),
        Binding("right_square_bracket", "next(1)", "Chart after", show=False),
        Binding("t", "table", "Table"),
        Binding("y", "copy", "Copy"),
        Binding("escape,q", "back", "Back"),
    ]
    scrolls = False
    AUTO_FOCUS = ""
    place = "studykit › Statistics"

    def __init__(self, study: Study) -> None:
        super().__init__()
        self._study = study
        self._calendar, self._recall = CalendarPanel("calendar"), RecallPanel("recall")
        self._ahead, self._readiness = LoadPanel("load"), ReadinessPanel("readiness")
        self.panels: tuple[ChartPanel, ...] = (self._calendar, self._recall, self._ahead, self._readiness)
        self._at = 0
        self._none = not study.store.last_reviews(1)

    def body(self) -> list[Widget]:
        """The tabs and the charts, or, before the first answer, what will be here."""
        if self._none:
            text = "No reviews yet. Figures appear after the first day."
            more = "Then: answers a day, what you remember, the load ahead, and how ready you are."
            start = (words(f"{signs().action} ", "bold"), words("Start a review", "bold"))
            return [
                Static(words(text, "bold"), markup=False),
                Static(words(more, "$muted"), markup=False, id="then"),
                Choices([start], name="start"),
            ]
        return [Static(id="tabs", markup=False), Container(*self.panels, id="panels")]

    def ready(self) -> None:
        """Paints the frame, and reads the answers behind it."""
        if self._none:
            self.query_one(Choices).focus()
            self.hint = "Enter starts a review. Every answer is saved at once."
            self.say(self.hint)
            return
        self.hint = self.panels[0].hint
        self.say(self.hint)
        self._show_tab()
        self.load(lambda progress: statistics_page(self._study, progress), self.show, "figures")

    def show(self, page: StatisticsPage) -> None:
        """Draws the figures; readiness comes after them."""
        self._calendar.show(page)
        self._recall.show(page)
        self._ahead.show(page)
        self.status(f"{page.found.total:,} answers · limit {page.minutes} min a day")
        self.load(lambda progress: readiness_page(self._study, progress), self.show_readiness, "readiness")

    def show_readiness(self, page: ReadinessPage) -> None:
        """Draws readiness; what it will be on the day comes last, because it takes longest."""
        self._readiness.show(page, foretelling=page.exam_day is not None)
        self.status(f"limit {self._study.settings.minutes} min a day · pass mark {per_cent(page.passing)} %")
        if page.exam_day is not None:
            self.load(lambda progress: readiness_then(self._study, page, progress), self.show_then, "forecast")

    def show_then(self, then: Moment | None) -> None:
        """Draws readiness on the day of the exam."""
        self._readiness.foretold(then)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Before the first answer there is only one thing to do."""
        if action == "review":
            return self._none
        if action in ("tab", "next", "table", "copy"):
            return not self._none
        return super().check_action(action, parameters)

    def on_descendant_focus(self) -> None:
        """The chart that has the focus is the one that keys are for."""
        for at, panel in enumerate(self.panels):
            if panel.has_focus and at != self._at:
                self._at = at
                self._show_tab()
        super().on_descendant_focus()

    def on_chart_panel_taken(self, event: ChartPanel.Taken) -> None:
        """Opens what the cursor is at."""
        panel = event.panel
        if panel is self._calendar:
            day = self._calendar.day
            title = f"{self.place} › {' '.join(day_text(day).split())}"
            self.app.push_screen(CardRows(title, lambda _: answers_of_day(self._study, day)))
        elif panel is self._recall:
            if self._recall.count:
                band = self._recall.band
                title = f"{self.place} › {band.name}"
                self.app.push_screen(CardRows(title, lambda progress: cards_of_band(self._study, band, progress)))
        else:
            self.links.go("plan")

    def on_choices_taken(self) -> None:
        """A double click is Enter."""
        self.action_review()

    def action_review(self) -> None:
        """Goes to what makes figures."""
        self.links.go("review")

    def action_tab(self, at: int) -> None:
        """Goes to a chart."""
        self._at = at
        self._show_tab()

    def action_next(self, by: int) -> None:
        """Goes to the chart before or after."""
        self.action_tab((self._at + by) % len(self.panels))

    def action_table(self) -> None:
        """Draws the chart as a table, or back."""
        self.panels[self._at].turn()

    def action_copy(self) -> None:
        """Copies the chart's table."""
        panel = self.panels[self._at]
        if panel.filled:
            self.links.copy(copied(panel.table()))

    def action_back(self) -> None:
        """Goes back."""
        self.dismiss(None)

    def _show_tab(self) -> None:
        for at, panel in enumerate(self.panels):
            panel.set_class(at == self._at, "current")
        panel = self.panels[self._at]
        self.hint = panel.hint
        if not self.is_loading:
            self.say(self.hint)
        self.query_one("#tabs", Static).update(self._tabs())
        panel.focus()

    def _tabs(self) -> Content:
        narrow = self.size.width < _NARROW
        parts = []
        for at, panel in enumerate(self.panels):
            here = at == self._at
            title = panel.title if not narrow or here else panel.title[0]
            text = f"{signs().cursor if here else ' '}{plain(title)}  "
            parts.append(words(text, "bold $primary" if here else "$muted"))
        return Content.assemble(*parts)


_NARROW = 60
