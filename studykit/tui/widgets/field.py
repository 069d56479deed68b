"""A field to write in; what is pasted cannot hold codes that a terminal would obey."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

from studykit.core.text import printable


class Field(Input):
    """One line of text."""

    def validate_value(self, value: str) -> str:
        """The text without control characters, whichever way it came in."""
        return printable(value)

    def on_paste(self, event: events.Paste) -> None:
        """Takes as much of the first line with words as there is room for; Textual takes nothing of a longer one."""
        event.stop()
        event.prevent_default()
        start, end = sorted(self.selection)
        room = len(event.text) if self.max_length is None else self.max_length - len(self.value) + end - start
        line = next((one for one in event.text.splitlines() if one.strip()), "")
        self.replace(printable(line)[: max(room, 0)], start, end)
