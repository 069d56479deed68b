"""Rows whose values are turned or typed, and below them what these would bring: shared by export and its way back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, TypeVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from studykit.core.errors import UsageError
from studykit.core.progress import Progress
from studykit.core.text import printable
from studykit.tui.loading import Work
from studykit.tui.signs import plain, signs
from studykit.tui.widgets.ask import Ask, Complete
from studykit.tui.widgets.frame import Frame, words
from studykit.tui.widgets.hanging import Hanging, Row
from studykit.tui.widgets.rows import Rows
from studykit.workflows.path_field import completed, completed_from

Value = TypeVar("Value")
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
    endings: tuple[str, ...] = ("",)
    """Of files that Tab offers."""
    names: tuple[str, ...] = ()
    """Turned, but any of these may be typed, too, and Tab completes it."""
    unset: str = ""
    """What is shown where there is no value yet."""


class Fields(Rows):
    """The rows; they have the arrows, because lists scroll with these otherwise."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l,space", "screen.turn(1)", "Change", key_display="←→"),
        Binding("left,h", "screen.turn(-1)", "Change", show=False),
        Binding("slash", "screen.type", "Type it", show=False),
        Binding("pagedown,ctrl+d", "screen.page(1)", "Scroll", show=False),
        Binding("pageup,ctrl+u", "screen.page(-1)", "Scroll", show=False),
    ]


class Fielded(Frame[None]):
    """A row for each thing that can be chosen; below them what would come of it."""

    CSS_PATH = "fielded.tcss"
    scrolls = False
    _asked = ""
    """The name of the field that is being typed."""
    _asks = ""
    """What is said meanwhile."""

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
            VerticalScroll(Hanging(name="told"), id="check", can_focus=False),
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

    def refuse(self, why: str) -> None:
        """Raises UsageError where there is a reason."""
        if why:
            raise UsageError(why)

    def doing(self, what: str) -> bool:
        """Whether this is worked out in a thread."""
        return what in self._loading

    def change(self, work: Work[Value], show: Callable[[Value], None], what: str, after: Callable[[], None]) -> None:
        """Does slow work that changes what is kept.

        ``after`` is called on the loop when the thread has ended, also where it was stopped or the screen was left.
        """
        app = self.app

        def run(progress: Progress) -> Value:
            try:
                return work(progress)
            finally:
                if app.is_running:
                    app.call_from_thread(after)

        self.load(run, show, what)

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

    def tell_check(self, lines: Iterable[str], done: str = "", rows: Sequence[Row] = ()) -> None:
        """Shows sentences, then ``rows``; sentences that begin with ``!`` are to be minded. ``done`` stands first."""
        told = [Row(words(f"{signs().right} ", "$success"), words(plain(done), "$success"))] if done else []
        self.query_one("#told", Hanging).show((*told, *map(_told, lines), *rows))
        self.query_one("#check", VerticalScroll).scroll_home(animate=False)

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

    def action_type(self) -> None:
        """Asks for a value of the row, where one can be typed."""
        field = self.fields()[self.query_one(Fields).cursor]
        if field.typed or field.names:
            self.ask(field)
        else:
            self.say(f"{field.label} is changed with the arrows.", wrong=True)

    def on_rows_taken(self) -> None:
        """A double click changes the row; Enter is the main action."""
        self.action_turn(1)

    def ask(self, field: Field) -> None:
        """Asks for a value."""
        self._asked = field.name
        complete: Complete | None = None
        if field.path:
            complete = partial(self._complete, partial(completed, endings=field.endings))
        elif field.names:
            complete = partial(self._complete, partial(completed_from, field.names))
        self.query_one(Ask).ask(field.label, field.value if field.typed else "", complete)
        self._asks = f"{'Tab completes. ' if complete else ''}Enter takes it, Esc leaves it."
        self.say_hint()

    def say_hint(self) -> None:
        """Says what to do now: in the field, where one is open."""
        self.say(self._asks if self.query_one(Ask).asking else self.hint)

    def _complete(self, ways: Callable[[str], tuple[str, tuple[str, ...]]], text: str) -> str:
        whole, names = ways(text)
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
        self.say_hint()

    def action_leave(self) -> None:
        """Goes back."""
        self.dismiss()


def _told(line: str) -> Row:
    if line.startswith("!"):
        return Row(words(f"{plain(signs().conflict)} ", "$warning"), words(plain(line[1:].strip()), "$warning"))
    return Row(Content(""), words(plain(line)))
