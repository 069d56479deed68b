"""The questions of a finished exam with their reasons: the wrong ones, the marked, the slow or all."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingsMap, BindingType
from textual.content import Content
from textual.dom import DOMNode
from textual.widget import Widget

from studykit.core.attempt import Result
from studykit.core.question import Question
from studykit.tui.screens.exam_result import Part, positions
from studykit.tui.screens.explained import Explained
from studykit.tui.widgets.frame import Frame, words
from studykit.tui.widgets.hanging import Row
from studykit.tui.widgets.page import Page
from studykit.tui.widgets.unfocused import chained
from studykit.workflows.explanation import Explanation

if TYPE_CHECKING:
    from textual._path import CSSPathType

_PARTS: tuple[Part, ...] = ("wrong", "marked", "slow", "all")


class Reviewed(Frame[None]):
    """Goes through a part of the questions; ``f`` shows another part."""

    CSS_PATH: ClassVar[CSSPathType | None] = "exam_review.tcss"
    scrolls = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "go(1)", "Next"),
        Binding("right", "go(1)", "Question", key_display="←→"),
        Binding("left", "go(-1)", "Question", show=False),
        Binding("f", "filter", "Filter"),
        Binding("escape,q", "back", "Result"),
    ]

    def __init__(self, result: Result, part: Part, explain: Callable[[Question], Explanation]) -> None:
        super().__init__()
        self._result, self._part, self._at = result, part, 0
        self._explain = explain
        self._page = Page(name="page")
        self._explained = Explained(self._page)

    def body(self) -> list[Widget]:
        """A page, and what is drawn on it."""
        return [self._page, self._explained]

    def key_owners(self) -> list[Widget]:
        """The keys of the reasons, then those of the review."""
        return [self._explained, self]

    def on_resize(self, event: events.Resize) -> None:
        """Draws for another size."""
        super().on_resize(event)
        self.call_after_refresh(self._explained.draw)

    def ready(self) -> None:
        """Shows the first one."""
        self._draw()

    @property
    def _binding_chain(self) -> list[tuple[DOMNode, BindingsMap]]:
        return chained(self, super()._binding_chain)

    def typed(self, letter: str) -> bool:
        """A letter goes to the reason of its option."""
        return self._explained.letter(letter)

    def action_go(self, by: int) -> None:
        """Shows the next question, or the one before; after the last one, goes back to the result."""
        to = self._at + by
        if to >= len(self._shown):
            self.dismiss(None)
        elif to < 0:
            self.say("This is the first one.", wrong=True)
        else:
            self._at = to
            self._draw()

    def action_filter(self) -> None:
        """Shows the next part that has questions, from its first one."""
        after = _PARTS.index(self._part) + 1
        order = [*_PARTS[after:], *_PARTS[:after]]
        self._part = next(part for part in order if positions(self._result, part))
        self._at = 0
        self._draw()

    def action_back(self) -> None:
        """Goes back to the result."""
        self.dismiss(None)

    @property
    def _shown(self) -> tuple[int, ...]:
        return positions(self._result, self._part)

    @property
    def _position(self) -> int:
        return self._shown[self._at]

    def _draw(self) -> None:
        question, chosen = self._result.questions[self._position], self._result.chosen[self._position]
        # nobody remembers the tenth of sixty-five
        self._explained.above = (Row(Content(""), words(question.stem)), Row(Content(""), Content("")))
        nothing = "You left it open" if chosen is None else "You did not know"
        self._explained.show(self._explain(question), chosen or "", nothing=nothing)
        self._explained.draw(again=True)
        self.call_later(self.renew_keys)
        self._tell(question)

    def _tell(self, question: Question) -> None:
        part = self._part.capitalize()
        self.place = f"Mock exam › {part} › {self._at + 1} of {len(self._shown)}"
        marked = " · marked" if self._position in self._result.marked else ""
        self.status(f"{question.topic} · question {self._position + 1}{marked}")
        self.say("Enter goes to the next one. f shows wrong, marked, slow or all.")
