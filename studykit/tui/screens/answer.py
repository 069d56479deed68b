"""The answer: right or not, every reason, the note's line, and when the card comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget

from studykit.core.errors import StudykitError
from studykit.core.review import Rating
from studykit.tui.screens.explained import Explained
from studykit.tui.screens.part import Part, Wish
from studykit.tui.screens.report import report_question
from studykit.tui.widgets.frame import words
from studykit.tui.widgets.page import Page
from studykit.tui.widgets.ratings import choices_row
from studykit.workflows.showing import Answered

if TYPE_CHECKING:
    from studykit.workflows.explanation import Explanation

_GUARD = 0.3
"""Seconds in which an Enter is still the one that answered."""
_GO_ON = "Enter goes on. 1–4 changes the rating."


class Answer(Part[Wish]):
    """Shows why; Enter goes on, 1 to 4 change the rating."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "next", "Next"),
        Binding("space", "on", "Go on", show=False),
        Binding("u", "undo", "Undo"),
        Binding("r", "report", "Report"),
        Binding("1", "rate(1)", "Rate", key_display="1-4", show=False),
        Binding("2", "rate(2)", "Rate", show=False),
        Binding("3", "rate(3)", "Rate", show=False),
        Binding("4", "rate(4)", "Rate", show=False),
        Binding("escape,q", "leave", "Leave"),
    ]

    def __init__(
        self,
        page: Page,
        rerate: Callable[[Answered, Rating], Answered],
        rated: Callable[[Content], None],
        clock: Callable[[], float],
    ) -> None:
        """``rated`` is told what the answer counts as; ``clock`` counts seconds."""
        self.explained = Explained(page)
        super().__init__(page, self.explained, name="answer")
        self._rerate, self._rated, self._clock = rerate, rated, clock
        self._answered: Answered | None = None
        self._shown_at = 0.0
        self._over = self._offer = ""

    def tell(
        self, answered: Answered, explanation: Explanation, *, over: str = "", offer: str = "", folded: bool = False
    ) -> None:
        """Shows the reasons of an answer that is saved.

        ``over`` says that the minutes are used: then Enter stops and Space goes on. ``offer`` is a sentence to end
        with.
        """
        self._answered, self._over, self._offer = answered, over, offer
        self.explained.show(explanation, answered.review.chosen, folded=folded and answered.right)
        self._shown_at = self._clock()

    def draw(self, *, again: bool = False) -> None:
        """The reasons, and what the answer counts as."""
        self.explained.draw(again=again)
        if self._answered is not None:
            self._rating(self._answered)

    @property
    def hint(self) -> str:
        """What Enter does; where the minutes are used, that; once, what else there is."""
        if self._over:
            return f"{self._over} Enter stops, Space goes on."
        return self._offer or _GO_ON

    @property
    def main(self) -> str:
        """What Enter is called."""
        return "Stop" if self._over else "Next"

    def owners(self) -> list[Widget]:
        """The keys of the reasons, then its own."""
        return [self.explained, self]

    def typed(self, letter: str) -> bool:
        """A letter goes to the reason of its option."""
        return self.explained.letter(letter)

    def action_next(self) -> None:
        """Goes on; an Enter that comes with the one that answered is ignored."""
        if self._clock() - self._shown_at >= _GUARD:
            self.give(Wish.STOP if self._over else Wish.NEXT)

    def action_on(self) -> None:
        """Goes on even where the minutes are used."""
        if self._clock() - self._shown_at >= _GUARD:
            self.give(Wish.NEXT)

    def action_rate(self, rating: int) -> None:
        """Gives the saved answer another rating."""
        if self._answered is None:
            return
        try:
            self._answered = self._rerate(self._answered, Rating(rating))
        except StudykitError as problem:
            self.say(f"NOT SAVED. {problem} The rating before holds.", wrong=True)
        else:
            self._rating(self._answered)

    def action_report(self) -> None:
        """Reports what is wrong with the question."""
        if self._answered is not None and self._answered.showing.question is not None:
            report_question(self.screen, self._answered.showing.question)

    def _rating(self, answered: Answered) -> None:
        rating = answered.review.rating
        back = answered.choices[rating - 1].interval
        saved = f"Counts as {rating.value} {rating.name.capitalize()}, back in {back}. Saved."
        leech = " Forgotten often: it rests until you release it." if answered.leech else ""
        choices = choices_row(answered.choices, rating)
        self._rated(Content.assemble(words(saved + leech, "bold"), "\n", words(choices, "$muted")))
