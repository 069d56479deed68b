"""One field that asks for a value in place; it is only there while it asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Static

from studykit.tui.signs import signs
from studykit.tui.widgets.field import Field
from studykit.tui.widgets.frame import words
from studykit.tui.widgets.keys import Keyed

_LONGEST = 2000
Complete = Callable[[str], str]
"""What is written → the same as far as it is clear what follows."""


class _Field(Field, Keyed):
    """Its own keys stand in the footer while it has the focus."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Take it"),
        Binding("tab", "complete", "Complete"),
        Binding("tab", "stay", "Nothing to complete here", show=False),
        Binding("escape", "leave", "Leave the field"),
    ]
    complete: Complete | None = None

    async def action_submit(self) -> None:
        """Takes what is written."""
        self.post_message(Ask.Given(self.value.strip()))

    def action_complete(self) -> None:
        """Writes what is sure to follow; where nothing completes, Tab does nothing."""
        if self.complete is not None:
            self.value = self.complete(self.value)
            self.cursor_position = len(self.value)

    def action_stay(self) -> None:
        """Keeps the focus in the field: Tab would take it elsewhere, and the field would stay open."""

    def action_leave(self) -> None:
        """Asks no more."""
        self.post_message(Ask.Left())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tab completes where something can be completed."""
        if action in ("complete", "stay"):
            return (self.complete is None) == (action == "stay")
        return super().check_action(action, parameters)


class Ask(Horizontal):
    """A label and the field; the screen takes the focus back when it is left or has given."""

    DEFAULT_CSS = """
    Ask { height: 1; width: 1fr; padding: 0 1; display: none; }
    Ask #asked { width: auto; }
    Ask Input { width: 1fr; background: $surface; color: $foreground; }
    """

    class Given(Message):
        """Enter in the field."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Left(Message):
        """Esc in the field."""

    def __init__(self, name: str = "ask") -> None:
        super().__init__(id=name)

    def compose(self) -> ComposeResult:
        """The label and the field."""
        yield Static(markup=False, id="asked")
        yield _Field(max_length=_LONGEST, compact=True)

    @property
    def asking(self) -> bool:
        """Whether it is there."""
        return bool(self.display)

    def ask(self, label: str, value: str = "", complete: Complete | None = None) -> None:
        """Asks; the field holds a value to begin with."""
        self.query_one("#asked", Static).update(words(f"{label} {signs().place} ", "bold"))
        field = self.query_one(_Field)
        field.complete, field.value = complete, value
        field.cursor_position = len(value)
        self.display = True
        field.focus()

    def close(self) -> None:
        """Goes away; what was written is forgotten."""
        self.display = False
        self.query_one(_Field).value = ""
