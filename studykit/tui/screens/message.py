"""One message with the way on: the end of a session, an error, or the keys of a screen."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from studykit.tui.widgets.frame import Frame, words


class Notice(Frame[bool]):
    """A text; Enter says yes, Esc goes back."""

    CSS_PATH = "message.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "yes", "Go on"),
        Binding("escape,q", "no", "Back"),
    ]

    def __init__(self, title: str, text: str, hint: str, does: str = "Go on") -> None:
        super().__init__()
        self._does = does
        self.place, self.hint, self._text = f"studykit › {title}", hint, text

    def body(self) -> list[Widget]:
        """The text."""
        return [Static(words(self._text), id="text", markup=False)]

    def ready(self) -> None:
        """Names what Enter does."""
        self.main_key(self._does)

    def action_yes(self) -> None:
        """Goes on."""
        self.dismiss(result=True)

    def action_no(self) -> None:
        """Goes back."""
        self.dismiss(result=False)
