"""A definition: think, turn, and say how well it was known."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from studykit.core.card import Card
from studykit.core.review import Rating
from studykit.tui.screens.part import Part
from studykit.tui.widgets.frame import Frame, words
from studykit.tui.widgets.hanging import Row
from studykit.tui.widgets.page import Page
from studykit.tui.widgets.ratings import choices_row
from studykit.workflows.showing import Choice, Showing


class Turned(Part[Rating]):
    """Shows the front, then the back; gives the learner's rating."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "enter", "Show"),
        Binding("space", "turn", "Turn", show=False),
        Binding("1", "rate(1)", "Rate", key_display="1-4"),
        Binding("2", "rate(2)", "Rate", show=False),
        Binding("3", "rate(3)", "Rate", show=False),
        Binding("4", "rate(4)", "Rate", show=False),
        Binding("s", "rate(1)", "Don't know"),
        Binding("o", "note", "Open note"),
        Binding("u", "undo", "Undo", show=False),
        Binding("pagedown,ctrl+d", "scroll(0.5)", "Scroll", show=False),
        Binding("pageup,ctrl+u", "scroll(-0.5)", "Scroll", show=False),
        Binding("escape,q", "leave", "Leave"),
    ]
    can_undo = False
    """Whether this session has an answer to take back."""

    def __init__(self, page: Page, choices: Callable[[str], tuple[Choice, ...]]) -> None:
        super().__init__(page, name="turned")
        self._choices = choices
        self._card: Card | None = None
        self._turned = False
        self._over = ""
        self._started = 0.0

    def lay(self, showing: Showing, *, over: str = "") -> None:
        """Shows the front of another card; ``over`` says that the minutes are used."""
        self._card, self._turned, self._over = showing.card, False, over
        self._started = time.monotonic()

    def draw(self, *, again: bool = False) -> None:
        """The front; the back and the four ratings when it is turned."""
        card = self._card
        if card is None:
            return
        parts = [words(card.front, "bold"), Content(""), Content("")]
        if self._turned:
            parts.append(words(card.back))
            parts.append(words(", ".join(str(span) for span in card.sources), "$muted"))
            parts += [Content(""), words("How well did you know it?")]
            parts.append(words(choices_row(self._choices(card.id), Rating.GOOD)))
        self.page.show([Row(Content(""), part) for part in parts], again=again)

    @property
    def duration(self) -> int:
        """Milliseconds since the card was shown."""
        return round((time.monotonic() - self._started) * 1000)

    @property
    def hint(self) -> str:
        """What Enter does."""
        if self._over:
            return f"{self._over} Esc stops, Enter goes on."
        return "1–4 rates it; Enter takes Good." if self._turned else "Think of the answer. Enter or Space shows it."

    @property
    def main(self) -> str:
        """What Enter is called."""
        return "Good" if self._turned else "Show"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Undo only where there is something to undo."""
        return self.can_undo if action == "undo" else super().check_action(action, parameters)

    def action_turn(self) -> None:
        """Shows the back and the four ratings."""
        if self._turned or self._card is None:
            return
        self._turned, self._over = True, ""
        self.draw()
        if isinstance(self.screen, Frame):
            self.call_later(self.screen.renew_keys)
        self.say(self.hint)

    def action_enter(self) -> None:
        """Turns the card, or takes Good when it is turned."""
        if self._turned:
            self.give(Rating.GOOD)
        else:
            self.action_turn()

    def action_rate(self, rating: int) -> None:
        """Rates a turned card."""
        if self._turned:
            self.give(Rating(rating))
        else:
            self.action_turn()

    def action_note(self) -> None:
        """Opens the note that the card is from, once the back is shown."""
        if not self._turned or self._card is None:
            self.say("Turn the card first.", wrong=True)
        elif not self._card.sources:
            self.say("No note says this.", wrong=True)
        elif isinstance(self.screen, Frame):
            self.screen.links.open_note(self._card.sources[0])
