"""Help: the keys of the screen that it was asked on, and what the signs mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from studykit.tui.signs import signs
from studykit.tui.widgets.frame import Frame, words
from studykit.tui.widgets.hanging import Hanging, Row

_COLUMN = 24


class Help(Frame[None]):
    """Shows rows of key and meaning; any way back leads to the screen below."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "back", "Back"),
        Binding("down,j,pagedown", "scroll(1)", "Move", key_display="↑↓"),
        Binding("up,k,pageup", "scroll(-1)", "Move", show=False),
        Binding("escape,q,question_mark,f1", "back", "Close"),
    ]
    place = "studykit › Keys"
    hint = "Enter or Esc goes back."

    def __init__(self, keys: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._keys = tuple(keys)

    def body(self) -> list[Widget]:
        """Keys, then signs."""
        sign = signs()
        meanings = [
            (sign.right, "right"),
            (sign.wrong, "wrong"),
            (sign.cursor, "where you are"),
            (sign.action, "what Enter or o leads to"),
            (sign.here, "the line of a note that is cited"),
            (sign.conflict, "something to settle, or a key without meaning"),
            ("-C-", "crossed out; it can still be chosen"),
        ]
        return [
            Static(words("Keys on this screen", "bold"), markup=False),
            Hanging([_row(*pair) for pair in self._keys]),
            Static(words("Signs", "bold"), markup=False, classes="heading"),
            Hanging([_row(*pair) for pair in meanings]),
        ]

    def action_scroll(self, by: int) -> None:
        """Scrolls a long list."""
        self.query_one("#body").scroll_relative(y=by * 5, animate=False)

    def action_back(self) -> None:
        """Goes back."""
        self.dismiss(None)


def _row(key: str, meaning: str) -> Row:
    return Row(words(f"  {key:<{_COLUMN}}", "bold $primary"), words(meaning))
