"""The answer: right or not, the reason of every option, the note's line, and when the card comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Literal

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from studykit.core.errors import StudykitError
from studykit.core.question import Option
from studykit.core.review import Rating
from studykit.core.source import SourceSpan
from studykit.tui.screens.question import LETTERS, chosen_words
from studykit.tui.signs import signs
from studykit.tui.widgets.frame import Frame, words
from studykit.tui.widgets.hanging import Hanging, Row
from studykit.tui.widgets.ratings import choices_row
from studykit.workflows.showing import Answered

Next = Literal["next", "undo", "leave"]
_GUARD = 0.3
"""Seconds in which an Enter is still the one that answered."""


class Answer(Frame[Next]):
    """Shows why; Enter goes on, 1 to 4 change the rating."""

    CSS_PATH = "answer.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "next", "Next"),
        Binding("1", "rate(1)", "Rate", key_display="1-4"),
        Binding("2", "rate(2)", "Rate", show=False),
        Binding("3", "rate(3)", "Rate", show=False),
        Binding("4", "rate(4)", "Rate", show=False),
        Binding("o", "note", "Open note"),
        Binding("u", "undo", "Undo"),
        Binding("down,j,pagedown", "scroll(1)", "Scroll", show=False),
        Binding("up,k,pageup", "scroll(-1)", "Scroll", show=False),
        Binding("escape,q", "leave", "Leave"),
    ]

    def __init__(
        self,
        answered: Answered,
        title: str,
        *,
        rerate: Callable[[Answered, Rating], Answered],
        excerpt: Callable[[SourceSpan, int], tuple[tuple[int, str], ...]],
        clock: Callable[[], float],
    ) -> None:
        super().__init__()
        if answered.showing.question is None:
            raise ValueError("a turned card has no options to explain")
        self._answered, self._question = answered, answered.showing.question
        self._rerate, self._excerpt, self._clock = rerate, excerpt, clock
        self._shown_at = clock()
        showing = answered.showing
        self.place = f"studykit › {title} › {showing.position} of {showing.total} › Answer"

    @property
    def source(self) -> SourceSpan | None:
        """The line that ``o`` opens."""
        wrong = [span for option in self._question.options for span in option.sources]
        return next(iter([*self._question.sources, *wrong]), None)

    def body(self) -> list[Widget]:
        """Verdict, reasons and rating; the note beside them where there is room."""
        left = Vertical(
            Static(self._verdict(), id="verdict", markup=False),
            *(Hanging([self._option(at, option)], classes="reason") for at, option in self._ordered()),
            Hanging(self._facts(), name="facts", classes="gap"),
            id="reasons",
        )
        return [Horizontal(left, Hanging(self._note(), name="note"), id="columns")]

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

    def action_note(self) -> None:
        """Opens the note at the line."""
        from studykit.tui.screens.note import Note

        if self.source is None:
            self.say("No note says this; the source is named above.", wrong=True)
        else:
            self.app.push_screen(Note(self.source, self._excerpt(self.source, 200)))

    def action_scroll(self, by: int) -> None:
        """Scrolls long reasons."""
        self.query_one("#body").scroll_relative(y=by * 5, animate=False)

    def _verdict(self) -> Content:
        key, chosen = self._question.letters, self._answered.review.chosen
        if self._answered.right:
            return words(f"{signs().right} Right: {chosen_words(key)}.", "bold $success")
        yours = f"You chose {chosen_words(chosen)}" if chosen else "You did not know"
        verb = "is" if len(key) == 1 else "are"
        return words(f"{signs().wrong} Not right. {yours}; the answer {verb} {chosen_words(key)}.", "bold $error")

    def _ordered(self) -> list[tuple[int, Option]]:
        """The key first, then what was chosen, then the rest."""
        chosen = self._answered.review.chosen
        return sorted(
            enumerate(self._question.options),
            key=lambda pair: (not pair[1].right, LETTERS[pair[0]] not in chosen, pair[0]),
        )

    def _option(self, at: int, option: Option) -> Row:
        sign, style = (signs().right, "$success") if option.right else (signs().wrong, "$error")
        yours = "(you) " if LETTERS[at] in self._answered.review.chosen else ""
        said = Content.assemble(words(yours + option.text, "bold"), "\n", words(option.reason, "$muted"))
        return Row(words(f"{sign} {LETTERS[at]}  ", f"bold {style}"), said)

    def _facts(self) -> list[Row]:
        rows: list[Row] = []
        for span in self._question.sources[:2]:
            lines = " ".join(text.strip() for _, text in self._excerpt(span, 0))
            said = Content.assemble(words(f"{span}  ", "$primary"), words(lines.strip(" -*|")))
            rows.append(Row(words(f"{signs().action} ", "$primary"), said))
        facts = ", ".join(self._question.facts)
        rows.append(Row(Content("  "), words(f"Facts: {facts}" if facts else "No figure decides here.", "$muted")))
        return rows

    def _note(self) -> list[Row]:
        if self.source is None:
            return []
        lines = self._excerpt(self.source, 6)
        rows = [Row(Content(""), words(self.source.note, "bold")), Row(Content(""), Content(""))]
        for number, text in lines:
            here = self.source.line <= number <= self.source.end
            mark = signs().here if here else " "
            style = "bold $primary" if here else "$muted"
            rows.append(Row(words(f"{mark}{number:>4}  ", style), words(text, style), whole=here))
        return rows

    def _rating(self) -> None:
        rating = self._answered.review.rating
        choices = choices_row(self._answered.choices, rating)
        back = self._answered.choices[rating - 1].interval
        saved = f"Counts as {rating.value} {rating.name.capitalize()}, back in {back}. Saved."
        self.query_one("#rating", Static).update(words(saved, "bold"))
        self.query_one("#ratings", Static).update(words(choices, "$muted"))
        self.say("Enter goes on. 1–4 changes the rating.")
