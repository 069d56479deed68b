"""The end of a session: what was done, what is due next, and where to go from here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget

from studykit.core.text import count
from studykit.tui.screens.part import Part, Wish
from studykit.tui.signs import signs
from studykit.tui.widgets.choices import Choices, Marked
from studykit.tui.widgets.frame import words
from studykit.tui.widgets.hanging import Row
from studykit.tui.widgets.page import Page

_ABOVE = 2
"""Rows above the ways."""
_MORE = 5
"""Questions that are asked on top."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a session came to."""

    cards: int
    right: int
    minutes: int
    then: str
    """What is due next, in a sentence; empty when nothing is known of it."""
    back: str
    """Where Enter leads: ``Today``, or ``Back`` to the screen that asked for the session."""


class Summary(Part[Wish]):
    """Tells a session and offers the next step; Enter leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Choose"),
        Binding("down,j,right,l", "move(1)", "Choose", key_display="↑↓", show=False),
        Binding("up,k,left,h", "move(-1)", "Choose", show=False),
        Binding("u", "undo", "Undo last"),
        Binding("escape,q", "leave", "Back"),
    ]

    def __init__(self, page: Page) -> None:
        self._ways = Choices((), name="ways")
        self._ways.can_focus = False
        self._ways.elsewhere = self.draw
        super().__init__(page, self._ways, name="done")
        self._told = ""
        self._wishes: list[Wish] = []
        self._any = False

    def tell(self, done: Done) -> None:
        """Shows what a session came to."""
        self._any = done.cards > 0
        said = f"Done: {count(done.cards, 'card')}, {done.minutes} min, {done.right} right."
        text = said if self._any else "Nothing is due."
        self._told = f"{text}\n{done.then}" if done.then else text
        ways = [(Wish.LEAVE, done.back, ""), (Wish.MORE, f"{_MORE} more", "questions over everything")]
        if self._any:
            ways.append((Wish.UNDO, "Undo last", "its card comes again"))
        self._wishes = [wish for wish, _, _ in ways]
        self._ways.start([_way(name, detail) for _, name, detail in ways], 0)

    def draw(self, *, again: bool = False) -> None:
        """What was done, and the ways on."""
        told = Row(Content(""), words(self._told, "bold"))
        self.page.show([told, Row(Content(""), Content("")), *self._ways.rows], again=again)

    def clicked(self, row: int, *, twice: bool) -> None:
        """A click goes to a way; a double click takes it."""
        if 0 <= row - _ABOVE < len(self._wishes):
            self._ways.move(row - _ABOVE)
            if twice:
                self.action_take()

    @property
    def hint(self) -> str:
        """What Enter does."""
        return "Enter goes on with what is marked. Every answer is saved."

    def owners(self) -> list[Widget]:
        """Its own keys."""
        return [self]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Undo only where something was answered."""
        return self._any if action == "undo" else super().check_action(action, parameters)

    def action_move(self, by: int) -> None:
        """Goes to another way."""
        self._ways.move(self._ways.cursor + by)

    def action_take(self) -> None:
        """Goes the way that is marked."""
        self.give(self._wishes[self._ways.cursor])


def _way(name: str, detail: str) -> Marked:
    return words(f"{signs().action} {name:<12}"), words(detail, "$muted")
