"""A few rows of which one can be taken: one widget, however they wrap; past an end the focus goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.widget import Widget

from studykit.tui.signs import signs
from studykit.tui.widgets.pointing import point

_MARK = 2
"""Columns before a row: the mark of the cursor and a space."""
_HEAD = 3
"""Lines above the first row that come into sight with it: its heading."""


@dataclass(frozen=True, slots=True)
class Row:
    """What stands before the words of a row, and the words, which wrap beside it."""

    mark: Content
    words: Content


Draw = Callable[[int, int], Row]
"""Row and columns for its mark and words → the row."""


class Menu(Widget, can_focus=True):
    """Whoever shows it says what Enter does, and names the arrows. The cursor is drawn while it has the focus."""

    BINDINGS: ClassVar[list[BindingType]] = [  # here, because a scrolling body would take them first
        Binding("down,j", "step(1)", "Choose", show=False),
        Binding("up,k", "step(-1)", "Choose", show=False),
        Binding("home,pageup,ctrl+u", "end(0)", "First", show=False),
        Binding("end,G,pagedown,ctrl+d", "end(-1)", "Last", show=False),
    ]
    DEFAULT_CSS = """
    Menu { height: auto; width: 1fr; overflow: hidden hidden; }
    Menu:focus { background-tint: transparent 0%; }
    """

    class Moved(Message):
        """The cursor moved."""

        def __init__(self, menu: Menu) -> None:
            super().__init__()
            self.menu, self.at = menu, menu.cursor

    class Taken(Moved):
        """A row was double-clicked."""

    class Passed(Moved):
        """The cursor wants to go past an end: ``by`` is -1 or 1."""

        def __init__(self, menu: Menu, by: int) -> None:
            super().__init__(menu)
            self.by = by

    def __init__(self, count: int, draw: Draw, *, name: str = "menu", cursor: int = 0) -> None:
        super().__init__(id=name)
        self._count, self._draw, self.cursor = count, draw, cursor
        self._lines: dict[int, tuple[list[Content], list[int]]] = {}

    @property
    def pointed(self) -> int:
        """The line at which the row with the cursor begins."""
        starts = self._drawn(self.content_size.width)[1]
        return starts[self.cursor] if self.cursor < len(starts) else 0

    @property
    def count(self) -> int:
        """How many rows there are."""
        return self._count

    def show(self, count: int, draw: Draw, cursor: int | None = None) -> None:
        """Shows other rows; none take no room."""
        self._count, self._draw = count, draw
        self.cursor = max(min(self.cursor if cursor is None else cursor, count - 1), 0)
        self._lines.clear()
        self.display = count > 0
        self.refresh(layout=True)
        if self.has_focus:
            self.call_after_refresh(self._in_sight)

    def move(self, to: int) -> None:
        """Puts the cursor on a row."""
        self.cursor = max(min(to, self._count - 1), 0)
        self._in_sight()
        self.refresh()
        self.post_message(self.Moved(self))

    def action_step(self, by: int) -> None:
        """Moves the cursor; past an end, the screen may take the focus on."""
        if 0 <= self.cursor + by < self._count:
            self.move(self.cursor + by)
        else:
            self.post_message(self.Passed(self, by))

    def action_end(self, at: int) -> None:
        """Goes to the first row or to the last."""
        self.move(0 if at == 0 else self._count - 1)

    def on_focus(self) -> None:
        """Draws the cursor."""
        self.refresh()
        self.call_after_refresh(self._in_sight)

    def on_blur(self) -> None:
        """Draws no cursor."""
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor on a row; a second one takes it."""
        starts = self._drawn(self.content_size.width)[1]
        at = sum(1 for start in starts if start <= event.y) - 1
        if 0 <= at < self._count:
            self.move(at)
            if event.chain > 1:
                self.post_message(self.Taken(self))

    def render(self) -> Content:
        """All rows at the width that there is."""
        lines, starts = self._drawn(self.content_size.width)
        if not self.has_focus or not lines:
            return Content("\n").join(lines)
        ends = [*starts[1:], len(lines)]
        here = range(starts[self.cursor], ends[self.cursor])
        mark = Content.styled(signs().cursor, "bold $primary")
        return Content("\n").join(
            Content.assemble(mark if at == here.start else " ", line[1:]).stylize("bold") if at in here else line
            for at, line in enumerate(lines)
        )

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Lines at this width."""
        del container, viewport
        return len(self._drawn(width)[0])

    def _drawn(self, width: int) -> tuple[list[Content], list[int]]:
        """The lines at a width, without the cursor, and where each row begins."""
        if width not in self._lines:
            lines: list[Content] = []
            starts: list[int] = []
            for at in range(self._count if width > _MARK else 0):
                starts.append(len(lines))
                row = self._draw(at, width - _MARK)
                indent = _MARK + row.mark.cell_length
                wrapped = row.words.wrap(max(width - indent, 2)) or [Content("")]
                before = Content.assemble(" " * _MARK, row.mark)
                lines += [
                    Content.assemble(before if not line else " " * indent, one) for line, one in enumerate(wrapped)
                ]
            self._lines = {width: (lines, starts)}
        return self._lines[width]

    def _in_sight(self) -> None:
        lines, starts = self._drawn(self.content_size.width)
        outer = self.parent
        if not self.is_attached or self.cursor >= len(starts) or not isinstance(outer, Widget):
            return
        start = starts[self.cursor]
        end = starts[self.cursor + 1] if self.cursor + 1 < len(starts) else len(lines)
        above = _HEAD if self.cursor == 0 else 0
        top = max(self.virtual_region.y + start - above, 0)
        tall = self.virtual_region.y + end - top
        outer.scroll_to_region(Region(0, top, 1, tall), animate=False, force=True)
        point(self, start)
