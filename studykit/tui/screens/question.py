"""One question: choose, then Enter; nothing is shown that gives the answer away."""

from __future__ import annotations

import time
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from studykit.core.text import listed
from studykit.tui.widgets.choices import Choices, Marked
from studykit.tui.widgets.frame import Frame, words
from studykit.workflows.showing import Showing

LETTERS = "ABCDEFGH"
_DIGITS = "12345678"
_COUNTS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}
_NUMBERS = {1: "ONE", 2: "TWO", 3: "THREE", 4: "FOUR", 5: "FIVE"}


class Asked(Frame["str | None"]):
    """Shows a question and gives the chosen letters; an empty text for "don't know", None to leave."""

    CSS_PATH = "question.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "answer", "Answer"),
        Binding("space", "choose", "Choose"),
        Binding("down,j", "move(1)", "Move", key_display="↑↓"),
        Binding("up,k", "move(-1)", "Move", show=False),
        Binding("s", "pass", "Don't know"),
        Binding("x", "cross", "Cross out"),
        Binding("pagedown,ctrl+d", "scroll(1)", "Scroll", show=False),
        Binding("pageup,ctrl+u", "scroll(-1)", "Scroll", show=False),
        Binding("escape,q", "leave", "Leave"),
    ]

    def __init__(self, showing: Showing, title: str) -> None:
        super().__init__()
        if showing.question is None:
            raise ValueError("a card without question is shown by its own screen")
        self._showing, self._question = showing, showing.question
        self._wanted = len(self._question.key)
        self._chosen: set[int] = set()
        self._crossed: set[int] = set()
        self._started = time.monotonic()
        self.place = f"studykit › {title} › {showing.position} of {showing.total}"

    @property
    def duration(self) -> int:
        """Milliseconds since the question was shown."""
        return round((time.monotonic() - self._started) * 1000)

    def body(self) -> list[Widget]:
        """The stem and the options."""
        many = f" Choose {_NUMBERS.get(self._wanted, self._wanted)}." if self._wanted > 1 else ""
        stem = Static(words(self._question.stem + many), id="stem", markup=False)
        return [stem, Choices(self._lines(), name="options", cursor=-1)]

    def ready(self) -> None:
        """Takes the focus to the options."""
        self.status(self._showing.card.topic)
        self.query_one(Choices).focus()
        self._tell()

    def typed(self, letter: str) -> bool:
        """Letters and digits choose an option."""
        at = (LETTERS if letter.isalpha() else _DIGITS).find(letter.upper())
        count = len(self._question.options)
        if 0 <= at < count:
            self._pick(at, toggle=True)
        elif at >= 0 or letter in "09":
            self.say(f"There are {_COUNTS.get(count, count)} options, A–{LETTERS[count - 1]}.", wrong=True)
        else:
            return False
        return True

    def action_move(self, by: int) -> None:
        """Moves the cursor; with one answer wanted, the choice goes with it."""
        options = self.query_one(Choices)
        to = options.cursor + by if options.cursor >= 0 else (0 if by > 0 else len(self._question.options) - 1)
        if self._wanted == 1:
            self._pick(max(0, min(to, len(self._question.options) - 1)), toggle=False)
        else:
            options.move(to)

    def action_choose(self) -> None:
        """Chooses the option under the cursor."""
        self._pick(max(self.query_one(Choices).cursor, 0), toggle=True)

    def on_choices_moved(self) -> None:
        """A click chooses, too."""
        cursor = self.query_one(Choices).cursor
        if self._wanted == 1 and self._chosen != {cursor}:
            self._pick(cursor, toggle=False)

    def on_choices_taken(self) -> None:
        """A double click answers."""
        self.action_answer()

    def action_cross(self) -> None:
        """Crosses out the option under the cursor, or takes that back."""
        options = self.query_one(Choices)
        if options.cursor >= 0:
            self._crossed ^= {options.cursor}
            options.draw(self._lines())
        else:
            self.say("Move to an option first.", wrong=True)

    def action_answer(self) -> None:
        """Gives the choice when it is complete."""
        if len(self._chosen) < self._wanted:
            last = LETTERS[len(self._question.options) - 1]
            if self._wanted == 1:
                self.say(f"Choose A–{last} first.", wrong=True)
            else:
                word = _NUMBERS.get(self._wanted, str(self._wanted))
                have = {0: "none is", 1: "one is"}.get(len(self._chosen), f"{len(self._chosen)} are")
                self.say(f"Choose {word}: {have} chosen.", wrong=True)
            return
        self.dismiss("".join(LETTERS[at] for at in sorted(self._chosen)))

    def action_pass(self) -> None:
        """Says "I don't know"."""
        self.dismiss("")

    def action_leave(self) -> None:
        """Goes back; what was answered is saved."""
        self.dismiss(None)

    def action_scroll(self, by: int) -> None:
        """Scrolls a long question."""
        self.query_one("#body").scroll_relative(y=by * 10, animate=False)

    def _pick(self, at: int, *, toggle: bool) -> None:
        options = self.query_one(Choices)
        if self._wanted == 1:
            self._chosen = {at}
        elif at in self._chosen and toggle:
            self._chosen.discard(at)
        elif len(self._chosen) == self._wanted:
            many = {2: "Two", 3: "Three"}.get(self._wanted, str(self._wanted))
            self.say(f"{many} are chosen. Take one back first.", wrong=True)
            return
        else:
            self._chosen.add(at)
        options.cursor = at
        options.draw(self._lines())
        self._tell()

    def _tell(self) -> None:
        last = LETTERS[len(self._question.options) - 1]
        if self._wanted == 1:
            chosen = [LETTERS[at] for at in self._chosen]
            self.say(
                f"{chosen[0]} is chosen. Enter answers."
                if chosen
                else f"Choose A–{last}, then Enter. One answer is right."
            )
        else:
            self.say(f"{len(self._chosen)} of {self._wanted} chosen. Enter answers; Space takes one back.")

    def _lines(self) -> list[Marked]:
        lines: list[Marked] = []
        for at, option in enumerate(self._question.options):
            crossed, chosen = at in self._crossed, at in self._chosen
            letter = f"-{LETTERS[at]}-" if crossed else f" {LETTERS[at]} "
            box = ("[x]" if chosen else "[ ]") if self._wanted > 1 else ("(o)" if chosen else "( )")
            style = "bold $primary" if chosen else "$muted strike" if crossed else ""
            lines.append((words(f"{box}{letter} ", "bold" if chosen else ""), words(option.text, style)))
        return lines


def chosen_words(letters: str) -> str:
    """``B`` or ``A and D`` for people."""
    return listed(list(letters)) if letters else "nothing"
