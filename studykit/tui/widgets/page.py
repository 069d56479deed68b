"""Rows over the whole body, with others beside them where there is room: one widget that never asks for a layout.

What a key changes is painted line by line. Widgets inside widgets are laid out and painted one over the other, which
takes longer than a key press may.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from studykit.tui.signs import PLAIN, signs
from studykit.tui.widgets.drawn import Drawn, drawn
from studykit.tui.widgets.frame import words
from studykit.tui.widgets.hanging import Row, look, wrapped
from studykit.tui.widgets.pointing import point

_WIDEST = 84
_ASIDE = 46
"""Columns for what stands beside."""
_BETWEEN = 3
_WHEEL = 3
"""Lines that the wheel scrolls by."""


@dataclass(frozen=True, slots=True)
class Aside:
    """Rows, and a drawing below them."""

    rows: tuple[Row, ...] = ()
    draw: Drawn | None = None


class Page(Widget):
    """Draws rows and scrolls them; a bar at the right says that there is more."""

    ALLOW_SELECT = False  # y copies; lines are painted without the offsets that selecting with the mouse needs
    DEFAULT_CSS = "Page { height: 1fr; width: 1fr; padding: 1 0 0 1; }"

    class Clicked(Message):
        """A row was clicked."""

        def __init__(self, row: int, *, twice: bool) -> None:
            super().__init__()
            self.row, self.twice = row, twice

    def __init__(self, *, name: str = "body") -> None:
        super().__init__(id=name)
        self._rows: tuple[Row, ...] = ()
        self._aside = Aside()
        self._cut: dict[object, list[Content]] = {}
        """Rows by how they look, wrapped: most of them stay when one is drawn anew."""
        self._strips: dict[object, Strip] = {}
        """Lines by how they look and how wide they are, painted."""
        self._lines: list[Content] = []
        self._starts: list[int] = []
        self._beside: list[Content] = []
        self._width = self._left = 0
        self._tall = False
        self._barred = 0
        """Lines of which the bar shows a part."""
        self.top = 0
        """The line that is shown first."""
        self._at = 0
        """The line that the cursor of the terminal is on."""

    def show(self, rows: Sequence[Row], aside: Aside | None = None, *, again: bool = True) -> None:
        """Draws other rows; ``again`` begins with the first line, else the place stays."""
        before = self._seen()
        self._rows, self._aside = tuple(rows), aside or Aside()
        keys = {look(row) for row in self._rows}
        self._cut = {key: lines for key, lines in self._cut.items() if key in keys}
        self._lay()
        self.top = 0 if again else min(self.top, self._last)
        if again:
            self._at = 0
            point(self, 0)
        self._repaint(before)

    @property
    def pointed(self) -> int:
        """The line in the window of the row that was brought into sight last."""
        return max(self._at - self.top, 0)

    @property
    def lines(self) -> list[Content]:
        """What is drawn, without what stands beside, line by line."""
        return self._lines

    def scroll_lines(self, by: int) -> None:
        """Scrolls as far as there is something."""
        before, self.top = self._seen(), max(min(self.top + by, self._last), 0)
        self._repaint(before)

    def scroll_pages(self, share: float) -> None:
        """Scrolls by a share of what is seen."""
        self.scroll_lines(round(self.content_size.height * share))

    def scroll_home(self, **_: object) -> None:
        """Scrolls to the first line."""
        self.scroll_lines(-self.top)

    def in_sight(self, row: int) -> None:
        """Scrolls as little as shows a row, its beginning first; the terminal's cursor goes there, too."""
        if not 0 <= row < len(self._starts) or not self.size:
            return
        first = self._starts[row]
        last = self._starts[row + 1] if row + 1 < len(self._starts) else len(self._lines)
        height = self.content_size.height
        self.scroll_lines(min(max(last - height, self.top), first) - self.top)
        self._at = first
        point(self, self.pointed)

    def on_resize(self, event: events.Resize) -> None:
        """Lays the rows out for another width."""
        del event
        self._strips, self._cut = {}, {}
        self._lay()
        self.top = min(self.top, self._last)
        self.refresh()

    def notify_style_update(self) -> None:
        """Paints in other colours."""
        super().notify_style_update()
        self._strips = {}

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Lines at this width, for a page that is only as high as what it says."""
        del container, viewport
        return sum(len(wrapped(row, min(width - 1, _WIDEST))) for row in self._rows)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel scrolls."""
        event.stop()
        self.scroll_lines(_WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel scrolls back."""
        event.stop()
        self.scroll_lines(-_WHEEL)

    def on_click(self, event: events.Click) -> None:
        """Tells which row was clicked, and whether twice."""
        offset = event.get_content_offset(self)
        line = self.top + offset.y if offset is not None and offset.x < self._left else -1
        row = max((at for at, start in enumerate(self._starts) if start <= line), default=-1)
        if row >= 0 and line < len(self._lines):
            self.post_message(self.Clicked(row, twice=event.chain > 1))

    def render_line(self, y: int) -> Strip:
        """One line: the rows, what stands beside them, and the bar."""
        at = self.top + y
        parts = [self._strip(self._lines[at] if at < len(self._lines) else Content(""), self._left)]
        if self._beside:
            other = self._beside[y] if y < len(self._beside) else Content("")
            rest = self._width - self._left - _BETWEEN
            parts += [self._strip(words(" │ " if signs() is not PLAIN else " | ", "$muted"), _BETWEEN)]
            parts += [self._strip(other, rest)]
        return Strip.join([*parts, self._bar(y)])

    @property
    def _last(self) -> int:
        """The furthest line that can be the first in sight."""
        return max(len(self._lines) - self.content_size.height, 0)

    def _lay(self) -> None:
        self._width = max(self.content_size.width - 1, 1)
        beside = bool(self._aside.rows) and self.screen.has_class("-wide")
        room = self._width - _ASIDE - _BETWEEN if beside else self._width
        text = min(room, _WIDEST)
        self._left = text if beside else self._width
        self._tall = self.screen.has_class("-tall")
        self._lines, self._starts = [], []
        for row in self._rows:
            self._lines += [Content("")] * (row.gap and self._tall)
            self._starts.append(len(self._lines))
            self._lines += self._wrapped(row, text)
        self._beside = self._laid_beside(self._width - self._left - _BETWEEN) if beside else []

    def _wrapped(self, row: Row, width: int) -> list[Content]:
        key = look(row)
        if key not in self._cut:
            self._cut[key] = wrapped(row, width)
        return self._cut[key]

    def _laid_beside(self, width: int) -> list[Content]:
        lines = [line for row in self._aside.rows for line in wrapped(row, width)]
        if self._aside.draw is not None:
            picture = drawn(self._aside.draw(width, signs() is PLAIN))
            lines += [Content(""), *picture.split("\n", allow_blank=True)]
        return lines

    def _seen(self) -> list[object]:
        """Each line in sight as it looks, and whether something stands beside."""
        height = self.content_size.height
        lines = self._lines[self.top : self.top + height]
        seen: list[object] = [(line.plain, line.spans) for line in lines]
        return [bool(self._beside), *seen, *[None] * (height - len(seen))]

    def _repaint(self, before: list[object]) -> None:
        """Paints the lines that look otherwise than before."""
        after = self._seen()
        if self.styles.auto_dimensions:
            self.refresh(layout=True)
            return
        if self._beside or before[0] or len(before) != len(after) or len(self._lines) != self._barred:
            self._barred = len(self._lines)
            self.refresh()
            return
        changed = [at for at, (old, new) in enumerate(zip(before[1:], after[1:], strict=True)) if old != new]
        if changed:
            width = self.content_size.width
            self.refresh(*(Region(0, at, width, 1) for at in changed))

    def _bar(self, y: int) -> Strip:
        height, total = self.content_size.height, len(self._lines)
        if total <= height:
            return self._strip(Content(" "), 1)
        first, last = self.top * height // total, -(-(self.top + height) * height // total)
        sign = ("#" if signs() is PLAIN else "▐") if first <= y < last else " "
        return self._strip(Content.styled(sign, "$muted"), 1)

    def _strip(self, line: Content, width: int) -> Strip:
        key = (line.plain, tuple(line.spans), width)
        if key not in self._strips:
            style = self.visual_style
            made = Strip(line.render_segments(style), line.cell_length)
            self._strips[key] = made.adjust_cell_length(width, style.rich_style)
            if len(self._strips) > _KEPT:
                self._strips.pop(next(iter(self._strips)))
        return self._strips[key]


_KEPT = 500
"""Lines that are kept painted."""
