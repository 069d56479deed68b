"""Rows with a mark before them, whose words wrap beside the mark and never below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget


@dataclass(frozen=True, slots=True)
class Row:
    """A mark and its words."""

    mark: Content
    words: Content
    whole: bool = True
    """False: only as much as fits on one line, with an ellipsis."""


class Hanging(Widget):
    """Draws rows; one widget however many there are, because long notes have hundreds."""

    DEFAULT_CSS = "Hanging { height: auto; width: 1fr; }"

    def __init__(self, rows: Sequence[Row], *, name: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=name, classes=classes)
        self._rows = tuple(rows)
        self._wrapped: tuple[int, list[Content], list[int]] = (0, [], [])

    def render(self) -> Content:
        """All rows for the width of the widget."""
        return Content("\n").join(self._lines(self.content_size.width)[0])

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Lines at this width."""
        del container, viewport
        return len(self._lines(width)[0])

    def line_of(self, row: int) -> int:
        """The 0-based line on which a row begins, as drawn last."""
        return self._wrapped[2][row] if row < len(self._wrapped[2]) else 0

    def _lines(self, width: int) -> tuple[list[Content], list[int]]:
        if self._wrapped[0] != width:
            lines: list[Content] = []
            starts: list[int] = []
            for row in self._rows:
                starts.append(len(lines))
                lines += _wrapped(row, width)
            self._wrapped = (width, lines, starts)
        return self._wrapped[1], self._wrapped[2]


def _wrapped(row: Row, width: int) -> list[Content]:
    indent = row.mark.cell_length
    room = max(width - indent, 2)
    if not row.whole:
        return [Content.assemble(row.mark, row.words.truncate(room, ellipsis=True))]
    lines = row.words.wrap(room) or [Content("")]
    return [Content.assemble(row.mark if at == 0 else " " * indent, line) for at, line in enumerate(lines)]
