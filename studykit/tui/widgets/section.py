"""Part of a page: a title and rows that wrap, some of which the cursor stops at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.widget import Widget

from studykit.tui.signs import signs
from studykit.tui.widgets.frame import words
from studykit.tui.widgets.hanging import Row, wrapped
from studykit.tui.widgets.keys import Keyed
from studykit.tui.widgets.pointing import point

_MARK = 2
"""Columns before a row: the mark of the cursor and a space."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A row at which the cursor stops; ``to`` says what Enter does there, in the words of whoever shows it."""

    row: Row
    to: object


Shown = Row | Stop


class Section(Keyed, can_focus=True):
    """Draws its rows as one widget; past its ends the cursor leaves it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "Move", key_display="↑↓"),
        Binding("up,k", "move(-1)", "Move", show=False),
        Binding("pagedown,ctrl+d", "move(8)", "Page", show=False),
        Binding("pageup,ctrl+u", "move(-8)", "Page", show=False),
    ]
    DEFAULT_CSS = """
    Section { height: auto; width: 1fr; margin-top: 1; }
    Section:focus { background-tint: transparent 0%; }
    """

    class Left(Message):
        """The cursor moved past an end."""

        def __init__(self, section: Section, by: int) -> None:
            super().__init__()
            self.section, self.by = section, by

    class Taken(Message):
        """A row was double-clicked."""

    def __init__(self, name: str) -> None:
        super().__init__(id=name)
        self._title = Content("")
        self._rows: tuple[Shown, ...] = ()
        self._stops: tuple[int, ...] = ()
        self._wrapped: tuple[int, list[list[Content]]] = (-1, [])
        self.cursor = 0

    def show(self, title: Content, rows: Sequence[Shown]) -> None:
        """Shows other rows; the cursor stays where it was when that is still a row."""
        self._title, self._rows = title, tuple(rows)
        self._stops = tuple(at for at, one in enumerate(rows) if isinstance(one, Stop))
        self._wrapped = (-1, [])
        self.cursor = max(min(self.cursor, len(self._stops) - 1), 0)
        self.refresh(layout=True)

    @property
    def stops(self) -> tuple[Stop, ...]:
        """The rows at which the cursor stops."""
        return tuple(one for one in self._rows if isinstance(one, Stop))

    @property
    def to(self) -> object:
        """What Enter does at the cursor; None where there is nothing to stop at."""
        stops = self.stops
        return stops[self.cursor].to if stops else None

    def put(self, at: int) -> None:
        """Puts the cursor on a stop; -1 is the last one."""
        self.cursor = max(min(at if at >= 0 else len(self._stops) + at, len(self._stops) - 1), 0)
        self.refresh()
        self.in_sight()
        self.call_after_refresh(point, self, self.pointed)

    def action_move(self, by: int) -> None:
        """Moves the cursor; past an end, to the next part of the page."""
        last = len(self._stops) - 1
        to = max(min(self.cursor + by, last), 0)
        if last < 0 or to == self.cursor:
            self.post_message(self.Left(self, 1 if by > 0 else -1))
        else:
            self.put(to)

    def in_sight(self) -> None:
        """Scrolls so far that the row with the cursor is seen, with the title where it is the first row."""
        scroller = next((one for one in self.ancestors if isinstance(one, VerticalScroll)), None)
        if scroller is None or not self.is_attached:
            return
        first, last = self._lines_of_cursor()
        y = self.virtual_region.y
        for one in self.ancestors:
            if one is scroller:
                break
            if isinstance(one, Widget):
                y += one.virtual_region.y
        scroller.scroll_to_region(Region(0, y + first, 1, max(last - first, 1)), animate=False, force=True)

    def on_focus(self) -> None:
        """The title and the row with the cursor look otherwise while keys move it."""
        self.refresh()
        self.in_sight()
        self.call_after_refresh(point, self, self.pointed)

    def on_blur(self) -> None:
        """... and while keys move something else."""
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor on a row; a second one takes it."""
        line = above = len(self._heading(self.content_size.width))
        for at, lines in enumerate(self._lines(self.content_size.width)):
            line += len(lines)
            if event.y < line:
                if event.y >= above and at in self._stops:
                    self.put(self._stops.index(at))
                    if event.chain > 1:
                        self.post_message(self.Taken())
                return

    def render(self) -> Content:
        """Title and rows."""
        here = self._stops[self.cursor] if self._stops and self.has_focus else -1
        lines = [line.stylize("bold") if self.has_focus else line for line in self._heading(self.content_size.width)]
        for at, wrapped_lines in enumerate(self._lines(self.content_size.width)):
            for number, line in enumerate(wrapped_lines):
                marked = at == here and number == 0
                mark = words(f"{signs().cursor} ", "bold $primary") if marked else Content(" " * _MARK)
                lines.append(Content.assemble(mark, line.stylize("bold") if at == here else line))
        return Content("\n").join(lines)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Lines at this width."""
        del container, viewport
        return len(self._heading(width)) + sum(map(len, self._lines(width)))

    def _heading(self, width: int) -> list[Content]:
        """The title, which may take more than one line; that of a rule has one."""
        if self._title.plain.startswith(rule := signs().rule):
            return [self._title.truncate(max(width, 2), ellipsis=not self._title.plain.endswith(rule))]
        return self._title.wrap(max(width, 2)) or [self._title]

    def _lines(self, width: int) -> list[list[Content]]:
        if self._wrapped[0] != width:
            rows = (one.row if isinstance(one, Stop) else one for one in self._rows)
            self._wrapped = width, [wrapped(row, max(width - _MARK, 2)) for row in rows]
        return self._wrapped[1]

    @property
    def pointed(self) -> int:
        """The line with the mark of the cursor."""
        if not self._stops:
            return 0
        width = self.content_size.width or self.size.width
        return len(self._heading(width)) + sum(map(len, self._lines(width)[: self._stops[self.cursor]]))

    def _lines_of_cursor(self) -> tuple[int, int]:
        """The first line of the cursor's row and the line behind its last, counted in the widget."""
        width = self.content_size.width or self.size.width
        lines, above = self._lines(width), len(self._heading(width))
        if not self._stops:
            return 0, above + sum(map(len, lines))
        at = self._stops[self.cursor]
        first = above + sum(map(len, lines[:at]))
        return 0 if self.cursor == 0 else first, first + len(lines[at])
