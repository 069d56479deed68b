"""The questions of a finished exam with their reasons: the wrong ones, the marked, the slow or all."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from studykit.core.attempt import Result
from studykit.core.question import Question
from studykit.tui.screens.exam_result import Part, positions
from studykit.tui.screens.explained import Excerpt, Explained
from studykit.tui.widgets.frame import words
from studykit.tui.widgets.reasons import verdict

if TYPE_CHECKING:
    from textual._path import CSSPathType

_PARTS: tuple[Part, ...] = ("wrong", "marked", "slow", "all")


class Reviewed(Explained[None]):
    """Goes through a part of the questions; ``f`` shows another part."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["explained.tcss", "exam_review.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "go(1)", "Next"),
        Binding("right", "go(1)", "Question", key_display="←→"),
        Binding("left", "go(-1)", "Question", show=False),
        Binding("f", "filter", "Filter"),
        Binding("escape,q", "back", "Result"),
    ]

    def __init__(self, result: Result, part: Part, excerpt: Excerpt) -> None:
        self._result, self._part, self._at = result, part, 0
        super().__init__(self._now, result.chosen[self._position] or "", excerpt)

    def above(self) -> list[Widget]:
        """The question itself: nobody remembers the tenth of sixty-five."""
        return [Static(words(self._question.stem), id="stem", markup=False)]

    def verdict(self) -> Content:
        """Right or not; a question without an answer says so."""
        nothing = "You left it open" if self._result.chosen[self._position] is None else "You did not know"
        return verdict(self._question, self._chosen, nothing)

    def ready(self) -> None:
        """Says where one is."""
        self._tell()

    async def action_go(self, by: int) -> None:
        """Shows the next question, or the one before; after the last one, goes back to the result."""
        to = self._at + by
        if to >= len(self._shown):
            self.dismiss(None)
        elif to < 0:
            self.say("This is the first one.", wrong=True)
        else:
            self._at = to
            await self._draw()

    async def action_filter(self) -> None:
        """Shows the next part that has questions, from its first one."""
        after = _PARTS.index(self._part) + 1
        order = [*_PARTS[after:], *_PARTS[:after]]
        self._part = next(part for part in order if positions(self._result, part))
        self._at = 0
        await self._draw()

    def action_back(self) -> None:
        """Goes back to the result."""
        self.dismiss(None)

    @property
    def _shown(self) -> tuple[int, ...]:
        return positions(self._result, self._part)

    @property
    def _position(self) -> int:
        return self._shown[self._at]

    @property
    def _now(self) -> Question:
        return self._result.questions[self._position]

    async def _draw(self) -> None:
        self._question, self._chosen = self._now, self._result.chosen[self._position] or ""
        body = self.query_one("#body")
        with self.app.batch_update():
            await body.remove_children()
            await body.mount_all(self.body())
            body.scroll_home(animate=False)
        self._tell()

    def _tell(self) -> None:
        part = self._part.capitalize()
        self.place = f"Mock exam › {part} › {self._at + 1} of {len(self._shown)}"
        marked = " · marked" if self._position in self._result.marked else ""
        self.status(f"{self._question.topic} · question {self._position + 1}{marked}")
        self.say("Enter goes to the next one. f shows wrong, marked, slow or all.")
