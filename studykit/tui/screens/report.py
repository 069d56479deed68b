"""Reporting a question: what is wrong with it, in a sentence or none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, Static

from studykit.core.question import Question
from studykit.core.text import shortened
from studykit.tui.widgets.field import Field
from studykit.tui.widgets.frame import Frame, words

if TYPE_CHECKING:
    from textual._path import CSSPathType

_LONGEST = 500
_STEM = 300


class Report(Frame["str | None"]):
    """Gives the sentence, which may be empty; None to leave the question alone."""

    CSS_PATH: ClassVar[CSSPathType | None] = "report.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "send", "Report"),
        Binding("escape", "leave", "Back"),
    ]
    hint = "A sentence helps, but need not be. Enter reports it; Esc leaves it."
    place = "studykit › Report a question"

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._question = question

    def body(self) -> list[Widget]:
        """The stem, and a field."""
        return [
            Static(words("What is wrong with this question?", "bold"), markup=False),
            Static(words(shortened(self._question.stem, _STEM), "$muted"), markup=False, classes="gap"),
            Field(id="sentence", max_length=_LONGEST, compact=True, classes="gap"),
        ]

    def ready(self) -> None:
        """Puts the cursor into the field."""
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the field reports it."""
        event.stop()
        self.action_send()

    def action_send(self) -> None:
        """Reports it."""
        self.dismiss(self.query_one(Input).value.strip())

    def action_leave(self) -> None:
        """Goes back."""
        self.dismiss(None)


def report_question(screen: Screen[Any], question: Question) -> None:
    """Asks for a sentence over a screen, and keeps the report."""
    if not isinstance(screen, Frame):
        return
    links = screen.links

    def keep(note: str | None) -> None:
        from studykit.workflows.report import report

        if note is not None and links.study is not None:
            report(links.study, question, note)
            links.tell("Reported. It waits under Conflicts, Reports.")

    screen.app.push_screen(Report(question), keep)
