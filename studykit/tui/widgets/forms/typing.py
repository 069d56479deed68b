"""A quantity to be typed; the row below the field says how it is read."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from studykit.core.errors import UsageError
from studykit.core.quantity import BASE_UNITS, Quantity
from studykit.core.response import Typed
from studykit.tui.signs import signs
from studykit.tui.widgets.field import Field
from studykit.tui.widgets.forms.form import Form
from studykit.tui.widgets.frame import Frame, words

_LONGEST = 60


class Typing(Form, can_focus=True):
    """In the field letters are text; Esc leaves the field, and then letters are keys again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave_field", "Leave the field"),
        Binding("tab", "take_focus", "Write"),
    ]

    def __init__(self, response: Typed) -> None:
        super().__init__()
        self._response = response
        self._empty_said = False

    def again(self, response: Typed) -> None:
        """Takes another question, with an empty field."""
        self._response, self._empty_said = response, False
        if self.is_mounted:
            self.query_one(Input).value = ""
            self.query_one("#reading", Static).update("")
            self.query_one("#asks", Static).update(self._asks())

    def compose(self) -> ComposeResult:
        """The field, and how it is read."""
        with Horizontal(id="field"):
            yield Static(words(f"Answer {signs().place} ", "bold"), markup=False, id="label")
            yield Field(id="typed", max_length=_LONGEST, compact=True)
        yield Static(id="reading", markup=False)
        yield Static(self._asks(), markup=False, id="asks", classes="gap")

    def _asks(self) -> Content:
        return words(f"Write {self._response.asks}.", "$muted")

    def read(self) -> str:
        """The quantity, or "" when Enter was pressed twice on an empty field. Raises UsageError."""
        if typed := self.draft:
            return self._response.read(typed)
        if self._empty_said:
            return ""
        self._empty_said = True
        raise UsageError("Empty. Enter again means I don't know.")

    def fill(self, answer: str) -> None:
        """Writes what was written before."""
        self.query_one(Input).value = answer

    def clear(self) -> None:
        """Empties the field."""
        self.fill("")
        self.tell()

    @property
    def draft(self) -> str:
        """What is written."""
        return self.query_one(Input).value.strip()

    @property
    def begun(self) -> bool:
        """True when something is written."""
        return bool(self.draft)

    @property
    def hint(self) -> str:
        """What Enter does."""
        if not self.query_one(Input).has_focus:
            return "Enter answers; Tab or a digit goes back to the field."
        return "Any unit that fits counts. Enter answers; Esc leaves the field."

    def letter(self, letter: str) -> bool:
        """A digit goes into the field."""
        if not (letter.isascii() and letter.isdigit()):
            return False
        self.take_focus()
        self.query_one(Input).insert_text_at_cursor(letter)
        return True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Esc leaves the field only when one is in it, and Tab only goes back to it."""
        if action in ("leave_field", "take_focus"):
            return self.is_mounted and self.query_one(Input).has_focus is (action == "leave_field")
        return super().check_action(action, parameters)

    def take_focus(self) -> None:
        """Puts the cursor into the field."""
        self.query_one(Input).focus()

    def action_take_focus(self) -> None:
        """Puts the cursor into the field."""
        self.take_focus()

    def action_leave_field(self) -> None:
        """Leaves the field; what is written stays."""
        self.focus()

    def on_show(self) -> None:
        """Goes back to the field after the window was too small to show it."""
        self.take_focus()

    async def on_descendant_focus(self) -> None:
        """Letters are text now."""
        await self._keys_changed()

    async def on_descendant_blur(self) -> None:
        """Letters are keys again."""
        await self._keys_changed()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Says how it is read, in the base unit."""
        event.stop()
        self._empty_said = False
        self.query_one("#reading", Static).update(words(self._reading(event.value), "$muted"))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the field gives the answer."""
        event.stop()
        self.post_message(self.Taken())

    def on_click(self, event: events.Click) -> None:
        """A click anywhere in the form goes to the field."""
        event.stop()
        self.take_focus()

    def _reading(self, value: str) -> str:
        try:
            found = self._response.measured(self._response.read(value))
        except UsageError:
            return ""
        return f"read as {Quantity(found.base, BASE_UNITS[found.dimension])}"

    async def _keys_changed(self) -> None:
        self.tell()
        if isinstance(self.screen, Frame):
            await self.screen.renew_keys()
