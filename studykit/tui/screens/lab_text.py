"""A text of many lines, such as a policy: Enter breaks the line, Esc leaves the text, and then Enter sets it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static, TextArea

from studykit.tui.widgets.frame import Frame, words
from studykit.tui.widgets.keys import Keyed
from studykit.workflows.lab import Setting
from studykit.workflows.lab_words import laid_out

_WRITING = "Enter breaks the line. Esc leaves the text, then Enter sets it."
_LEFT = "Enter sets it. Tab writes on. Esc leaves it as it was."


class _Text(TextArea, Keyed):
    """The text; Esc and Tab leave it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave the text"),
        Binding("ctrl+s", "screen.set", "Set"),
    ]

    def action_leave(self) -> None:
        """Letters are keys again."""
        self.screen.query_one("#done").focus()


class _Done(Static, Keyed, can_focus=True):
    """Has the focus when the text has not."""


class LabText(Frame["str | None"]):
    """Gives the text, None to leave it as it was; ``wrong`` says why a text cannot be set."""

    CSS_PATH = "lab_text.tcss"
    scrolls = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "set", "Set"),
        Binding("tab", "write", "Write"),
        Binding("escape,q", "close", "Close"),
    ]
    hint = _WRITING

    def __init__(self, setting: Setting, wrong: Callable[[str], str]) -> None:
        super().__init__()
        self._setting, self._wrong_text = setting, wrong
        self._shown = laid_out(setting.text)
        self.place = f"studykit › Lab › {setting.label}"

    def body(self) -> list[Widget]:
        """What it is, the text, and what is to be done with it."""
        return [
            Static(words(f"{self._setting.title}: {self._setting.may_be}", "bold"), id="title", markup=False),
            _Text(self._shown, show_line_numbers=False, soft_wrap=True, id="text", compact=True),
            _Done(words("Set this text", "bold"), id="done", markup=False),
        ]

    def ready(self) -> None:
        """Begins in the text."""
        self.query_one(TextArea).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tab goes into the text from outside."""
        if action == "write" and self.is_mounted and isinstance(self.focused, TextArea):
            return False
        return super().check_action(action, parameters)

    def on_descendant_focus(self) -> None:
        """Says what keys do."""
        self.say(_WRITING if isinstance(self.focused, TextArea) else _LEFT)

    def action_write(self) -> None:
        """Back into the text."""
        self.query_one(TextArea).focus()

    def action_set(self) -> None:
        """Gives the text, unless it makes no scenario."""
        text = self.query_one(TextArea).text
        if why := self._wrong_text(text):
            self.say(why, wrong=True)
        else:
            self.dismiss(self._setting.text if text == self._shown else text)

    def action_close(self) -> None:
        """Leaves the text as it was."""
        self.dismiss(None)
