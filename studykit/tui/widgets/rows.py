"""Rows of which one has the cursor; only those in sight are drawn, so that 100,000 are as quick as ten."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from studykit.tui.signs import PLAIN, signs
from studykit.tui.widgets.keys import Keyed
from studykit.tui.widgets.pointing import point

Draw = Callable[[int, int], Content]
"""Row and width → what the row shows, without the mark of the cursor; several lines are joined by newlines."""

_MARK = 2
"""Columns before a row: the mark of the cursor and a space."""


def cut(content: Content, width: int) -> Content:
    """A line in at most ``width`` columns, with a sign at its end where something is cut off."""
    if content.cell_length <= width or signs() is not PLAIN:
        return content.truncate(width, ellipsis=True)
    return Content.assemble(content.truncate(width - 1), "~")


class Rows(ScrollView, Keyed, can_focus=True, inherit_bindings=False):
    """``tall`` lines a row. Whoever shows it says what Enter does."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "Move", key_display="↑↓"),
        Binding("up,k", "move(-1)", "Move", show=False),
        Binding("pagedown,ctrl+d", "page(1)", "Page", show=False),
        Binding("pageup,ctrl+u", "page(-1)", "Page", show=False),
        Binding("home", "end(0)", "First", show=False),
        Binding("end,G", "end(-1)", "Last", show=False),
    ]
    inherits_keys = False
    DEFAULT_CSS = """
    Rows { height: 1fr; width: 1fr; overflow-x: hidden; scrollbar-size-vertical: 1; background: $background; }
    Rows:focus { background-tint: transparent 0%; }
    """

    class Moved(Message):
        """The cursor moved."""

        def __init__(self, rows: Rows) -> None:
            super().__init__()
            self.rows, self.at = rows, rows.cursor

    class Taken(Moved):
        """A row was double-clicked."""

    def __init__(self, count: int, draw: Draw, *, name: str = "rows", cursor: int = 0, tall: int = 1) -> None:
        super().__init__(id=name)
        self.tall = tall
        self._count, self._draw = count, draw
        self.cursor = max(min(cursor, count - 1), 0)

    def on_mount(self) -> None:
        """Knows its size."""
        self._measure()
        self.call_after_refresh(self._in_sight)

    def on_resize(self) -> None:
        """Keeps the row with the cursor in sight."""
        self._measure()
        self.call_after_refresh(self._in_sight)

    @property
    def room(self) -> int:
        """Columns that a row has: one stays free before a scroll bar, so that words do not touch it."""
        barred = self.show_vertical_scrollbar or self.styles.scrollbar_gutter == "stable"
        return self.scrollable_content_region.width - _MARK - int(barred)

    @property
    def pointed(self) -> int:
        """The line in the window at which the row with the cursor begins."""
        return self.cursor * self.tall - self.scroll_offset.y

    @property
    def count(self) -> int:
        """How many rows there are."""
        return self._count

    def show(self, count: int, draw: Draw, cursor: int | None = None) -> None:
        """Shows other rows; the cursor stays where it was when that is still a row."""
        self._count, self._draw = count, draw
        self.cursor = max(min(self.cursor if cursor is None else cursor, count - 1), 0)
        self._measure()
        self._in_sight()
        self.refresh()

    def again(self) -> None:
        """Draws the same rows anew, because what they say has changed."""
        self.refresh()

    def move(self, to: int) -> None:
        """Puts the cursor on a row."""
        to = max(min(to, self._count - 1), 0)
        if not self._count or to == self.cursor:
            return
        before, self.cursor = self.cursor, to
        self._in_sight()
        self._renew(before)
        self._renew(to)
        self.post_message(self.Moved(self))

    def action_move(self, by: int) -> None:
        """Moves the cursor by rows."""
        self.move(self.cursor + by)

    def action_page(self, by: int) -> None:
        """Moves the cursor by a window."""
        self.move(self.cursor + by * max(self.scrollable_content_region.height // self.tall - 1, 1))

    def action_end(self, at: int) -> None:
        """Goes to the first row or to the last."""
        self.move(0 if at == 0 else self._count - 1)

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor on a row; a second one takes it."""
        at = (event.y + self.scroll_offset.y) // self.tall
        if 0 <= at < self._count:
            self.move(at)
            if event.chain > 1:
                self.post_message(self.Taken(self))

    def on_focus(self) -> None:
        """The cursor's row looks otherwise while keys move it."""
        self.refresh()
        self.call_after_refresh(self._in_sight)

    def on_blur(self) -> None:
        """The cursor's row looks otherwise while keys move something else."""
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of the window."""
        width = self.scrollable_content_region.width
        row, line = divmod(y + self.scroll_offset.y, self.tall)
        if row >= self._count or width <= _MARK:
            return Strip.blank(width, self.rich_style)
        here = row == self.cursor
        content = self._line(row, line, self.room)
        mark = f"{signs().cursor} " if here and line == 0 else " " * _MARK
        whole = Content.assemble((mark, "bold $primary"), content)
        if here:
            whole = whole.stylize("bold" if self.has_focus else "$primary")
        return self._strip(whole, width)

    def _line(self, row: int, line: int, width: int) -> Content:
        content = self._draw(row, width)
        if self.tall == 1:
            return cut(content, width)
        lines = content.split("\n", allow_blank=True)
        return cut(lines[line], width) if line < len(lines) else Content("")

    def _strip(self, content: Content, width: int) -> Strip:
        strips = Visual.to_strips(self, content, width, 1, self.visual_style, pad=True)
        return strips[0] if strips else Strip.blank(width, self.rich_style)

    def _measure(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, self._count * self.tall)

    def _in_sight(self) -> None:
        if self._count and self.is_attached:
            region = Region(0, self.cursor * self.tall, 1, self.tall)
            self.scroll_to_region(region, animate=False, force=True)
            if self.has_focus:
                point(self, self.pointed)

    def _renew(self, row: int) -> None:
        y = row * self.tall - self.scroll_offset.y
        self.refresh(Region(0, y, self.size.width, self.tall))
