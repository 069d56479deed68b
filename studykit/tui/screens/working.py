"""Slow work of its own: what is done, how far it is, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from studykit.tui.loading import Work
from studykit.tui.widgets.frame import Frame, words


class Working(Frame[None]):
    """Does the work at once; what it gives is the text that is shown."""

    CSS_PATH = "working.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "back", "Back"),
        Binding("escape,q", "back", "Back", show=False),
    ]

    def __init__(self, title: str, doing: str, work: Work[str], done: Callable[[], None] | None = None) -> None:
        """``done`` is called on the loop when the work is done."""
        super().__init__()
        self._done = done
        self.place, self._doing, self._work = f"studykit › {title}", doing, work
        self.hint = "Enter goes back."

    def body(self) -> list[Widget]:
        """What is done now, then what came of it."""
        return [Static(words(self._doing), id="text", markup=False)]

    def ready(self) -> None:
        """Begins."""
        self.load(self._work, self._told)

    def action_back(self) -> None:
        """Goes back."""
        self.dismiss(None)

    def _told(self, text: str) -> None:
        if self._done is not None:
            self._done()
        self.query_one("#text", Static).update(words(text))
