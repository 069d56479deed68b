"""What screens that explain an answer share: the verdict, every reason, the note's line and the note beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from studykit.core.question import Question
from studykit.core.source import SourceSpan
from studykit.tui.signs import signs
from studykit.tui.widgets.frame import Frame, words
from studykit.tui.widgets.hanging import Hanging, Row
from studykit.tui.widgets.reasons import reasons, spans, verdict

if TYPE_CHECKING:
    from textual._path import CSSPathType

Excerpt = Callable[[SourceSpan, int], tuple[tuple[int, str], ...]]
"""A cited line with so many lines around it, each with its number."""

_AROUND, _WHOLE = 6, 200

Result = TypeVar("Result")


class Explained(Frame[Result]):
    """Shows why an answer is right or not; ``o`` opens the note at the line."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["explained.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "note", "Open note"),
        Binding("down,j,pagedown", "scroll(1)", "Scroll", show=False),
        Binding("up,k,pageup", "scroll(-1)", "Scroll", show=False),
    ]

    def __init__(self, question: Question, chosen: str, excerpt: Excerpt) -> None:
        super().__init__()
        self._question, self._chosen, self._excerpt = question, chosen, excerpt

    @property
    def source(self) -> SourceSpan | None:
        """The line that ``o`` opens."""
        return next(iter(spans(self._question)), None)

    def body(self) -> list[Widget]:
        """Verdict and reasons; the note beside them where there is room."""
        left = Vertical(
            *self.above(),
            Static(self.verdict(), id="verdict", markup=False),
            *(Hanging([row], classes="reason") for row in reasons(self._question, self._chosen)),
            Hanging(self._facts(), name="facts", classes="gap"),
            id="reasons",
        )
        return [Horizontal(left, Hanging(self._note(), name="note"), id="columns")]

    def above(self) -> list[Widget]:
        """What stands above the verdict."""
        return []

    def verdict(self) -> Content:
        """Right or not."""
        return verdict(self._question, self._chosen)

    def action_note(self) -> None:
        """Opens the note at the line."""
        from studykit.tui.screens.note import Note

        if self.source is None:
            self.say("No note says this; the source is named above.", wrong=True)
        else:
            self.app.push_screen(Note(self.source, self._excerpt(self.source, _WHOLE)))

    def action_scroll(self, by: int) -> None:
        """Scrolls long reasons."""
        self.query_one("#body").scroll_relative(y=by * 5, animate=False)

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
        lines = self._excerpt(self.source, _AROUND)
        rows = [Row(Content(""), words(self.source.note, "bold")), Row(Content(""), Content(""))]
        for number, text in lines:
            here = self.source.line <= number <= self.source.end
            mark = signs().here if here else " "
            style = "bold $primary" if here else "$muted"
            rows.append(Row(words(f"{mark}{number:>4}  ", style), words(text, style), whole=here))
        return rows
