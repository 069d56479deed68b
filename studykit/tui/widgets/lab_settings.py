"""The settings of a scenario: one row each, with its value, whether it is changed, and what it may be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from studykit.tui.widgets.frame import words
from studykit.tui.widgets.lab_signs import lab_signs
from studykit.tui.widgets.rows import Rows
from studykit.workflows.lab import Kind, Setting

_LABEL, _VALUE = 26, 14
"""Most columns of a label; least of a value."""
_TURNING = (Kind.CHOICE, Kind.TRUTH, Kind.QUANTITY)


class LabSettings(Rows):
    """A row a setting; the screen does what the keys say."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.type", "Type"),
        Binding("right,l,space", "screen.change(1)", "Change", key_display="←→"),
        Binding("left,h", "screen.change(-1)", "Change", show=False),
        Binding("right_square_bracket", "screen.turn(1)", "Next turn", key_display="]"),
        Binding("left_square_bracket", "screen.turn(-1)", "Turn before", show=False),
        Binding("f", "screen.fixes", "Fixes"),
        Binding("w", "screen.why", "Why"),
        Binding("p", "screen.practise", "Practise"),
        Binding("backspace", "screen.default", "As usual", show=False),
        Binding("plus", "screen.exact(1)", "Smallest step", show=False),
        Binding("minus", "screen.exact(-1)", "Smallest step", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(0, self._row, name="settings")
        self._settings: tuple[Setting, ...] = ()

    @property
    def setting(self) -> Setting:
        """That under the cursor. Raises IndexError while there is none."""
        return self._settings[self.cursor]

    def fill(self, settings: Sequence[Setting], cursor: int | None = None) -> None:
        """Shows other settings, or the same ones with other values."""
        self._settings = tuple(settings)
        self.show(len(self._settings), self._row, cursor)

    def _row(self, at: int, width: int) -> Content:
        label = max((len(one.label) for one in self._settings), default=0)
        return setting_row(self._settings[at], (label, width), here=at == self.cursor)


def setting_row(setting: Setting, widths: tuple[int, int], *, here: bool) -> Content:
    """Mark, label and value; between angle brackets what the arrows turn. Widths: the longest label's, the row's."""
    sign, (longest, width) = lab_signs(), widths
    room = min(longest, max(min(_LABEL, width - _VALUE - 3), width // 2 - 3))
    label = setting.label if len(setting.label) <= room else f"{setting.label[: room - 1].rstrip()}{sign.more}"
    value, style = setting.value, "$foreground" if setting.is_set else "$muted"
    if here and setting.kind in _TURNING:
        value, style = f"{sign.turn[0]} {value} {sign.turn[1]}", "bold $primary"
    mark = (f"{sign.changed} ", "bold $warning") if setting.changed else "  "
    return Content.assemble(mark, words(f"{label:<{room}} "), words(value, style))
