"""What all ways to answer share: an answer that is put together, read, filled in again and taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from studykit.core.response import LETTERS
from studykit.tui.widgets.choices import Choices, Marked
from studykit.tui.widgets.frame import Frame
from studykit.tui.widgets.hanging import Row
from studykit.tui.widgets.keys import Keyed

_COUNTS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight"}


class Form(Keyed):
    """Takes the answer to one question; ``read`` gives it in its one spelling."""

    DEFAULT_CSS = "Form { height: auto; layout: vertical; }"

    count = 0
    """Lines that letters name."""

    def again(self, response: Any) -> None:
        """Takes the answer to another question of the same kind; making a form anew would cost a moment."""
        raise NotImplementedError

    class Taken(Message):
        """The answer is to be given: a double click, or Enter in a field."""

    def read(self) -> str:
        """The answer. Raises UsageError that says what is missing."""
        raise NotImplementedError

    def fill(self, answer: str) -> None:
        """Shows an answer that was given before."""
        raise NotImplementedError

    def clear(self) -> None:
        """Takes everything back."""
        raise NotImplementedError

    @property
    def draft(self) -> str:
        """What is chosen or written so far, complete or not; ``fill`` shows it again."""
        raise NotImplementedError

    @property
    def begun(self) -> bool:
        """True when something was chosen or written."""
        raise NotImplementedError

    @property
    def hint(self) -> str:
        """What to do now."""
        raise NotImplementedError

    def take_focus(self) -> None:
        """Puts the focus on what the keys act on."""
        raise NotImplementedError

    def draw_elsewhere(self, changed: Callable[[], None]) -> None:
        """Draws nothing itself from now on, where it can: ``changed`` is told when ``rows`` are others."""
        del changed

    @property
    def rows(self) -> list[Row]:
        """What is drawn elsewhere."""
        return []

    @property
    def cursor(self) -> int:
        """The row with the cursor; -1 while what stands above is to be read first."""
        return -1

    def clicked(self, row: int, *, twice: bool) -> None:
        """Takes a click on one of its rows."""
        del row, twice

    def letter(self, letter: str) -> bool:
        """Takes a letter or digit that is no key of its own; False when it means nothing here."""
        del letter
        return False

    def tell(self) -> None:
        """Shows the hint in the screen's hint row."""
        if isinstance(self.screen, Frame):
            self.screen.say(self.hint)

    def refuse(self, sentence: str) -> None:
        """Says what cannot be done."""
        if isinstance(self.screen, Frame):
            self.screen.say(sentence, wrong=True)


class LineForm(Form):
    """A form of lines with a cursor that arrows and the mouse move."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "Move", key_display="↑↓"),
        Binding("up,k", "move(-1)", "Move", show=False),
    ]

    first = -1
    """Where the cursor is at first; -1 for nowhere."""

    def __init__(self, *below: Widget) -> None:
        self.choices = Choices((), name="options", cursor=self.first, spaced=True)
        super().__init__(self.choices, *below)

    def begin(self, count: int) -> None:
        """Draws the lines of a question that nobody has answered yet."""
        self.count = count
        self.choices.start(self.lines(), self.first)

    def draw_elsewhere(self, changed: Callable[[], None]) -> None:
        """Draws no lines itself; ``changed`` is told when they are others."""
        self.choices.elsewhere = changed
        self.choices.can_focus = False

    @property
    def rows(self) -> list[Row]:
        """The lines."""
        return self.choices.rows

    @property
    def cursor(self) -> int:
        """The line with the cursor, once it was moved."""
        return -1 if self.choices.still else self.choices.cursor

    def clicked(self, row: int, *, twice: bool) -> None:
        """A click goes to a line; a double click gives the answer."""
        if row < self.count:
            self.choices.move(row, clicked=not twice)
            if twice:
                self.post_message(self.Taken())

    def lines(self) -> Sequence[Marked]:
        """What stands on each line now."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Draws the lines."""
        self.choices.draw(self.lines())

    def changed(self) -> None:
        """Draws the lines and says what to do now."""
        self.redraw()
        self.tell()

    def take_focus(self) -> None:
        """Puts the focus on the lines."""
        self.choices.focus(scroll_visible=False)

    def action_move(self, by: int) -> None:
        """Moves the cursor."""
        self.choices.move(self.next_line(by))

    def next_line(self, by: int) -> int:
        """The line to which the cursor goes; the first one when there is no cursor yet."""
        cursor = self.choices.cursor
        to = cursor + by if cursor >= 0 else (0 if by > 0 else self.count - 1)
        return max(0, min(to, self.count - 1))

    def on_choices_moved(self, event: Choices.Moved) -> None:
        """A click moves the cursor."""
        event.stop()

    def on_choices_taken(self, event: Choices.Taken) -> None:
        """A double click gives the answer."""
        event.stop()
        self.post_message(self.Taken())

    def line_named(self, letter: str, noun: str) -> int | None:
        """The line that a letter names; -1 when there is none (which is said), None when it is no such letter."""
        at = LETTERS.find(letter.upper()) if letter.isascii() and letter.isalpha() else -1
        if 0 <= at < self.count:
            return at
        if at < 0:
            return None
        self.refuse(f"There are {_COUNTS.get(self.count, self.count)} {noun}, A–{self.last}.")
        return -1

    @property
    def last(self) -> str:
        """The letter of the last line."""
        return LETTERS[self.count - 1]
