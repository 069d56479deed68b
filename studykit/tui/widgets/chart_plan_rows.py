"""The rows of a plan: left and right change the value of the one with the cursor."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from studykit.core.settings import WEEK, Settings
from studykit.core.text import printable
from studykit.drawing.lines import fitted
from studykit.tui.signs import PLAIN, plain, signs
from studykit.tui.widgets.frame import words
from studykit.tui.widgets.rows import Rows
from studykit.workflows.plan_rows import WEEKDAYS, PlanRow, RowText
from studykit.workflows.stats_drawn import day_text

_LABEL, _VALUE, _NARROW = 17, 28, 60
_HINTS = {
    PlanRow.EXAM_DAY: "←→ changes the day, [ ] by a week; or type it. Nothing is kept until Enter.",
    PlanRow.EXAM: "←→ takes another exam of the pack. Nothing is kept until Enter.",
    PlanRow.MINUTES: "←→ changes the minutes; or type them. Nothing is kept until Enter.",
    PlanRow.NEW: "The plan works out how many new cards a day bring most.",
}
_EXAMPLES = {
    PlanRow.EXAM_DAY: "2 Jan, 2027-01-02, in 42 days or none",
    PlanRow.BREAKS: "24–26 Dec, 1 Jan or none",
}
_LONG = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class PlanRows(Rows):
    """Has bindings for left and right, which would else scroll it sideways; the screen has their actions."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "screen.turn(-1)", "Change", key_display="←→"),
        Binding("right,l", "screen.turn(1)", "Change", show=False),
        Binding("pagedown,ctrl+d", "screen.page(1)", "Page", show=False),
        Binding("pageup,ctrl+u", "screen.page(-1)", "Page", show=False),
    ]

    def __init__(self, texts: tuple[RowText, ...], draft: Settings) -> None:
        super().__init__(len(texts), self._row, name="rows")
        self._texts, self._plan = texts, draft
        self.weekday = 0
        """Day of the week with the cursor, in the row of these."""

    @property
    def here(self) -> PlanRow:
        """The row with the cursor."""
        return self._texts[self.cursor].row

    def tell(self, texts: tuple[RowText, ...], draft: Settings) -> None:
        """Shows a draft."""
        self._texts, self._plan = texts, draft
        self.show(len(texts), self._row)
        self.styles.height = len(texts)

    def turn_weekday(self, by: int) -> None:
        """Another day of the week."""
        self.weekday = (self.weekday + by) % WEEK
        self.refresh()

    def _row(self, at: int, width: int) -> Content:
        """A row: name, value, what is worth knowing."""
        text = self._texts[at]
        value = self._value(text, here=at == self.cursor)
        label = words(plain(f"{text.row:<{_LABEL}}"), "$muted")
        if width < _NARROW or text.row is PlanRow.WEEK or not text.note:
            return Content.assemble(label, words(plain(value)))
        note = fitted(plain(printable(text.note)), width - _LABEL - _VALUE, plain=signs() is PLAIN).rstrip()
        return Content.assemble(label, words(plain(f"{value:<{_VALUE}}")), words(note, "$muted"))

    def _value(self, text: RowText, *, here: bool) -> str:
        if here and text.row is PlanRow.WEEK:
            shares = zip(WEEKDAYS, self._plan.easy_days, strict=True)
            return "".join(_weekday(name, share, here=at == self.weekday) for at, (name, share) in enumerate(shares))
        left, right = "<>" if signs() is PLAIN else "‹›"
        return f"{left} {text.value} {right}" if here and text.turns else text.value


def plan_hint(row: PlanRow, draft: Settings, weekday: int, day: int) -> str:
    """What a row takes, as one sentence."""
    if row is PlanRow.WEEK:
        return f"{_LONG[weekday]}: Space changes it from all to half to off; ←→ another day."
    if row is PlanRow.BREAKS:
        state = "off" if any(day in one for one in draft.breaks) else "a day to study"
        return f"{' '.join(day_text(day).split())}: {state}. Space changes it; or type 24–26 Dec."
    if row is PlanRow.NEW and draft.exam_day is None:
        return "←→ changes how many new cards come a day. Nothing is kept until Enter."
    return _HINTS[row]


def typing_hint(row: PlanRow) -> str:
    """What can be written for a row."""
    return f"Write {_EXAMPLES.get(row, 'a whole number')}. Enter takes it, Esc leaves."


def _weekday(name: str, share: float, *, here: bool) -> str:
    """One day of the week in the row that has the cursor."""
    state = "" if share == 1 else " off" if not share else " half" if share == 1 / 2 else f" {share:.0%}"
    return f"{signs().cursor if here else ' '}{name}{state} "
