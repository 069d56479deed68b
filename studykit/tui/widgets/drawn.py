"""Drawings on the screen: their lines, with a colour for each role."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from studykit.core.text import printable
from studykit.drawing.lines import Drawing, Role
from studykit.tui.signs import PLAIN, signs

Drawn = Callable[[int, bool], Drawing]
"""Width in columns, and whether only plain letters may be used → a drawing."""

_STYLES = {Role.TEXT: "$foreground", Role.TITLE: "bold $foreground", Role.MUTED: "$muted"}
"""Other roles have the colour of their own name."""


def drawn(drawing: Drawing) -> Content:
    """The lines of a drawing in colours."""
    lines = (
        Content.assemble(*((printable(one.text), _STYLES.get(one.role, f"${one.role}")) for one in line))
        for line in drawing.lines
    )
    return Content("\n").join(lines)


class Picture(Widget):
    """Draws at the width that it has; nothing to draw takes no room."""

    DEFAULT_CSS = "Picture { height: auto; width: 1fr; }"

    def __init__(self, draw: Drawn | None = None, *, name: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=name, classes=classes)
        self._draw = draw
        self._kept: tuple[int, Drawing] | None = None

    def show(self, draw: Drawn | None) -> None:
        """Draws something else."""
        self._draw, self._kept = draw, None
        self.display = draw is not None
        self.refresh(layout=True)

    def on_mount(self) -> None:
        """Takes no room while there is nothing to draw."""
        self.display = self._draw is not None

    def render(self) -> Content:
        """The lines."""
        drawing = self._at(self.content_size.width)
        return drawn(drawing) if drawing else Content("")

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Lines at this width."""
        del container, viewport
        drawing = self._at(width)
        return len(drawing.lines) if drawing else 0

    def _at(self, width: int) -> Drawing | None:
        if self._draw is None or width < 1:
            return None
        if self._kept is None or self._kept[0] != width:
            self._kept = width, self._draw(width, signs() is PLAIN)
        return self._kept[1]
