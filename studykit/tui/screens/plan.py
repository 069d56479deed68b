"""Plan: ask and see; the forecast follows each change, and nothing is kept until Enter."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input, Static

from studykit.core.errors import UsageError
from studykit.core.settings import WEEK, Settings
from studykit.drawing.lines import Drawing
from studykit.drawing.weeks import weeks
from studykit.tui.screens.plan_forecasts import Forecasts
from studykit.tui.signs import PLAIN, plain, signs
from studykit.tui.widgets.chart_forecast import ForecastPart, days_drawing
from studykit.tui.widgets.chart_plan_rows import PlanRows, plan_hint, typing_hint
from studykit.tui.widgets.drawn import Picture
from studykit.tui.widgets.frame import Frame, words
from studykit.workflows.plan_page import Forecaster, changes, exams_of, keep, refused, with_break
from studykit.workflows.plan_rows import PlanRow, can_type, reset, rows_of, turned, typed, week_turned
from studykit.workflows.study import Study

_WEEKS, _WEEKS_TALL = 4, 6
"""Weeks in which days off are set, on a low screen and on a high one."""


class Plan(Frame[None]):
    """A draft of the settings, and what it comes to."""

    CSS_PATH = "plan.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave the field"),
        Binding("enter", "keep", "Keep"),
        Binding("left_square_bracket", "leap(-1)", "Change more", show=False),
        Binding("right_square_bracket", "leap(1)", "Change more", show=False),
        Binding("space", "off", "Day off"),
        Binding("u", "undo", "Undo"),
        Binding("backspace", "reset", "Default", show=False),
        Binding("escape,q", "back", "Back unchanged"),
    ]
    place = "studykit › Plan"

    def __init__(self, study: Study, forecaster: Forecaster | None = None) -> None:
        """``forecaster`` works forecasts out in place of the study's own."""
        super().__init__()
        self._study, self._today = study, study.day
        self._exams = exams_of(study)
        self._kept = self._draft = study.settings
        self._before: list[Settings] = []
        """Drafts before the one that is shown, oldest first."""
        self._day = self._today
        """With the cursor, among the days off."""
        self._forecasts = Forecasts(self, study, forecaster or Forecaster(study), self._draw)
        self._rows = PlanRows(rows_of(self._draft, self._today, self._exams, None), self._draft)

    def body(self) -> list[Widget]:
        """The rows, and what they come to."""
        return [self._rows, Picture(name="off"), ForecastPart()]

    def below(self) -> list[Widget]:
        """A field to type into."""
        return [
            Horizontal(Static(id="label", markup=False), Input(compact=True, select_on_focus=False), id="plan-field")
        ]

    def beside(self) -> list[Widget]:
        """The next days, where there is room."""
        return [Vertical(Static(id="aside-title", markup=False), Picture(name="days"), id="aside")]

    def ready(self) -> None:
        """Draws the plan that is kept, and works out what it comes to."""
        self._rows.focus()
        self.query_one(Input).disabled = True
        self.query_one("#aside").set_class(signs() is PLAIN, "plain")
        self._show(at_once=True)
        self._moved()

    def on_rows_moved(self) -> None:
        """Says what the row takes."""
        self.query_one("#body").scroll_home(animate=False)
        self._moved()
        self._draw()

    def on_rows_taken(self) -> None:
        """A double click types, where something can be typed."""
        self._type("")

    def typed(self, letter: str) -> bool:
        """A figure begins to be typed."""
        if letter.isdecimal() and can_type(self._draft, self._rows.here):
            self._type(letter)
            return True
        return False

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Takes what was typed, or says why not; the field stays then."""
        event.stop()
        try:
            draft = typed(self._draft, self._rows.here, event.value, self._today)
        except UsageError as problem:
            self.say(str(problem), wrong=True)
            return
        self._leave_field()
        self._change(draft)

    def action_keep(self) -> None:
        """Keeps what has changed; where nothing has, types."""
        if not self._changed:
            if can_type(self._draft, self._rows.here):
                self._type("")
            else:
                self.say("Nothing has changed. Left and right change a value.", wrong=True)
            return
        if problem := refused(self._study, self._draft):
            self.say(problem, wrong=True)
            return
        self.links.tell(keep(self._study, self._draft))
        self.dismiss(None)

    def action_turn(self, by: int) -> None:
        """Changes the row's value, or moves between the days of the row."""
        if self._rows.here is PlanRow.WEEK:
            self._rows.turn_weekday(by)
            self._moved()
        elif self._rows.here is PlanRow.BREAKS:
            self._day = max(self._day + by, self._today)
            self._moved()
            self._draw()
        else:
            self._change(turned(self._draft, self._rows.here, by, self._today, self._exams))

    def action_leap(self, by: int) -> None:
        """The same in a bigger step: a week of days."""
        self.action_turn(by * WEEK if self._rows.here in (PlanRow.EXAM_DAY, PlanRow.BREAKS) else by)

    def action_page(self, by: int) -> None:
        """Scrolls to the forecast, and back to the rows."""
        body = self.query_one("#body")
        body.scroll_relative(y=by * max(body.size.height - 1, 1), animate=False)

    def action_off(self) -> None:
        """A day off, or no longer."""
        if self._rows.here is PlanRow.WEEK:
            self._change(week_turned(self._draft, self._rows.weekday))
        elif self._rows.here is PlanRow.BREAKS:
            self._change(with_break(self._draft, self._day))
        else:
            self.say("Space sets days off; go to one of the rows of days first.", wrong=True)

    def action_undo(self) -> None:
        """Back to the draft before."""
        if self._before:
            self._draft = self._before.pop()
            self._show()
        else:
            self.say("Nothing to undo.", wrong=True)

    def action_reset(self) -> None:
        """The row's usual value."""
        self._change(reset(self._draft, self._rows.here))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A field is left before the screen is."""
        if action in ("leave", "back"):
            return self.has_class("typing") is (action == "leave")
        return super().check_action(action, parameters)

    def action_leave(self) -> None:
        """Leaves the field; what was typed is forgotten."""
        self._leave_field()

    def action_back(self) -> None:
        """Goes back and keeps nothing."""
        if self._changed:
            self.links.tell("The plan was not changed.")
        self.dismiss(None)

    @property
    def _dated(self) -> bool:
        """Whether the draft has an exam date."""
        return self._draft.exam_day is not None

    @property
    def _changed(self) -> bool:
        """Whether there is something to keep."""
        return bool(changes(self._kept, self._draft))

    def _change(self, draft: Settings) -> None:
        """Another draft, which can be undone."""
        if draft != self._draft:
            self._before.append(self._draft)
            self._draft = draft
            self._show()
        self._moved()

    def _show(self, *, at_once: bool = False) -> None:
        """Draws the draft, and has worked out what it comes to."""
        self._forecasts.want(self._draft, at_once=at_once)
        self._draw()

    def _draw(self) -> None:
        """Everything that depends on the draft."""
        draft, forecasts = self._draft, self._forecasts
        known = forecasts.of(draft, self._kept)
        self._rows.tell(rows_of(draft, self._today, self._exams, known.forecast), draft)
        self.set_class(self._dated, "dated")
        self.query_one("#off", Picture).show(self._off if self._rows.here is PlanRow.BREAKS else None)
        self.query_one(ForecastPart).show(known)
        shown = known.forecast or known.last
        old = "" if shown is known.forecast else ", before this change"
        self.query_one("#aside-title", Static).update(f"Minutes of the next 14 days{old}")
        days = None if shown is None else lambda width, flat: days_drawing(shown, draft.minutes, width, flat)
        self.query_one("#days", Picture).show(days)
        self._name_enter()
        left = 0 if draft.exam_day is None else draft.exam_day - self._today
        exam = f"exam in {left} days" if self._dated else "no exam date"
        self.status("changed, not kept yet" if self._changed else exam)

    def _name_enter(self) -> None:
        typing, types = self.has_class("typing"), can_type(self._draft, self._rows.here)
        self.main_key("Take" if typing else "Type" if types and not self._changed else "Keep")

    async def renew_keys(self) -> None:
        """Names what Enter does, too."""
        await super().renew_keys()
        if self._rows.is_mounted:
            self._name_enter()

    def _off(self, width: int, flat: bool) -> Drawing:
        """The weeks around the cursor."""
        del width
        rows = _WEEKS_TALL if self.has_class("-tall") else _WEEKS
        monday = self._today - date.fromordinal(self._today).weekday()
        beyond = (self._day - monday) // WEEK - rows + 2
        off = {day for one in self._draft.breaks for day in range(one.first, one.last + 1)}
        first = monday + WEEK * max(beyond, 0)
        return weeks(first, rows, off, flat, at=self._day, marked=self._draft.exam_day or 0)

    def _moved(self) -> None:
        """Says what the row with the cursor takes."""
        self.hint = plan_hint(self._rows.here, self._draft, self._rows.weekday, self._day)
        self.say(self.hint)

    def _type(self, begun: str) -> None:
        """Opens the field."""
        if not can_type(self._draft, self._rows.here):
            return
        self.add_class("typing")
        self.query_one("#label", Static).update(words(plain(f"{self._rows.here} › ")))
        field = self.query_one(Input)
        field.disabled = False
        field.value = begun
        field.focus()
        field.action_end()
        self.say(typing_hint(self._rows.here))

    def _leave_field(self) -> None:
        self.remove_class("typing")
        self.query_one(Input).disabled = True
        self._rows.focus()
        self._moved()
