"""A list of choices: Space takes one in or out, the arrows take it in again or out once."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from studykit.core.text import count
from studykit.tui.signs import signs
from studykit.tui.widgets.frame import Frame, words
from studykit.tui.widgets.rows import Rows
from studykit.workflows.lab import Setting


class _Choices(Rows):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "screen.turn", "In or out"),
        Binding("right,l,plus", "screen.more", "Once more"),
        Binding("left,h,minus", "screen.less", "Once less"),
    ]


class LabMembers(Frame["tuple[str, ...] | None"]):
    """Gives the members in the order in which they were taken in, None to leave things as they are."""

    CSS_PATH = "lab_members.tcss"
    scrolls = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Set"),
        Binding("backspace", "last", "Last out", show=False),
        Binding("R", "none", "None", show=False),
        Binding("escape,q", "close", "Close"),
    ]
    hint = "Space takes one in or out. Enter sets the list."

    def __init__(self, setting: Setting) -> None:
        super().__init__()
        self._setting, self._members = setting, list(setting.members)
        self.place = f"studykit › Lab › {setting.label}"

    def body(self) -> list[Widget]:
        """The list as it is now, and what can be in it."""
        return [
            Static(words(self._setting.title, "bold"), id="title", markup=False),
            Static(id="now", markup=False),
            _Choices(len(self._setting.choices), self._row),
        ]

    def ready(self) -> None:
        """Shows the list."""
        self.query_one(Rows).focus()
        self._show()

    def on_rows_taken(self) -> None:
        """A double click takes one in or out."""
        self.action_turn()

    def action_turn(self) -> None:
        """Takes the choice in, or out wherever it stands."""
        name = self._choice
        self._members = (
            [one for one in self._members if one != name] if name in self._members else [*self._members, name]
        )
        self._show()

    def action_more(self) -> None:
        """Takes the choice in once more, at the end."""
        self._members.append(self._choice)
        self._show()

    def action_less(self) -> None:
        """Takes the choice out where it stands last."""
        if self._choice in self._members:
            at = len(self._members) - 1 - self._members[::-1].index(self._choice)
            del self._members[at]
            self._show()
        else:
            self.say("It is not in the list.", wrong=True)

    def action_last(self) -> None:
        """Takes the last one out."""
        if self._members:
            self._members.pop()
            self._show()
        else:
            self.say("The list is empty already.", wrong=True)

    def action_none(self) -> None:
        """Empties the list."""
        self._members.clear()
        self._show()

    def action_take(self) -> None:
        """Gives the list."""
        self.dismiss(tuple(self._members))

    def action_close(self) -> None:
        """Leaves things as they are."""
        self.dismiss(None)

    @property
    def _choice(self) -> str:
        return self._setting.choices[self.query_one(Rows).cursor][0]

    def _show(self) -> None:
        says = dict(self._setting.choices)
        shown = [f"{at} {says[name]}" for at, name in enumerate(self._members, 1)]
        text = f" {signs().dot} ".join(shown) or "The list is empty."
        self.query_one("#now", Static).update(words(text, "$primary"))
        self.query_one(Rows).show(len(self._setting.choices), self._row)

    def _row(self, at: int, width: int) -> Content:
        del width
        name, says = self._setting.choices[at]
        times = self._members.count(name)
        often = f"  {count(times, 'time')}" if times > 1 else ""
        return Content.assemble(words(f"[{'x' if times else ' '}] ", "bold"), words(says), words(often, "$muted"))
