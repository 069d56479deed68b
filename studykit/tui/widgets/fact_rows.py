"""A fact as a row of a list: its columns for the room that there is."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from studykit.drawing.lines import columns, fitted
from studykit.facts.rows import FactRow
from studykit.tui.signs import PLAIN, signs
from studykit.tui.widgets.fact_sheet import status_mark
from studykit.tui.widgets.frame import words

_VALUE, _STATUS, _CLAIMS, _AS_OF = 12, 10, 6, 7
_SHORT, _LONG = 4, 7
"""Gaps between the columns, altogether, without and with the last two."""
_FULL = 70
"""Columns from which on every column has room."""
_BAR = 2
"""Columns that the list keeps for its scroll bar."""
_LEFT = 2
"""Columns of the cursor's mark, which stands before each row."""


def wide_row(row: FactRow, width: int) -> Content:
    """Fact, value, status and, where there is room, claims and the date of what settles it."""
    room = _name_room(width)
    parts = [
        words(_cut(row.id, room)),
        words(f"  {_fit(row.value, _VALUE)}  "),
        _padded(status_mark(row.status), _STATUS),
    ]
    if width >= _FULL:
        parts.append(words(f" {row.claims:>{_CLAIMS},}  {_fit(row.as_of[:_AS_OF], _AS_OF)}", "$muted"))
    return Content.assemble(*parts)


def narrow_row(row: FactRow, width: int) -> Content:
    """The name on one line, value and status on the next."""
    mark = status_mark(row.status)
    value = words(_fit(row.value, max(width - 4 - _STATUS, 4)))
    return Content.assemble(words(_cut(row.id, width)), "\n", "  ", value, "  ", mark)


def heading(width: int) -> Content:
    """What the columns are called."""
    text = f"{_fit('fact', _name_room(width))}  {_fit('value', _VALUE)}  {_fit('status', _STATUS)}"
    if width >= _FULL:
        text += f" {'claims':>{_CLAIMS}}  {'as of':<{_AS_OF}}"
    return words(" " * _LEFT + text, "$muted")


class FactHeading(Widget):
    """The names of the columns at the width that there is."""

    DEFAULT_CSS = "FactHeading { height: 1; width: 1fr; }"

    def render(self) -> Content:
        """One line."""
        return heading(self.content_size.width - _LEFT - _BAR)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One line."""
        del container, viewport, width
        return 1


def _name_room(width: int) -> int:
    rest = _VALUE + _STATUS + (_CLAIMS + _AS_OF + _LONG if width >= _FULL else _SHORT)
    return max(width - rest, 8)


def _padded(content: Content, width: int) -> Content:
    return content.pad_right(max(width - content.cell_length, 0))


def _fit(text: str, width: int) -> str:
    return fitted(text, width, plain=signs() is PLAIN)


def _cut(name: str, width: int) -> str:
    """A name in exactly so many columns; what does not fit goes from the middle, because its end says the bound."""
    if columns(name) <= width or width < _STATUS:
        return _fit(name, width)
    end = name[-(width // 3) :]
    return _fit(name, width - columns(end)) + end
