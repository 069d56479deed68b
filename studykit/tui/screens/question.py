"""One question: answer it, then Enter; nothing is shown that gives the answer away."""

from __future__ import annotations

import time
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from studykit.core.errors import UsageError
from studykit.tui.widgets.forms import Form, form_for
from studykit.tui.widgets.frame import Frame, words
from studykit.workflows.showing import Showing


class Asked(Frame["str | None"]):
    """Shows a question and gives the answer in its one spelling; an empty text for "don't know", None to leave."""

    CSS_PATH = "question.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "answer", "Answer"),
        Binding("s", "pass", "Don't know"),
        Binding("pagedown,ctrl+d", "scroll(1)", "Scroll", show=False),
        Binding("pageup,ctrl+u", "scroll(-1)", "Scroll", show=False),
        Binding("escape,q", "leave", "Leave"),
    ]

    AUTO_FOCUS = ""  # it would scroll past the beginning of the stem

    def __init__(self, showing: Showing, title: str) -> None:
        super().__init__()
        if showing.question is None:
            raise ValueError("a card without question is shown by its own screen")
        self._showing, self._question = showing, showing.question
        self._form = form_for(self._question.response)
        self._started = time.monotonic()
        self.place = f"studykit › {title} › {showing.position} of {showing.total}"

    @property
    def duration(self) -> int:
        """Milliseconds since the question was shown."""
        return round((time.monotonic() - self._started) * 1000)

    def body(self) -> list[Widget]:
        """The stem and the form for its answer."""
        return [Static(words(self._question.stem), id="stem", markup=False), self._form]

    def key_owners(self) -> list[Widget]:
        """The form's keys, then the screen's."""
        return [self._form, self]

    def ready(self) -> None:
        """Takes the focus to the form."""
        self.status(self._showing.card.topic)
        self._form.take_focus()
        self._form.tell()

    def typed(self, letter: str) -> bool:
        """Letters and digits mean what the form makes of them."""
        return self._form.letter(letter)

    def on_form_taken(self, event: Form.Taken) -> None:
        """A double click, or Enter in a field, answers."""
        event.stop()
        self.action_answer()

    def action_answer(self) -> None:
        """Gives the answer when it is complete; says what is missing when it is not."""
        try:
            answer = self._form.read()
        except UsageError as missing:
            self.say(str(missing), wrong=True)
        else:
            self.dismiss(answer)

    def action_pass(self) -> None:
        """Says "I don't know"."""
        self.dismiss("")

    def action_leave(self) -> None:
        """Goes back; what was answered is saved."""
        self.dismiss(None)

    def action_scroll(self, by: int) -> None:
        """Scrolls a long question."""
        self.query_one("#body").scroll_relative(y=by * 10, animate=False)
