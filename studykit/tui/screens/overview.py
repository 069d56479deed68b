"""All questions of an exam: go to one, or finish."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from studykit.tui.screens.clocked import Clocked
from studykit.tui.signs import plain, signs
from studykit.tui.sittings import Sitting, marked_count, open_count, unanswered
from studykit.tui.widgets.cells import Cells
from studykit.tui.widgets.choices import Choices
from studykit.tui.widgets.frame import words


class Overview(Clocked["int | None"]):
    """Gives the position to go to (the number of questions: finish), None to go back to where one was."""

    CSS_PATH = "overview.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go", "Go to"),
        Binding("left,h", "move(-1)", "Move", show=False),
        Binding("right,l", "move(1)", "Move", key_display="←→↑↓"),
        Binding("down,j", "row(1)", "Move", show=False),
        Binding("up,k", "row(-1)", "Move", show=False),
        Binding("0", "digit(0)", "Number", key_display="0-9"),
        Binding("backspace", "erase", "Erase", show=False),
        Binding("n", "open", "Next open"),
        Binding("f", "finish", "Finish"),
        Binding("escape,q,v,g", "back", "Back"),
    ]

    def __init__(self, sitting: Sitting, at: int) -> None:
        super().__init__(sitting)
        self._at, self._total = at, len(sitting.questions)
        self._number = ""
        self.place = "Mock exam › Overview"
        self.ranges = {"Number": f"1-{self._total}"}

    def body(self) -> list[Widget]:
        """The cells, what they mean, the number typed, and the way to finish."""
        finish = (words(f"{signs().action} ", "bold"), words(plain("Finish the exam…"), "bold"))
        return [
            Cells(self.cells(), self._at),
            Static(words(self._legend(), "$muted"), id="legend", markup=False),
            Choices([finish], name="finish", cursor=-1),
            Static(words(f"  {unanswered(self._sitting)}", "$muted"), markup=False),
        ]

    def ready(self) -> None:
        """Shows where one is."""
        super().ready()
        self._draw()

    async def tick(self) -> None:
        """Moves the clock on; when time is up, the exam takes over."""
        if not self._sitting.over():
            await super().tick()

    def typed(self, letter: str) -> bool:
        """Digits make a number."""
        if letter.isascii() and letter.isdigit():
            self.action_digit(int(letter))
            return True
        return False

    def on_cells_picked(self, event: Cells.Picked) -> None:
        """A click goes there."""
        event.stop()
        self.dismiss(event.at)

    def on_choices_moved(self, event: Choices.Moved) -> None:
        """A click on the last line finishes, after a question."""
        event.stop()
        self.dismiss(self._total)

    def action_go(self) -> None:
        """Goes to the number typed, or to the cell with the cursor; on the last line, finishes."""
        if not self._number:
            self.dismiss(self._at)
        elif 1 <= int(self._number) <= self._total:
            self.dismiss(int(self._number) - 1)
        else:
            self._number = ""
            self._draw()
            self.say(f"Questions go from 1 to {self._total}.", wrong=True)

    def action_move(self, by: int) -> None:
        """Moves by one cell."""
        self._put(self._at + by)

    def action_row(self, by: int) -> None:
        """Moves by one row; below the last row is the line that finishes."""
        columns = self.query_one(Cells).columns
        if self._at == self._total:
            self._put(self._total - 1 if by < 0 else self._total)
        elif self._at + by * columns >= self._total and self._at // columns == (self._total - 1) // columns:
            self._put(self._total)
        else:
            self._put(min(self._at + by * columns, self._total - 1) if by > 0 else self._at - columns)

    def action_digit(self, digit: int) -> None:
        """Adds a digit to the number to go to."""
        self._number = f"{self._number}{digit}".lstrip("0")[-len(str(self._total)) :]
        self._draw()

    def action_erase(self) -> None:
        """Takes the last digit back."""
        self._number = self._number[:-1]
        self._draw()

    def action_open(self) -> None:
        """Moves to the next question without an answer."""
        after = [(self._at + by) % self._total for by in range(1, self._total + 1)]
        found = next((at for at in after if self._sitting.chosen(at) is None), None)
        if found is None:
            self.say("Every question has an answer.", wrong=True)
        else:
            self._put(found)

    def action_finish(self) -> None:
        """Finishes, after a question."""
        self.dismiss(self._total)

    def action_back(self) -> None:
        """Goes back to the question."""
        self.dismiss(None)

    def _put(self, at: int) -> None:
        self._number = ""
        self._at = max(0, min(at, self._total))
        self._draw()

    def _draw(self) -> None:
        self.query_one(Cells).show(self.cells(), self._at)
        finish = self.query_one(Choices)
        finish.cursor = 0 if self._at == self._total else -1
        finish.draw([(words(f"{signs().action} ", "bold"), words(plain("Finish the exam…"), "bold"))])
        if self._number:
            self.say(f"Go to question {self._number}: Enter.")
        elif self._at == self._total:
            self.say("Enter asks once more before the exam is finished.")
        else:
            self.say(f"Enter goes to question {self._at + 1}. Or type a number.")

    def _legend(self) -> str:
        sign, left, marked = signs(), open_count(self._sitting), marked_count(self._sitting)
        done = self._total - left
        parts = (f"{sign.done} answered {done}", f"{sign.open} open {left}", f"{sign.marked} marked {marked}")
        return "   ".join(parts)
