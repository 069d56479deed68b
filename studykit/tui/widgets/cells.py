"""All questions of an exam as numbered cells: answered, open, marked, and where the cursor is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from studykit.tui.signs import signs

_CELL = 6
"""Columns: a cursor, three digits, a sign, a mark."""


@dataclass(frozen=True, slots=True)
class Cell:
    """How one question stands."""

    done: bool
    marked: bool


class Cells(Widget):
    """Draws the cells in rows; a click picks one."""

    DEFAULT_CSS = "Cells { height: auto; width: 1fr; }"

    class Picked(Message):
        """A cell was clicked."""

        def __init__(self, at: int) -> None:
            super().__init__()
            self.at = at

    def __init__(self, cells: Sequence[Cell], at: int) -> None:
        super().__init__(id="cells")
        self._cells, self.at = tuple(cells), at

    def show(self, cells: Sequence[Cell], at: int) -> None:
        """Draws them anew, with the cursor at a cell, or at none when it is past the last."""
        self._cells, self.at = tuple(cells), at
        self.refresh()

    @property
    def columns(self) -> int:
        """Cells in a row."""
        return max(self.content_size.width // _CELL, 1)

    def render(self) -> Content:
        """Rows of cells."""
        rows = [range(at, min(at + self.columns, len(self._cells))) for at in range(0, len(self._cells), self.columns)]
        return Content("\n").join(Content.assemble(*(self._drawn(at) for at in row)) for row in rows)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Rows at this width."""
        del container, viewport
        return -(-len(self._cells) // max(width // _CELL, 1))

    def on_click(self, event: events.Click) -> None:
        """Picks the cell that was clicked."""
        at = event.y * self.columns + event.x // _CELL
        if event.x < self.columns * _CELL and 0 <= at < len(self._cells):
            self.post_message(self.Picked(at))

    def _drawn(self, at: int) -> Content:
        sign, cell, here = signs(), self._cells[at], at == self.at
        text = f"{sign.action if here else ' '}{at + 1:>3}{sign.done if cell.done else sign.open}"
        text += sign.marked if cell.marked else " "
        return Content.styled(text, "bold reverse $primary" if here else "$foreground" if cell.done else "$muted")
