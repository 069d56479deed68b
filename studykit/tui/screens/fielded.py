"""Rows whose values are turned or typed, and below them what these would bring: shared by export and its way back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from studykit.core.errors import UsageError
from studykit.core.text import printable
from studykit.tui.signs import plain, signs
from studykit.tui.widgets.ask import Ask, Complete
from studykit.tui.widgets.frame import Frame, words
from studykit.tui.widgets.rows import Rows
from studykit.workflows.path_field import completed

_LABEL = 11
_NAMES = 6
"""That are named when more than one is possible."""


@dataclass(frozen=True, slots=True)
class Field:
    """One row."""

    name: str
    label: str
    value: str
    typed: bool = False
    """Written into a field, and not turned."""
    path: bool = False
    """Typed, and Tab completes it."""
    unset: str = ""
    """What is shown where there is no value yet."""


class Fields(Rows):
    """The rows; they have the arrows, because lists scroll with these otherwise."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l,space", "screen.turn(1)", "Change", key_display="←→"),
        Binding("left,h", "screen.turn(-1)", "Change", show=False),
        Binding("pagedown,ctrl+d", "screen.page(1)", "Scroll", show=False),
        Binding("pageup,ctrl+u", "screen.page(-1)", "Scroll", show=False),
    ]


class Fielded(Frame[None]):
    """A row for each thing that can be chosen; below them what would come of it."""

    CSS_PATH = "fielded.tcss"
    scrolls = False
    _asked = ""
    """The name of the field that is being typed."""

    def fields(self) -> Sequence[Field]:
        """The rows as they are now."""
        raise NotImplementedError

    def turned(self, name: str, by: int) -> None:
        """The next or previous value of a field."""
        raise NotImplementedError

    def typed_in(self, name: str, text: str) -> None:
        """What was typed into a field. Raises UsageError for what is no value of it."""
        raise NotImplementedError

    def body(self) -> list[Widget]:
        """The rows, what would come of them, and the field for what is typed."""
        return [
            Fields(0, self._drawn),
            VerticalScroll(Static(id="told", markup=False), id="check", can_focus=False),
            Ask(),
        ]

    def ready(self) -> None:
        """Takes the focus to the rows."""
        self.fit()
        self.query_one(Fields).focus()

    def on_resize(self, event: events.Resize) -> None:
        """As many lines as there are rows."""
        del event
        self.fit()

    def doing(self, what: str) -> bool:
        """Whether this is worked out in a thread."""
        return what in self._loading

    def leave_off(self, what: str) -> None:
        """Wants no more of what is worked out in a thread."""
        if one := self._loading.get(what):
            one.stop()

    def fit(self) -> None:
        """Shows the rows as they are now."""
        rows, count = self.query_one(Fields), len(self.fields())
        rows.styles.height = count
        rows.show(count, self._drawn)

    def _drawn(self, at: int, width: int) -> Content:
        del width
        field = self.fields()[at]
        return Content.assemble(
            words(f"{field.label:<{_LABEL}}", "bold"),
            words(plain("" if field.typed else "‹ "), "$muted"),
            words(printable(field.value)) if field.value else words(field.unset, "$muted"),
            words(plain(" ›"), "$muted"),
        )

    def tell_check(self, lines: Iterable[str], done: str = "") -> None:
        """Shows sentences; those that begin with ``!`` are to be minded. ``done`` stands first, as done."""
        parts = [words(f"{signs().right} {done}", "$success")] if done else []
        for line in lines:
            minded = line.startswith("!")
            text = f"{signs().conflict}{line[1:]}" if minded else line
            parts.append(words(plain(text), "$warning" if minded else ""))
        self.query_one("#told", Static).update(Content("\n").join(parts))

    def action_page(self, by: int) -> None:
        """Scrolls what is told, where there is little room."""
        told = self.query_one("#check", VerticalScroll)
        told.scroll_relative(y=by * max(told.size.height - 1, 1), animate=False)

    def action_turn(self, by: int) -> None:
        """The next or previous value of the row, or asks for what is typed."""
        field = self.fields()[self.query_one(Fields).cursor]
        if field.typed:
            self.ask(field)
        else:
            self.turned(field.name, by)

    def on_rows_taken(self) -> None:
        """A double click changes the row; Enter is the main action."""
        self.action_turn(1)

    def ask(self, field: Field) -> None:
        """Asks for a value."""
        self._asked = field.name
        complete: Complete | None = self._complete if field.path else None
        self.query_one(Ask).ask(field.label, field.value, complete)
        self.say(f"{'Tab completes. ' if field.path else ''}Enter takes it, Esc leaves it.")

    def _complete(self, text: str) -> str:
        whole, names = completed(text)
        if len(names) > 1:
            self.say(f"Which? {', '.join(names[:_NAMES])}{' …' if len(names) > _NAMES else ''}")
        return whole

    def on_ask_given(self, event: Ask.Given) -> None:
        """Takes the value; what is wrong with it is said, and the field stays."""
        try:
            self.typed_in(self._asked, event.text)
        except UsageError as problem:
            self.say(str(problem), wrong=True)
            return
        self.on_ask_left()
        self.fit()

    def on_ask_left(self) -> None:
        """Back to the rows."""
        self.query_one(Ask).close()
        self.query_one(Fields).focus()
        self.say(self.hint)

    def action_leave(self) -> None:
        """Goes back."""
        self.dismiss()
