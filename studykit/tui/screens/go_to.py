"""Go to: every place with its letter, shown at once on ``g``."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Static

from studykit.tui.places import BY_KEY, PLACES
from studykit.tui.widgets.frame import words
from studykit.tui.widgets.popup import Popup

_COLUMN = 15
_TOP = "g"


class Letters(Widget):
    """The places in as many columns as there is room for; a click goes there."""

    DEFAULT_CSS = "Letters { height: auto; width: 1fr; }"
    _SHOWN = (*((one.key, one.label) for one in PLACES), (_TOP, "Top of list"))

    def render(self) -> Content:
        """Letter and name, row by row."""
        return Content("\n").join(Content.assemble(*map(_named, row)) for row in self._rows(self.size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Rows at this width."""
        del container, viewport
        return len(self._rows(width))

    async def on_click(self, event: events.Click) -> None:
        """Takes the place under the mouse."""
        rows, at = self._rows(self.size.width), event.x // _COLUMN
        if event.y < len(rows) and at < len(rows[event.y]) and isinstance(self.screen, GoTo):
            self.screen.take(rows[event.y][at][0])

    def _rows(self, width: int) -> list[tuple[tuple[str, str], ...]]:
        most = max(width // _COLUMN, 1)
        columns = -(-len(self._SHOWN) // -(-len(self._SHOWN) // most))  # rows of one length
        return [self._SHOWN[at : at + columns] for at in range(0, len(self._SHOWN), columns)]


def _named(pair: tuple[str, str]) -> Content:
    key, label = pair
    return Content.assemble((f"{key} ", "bold $primary"), (f"{label:<{_COLUMN - 2}}", "$foreground"))


class GoTo(Popup[str]):
    """Gives the name of a place, "top" for the first row of what has the focus."""

    CSS_PATH = "go_to.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close"),
        Binding("q", "quiz", "Quiz", show=False),
    ]

    def body(self) -> list[Widget]:
        """The letters."""
        title = Content.assemble(words("Go to", "bold"), words("  esc closes", "$muted"))
        return [Vertical(Static(title, markup=False), Letters(), id="letters")]

    def action_quiz(self) -> None:
        """Here ``q`` is a place."""
        self.take("q")

    def on_key(self, event: events.Key) -> None:
        """A letter goes there; any other key closes the menu."""
        event.stop()
        self.take(event.character or "")

    def take(self, letter: str) -> None:
        """Gives the place of a letter; None for a letter that has none."""
        place = BY_KEY.get(letter)
        self.dismiss("top" if letter == _TOP else place.name if place else None)
