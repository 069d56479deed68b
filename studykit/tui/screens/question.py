"""One question: answer it, then Enter; nothing is shown that gives the answer away."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget

from studykit.core.errors import UsageError
from studykit.core.quantity import Dimension, natural
from studykit.core.response import LETTERS, Typed
from studykit.tui.screens.part import Part
from studykit.tui.screens.report import report_question
from studykit.tui.widgets.forms import Form, form_for
from studykit.tui.widgets.forms.choosing import Choosing
from studykit.tui.widgets.forms.typing import Typing
from studykit.tui.widgets.frame import Frame, words
from studykit.tui.widgets.hanging import Row
from studykit.tui.widgets.page import Page

if TYPE_CHECKING:
    from studykit.core.question import Question

_BLANK = Row(Content(""), Content(""))


class Asked(Part[str]):
    """Shows a question and gives the answer in its one spelling; an empty text for "don't know"."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "answer", "Answer"),
        Binding("s", "pass", "Don't know"),
        Binding("u", "undo", "Undo", show=False),
        Binding("r", "report", "Report", show=False),
        Binding("pagedown,ctrl+d", "scroll(0.5)", "Scroll", show=False),
        Binding("pageup,ctrl+u", "scroll(-0.5)", "Scroll", show=False),
        Binding("escape,q", "leave", "Leave"),
    ]
    can_undo = False
    """Whether this session has an answer to take back."""

    def __init__(self, page: Page, fields: Widget) -> None:
        """``fields`` has room for what is written into."""
        super().__init__(page, name="asked")
        self._fields = fields
        self._forms: dict[type, Form] = {}
        self._form: Form | None = None
        self._question: Question | None = None
        self._started = 0.0
        self._above = 0
        """Rows of the stem."""

    @property
    def duration(self) -> int:
        """Milliseconds since the question was shown."""
        return round((time.monotonic() - self._started) * 1000)

    @property
    def form(self) -> Form:
        """The form that is shown."""
        if self._form is None:
            raise ValueError("no question was asked")
        return self._form

    @property
    def question(self) -> Question:
        """The question that is asked."""
        if self._question is None:
            raise ValueError("no question was asked")
        return self._question

    async def get_ready(self) -> None:
        """Makes the form with a field, which takes longest, before a question needs it."""
        if Typed not in self._forms:
            self._forms[Typed] = form = Typing(Typed(natural(1, Dimension.TIME), 0, ""))
            await self._fields.mount(form)

    async def ask(self, question: Question) -> None:
        """Shows another question with an empty form."""
        self._question = question
        kind = type(question.response)
        if kind in self._forms:
            self._forms[kind].again(question.response)
        else:
            self._forms[kind] = form = form_for(question.response)
            form.draw_elsewhere(self._redrawn)
            await (self._fields if isinstance(form, Typing) else self).mount(form)
        self._form = self._forms[kind]
        self._started = time.monotonic()

    @property
    def writes(self) -> bool:
        """Whether there is a field to write into."""
        return isinstance(self._form, Typing)

    def draw(self, *, again: bool = False) -> None:
        """The stem, a blank line where there is room, and the rows of the form."""
        gap = [] if self.screen.has_class("-short") else [_BLANK]
        stem = [Row(Content(""), words(self.question.stem)), *gap]
        self._above = len(stem)
        form = self.form
        self.page.show([*stem, *form.rows], again=again)
        if form.cursor >= 0 and not again:
            self.page.in_sight(self._above + form.cursor)

    def _redrawn(self) -> None:
        """The form has other rows; before it is shown, nothing is drawn."""
        screen = self.screen
        if self._form is not None and getattr(screen, "part", None) is self:
            self.draw()

    def clicked(self, row: int, *, twice: bool) -> None:
        """A click on a row of the form."""
        if row >= self._above:
            self.form.clicked(row - self._above, twice=twice)

    @property
    def hint(self) -> str:
        """What the form waits for."""
        return self.form.hint

    def owners(self) -> list[Widget]:
        """The form's keys, then the question's."""
        return [self] if self._form is None else [self._form, self]

    def take_focus(self) -> None:
        """Puts the focus into a field that is written into."""
        if self.writes:
            self.form.take_focus()
        else:
            super().take_focus()

    def typed(self, letter: str) -> bool:
        """Letters and digits mean what the form makes of them; where it is set so, a letter answers at once."""
        taken = self.form.letter(letter)
        if taken and self._at_once(letter):
            self.action_answer()
        return taken

    def _at_once(self, letter: str) -> bool:
        form, screen = self.form, self.screen
        if not (isinstance(screen, Frame) and screen.links.look.letters_answer):
            return False
        named = LETTERS[int(letter) - 1] if letter in "123456789" else letter.upper()
        return isinstance(form, Choosing) and form.single and form.draft == named

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Undo only where there is something to undo."""
        return self.can_undo if action == "undo" else super().check_action(action, parameters)

    def on_form_taken(self, event: Form.Taken) -> None:
        """A double click, or Enter in a field, answers."""
        event.stop()
        self.action_answer()

    def action_answer(self) -> None:
        """Gives the answer when it is complete; says what is missing when it is not."""
        try:
            answer = self.form.read()
        except UsageError as missing:
            self.say(str(missing), wrong=True)
        else:
            self.give(answer)

    def action_pass(self) -> None:
        """Says "I don't know"."""
        self.give("")

    def action_report(self) -> None:
        """Reports what is wrong with the question."""
        if self._question is not None:
            report_question(self.screen, self._question)
