"""A few rows over the screen that they were asked on; what is below stays in sight."""

from __future__ import annotations

import asyncio
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widget import Widget

Result = TypeVar("Result")


class Popup(ModalScreen[Result | None]):
    """At the bottom of the screen; Esc gives None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "close", "Close"),
        Binding("ctrl+q,ctrl+c", "app.quit_saved", "Quit", show=False, priority=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.gone = asyncio.Event()
        """Set once it is closed."""

    def on_unmount(self) -> None:
        """Tells who waits for it."""
        self.gone.set()

    def compose(self) -> ComposeResult:
        """The rows."""
        yield Vertical(*self.body(), id="popup")

    def body(self) -> list[Widget]:
        """What stands in it."""
        return []

    def action_close(self) -> None:
        """Closes it; nothing is chosen."""
        self.dismiss(None)
