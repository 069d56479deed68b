"""A field that searches as one types; letters are text while it has the focus."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from studykit.tui.signs import signs
from studykit.tui.widgets.field import Field
from studykit.tui.widgets.frame import words
from studykit.tui.widgets.keys import Keyed

_LONGEST = 200


class _Field(Field, Keyed):
    """The field; its own keys stand in the footer while it has the focus."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Search"),
        Binding("down", "leave", "To the list"),
        Binding("escape", "clear_or_leave", "Leave the field"),
    ]

    async def action_submit(self) -> None:
        """Goes to what was found."""
        self.post_message(Search.Submitted(self.value.strip()))

    def action_leave(self) -> None:
        """Leaves the field; what is written stays."""
        self.post_message(Search.Left())

    def action_clear_or_leave(self) -> None:
        """Clears what is written first, then leaves."""
        if self.value:
            self.value = ""
        else:
            self.post_message(Search.Left(back=True))


class Search(Horizontal):
    """A label and the field."""

    DEFAULT_CSS = """
    Search { height: 1; width: 1fr; }
    Search #label { width: auto; }
    Search Input { width: 1fr; max-width: 60; background: $surface; color: $foreground; }
    """

    class Changed(Message):
        """Another text is searched for."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Submitted(Changed):
        """Enter in the field."""

    class Left(Message):
        """The focus is to go elsewhere; ``back``: by Esc in an empty field."""

        def __init__(self, *, back: bool = False) -> None:
            super().__init__()
            self.back = back

    def __init__(self, label: str = "Search", *, value: str = "", name: str = "search") -> None:
        super().__init__(id=name)
        self._label, self._first = label, value

    def compose(self) -> ComposeResult:
        """The label and the field."""
        yield Static(words(f"{self._label} {signs().place} ", "bold"), markup=False, id="label")
        yield _Field(self._first, max_length=_LONGEST, compact=True, id="field")

    @property
    def value(self) -> str:
        """What is written, without spaces around it."""
        return self.query_one(Input).value.strip()

    @property
    def writing(self) -> bool:
        """Whether the field has the focus."""
        return self.query_one(Input).has_focus

    def take_focus(self) -> None:
        """Puts the cursor into the field."""
        self.query_one(Input).focus()

    def clear(self) -> None:
        """Empties the field."""
        self.query_one(Input).value = ""

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tells the screen, in its own words."""
        event.stop()
        self.post_message(self.Changed(event.value.strip()))

    def on_click(self, event: events.Click) -> None:
        """A click anywhere in the row goes to the field."""
        event.stop()
        self.take_focus()
