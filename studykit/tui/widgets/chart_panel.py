"""A chart with its title, a cursor and the figures under it; what does not fit is scrolled to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from studykit.drawing.lines import Drawing, Line, Piece, Role, fitted, text_of, wrapped
from studykit.tui.signs import PLAIN, signs
from studykit.tui.signs import plain as in_signs
from studykit.tui.widgets.drawn import drawn
from studykit.tui.widgets.keys import Keyed

Table = Sequence[Sequence[str]]
"""Rows of cells; the first one names the columns."""
_LEAST_WINDOW = 3


@dataclass(frozen=True, slots=True)
class Parts:
    """What a chart shows."""

    lines: Sequence[Line]
    """Scrolled when there are too many."""
    foot: Sequence[Line]
    """Always in sight."""
    at: int = 0
    """Line that is kept in sight."""


class ChartPanel(Keyed, can_focus=True):
    """One chart; ``title`` names it. Enter takes what the cursor is at."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown,ctrl+d", "page(1)", "Page", show=False),
        Binding("pageup,ctrl+u", "page(-1)", "Page", show=False),
    ]
    DEFAULT_CSS = """
    ChartPanel { height: 1fr; width: 1fr; }
    ChartPanel:focus { background-tint: transparent 0%; }
    """
    title = ""
    hint = ""
    """What the keys do, as one sentence."""
    waiting = "Reading your answers…"
    empty = ""
    """Why there is nothing to draw, when there is not; the panel then shows only that."""

    class Taken(Message):
        """Enter, or a double click."""

        def __init__(self, panel: ChartPanel) -> None:
            super().__init__()
            self.panel = panel

    def __init__(self, name: str) -> None:
        super().__init__(id=name, classes="panel")
        self.filled = False
        self.as_table = False
        self._scrolled = 0
        self._window = _LEAST_WINDOW

    def parts(self, width: int, height: int, plain: bool) -> Parts:
        """The chart at a width, for about so many rows."""
        raise NotImplementedError

    def table(self) -> Table:
        """The same figures as cells."""
        raise NotImplementedError

    def renew(self) -> None:
        """Draws anew what it was given."""
        self.filled = True
        self.refresh()

    def turn(self) -> None:
        """From the drawing to the table, or back."""
        self.as_table = not self.as_table
        self._scrolled = 0
        self.refresh()

    def action_take(self) -> None:
        """Enter."""
        if self.filled:
            self.post_message(self.Taken(self))

    def action_page(self, by: int) -> None:
        """Scrolls what the cursor does not reach."""
        self._scrolled = max(self._scrolled + by * max(self._window - 1, 1), 0)
        self.refresh()

    def scroll_line(self, by: int) -> None:
        """Scrolls by one line."""
        self._scrolled = max(self._scrolled + by, 0)
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A double click is Enter."""
        if event.chain > 1:
            self.action_take()

    def on_mouse_scroll_down(self) -> None:
        """The wheel scrolls."""
        self.scroll_line(1)

    def on_mouse_scroll_up(self) -> None:
        """The wheel scrolls."""
        self.scroll_line(-1)

    def on_focus(self) -> None:
        """Its title is drawn otherwise."""
        self.refresh()

    def on_blur(self) -> None:
        """Its title is drawn otherwise."""
        self.refresh()

    def render(self) -> Content:
        """Title, chart, figures."""
        width, height = self.content_size
        titled = self.screen.has_class("-wide", "-tall")
        room = height - titled
        parts = self._parts(width, room)
        self._window = max(room - len(parts.foot), _LEAST_WINDOW)
        total = len(parts.lines)
        most = max(total - self._window, 0)
        self._scrolled = min(self._scrolled, most)
        start = self._start(parts, most)
        lines = [*parts.lines[start : start + self._window], *parts.foot]
        if titled:
            lines.insert(0, self._title(width, start, total))
        elif most and lines:
            lines[0] = _with_more(lines[0], width, f"{start + 1}–{start + self._window}/{total}")
        return drawn(Drawing(tuple(lines[:height]), ()))

    def _start(self, parts: Parts, most: int) -> int:
        """The first line in sight: the one scrolled to, moved so that the cursor's is in sight."""
        if not self.as_table and parts.at:
            least = parts.at - self._window + 1
            self._scrolled = min(max(self._scrolled, least), parts.at)
        return max(min(self._scrolled, most), 0)

    def _parts(self, width: int, height: int) -> Parts:
        plain = signs() is PLAIN
        if not self.filled:
            return Parts(wrapped(in_signs(self.waiting), width, plain=plain), ())
        if self.empty:
            return Parts(wrapped(in_signs(self.empty), width, plain=plain), ())
        if self.as_table:
            return Parts(table_lines(self.table(), width, plain=plain), ())
        return self.parts(width, height, plain)

    def _title(self, width: int, start: int, total: int) -> Line:
        mark = signs().cursor if self.has_focus else " "
        more = f"{start + 1}–{start + self._window} of {total}" if total > self._window else ""
        rest = fitted(in_signs(more), width - len(self.title) - 3, right=True)
        return (
            Piece(f"{mark} {self.title} ", Role.TITLE if self.has_focus else Role.TEXT),
            Piece(rest, Role.MUTED),
        )


def sentence(text: str, width: int, role: Role = Role.MUTED, *, plain: bool = False) -> list[Line]:
    """A sentence in as many lines as it takes."""
    return [tuple(Piece(one.text, role) for one in line) for line in wrapped(in_signs(text), width, plain=plain)]


def cursor_line(text: str, width: int, *, plain: bool = False) -> list[Line]:
    """The figures of what the cursor is at."""
    return sentence(f"{signs().cursor} {text}", width, Role.TITLE, plain=plain)


def table_lines(table: Table, width: int, *, plain: bool = False) -> list[Line]:
    """Cells in columns; a table that is too wide has a line a cell."""
    widths = [max(len(row[at]) for row in table) for at in range(len(table[0]))]
    if sum(widths) + 2 * len(widths) <= width:
        rows = ["  ".join(cell.ljust(wide) for cell, wide in zip(row, widths, strict=True)) for row in table]
        return [(Piece(in_signs(row), Role.TITLE if not at else Role.TEXT),) for at, row in enumerate(rows)]
    names, *others = table
    return [
        line
        for row in others
        for line in wrapped(
            in_signs(", ".join(f"{name} {cell}" for name, cell in zip(names, row, strict=True) if cell)),
            width,
            plain=plain,
        )
    ]


def copied(table: Table) -> str:
    """A table as text that spreadsheets read."""
    return "\n".join("\t".join(row) for row in table)


def _with_more(line: Line, width: int, more: str) -> Line:
    """A line that says at its end which lines are in sight, where there is room for it."""
    told, text = in_signs(more), text_of(line)
    if len(text) + len(told) + 1 > width:
        return line
    return (
        *(Piece(one.text, one.role) for one in _stripped(line, len(text))),
        Piece(told.rjust(width - len(text)), Role.MUTED),
    )


def _stripped(line: Line, columns: int) -> list[Piece]:
    """The pieces of a line up to a column."""
    kept: list[Piece] = []
    for piece in line:
        if columns > 0:
            kept.append(Piece(piece.text[:columns], piece.role))
            columns -= len(piece.text)
    return kept
