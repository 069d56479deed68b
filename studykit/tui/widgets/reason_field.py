"""A field for an optional reason: Enter takes it as it is, Esc leaves everything as it was."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from studykit.core.decision import LONGEST
from studykit.tui.signs import signs
from studykit.tui.widgets.frame import words
from studykit.tui.widgets.keys import Keyed


class _Field(Input, Keyed):
    """Letters are text while it has the focus."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Settle"),
        Binding("escape", "leave", "Not now"),
    ]

    async def action_submit(self) -> None:
        """Gives the reason, which may be empty."""
        self.post_message(ReasonField.Given(self.value.strip()))

    def action_leave(self) -> None:
        """Leaves without it."""
        self.post_message(ReasonField.Left())


class ReasonField(Horizontal):
    """A label and the field; hidden until it is asked for."""

    DEFAULT_CSS = """
    ReasonField { height: 1; width: 1fr; margin-top: 1; display: none; }
    ReasonField #why { width: auto; }
    ReasonField Input { width: 1fr; max-width: 60; background: $surface; color: $foreground; }
    .-short ReasonField { margin-top: 0; }
    """

    class Given(Message):
        """Enter in the field."""

        def __init__(self, reason: str) -> None:
            super().__init__()
            self.reason = reason

    class Left(Message):
        """Esc in the field."""

    def compose(self) -> ComposeResult:
        """The label and the field."""
        yield Static(id="why", markup=False)
        yield _Field(max_length=LONGEST, compact=True, id="reason")

    def ask(self, label: str) -> None:
        """Shows the field, empty, and puts the cursor into it."""
        self.query_one(Static).update(words(f"{label} {signs().place} ", "bold"))
        self.query_one(Input).value = ""
        self.display = True
        self.query_one(Input).focus()

    def hide(self) -> None:
        """Takes it away."""
        self.display = False
