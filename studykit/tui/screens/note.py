"""A note at one line: raw lines with numbers, because citations are lines."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from studykit.core.source import SourceSpan
from studykit.tui.signs import signs
from studykit.tui.widgets.frame import Frame, words
from studykit.tui.widgets.hanging import Hanging, Row


class Note(Frame[None]):
    """Shows the lines around a claim; read only."""

    CSS_PATH = "note.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "back", "Back"),
        Binding("down,j", "move(1)", "Move", key_display="↑↓"),
        Binding("up,k", "move(-1)", "Move", show=False),
        Binding("pagedown,ctrl+d", "move(10)", "Move", show=False),
        Binding("pageup,ctrl+u", "move(-10)", "Move", show=False),
        Binding("escape,q,o", "back", "Close"),
    ]
    hint = "Read only. Esc goes back to the answer."

    def __init__(self, span: SourceSpan, lines: tuple[tuple[int, str], ...]) -> None:
        super().__init__()
        self._span, self._lines = span, lines
        self.place = f"studykit › Notes › {span.note}"

    def body(self) -> list[Widget]:
        """One line of the note a row."""
        if not self._lines:
            return [Static(words(f"{self._span.note} is no longer there."), markup=False)]
        return [Hanging([self._row(number, text) for number, text in self._lines], name="lines")]

    def ready(self) -> None:
        """Brings the line into the middle."""
        self.status(f"line {self._span.line}")
        self.call_after_refresh(self._centre)

    def action_back(self) -> None:
        """Goes back to where the line was cited."""
        self.dismiss(None)

    def action_move(self, by: int) -> None:
        """Scrolls."""
        self.query_one("#body").scroll_relative(y=by, animate=False)

    def _centre(self) -> None:
        at = next((at for at, (number, _) in enumerate(self._lines) if number == self._span.line), 0)
        if self._lines:
            body = self.query_one("#body")
            line = self.query_one(Hanging).line_of(at)
            body.scroll_to(y=max(line - body.size.height // 2, 0), animate=False)

    def _row(self, number: int, text: str) -> Row:
        here = self._span.line <= number <= self._span.end
        mark, style = (signs().here, "bold $primary") if here else (" ", "")
        end = "   < the source line" if number == self._span.line else ""
        return Row(words(f"{mark}{number:>5}  ", style or "$muted"), words(text + end, style))
