"""Lines to be matched with numbered choices: type the numbers beside them, or letter and number."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from studykit.core.response import LETTERS, Matching
from studykit.tui.signs import signs
from studykit.tui.widgets.choices import Choices, Marked
from studykit.tui.widgets.forms.form import LineForm
from studykit.tui.widgets.frame import words
from studykit.tui.widgets.hanging import Row

_ABOVE_CHOICES = 2
"""Rows between the lines and the choices."""


class Pairing(LineForm):
    """A number goes to the line under the cursor, which then moves on to the next line without one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "number(1)", "Match", key_display="1-9"),
        Binding("tab", "next(1)", "Next line", show=False),
        Binding("shift+tab", "next(-1)", "Next line", show=False),
        Binding("space", "turn", "Next number", show=False),
        Binding("backspace", "back", "Take back"),
    ]

    first = 0

    def __init__(self, response: Matching) -> None:
        self._numbered = Choices((), name="numbered", cursor=-1)
        self._numbered.can_focus = False
        super().__init__(Static(words("Choices", "bold"), classes="gap", markup=False), self._numbered)
        self._response = response
        self._numbers: dict[int, int] = {}
        self.again(response)

    def again(self, response: Matching) -> None:
        """Takes another question; no line has a number."""
        self._response, self._numbers = response, {}
        self.ranges = {"Match": f"1-{len(response.choices)}"}
        self.begin(len(response.pairs))
        self._draw_numbered()

    def draw_elsewhere(self, changed: Callable[[], None]) -> None:
        """Draws nothing itself."""
        super().draw_elsewhere(changed)
        self._numbered.elsewhere = changed

    @property
    def rows(self) -> list[Row]:
        """The lines, then the choices."""
        blank = Row(Content(""), Content(""))
        return [*super().rows, blank, Row(Content(""), words("Choices", "bold")), *self._numbered.rows]

    def clicked(self, row: int, *, twice: bool) -> None:
        """A click on a line goes there; one on a choice gives it to the line."""
        number = row - self.count - _ABOVE_CHOICES
        if row < self.count:
            self.choices.move(row, clicked=True)
        elif 0 <= number < self._numbered.count and not twice:
            self._number(number + 1)

    def read(self) -> str:
        """A number for each letter. Raises UsageError when a line has none."""
        return self._response.read(self.draft)

    def fill(self, answer: str) -> None:
        """Shows the numbers that were given before."""
        self._numbers = {LETTERS.index(pair[0]): int(pair[1:]) for pair in answer.split()}
        self.redraw()

    def clear(self) -> None:
        """Takes all numbers back."""
        self._numbers = {}
        self.choices.cursor = 0
        self.changed()

    @property
    def draft(self) -> str:
        """The letters and numbers given so far."""
        return " ".join(f"{LETTERS[at]}{number}" for at, number in sorted(self._numbers.items()))

    @property
    def begun(self) -> bool:
        """True when a line has a number."""
        return bool(self._numbers)

    @property
    def hint(self) -> str:
        """Which line waits for a number."""
        if len(self._numbers) == self.count:
            return "Every line has a number. Enter answers."
        last = len(self._response.choices)
        return f"Type the number, 1–{last}, that belongs to {LETTERS[self.choices.cursor]}. Or type all, such as A2 B1."

    def letter(self, letter: str) -> bool:
        """A letter goes to its line; a digit is its number."""
        at = self.line_named(letter, "lines")
        if at is None and letter.isascii() and letter.isdigit():
            self._number(int(letter))
            return True
        if at is None:
            return False
        if at >= 0:
            self.choices.cursor = at
            self.changed()
        return True

    def action_number(self, number: int) -> None:
        """Gives the line under the cursor a number."""
        self._number(number)

    def action_next(self, by: int) -> None:
        """Goes to the next line, after the last one to the first."""
        self.choices.cursor = (self.choices.cursor + by) % self.count
        self.changed()

    def action_move(self, by: int) -> None:
        """Moves the cursor."""
        super().action_move(by)
        self.tell()

    def action_turn(self) -> None:
        """Gives the line the next number, after the last one the first."""
        at = self.choices.cursor
        self._numbers[at] = self._numbers.get(at, 0) % len(self._response.choices) + 1
        self.changed()

    def action_back(self) -> None:
        """Takes the number of the line under the cursor back."""
        self._numbers.pop(self.choices.cursor, None)
        self.changed()

    def on_choices_moved(self, event: Choices.Moved) -> None:
        """A click on a line goes there; one on a choice gives it to the line."""
        super().on_choices_moved(event)
        if event.choices is self._numbered:
            number = self._numbered.cursor + 1
            self._numbered.cursor = -1
            self._draw_numbered()
            self._number(number)

    def on_choices_taken(self, event: Choices.Taken) -> None:
        """A double click on a choice is no answer: it gave one number and then another."""
        event.stop()

    def _number(self, number: int) -> None:
        last, at = len(self._response.choices), self.choices.cursor
        if not 1 <= number <= last:
            self.refuse(f"Choices go from 1 to {last}.")
            return
        self._numbers[at] = number
        after = [(at + by) % self.count for by in range(1, self.count)]
        self.choices.cursor = next((line for line in after if line not in self._numbers), at)
        self.changed()

    def lines(self) -> list[Marked]:
        """The number, the letter, the text and what it is matched with."""
        lines: list[Marked] = []
        for at, pair in enumerate(self._response.pairs):
            number = self._numbers.get(at)
            mark = words(f"[{number or ' '}] {LETTERS[at]}  ", "bold" if number else "")
            chosen = words(self._response.choices[number - 1], "bold $primary") if number else Content("")
            to = f"  {signs().to} " if number else ""
            lines.append((mark, Content.assemble(words(pair.text), to, chosen)))
        return lines

    def _draw_numbered(self) -> None:
        self._numbered.draw([(words(f"  {at}  "), words(text)) for at, text in enumerate(self._response.choices, 1)])
