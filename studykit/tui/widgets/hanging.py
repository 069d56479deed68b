"""Rows with a mark before them, whose words wrap beside the mark and never below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.geometry import Region, Size
from textual.widget import Widget

_LONE = re.compile(r"(?<=\S) +(= [\d,.]+|[^\w\s])$")
"""What belongs to the word behind it: a sign, a figure without its unit."""


@dataclass(frozen=True, slots=True)
class Row:
    """A mark and its words."""

    mark: Content
    words: Content
    whole: bool = True
    """False: only as much as fits on one line, with an ellipsis."""
    gap: bool = False
    """A blank line goes before it where the window is tall."""


class Hanging(Widget):
    """Draws rows; one widget however many there are, because long notes have hundreds."""

    DEFAULT_CSS = "Hanging { height: auto; width: 1fr; }"

    def __init__(self, rows: Sequence[Row] = (), *, name: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=name, classes=classes)
        self._rows = tuple(rows)
        self._cut: dict[object, list[Content]] = {}
        """Rows by how they look, wrapped: most of them stay when one is drawn anew."""
        self._laid: tuple[tuple[int, bool], list[Content], list[int]] | None = None

    def show(self, rows: Sequence[Row]) -> None:
        """Draws other rows; the screen is laid out anew only when they take more lines, or fewer."""
        before = None if self._laid is None else len(self._laid[1])
        width = 0 if self._laid is None else self._laid[0][0]
        self._rows, self._laid = tuple(rows), None
        keys = {look(row) for row in self._rows}
        self._cut = {key: lines for key, lines in self._cut.items() if key in keys}
        self.refresh(layout=before is None or len(self._lines(width)[0]) != before)

    def render(self) -> Content:
        """All rows for the width of the widget."""
        return Content("\n").join(self._lines(self.content_size.width)[0])

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Lines at this width."""
        del container, viewport
        return len(self._lines(width)[0])

    @property
    def lines(self) -> list[Content]:
        """What is drawn, line by line."""
        return self._lines(self.content_size.width)[0]

    def line_of(self, row: int) -> int:
        """The 0-based line on which a row begins, as drawn last."""
        starts = self._laid[2] if self._laid else []
        return starts[row] if 0 <= row < len(starts) else 0

    def row_at(self, line: int) -> int:
        """The row that a 0-based line belongs to; -1 for none."""
        starts = self._laid[2] if self._laid else []
        return max((at for at, start in enumerate(starts) if start <= line), default=-1)

    def row_in_sight(self, row: int, before: int = 0) -> None:
        """Scrolls whatever scrolls around it so that a row is seen, with ``before`` lines above it."""
        first, last = self.line_of(row), self.line_of(row + 1)
        lines = (last if last > first else len(self._laid[1]) if self._laid else 0) - first
        around = self.content_region
        region = Region(around.x, around.y + first - before, around.width, max(lines, 1) + before)
        for outer in self.ancestors:
            if isinstance(outer, Widget) and outer.allow_vertical_scroll:
                window = outer.scrollable_content_region
                outer.scroll_relative(y=_way(region, window), animate=False)
                return

    def _lines(self, width: int) -> tuple[list[Content], list[int]]:
        tall = self.is_attached and self.screen.has_class("-tall")
        if self._laid is None or self._laid[0] != (width, tall):
            if self._laid is not None and self._laid[0][0] != width:
                self._cut = {}
            lines: list[Content] = []
            starts: list[int] = []
            for row in self._rows:
                lines += [Content("")] * (row.gap and tall)
                starts.append(len(lines))
                lines += self._wrapped(row, width)
            self._laid = ((width, tall), lines, starts)
        return self._laid[1], self._laid[2]

    def _wrapped(self, row: Row, width: int) -> list[Content]:
        key = look(row)
        if key not in self._cut:
            self._cut[key] = wrapped(row, width)
        return self._cut[key]


def look(row: Row) -> object:
    """What a row looks like; contents are equal when only their words are."""
    return row.mark.plain, tuple(row.mark.spans), row.words.plain, tuple(row.words.spans), row.whole


def _way(region: Region, window: Region) -> int:
    """Lines to scroll by, as few as can be; the beginning wins over the end."""
    if region.y < window.y:
        return region.y - window.y
    return max(min(region.bottom - window.bottom, region.y - window.y), 0)


def wrapped(row: Row, width: int) -> list[Content]:
    """The lines of a row at this width; those after the first begin below its words."""
    indent = row.mark.cell_length
    room = max(width - indent, 2)
    if not row.whole:
        return [Content.assemble(row.mark, row.words.truncate(room, ellipsis=True))]
    lines = lines_of(row.words, room)
    return [Content.assemble(row.mark if at == 0 else " " * indent, line) for at, line in enumerate(lines)]


def lines_of(text: Content, room: int) -> list[Content]:
    """A text in lines; the sign of ``= agreed`` and the figure of ``= 6 h`` go with their word and end no line."""
    lines = text.wrap(room) or [Content("")]
    for at in range(len(lines) - 1):
        line, after = lines[at], lines[at + 1]
        end = _LONE.search(line.plain.rstrip())
        if end and after.plain[:1].isalpha() and end.end() - end.start(1) + 1 + after.cell_length <= room:
            lone = line[end.start(1) : end.end()]
            lines[at], lines[at + 1] = line[: end.start()].rstrip(), Content.assemble(lone, " ", after)
    return lines
