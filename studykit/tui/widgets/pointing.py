"""Where the cursor of the terminal is: a magnifier and a screen reader follow it, so it follows the focus."""

from __future__ import annotations

from typing import Any, Protocol, runtime_checkable

from textual.geometry import Offset
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input


@runtime_checkable
class Pointed(Protocol):
    """A widget with a row that has the cursor."""

    @property
    def pointed(self) -> int:
        """The line of that row, counted in what is seen of the widget."""


def point(widget: Widget, line: int) -> None:
    """Puts the cursor on a line of a widget, unless another screen lies over it."""
    if not _point(widget, line):  # a screen that is shown again knows only after a while where things are
        widget.call_after_refresh(_point, widget, line)


def _point(widget: Widget, line: int) -> bool:
    if not widget.is_attached or widget.screen is not widget.app.screen:
        return True
    found = widget.content_region
    if found.size:
        widget.app.cursor_position = Offset(found.x, found.y + line)
    return bool(found.size)


def point_soon(screen: Screen[Any]) -> None:
    """Puts the cursor into what has the focus, once that is drawn and has scrolled where it stays."""
    screen.call_after_refresh(screen.call_after_refresh, point_somewhere, screen)


def point_somewhere(screen: Screen[Any]) -> None:
    """Puts the cursor into what has the focus, on its row where it has one; without a focus, to where one reads."""
    focused, app = screen.focused, screen.app
    if app.screen is not screen:
        return
    if isinstance(focused, Input):
        app.cursor_position = focused.cursor_screen_offset
        return
    bodies = screen.query("#body, Page")
    found = focused or (bodies.first() if bodies else screen)
    if isinstance(found, Pointed):
        point(found, found.pointed)
    elif not found.region.contains_point(app.cursor_position):
        app.cursor_position = found.content_region.offset
