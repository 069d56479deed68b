"""A field in which the value of a setting is typed, on the row where the setting is told."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from studykit.tui.signs import plain, signs
from studykit.tui.widgets.frame import words
from studykit.tui.widgets.keys import Keyed

_LONGEST = 2_000


class _Typed(Input, Keyed):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Set"),
        Binding("escape", "leave", "Leave the field"),
    ]

    async def action_submit(self) -> None:
        """Sets it."""
        self.post_message(LabField.Typed(self.value))

    def action_leave(self) -> None:
        """Leaves things as they are."""
        self.post_message(LabField.Left())


class LabField(Horizontal):
    """Hidden until something is typed."""

    DEFAULT_CSS = """
    LabField { height: 1; width: 1fr; display: none; }
    LabField #typing { width: auto; max-width: 60%; }
    LabField Input { width: 1fr; max-width: 60; background: $surface; color: $foreground; }
    """

    class Typed(Message):
        """A value is typed."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Left(Message):
        """Nothing is to be set."""

    def __init__(self) -> None:
        super().__init__(id="field")

    def compose(self) -> ComposeResult:
        """The name of the setting, and the field."""
        yield Static(id="typing", markup=False)
        yield _Typed(max_length=_LONGEST, compact=True, id="typed", select_on_focus=True)

    def ask(self, label: str, text: str) -> None:
        """Shows the field with a text in it, and takes the focus."""
        self.query_one("#typing", Static).update(words(plain(f"{label} {signs().place} "), "bold"))
        field = self.query_one(Input)
        field.value = text
        self.display = True
        field.focus()

    def close(self) -> None:
        """Hides the field."""
        self.display = False
