"""One or more options to choose; letters, digits, arrows and clicks choose, x crosses out."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from studykit.core.errors import UsageError
from studykit.core.response import LETTERS, Choices, number_word
from studykit.tui.widgets.choices import Choices as Lines
from studykit.tui.widgets.choices import Marked
from studykit.tui.widgets.forms.form import LineForm
from studykit.tui.widgets.frame import words

_DIGITS = "1234567890"


class Choosing(LineForm):
    """With one answer wanted, the choice goes with the cursor; with more, Space sets and takes back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "choose", "Choose"),
        Binding("x", "cross", "Cross out"),
    ]

    def __init__(self, response: Choices) -> None:
        super().__init__()
        self._response, self._wanted = response, 1
        self._chosen: set[int] = set()
        self.crossed: set[int] = set()
        """Positions of options that the learner has crossed out."""
        self.again(response)

    def again(self, response: Choices) -> None:
        """Takes another question; nothing is chosen or crossed out."""
        self._response, self._wanted = response, len(response.positions)
        self._chosen, self.crossed = set(), set()
        self.begin(len(response.options))

    @property
    def single(self) -> bool:
        """True when one answer is wanted."""
        return self._wanted == 1

    def read(self) -> str:
        """The chosen letters. Raises UsageError when some are missing."""
        if not self._chosen and self._wanted == 1:
            raise UsageError(f"Choose A–{self.last} first.")
        if not self._chosen:
            raise UsageError(f"Choose {number_word(self._wanted)}: none is chosen.")
        return self._response.read(self.draft)

    def fill(self, answer: str) -> None:
        """Chooses what was chosen before."""
        self._chosen = {LETTERS.index(letter) for letter in answer}
        self.choices.cursor = min(self._chosen, default=-1)
        self.redraw()

    def clear(self) -> None:
        """Chooses nothing."""
        self._chosen = set()
        self.changed()

    @property
    def draft(self) -> str:
        """The letters chosen so far."""
        return "".join(LETTERS[at] for at in sorted(self._chosen))

    @property
    def begun(self) -> bool:
        """True when an option is chosen."""
        return bool(self._chosen)

    @property
    def hint(self) -> str:
        """How many are chosen, and what to do."""
        if self._wanted > 1:
            return f"{len(self._chosen)} of {self._wanted} chosen. Enter answers; Space takes one back."
        if self._chosen:
            return f"{LETTERS[min(self._chosen)]} is chosen. Enter answers."
        return f"Choose A–{self.last}, then Enter. One answer is right."

    def letter(self, letter: str) -> bool:
        """Letters and digits choose an option."""
        at = self.line_named(letter, "options")
        if at is None and letter in _DIGITS:
            at = self.line_named(LETTERS[_DIGITS.index(letter)], "options")
        if at is None:
            return False
        if at >= 0:
            self._pick(at, toggle=True)
        return True

    def action_move(self, by: int) -> None:
        """Moves the cursor; with one answer wanted, the choice goes with it."""
        if self._wanted == 1:
            self._pick(self.next_line(by), toggle=False)
        else:
            super().action_move(by)

    def action_choose(self) -> None:
        """Chooses the option under the cursor."""
        self._pick(max(self.choices.cursor, 0), toggle=True)

    def action_cross(self) -> None:
        """Crosses out the option under the cursor, or takes that back."""
        if self.choices.cursor >= 0:
            self.crossed ^= {self.choices.cursor}
            self.redraw()
        else:
            self.refuse("Move to an option first.")

    def on_choices_moved(self, event: Lines.Moved) -> None:
        """A click chooses, too; of several, a click also takes back."""
        super().on_choices_moved(event)
        if event.clicked:
            self._pick(self.choices.cursor, toggle=True)

    def _pick(self, at: int, *, toggle: bool) -> None:
        if self._wanted == 1:
            self._chosen = {at}
        elif at in self._chosen and toggle:
            self._chosen.discard(at)
        elif len(self._chosen) == self._wanted:
            have = number_word(self._wanted).capitalize()
            self.refuse(f"{have} are chosen. Take one back first.")
            return
        else:
            self._chosen.add(at)
        self.choices.put(at)
        self.changed()

    def lines(self) -> list[Marked]:
        """A box, the letter (crossed out or not) and the option's text."""
        lines: list[Marked] = []
        for at, option in enumerate(self._response.options):
            crossed, chosen = at in self.crossed, at in self._chosen
            letter = f"-{LETTERS[at]}-" if crossed else f" {LETTERS[at]} "
            box = ("[x]" if chosen else "[ ]") if self._wanted > 1 else ("(o)" if chosen else "( )")
            style = "bold $primary" if chosen else "$muted strike" if crossed else ""
            lines.append((words(f"{box}{letter} ", "bold" if chosen else ""), words(option.text, style)))
        return lines
