"""The lines of a note as rows of a screen: wrapped, numbered, with the sign of what each claims."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

from rich.cells import cell_len
from textual.content import Content

from studykit.core.source import SourceSpan
from studykit.core.text import printable
from studykit.tui.signs import PLAIN, plain, signs
from studykit.tui.widgets.frame import words
from studykit.workflows.note_page import LineKind, LineMark, NotePage, Standing

WIDEST = 84
"""Columns of a text, without its number."""
_SIGNS = {
    Standing.VERIFIED: ("✓", "v", "$success"),
    Standing.AGREED: ("=", "=", "$success"),
    Standing.OUTDATED: ("~", "~", "$warning"),
    Standing.MISTAKEN: ("✗", "x", "$error"),
    Standing.CONFLICT: ("!", "!", "bold $warning"),
    Standing.SCOPED: ("=", "=", "$muted"),
}
_KINDS = {LineKind.HEADING: "bold $primary", LineKind.CODE: "$muted", LineKind.MATTER: "$muted"}
_BOLD = re.compile(r"\*\*[^*]+\*\*|(?<!\w)__[^_]+__(?!\w)")
_CODE = re.compile(r"`[^`]+`")
_MARKER = re.compile(r"[ >]*(?:[-*+]|\d{1,3}[.)])? *")
_TAB = 4
_ROOM_FOR_WORDS = 60
"""Columns from which on the cited line is named in words."""
_LEAST = 8
"""Columns of text at which wrapping still makes sense."""

_TWO_ROWS = 60
"""Columns below which the hint has two rows."""
_LEAST_NAME = 12
"""Letters that are shown of the name of a fact, however little room there is."""

Cut = tuple[int, int, int]
"""Line (from 0), and from where to where of it a row shows."""


def sign(standing: Standing) -> tuple[str, str]:
    """The sign of a standing on this terminal, and its style."""
    rich, plain, style = _SIGNS[standing]
    return (plain if signs() is PLAIN else rich), style


def claim_words(mark: LineMark, width: int) -> str:
    """What a line claims, in the hint row of a window of so many columns; a long name loses its beginning."""
    more = f" and {len(mark.facts) - 1} more" if len(mark.facts) > 1 else ""
    before, after = f"{sign(mark.standing)[0]} {mark.standing}: ", f"{more}. Enter opens it."
    beside = len(before) if width >= _TWO_ROWS else 0  # the name has a row of its own in a narrow window
    room = max(width - 2 - beside - len(after), _LEAST_NAME)
    fact = mark.facts[0] if len(mark.facts[0]) <= room else f"…{mark.facts[0][1 - room :]}"
    return plain(f"{before}{fact}{after}")


class NoteLines:
    """The rows of one note at one width."""

    def __init__(self, page: NotePage, span: SourceSpan) -> None:
        self.page, self._span = page, span
        self._marks = {mark.line: mark for mark in page.marks}
        self._digits = max(len(str(len(page.lines))), 3)
        self._cuts: list[Cut] = []
        self._first: list[int] = []
        """The first row of each line."""
        self._width = 0
        self._query = ""
        self._styled = lru_cache(maxsize=200)(self._content)

    @property
    def count(self) -> int:
        """Rows at this width."""
        return len(self._cuts)

    def lay(self, width: int) -> None:
        """Wraps the lines for rows of so many columns, if they are not already."""
        if width == self._width:
            return
        self._width = width
        cuts: list[Cut] = []
        first: list[int] = []
        usual, cited = self._room(-1), self._span.line - 1
        for at, raw in enumerate(self.page.lines):
            first.append(len(cuts))
            if len(raw) <= usual and at != cited and raw.isascii() and "\t" not in raw:
                cuts.append((at, 0, len(raw)))
            else:
                cuts.extend((at, start, end) for start, end in wrapped(self._text(at), self._room(at)))
        self._cuts, self._first = cuts, first

    def mark(self, query: str) -> None:
        """Marks what is searched for."""
        self._query = query
        self._styled.cache_clear()

    def row_of(self, line: int) -> int:
        """The first row of a line (from 1)."""
        return self._first[max(min(line, len(self._first)) - 1, 0)] if self._first else 0

    def line_of(self, row: int) -> int:
        """The line (from 1) that a row shows; 0 when there is none."""
        return self._cuts[row][0] + 1 if 0 <= row < len(self._cuts) else 0

    def draw(self, row: int, width: int) -> Content:
        """What a row shows."""
        del width  # they are wrapped for it already
        at, start, end = self._cuts[row]
        cited = self._span.line <= at + 1 <= self._span.end
        text = self._styled(at)[start:end]
        if start:
            return Content.assemble(" " * self._gutter, " " * _indent(self._text(at), self._room(at)), text)
        here = (signs().here, "bold $primary") if at + 1 == self._span.line else (" ", "")
        mark = self._marks.get(at + 1)
        standing = sign(mark.standing) if mark else (" ", "")
        number = (f" {at + 1:>{self._digits}}  ", "bold $primary" if cited else "$muted")
        return Content.assemble(here, standing, number, text, (self._pointer(at), "$primary"))

    @property
    def _gutter(self) -> int:
        return self._digits + 5

    def _room(self, at: int) -> int:
        """Columns for the text of a line."""
        return max(min(self._width - self._gutter, WIDEST) - len(self._pointer(at)), _LEAST)

    def _pointer(self, at: int) -> str:
        if at + 1 != self._span.line or self._width - self._gutter < _ROOM_FOR_WORDS:
            return ""
        return f"   {'<' if signs() is PLAIN else '◀'} the source line"

    def _text(self, at: int) -> str:
        raw = printable(self.page.lines[at])
        return raw.expandtabs(_TAB) if "\t" in raw else raw

    def _content(self, at: int) -> Content:
        """A whole line with its styles."""
        text = self._text(at)
        content = words(text, _KINDS.get(self.page.kinds[at], ""))
        if self.page.kinds[at] is LineKind.TEXT:
            for pattern, style in ((_BOLD, "bold"), (_CODE, "$primary")):
                for found in pattern.finditer(text):
                    content = content.stylize(style, found.start(), found.end())
        if self._span.line <= at + 1 <= self._span.end:
            content = content.stylize("reverse")
        if self._query:
            for found in re.finditer(re.escape(self._query), text, re.IGNORECASE):
                content = content.stylize("reverse bold", found.start(), found.end())
        return content


def wrapped(line: str, width: int) -> list[tuple[int, int]]:
    """From where to where each row shows of a line; rows after the first hang below its text."""
    cuts, start, room = [], 0, width
    while len(line) - start > room or (not line.isascii() and cell_len(line[start : start + room]) > room):
        end = start + room if line.isascii() else _reach(line, start, room)
        space = line.rfind(" ", start + 1, end + 1)
        cut = space if space > start + room // 3 else end
        cuts.append((start, cut))
        start = cut + (cut < len(line) and line[cut] == " ")
        room = width - _indent(line, width)
    return [*cuts, (start, len(line))] if start < len(line) or not cuts else cuts


def _reach(line: str, start: int, room: int) -> int:
    """How far a row of so many columns reaches; characters may be two columns wide."""
    used, end = 0, start
    while end < len(line) and used + (size := cell_len(line[end])) <= room:
        used, end = used + size, end + 1
    return max(end, start + 1)


def _indent(line: str, width: int) -> int:
    """Columns by which the second row of a line hangs in: the length of its bullet."""
    found = _MARKER.match(line[:40])
    return min(found.end() if found else 0, width // 4)


def nearest_before(lines: Sequence[int], line: int) -> int:
    """Position of the last of ascending lines that is not behind ``line``; -1 when all are."""
    return bisect_right(lines, line) - 1
