"""A definition: think, turn, and say how well it was known."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from studykit.core.review import Rating
from studykit.tui.widgets.frame import Frame, words
from studykit.tui.widgets.ratings import choices_row
from studykit.workflows.showing import Choice, Showing


class Turned(Frame["Rating | None"]):
    """Shows the front, then the back; gives the learner's rating, None to leave."""

    CSS_PATH = "card.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "enter", "Show"),
        Binding("space", "turn", "Turn", show=False),
        Binding("1", "rate(1)", "Rate", key_display="1-4"),
        Binding("2", "rate(2)", "Rate", show=False),
        Binding("3", "rate(3)", "Rate", show=False),
        Binding("4", "rate(4)", "Rate", show=False),
        Binding("s", "rate(1)", "Don't know"),
        Binding("escape,q", "leave", "Leave"),
    ]
    hint = "Think of the answer. Enter or Space shows it."

    def __init__(self, showing: Showing, title: str, choices: Callable[[str], tuple[Choice, ...]]) -> None:
        super().__init__()
        self._showing, self._choices = showing, choices
        self._turned = False
        self._started = time.monotonic()
        self.place = f"studykit › {title} › {showing.position} of {showing.total}"

    @property
    def duration(self) -> int:
        """Milliseconds since the card was shown."""
        return round((time.monotonic() - self._started) * 1000)

    def body(self) -> list[Widget]:
        """The front; the back stays empty until the card is turned."""
        return [
            Static(words(self._showing.card.front, "bold"), id="front", markup=False),
            Static(id="back", markup=False, classes="gap"),
            Static(id="ratings", markup=False, classes="gap"),
        ]

    def ready(self) -> None:
        """Names the kind of card."""
        self.status("your own rating")

    def action_turn(self) -> None:
        """Shows the back and the four ratings."""
        if self._turned:
            return
        self._turned = True
        card = self._showing.card
        source = f"\n{', '.join(str(span) for span in card.sources)}"
        self.query_one("#back", Static).update(Content.assemble(words(card.back), words(source, "$muted")))
        rows = choices_row(self._choices(card.id), Rating.GOOD)
        self.query_one("#ratings", Static).update(words(f"How well did you know it?\n{rows}"))
        self.main_key("Good")
        self.say("1–4 rates it; Enter takes Good.")

    def action_enter(self) -> None:
        """Turns the card, or takes Good when it is turned."""
        if self._turned:
            self.dismiss(Rating.GOOD)
        else:
            self.action_turn()

    def action_rate(self, rating: int) -> None:
        """Rates a turned card."""
        if self._turned:
            self.dismiss(Rating(rating))
        else:
            self.action_turn()

    def action_leave(self) -> None:
        """Goes back; this card is not answered."""
        self.dismiss(None)
