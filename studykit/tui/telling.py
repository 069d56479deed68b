"""What the app tells: messages for some seconds, notices with a way on, and the clipboard."""

from __future__ import annotations

from textual.app import App

from studykit.core.text import printable
from studykit.tui.signs import plain
from studykit.tui.widgets.frame import Frame

_SECONDS = 4
_MOST = 100
"""Messages that are kept."""


class Telling(App[int]):
    """An app that keeps what it told."""

    def __init__(self) -> None:
        super().__init__()
        self._messages: list[str] = []

    def tell(self, text: str) -> None:
        """Shows a message for some seconds; it is kept among the messages."""
        self._messages = [*self._messages, text][-_MOST:]
        self.notify(plain(printable(text)), timeout=_SECONDS, markup=False)

    def copy(self, text: str) -> None:
        """Puts a text on the clipboard of the terminal."""
        self.copy_to_clipboard(printable(text))
        self.tell("Copied.")

    def notice(self, title: str, text: str, hint: str, does: str = "Go on") -> Frame[bool]:
        """A screen with a text and a way on."""
        from studykit.tui.screens.message import Notice

        return Notice(title, text, hint, does)

    def action_messages(self) -> None:
        """Lists what was told."""
        text = "\n".join(reversed(self._messages)) or "Nothing was told yet."
        self.push_screen(self.notice("Messages", text, "Enter or Esc goes back.", "Back"))
