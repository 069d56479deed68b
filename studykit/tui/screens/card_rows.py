"""The cards behind a figure, as a list: Enter opens the fact that a card asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from studykit.core.progress import Progress
from studykit.tui.signs import plain, signs
from studykit.tui.widgets.frame import Frame, words
from studykit.tui.widgets.rows import Rows
from studykit.workflows.card_rows import CardRow, CardRowsPage

_NARROW = 56


class CardRows(Frame[None]):
    """``read`` gives the list; it is called in a thread."""

    CSS_PATH = "card_rows.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "fact", "Open the fact"),
        Binding("o", "note", "Open note"),
        Binding("y", "copy", "Copy"),
        Binding("escape,q", "back", "Back"),
    ]
    scrolls = False
    hint = "Enter opens the fact that a card asks."

    def __init__(self, place: str, read: Callable[[Progress], CardRowsPage]) -> None:
        super().__init__()
        self.place = place
        self._read = read
        self._rows: tuple[CardRow, ...] = ()

    def body(self) -> list[Widget]:
        """What it is a list of, and the rows."""
        return [Static(id="head", markup=False), Rows(0, self._draw, name="cards")]

    def ready(self) -> None:
        """Reads the rows."""
        self.query_one(Rows).focus()
        self.load(self._read, self.show, "rows")

    def show(self, page: CardRowsPage) -> None:
        """Draws the list."""
        self._rows = page.rows
        self.query_one("#head", Static).update(words(plain(page.head if page.rows else page.none), "bold"))
        self.query_one(Rows).show(len(page.rows), self._draw)
        if not page.rows:
            self.hint = "Esc goes back to the figures."
            self.say(self.hint)

    def on_rows_taken(self) -> None:
        """A double click is Enter."""
        self.action_fact()

    def action_fact(self) -> None:
        """Opens the fact of the row, or the note where the card asks no single fact."""
        row = self._here()
        if row is None:
            return
        if row.fact:
            self.links.open_fact(row.fact)
        else:
            self.action_note()

    def action_note(self) -> None:
        """Opens the note at the line of the card."""
        row = self._here()
        if row is not None and row.sources:
            self.links.open_note(row.sources[0])
        elif row is not None:
            self.say("This card names no line of a note.", wrong=True)

    def action_copy(self) -> None:
        """Copies the list as cells."""
        if self._rows:
            lines = ("\t".join((*row.figures.split(), row.fact, row.text)) for row in self._rows)
            self.links.copy("\n".join(lines))

    def action_back(self) -> None:
        """Goes back."""
        self.dismiss(None)

    def _here(self) -> CardRow | None:
        return self._rows[self.query_one(Rows).cursor] if self._rows else None

    def _draw(self, at: int, width: int) -> Content:
        row = self._rows[at]
        sign = words(f"{signs().right if row.right else signs().wrong} ", "$success" if row.right else "$error")
        figures = row.figures if width >= _NARROW else row.figures.split("  ")[-1].strip()
        return Content.assemble(sign, words(f"{figures}  ", "$muted"), words(row.text))
