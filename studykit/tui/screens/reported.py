"""A question that was reported, with the reasons of every answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingsMap, BindingType
from textual.content import Content
from textual.dom import DOMNode
from textual.widget import Widget

from studykit.core.question import Question
from studykit.tui.screens.explained import Explained
from studykit.tui.widgets.frame import Frame, words
from studykit.tui.widgets.hanging import Row
from studykit.tui.widgets.page import Page
from studykit.tui.widgets.unfocused import chained
from studykit.workflows.explanation import Explanation

if TYPE_CHECKING:
    from textual._path import CSSPathType


class Reported(Frame[None]):
    """Shows why each answer is right or wrong; nothing is answered here."""

    CSS_PATH: ClassVar[CSSPathType | None] = "reported.tcss"
    scrolls = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "back", "To the list"),
        Binding("escape,q", "back", "Back"),
    ]
    place = "studykit › Conflicts › Reported question"
    hint = "o opens the note, w says why. The report is withdrawn in the list."

    def __init__(self, question: Question, note: str, explain: Callable[[Question], Explanation]) -> None:
        super().__init__()
        self._question, self._note, self._explain = question, note, explain
        self._page = Page(name="page")
        self._explained = Explained(self._page)

    def body(self) -> list[Widget]:
        """A page, and what is drawn on it."""
        return [self._page, self._explained]

    def key_owners(self) -> list[Widget]:
        """The keys of the reasons, then those of the screen."""
        return [self._explained, self]

    @property
    def _binding_chain(self) -> list[tuple[DOMNode, BindingsMap]]:
        return chained(self, super()._binding_chain)

    def on_resize(self, event: events.Resize) -> None:
        """Draws for another size."""
        super().on_resize(event)
        self.call_after_refresh(self._explained.draw)

    def ready(self) -> None:
        """Works the reasons out."""
        self.load(lambda _: self._explain(self._question), self._shown)

    def _shown(self, explanation: Explanation) -> None:
        nothing = Content("")
        note = Content.assemble(words("You wrote: ", "$muted"), words(self._note, "bold"))
        above = [Row(nothing, note), Row(nothing, nothing)] if self._note else []
        self._explained.above = (*above, Row(nothing, words(self._question.stem)), Row(nothing, nothing))
        self._explained.show(explanation, "", nothing="You gave no answer")
        self._explained.draw(again=True)
        self.call_later(self.renew_keys)

    def typed(self, letter: str) -> bool:
        """A letter goes to the reason of its option."""
        return self._explained.letter(letter)

    def action_back(self) -> None:
        """Goes back."""
        self.dismiss(None)
