"""An exam that was left: go on with the clock as it ran, with the time away given back, or finish."""

from __future__ import annotations

from typing import ClassVar, Literal

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from studykit.core.attempt import Left
from studykit.tui.signs import signs
from studykit.tui.sittings import time_text
from studykit.tui.widgets.choices import Choices, Marked
from studykit.tui.widgets.frame import Frame, words

How = Literal["kept", "given back", "finish"]
_COLUMN = 40


class Resume(Frame["How | None"]):
    """Gives how to go on, None to go back and decide later."""

    CSS_PATH = "exam_resume.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Go on"),
        Binding("down,j", "move(1)", "Choose", key_display="↑↓"),
        Binding("up,k", "move(-1)", "Choose", show=False),
        Binding("escape,q", "back", "Back"),
    ]

    AUTO_FOCUS = ""  # it would scroll past the figures

    def __init__(self, left: Left) -> None:
        super().__init__()
        self._left = left
        self._ways = _ways(left)
        self.place = f"Mock exam › Left at question {left.position + 1}"

    def body(self) -> list[Widget]:
        """What was left and when, and the ways to go on."""
        left = self._left
        text = f"{left.title}\n\nYou left {away_text(left.away_seconds)} ago. "
        text += f"{left.answered} of {left.total} answers are saved."
        note = left.clock_note or "Changing the computer's clock does not change the time left."
        return [
            Static(words(text), id="text", markup=False),
            Choices([_line(*one[1:]) for one in self._ways], name="ways", still=True),
            Static(words(note if left.left_if_kept is not None else "", "$muted"), classes="gap", markup=False),
        ]

    def ready(self) -> None:
        """Takes the focus to the ways."""
        self.query_one(Choices).focus(scroll_visible=False)
        self.say("Enter goes on. The result says which way was taken.")

    def on_choices_taken(self) -> None:
        """A double click is Enter."""
        self.action_take()

    def action_move(self, by: int) -> None:
        """Moves between the ways."""
        ways = self.query_one(Choices)
        ways.move(ways.cursor + by)

    def action_take(self) -> None:
        """Goes on the chosen way."""
        self.dismiss(self._ways[self.query_one(Choices).cursor][0])

    def action_back(self) -> None:
        """Decides later; with a clock, it runs on."""
        self.dismiss(None)


def away_text(seconds: int) -> str:
    """``14 min``; ``less than a minute``."""
    if seconds < _MINUTE:
        return "less than a minute"
    hours, minutes = divmod(seconds // _MINUTE, 60)
    if hours >= _DAYS:
        return f"{hours // 24} days"
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


_MINUTE = 60
_DAYS = 48


def _ways(left: Left) -> list[tuple[How, str, str]]:
    kept, back = left.left_if_kept, left.left_if_given_back
    if kept is None or back is None:
        return [("kept", "Go on", "no clock"), ("finish", "Finish now and see the result", "")]
    away = away_text(left.away_seconds) if left.away_seconds >= _MINUTE else "the time"
    return [
        ("kept", "Go on: the clock kept running", f"{time_text(kept)} left" if kept else "time is up: the result"),
        ("given back", f"Go on: give {away} back", f"{time_text(back)} left"),
        ("finish", "Finish now and see the result", ""),
    ]


def _line(label: str, detail: str) -> Marked:
    text = Content.assemble(words(f"{label:<{_COLUMN}}", "bold"), words(detail, "$muted"))
    return words(f"{signs().action} ", "bold"), text
