"""The answer: right or not, every reason, the note's line, and when the card comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Literal

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from studykit.core.errors import StudykitError
from studykit.core.review import Rating
from studykit.tui.screens.explained import Excerpt, Explained
from studykit.tui.widgets.frame import words
from studykit.tui.widgets.ratings import choices_row
from studykit.workflows.showing import Answered

if TYPE_CHECKING:
    from textual._path import CSSPathType

Next = Literal["next", "undo", "leave"]
_GUARD = 0.3
"""Seconds in which an Enter is still the one that answered."""


class Answer(Explained[Next]):
    """Shows why; Enter goes on, 1 to 4 change the rating."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["explained.tcss", "answer.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "next", "Next"),
        Binding("1", "rate(1)", "Rate", key_display="1-4"),
        Binding("2", "rate(2)", "Rate", show=False),
        Binding("3", "rate(3)", "Rate", show=False),
        Binding("4", "rate(4)", "Rate", show=False),
        Binding("u", "undo", "Undo"),
        Binding("escape,q", "leave", "Leave"),
    ]

    def __init__(
        self,
        answered: Answered,
        title: str,
        *,
        rerate: Callable[[Answered, Rating], Answered],
        excerpt: Excerpt,
        clock: Callable[[], float],
    ) -> None:
        if answered.showing.question is None:
            raise ValueError("a turned card has no options to explain")
        super().__init__(answered.showing.question, answered.review.chosen, excerpt)
        self._answered, self._rerate, self._clock = answered, rerate, clock
        self._shown_at = clock()
        showing = answered.showing
        self.place = f"studykit › {title} › {showing.position} of {showing.total} › Answer"

    def below(self) -> list[Widget]:
        """What the answer counts as, always in sight."""
        return [Static(id="rating", markup=False), Static(id="ratings", markup=False)]

    def ready(self) -> None:
        """Draws the rating."""
        self.status(self._answered.showing.card.topic)
        self._rating()

    def action_next(self) -> None:
        """Goes on; an Enter that comes with the one that answered is ignored."""
        if self._clock() - self._shown_at >= _GUARD:
            self.dismiss("next")

    def action_rate(self, rating: int) -> None:
        """Gives the saved answer another rating."""
        try:
            self._answered = self._rerate(self._answered, Rating(rating))
        except StudykitError as problem:
            self.say(f"NOT SAVED. {problem} The rating before holds.", wrong=True)
        else:
            self._rating()

    def action_undo(self) -> None:
        """Takes the answer back and shows the question again."""
        self.dismiss("undo")

    def action_leave(self) -> None:
        """Goes back; the answer is saved."""
        self.dismiss("leave")

    def _rating(self) -> None:
        rating = self._answered.review.rating
        choices = choices_row(self._answered.choices, rating)
        back = self._answered.choices[rating - 1].interval
        saved = f"Counts as {rating.value} {rating.name.capitalize()}, back in {back}. Saved."
        self.query_one("#rating", Static).update(words(saved, "bold"))
        self.query_one("#ratings", Static).update(words(choices, "$muted"))
        self.say("Enter goes on. 1–4 changes the rating.")
