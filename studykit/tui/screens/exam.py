"""A mock exam: one question after the other, every answer saved, no reasons before the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Literal

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Static

from studykit.core.errors import StudykitError, UsageError
from studykit.core.question import Question
from studykit.core.response import LETTERS
from studykit.tui.screens.clocked import Clocked
from studykit.tui.screens.message import Notice
from studykit.tui.screens.overview import Overview
from studykit.tui.signs import signs
from studykit.tui.sittings import Sitting, pace, unanswered
from studykit.tui.widgets.cells import Cells
from studykit.tui.widgets.forms import Form, form_for
from studykit.tui.widgets.forms.choosing import Choosing
from studykit.tui.widgets.frame import words

End = Literal["leave", "finish", "over"]
_GUARD = 0.3
"""Seconds in which an Enter is still the one that went on."""
_BEAT = 5
"""Seconds between two times that the time used is saved."""


class Exam(Clocked[End]):
    """Gives "finish" when the learner ends it, "over" when time is up, "leave" when it is left for now."""

    CSS_PATH = "exam.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "next", "Next"),
        Binding("left", "go(-1)", "Question", key_display="←→"),
        Binding("right", "go(1)", "Question", show=False),
        Binding("m", "mark", "Mark"),
        Binding("v", "overview", "Overview"),
        Binding("g", "overview_or_letter", "Overview", show=False),
        Binding("backspace", "clear", "Take back", show=False),
        Binding("pagedown,ctrl+d", "scroll(1)", "Scroll", show=False),
        Binding("pageup,ctrl+u", "scroll(-1)", "Scroll", show=False),
        Binding("escape,q", "leave", "Leave"),
    ]

    def __init__(self, sitting: Sitting, clock: Callable[[], float]) -> None:
        super().__init__(sitting)
        self._clock = clock
        self._at = sitting.at
        self._form = form_for(self._question.response)
        self._crossed: dict[int, set[int]] = {}
        self._drafts: dict[int, str] = {}
        """Answers that are not complete, by position; such a question is open."""
        self._shown_at = self._since = clock()
        self._ticks = 0
        self._warned = self._unsaved = False

    def body(self) -> list[Widget]:
        """The mark, the stem and the form for the answer."""
        return [Static(id="mark", markup=False), Static(id="stem", markup=False), self._form]

    def beside(self) -> list[Widget]:
        """The overview, where there is room."""
        heading = Static(words("Overview", "bold"), markup=False)
        return [Vertical(heading, Cells(self.cells(), self._at), Static(id="pace", markup=False), id="side")]

    def key_owners(self) -> list[Widget]:
        """The form's keys, then the exam's."""
        return [self._form, self]

    def ready(self) -> None:
        """Shows the question that was shown last."""
        super().ready()
        self._show()
        note = self._sitting.clock_note()
        if note:
            self.say(note)

    async def tick(self) -> None:
        """Moves the clock on, keeps the time and a complete answer on disk, and ends when time is up."""
        if self._sitting.over():
            await self._time_is_up()
            return
        await super().tick()
        self._ticks += 1
        self._keep()
        if self._ticks % _BEAT == 0:
            self._saving(self._sitting.beat)
        self._draw_side()

    def typed(self, letter: str) -> bool:
        """What the form makes of it; ``g`` is the overview here, and what explains waits for the end."""
        if self._form.letter(letter):
            return True
        if letter in "owtp":
            self.say("Reasons, notes and the lab open after the exam.", wrong=True)
        else:
            return False
        return True

    async def on_form_taken(self, event: Form.Taken) -> None:
        """A double click, or Enter in a field, goes on."""
        event.stop()
        await self.action_next()

    async def on_cells_picked(self, event: Cells.Picked) -> None:
        """A click in the overview goes there."""
        event.stop()
        await self._go_to(event.at)

    async def action_next(self) -> None:
        """Saves the answer and shows the next question; an Enter that comes with the one before is ignored."""
        if self._clock() - self._shown_at < _GUARD:
            return
        missing = self._keep()
        if missing:
            self.say(missing, wrong=True)
        elif not self._unsaved and self._at + 1 < len(self._sitting.questions):
            saved = self._sitting.chosen(self._at) is not None
            await self._turn(self._at + 1)
            before = "Saved." if saved else f"Question {self._at} stays open."
            self.say(f"{before} {self._form.hint}")
        elif not self._unsaved:
            self.action_overview()

    async def action_go(self, by: int) -> None:
        """Shows the question before or after."""
        await self._go_to(self._at + by)

    def action_mark(self) -> None:
        """Marks the question to come back to, or unmarks it."""
        at = self._at
        self._saving(lambda: self._sitting.mark(at, not self._sitting.marked(at)))
        self._draw_mark()
        self.show_status()

    def action_clear(self) -> None:
        """Takes the answer back."""
        self._form.clear()
        self._keep()

    def action_overview(self) -> None:
        """Shows all questions, and the way to finish."""
        if self._form.is_mounted:
            self._set_aside()
            self.app.push_screen(Overview(self._sitting, self._at), self._from_overview)

    def action_overview_or_letter(self) -> None:
        """``g`` goes nowhere else from an exam, unless there is a line with that letter."""
        if self._form.count <= LETTERS.index("G") or not self._form.letter("g"):
            self.action_overview()

    def action_leave(self) -> None:
        """Leaves for now; everything answered is saved."""
        self._keep()
        if not self._unsaved:
            self.dismiss("leave")

    def action_scroll(self, by: int) -> None:
        """Scrolls a long question."""
        self.query_one("#body").scroll_relative(y=by * 10, animate=False)

    @property
    def _question(self) -> Question:
        return self._sitting.questions[self._at]

    async def _from_overview(self, wanted: int | None) -> None:
        if wanted is None:
            return
        if wanted < len(self._sitting.questions):
            await self._turn(wanted)
            return
        text = f"{unanswered(self._sitting)} Finish?\n\nA finished exam cannot be gone on with."
        notice = Notice("Mock exam › Finish", text, "Enter finishes. Esc goes back to the exam.", "Finish")
        self.app.push_screen(notice, self._finish)

    def _finish(self, sure: bool | None) -> None:
        if sure:
            self.dismiss("finish")

    async def _time_is_up(self) -> None:
        while self in self.app.screen_stack and self.app.screen is not self:
            await self.app.pop_screen()  # another tick may end it meanwhile
        if self.app.screen is self:
            self.dismiss("over")

    async def _go_to(self, at: int) -> None:
        """Goes to a question; says once what is missing here, and leaves it open the second time."""
        if not 0 <= at < len(self._sitting.questions):
            self.say("This is the last question. v shows all." if at else "This is the first question.", wrong=True)
            return
        missing = self._keep()
        if missing and not self._warned and self._drafts.get(self._at) != self._form.draft:
            self._warned = True
            self.say(f"{missing} Once more leaves it open.", wrong=True)
        elif not self._unsaved:
            await self._turn(at)

    async def _turn(self, at: int) -> None:
        """Puts another question in the place of this one."""
        if not self._form.is_mounted:  # a click while the last one is still put there
            return
        self._set_aside()
        if isinstance(self._form, Choosing):
            self._crossed[self._at] = self._form.crossed
        before, self._at = self._form, at
        self._form = form_for(self._question.response)
        with self.app.batch_update():
            await before.remove()
            await self.query_one("#body").mount(self._form)
            self._show()
            await self.renew_keys()

    def _show(self) -> None:
        self._sitting.at = self._at
        self._shown_at = self._since = self._clock()
        self._warned = False
        self.place = f"Mock exam › {self._at + 1} of {len(self._sitting.questions)}"
        self.query_one("#stem", Static).update(words(self._question.stem))
        if isinstance(self._form, Choosing):
            self._form.crossed = self._crossed.get(self._at, set())
        self._form.fill(self._drafts.get(self._at) or self._sitting.chosen(self._at) or "")
        self._form.take_focus()
        self._form.tell()
        self._draw_mark()
        self.show_status()
        self.query_one("#body").scroll_home(animate=False)

    def _keep(self) -> str:
        """Saves the answer when it is complete and new; gives what is missing when it is not complete."""
        if not self._form.is_mounted:  # the clock ticks while a question is put in the place of another
            return ""
        try:
            answer = self._form.read() if self._form.begun else None
        except UsageError as missing:
            return str(missing)
        self._save(answer)
        return ""

    def _save(self, answer: str | None) -> None:
        if answer != self._sitting.chosen(self._at):
            now = self._clock()
            spent = round((now - self._since) * 1000)
            if self._saving(lambda: self._sitting.answer(self._at, answer, spent)):
                self._since = now
        else:
            self._unsaved = False
        self._draw_side()
        self.show_status()

    def _set_aside(self) -> None:
        """Keeps an answer that is not complete for when one comes back; until then the question is open."""
        if self._keep():
            self._drafts[self._at] = self._form.draft
            self._save(None)
        else:
            self._drafts.pop(self._at, None)

    def _saving(self, save: Callable[[], None]) -> bool:
        try:
            save()
        except StudykitError as problem:
            self._unsaved = not self._sitting.over()
            self.say(f"NOT SAVED. {problem} Enter tries again.", wrong=True)
            return False
        self._unsaved = False
        return True

    def standing(self) -> list[str]:
        """Parts of the status line, or that something is not saved."""
        parts = super().standing()
        return ["NOT SAVED", parts[-1]] if self._unsaved else parts

    def _draw_mark(self) -> None:
        marked = self._sitting.marked(self._at)
        mark = self.query_one("#mark", Static)
        mark.display = marked
        mark.update(words(f"{signs().marked} marked", "bold $warning"))
        self._draw_side()

    def _draw_side(self) -> None:
        self.query_one(Cells).show(self.cells(), self._at)
        self.query_one("#pace", Static).update(words(pace(self._sitting)))
