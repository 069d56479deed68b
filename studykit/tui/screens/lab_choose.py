"""The choices of a setting, each with the outcome that it gives."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from studykit.tui.signs import signs
from studykit.tui.widgets.frame import Frame, words
from studykit.tui.widgets.lab_signs import lab_signs
from studykit.tui.widgets.rows import Rows
from studykit.workflows.lab import Setting
from studykit.workflows.lab_turns import Part, Turns

_OUTCOME = 28


class LabChoose(Frame["Part | None"]):
    """Gives the choice taken, None to leave things as they are."""

    CSS_PATH = "lab_choose.tcss"
    scrolls = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Choose"),
        Binding("escape,q", "close", "Close"),
    ]
    hint = "Enter chooses. The outcome stands beside each choice."

    def __init__(self, setting: Setting, turns: Callable[[], Turns]) -> None:
        super().__init__()
        self._setting, self._turns = setting, turns
        self._parts: tuple[Part, ...] = ()
        self.place = f"studykit › Lab › {setting.label}"

    def body(self) -> list[Widget]:
        """What is chosen, and from what."""
        return [Static(words(self._setting.title, "bold"), id="title", markup=False), Rows(0, self._row)]

    def ready(self) -> None:
        """Works out what each choice gives."""
        self.query_one(Rows).focus()
        self.load(lambda _: self._turns(), self._show, "turns")

    def on_rows_taken(self) -> None:
        """A double click chooses."""
        self.action_take()

    def action_take(self) -> None:
        """Gives the choice under the cursor."""
        if self._parts:
            self.dismiss(self._parts[self.query_one(Rows).cursor])

    def action_close(self) -> None:
        """Leaves things as they are."""
        self.dismiss(None)

    def _show(self, turns: Turns) -> None:
        self._parts = turns.parts
        here = next((at for at, part in enumerate(self._parts) if part.here), 0)
        self.query_one(Rows).show(len(self._parts), self._row, here)
        if not self._parts:
            self.say("Nothing can be chosen here. Esc goes back.")

    def _row(self, at: int, width: int) -> Content:
        part = self._parts[at]
        now = next((one.outcome for one in self._parts if one.here), "")
        room = max(width - _OUTCOME - 4, 8)
        text = part.first if len(part.first) <= room else f"{part.first[: room - 1]}{lab_signs().more}"
        turned = part.outcome != now
        mark = lab_signs().turning if turned else " "
        style = "$warning" if turned else "$muted"
        chosen = f"{signs().action} " if part.here else "  "
        return Content.assemble(words(chosen), words(f"{text:<{room}} "), words(f"{mark} {part.outcome}", style))
