"""Lines to be put in order: hold one with Space and move it, or type the letters in order."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from studykit.core.errors import UsageError
from studykit.core.response import LETTERS, Ordering
from studykit.core.text import listed
from studykit.tui.signs import signs
from studykit.tui.widgets.choices import Marked
from studykit.tui.widgets.forms.form import LineForm
from studykit.tui.widgets.frame import words


class InOrder(LineForm):
    """Placed lines stand on top with their places; the others wait below without one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "hold", "Hold"),
        Binding("a", "place('A')", "Order", key_display="A-Z"),
        Binding("backspace", "back", "Take back"),
        Binding("escape", "put_down", "Put down"),
    ]

    def __init__(self, response: Ordering) -> None:
        super().__init__()
        self._response = response
        self._order: list[int] = []
        self._placed = 0
        self._held = False
        self.again(response)

    def again(self, response: Ordering) -> None:
        """Takes another question; no line has a place."""
        self._response, self._placed, self._held = response, 0, False
        self._order = list(range(len(response.lines)))
        self.begin(len(response.lines))
        self.ranges = {"Order": f"A-{self.last}"}

    def read(self) -> str:
        """The letters in the learner's order. Raises UsageError when one has no place."""
        if not self._placed:
            raise UsageError("Put the lines in order first: Space holds one, or type the letters.")
        return self._response.read(self.draft)

    def fill(self, answer: str) -> None:
        """Shows the order that was given before."""
        placed = [LETTERS.index(letter) for letter in answer]
        self._order = [*placed, *(at for at in range(self.count) if at not in placed)]
        self._placed = len(answer)
        self.redraw()

    def clear(self) -> None:
        """Shows the lines as they were."""
        self._held = False
        self.fill("")
        self.tell()

    @property
    def draft(self) -> str:
        """The letters of the lines that have a place."""
        return "".join(LETTERS[at] for at in self._order[: self._placed])

    @property
    def begun(self) -> bool:
        """True when a line has its place."""
        return self._placed > 0

    @property
    def hint(self) -> str:
        """What the next key does."""
        if self._held:
            return "Held: ↑↓ moves the line, Space puts it down."
        if self._placed == self.count:
            return "Every line has a place. Enter answers; Space holds a line to move it."
        if self._placed:
            rest = sorted(LETTERS[at] for at in self._order[self._placed :])
            return f"{self._so_far} so far; {listed(rest)} {'is' if len(rest) == 1 else 'are'} left."
        example = " ".join(LETTERS[: self.count][::-1])
        return f"Space holds a line, ↑↓ moves it. Or type the order, such as {example}."

    @property
    def _so_far(self) -> str:
        return " ".join(LETTERS[at] for at in self._order[: self._placed])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Esc puts a held line down; else it leaves the screen."""
        return self._held if action == "put_down" else super().check_action(action, parameters)

    def letter(self, letter: str) -> bool:
        """A letter takes the next place."""
        at = self.line_named(letter, "lines")
        if at is None:
            return False
        if at >= 0:
            self._place(at)
        return True

    def action_place(self, letter: str) -> None:
        """Gives a line the next place."""
        self.letter(letter)

    def action_hold(self) -> None:
        """Holds the line under the cursor, or puts it down; a held line has a place, and so have all others."""
        self.choices.cursor = max(self.choices.cursor, 0)
        self._held = not self._held
        self.changed()

    def action_put_down(self) -> None:
        """Puts the held line down."""
        self._held = False
        self.changed()

    def action_back(self) -> None:
        """Takes the last place back."""
        self._held = False
        if self._placed:
            self._placed -= 1
            self.changed()
        else:
            self.refuse("No line has a place yet.")

    def action_move(self, by: int) -> None:
        """Moves the cursor, and a held line with it."""
        if not self._held:
            super().action_move(by)
            return
        at, to = self.choices.cursor, self.next_line(by)
        self._order.insert(to, self._order.pop(at))
        self._placed = self.count
        self.choices.cursor = to
        self.changed()

    def _place(self, at: int) -> None:
        self._held = False
        if self._placed == self.count:
            self.refuse("Every line has a place. Backspace takes the last one back.")
        elif at in self._order[: self._placed]:
            self.refuse(f"{LETTERS[at]} has its place. Backspace takes the last one back.")
        else:
            self._order.remove(at)
            self._order.insert(self._placed, at)
            self.choices.cursor = self._placed
            self._placed += 1
            self._order[self._placed :] = sorted(self._order[self._placed :])
            self.changed()

    def lines(self) -> list[Marked]:
        """The place, the letter and the text of each line."""
        lines: list[Marked] = []
        for at, line in enumerate(self._order):
            place = f"[{at + 1}]" if at < self._placed else "[ ]"
            held = self._held and at == self.choices.cursor
            mark = f"{place} {LETTERS[line]}{signs().held if held else ' '} "
            style = "bold $primary" if held else ""
            lines.append((words(mark, "bold" if at < self._placed else ""), words(self._text(line), style)))
        return lines

    def _text(self, line: int) -> str:
        return self._response.lines[line].text
