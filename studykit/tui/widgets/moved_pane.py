"""Cards of edited notes that may be known ones: the words before and now, side by side where there is room."""

from __future__ import annotations

from typing import ClassVar, cast

from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from studykit.core.text import count
from studykit.tui.widgets.frame import words
from studykit.tui.widgets.hanging import Row
from studykit.tui.widgets.keys import Keyed
from studykit.tui.widgets.rows import Rows
from studykit.tui.widgets.section import Section, Stop
from studykit.workflows.moved import MovedClaim, Wording

HINT = "Enter: it is that card, and its history goes on. s: it is another."


class MovedPane(Vertical, Keyed):
    """Chooses; the screen keeps it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "same", "Same claim"),
        Binding("s", "different", "Different"),
    ]

    class Chosen(Message):
        """A draft is a known card; an empty card: it is another."""

        def __init__(self, draft: str, card: str) -> None:
            super().__init__()
            self.draft, self.card = draft, card

    def __init__(self) -> None:
        self._list = Rows(0, self._row, name="moved")
        self._before, self._now = Section("before"), Section("now")
        texts = VerticalScroll(self._before, self._now, id="wordings", can_focus=False)
        super().__init__(self._list, texts, id="pane-moved", classes="pane")
        self._claims: tuple[MovedClaim, ...] = ()

    def show(self, claims: tuple[MovedClaim, ...]) -> None:
        """Shows what is unsure."""
        self._claims = claims
        self._list.show(len(claims), self._row)
        self._list.styles.height = max(min(len(claims), 6), 1)
        self._draw()

    @property
    def focus_on(self) -> Widget:
        """What has the focus on arrival."""
        return self._list

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """Shows the words of the row under the cursor."""
        event.stop()
        self._draw()

    def on_rows_taken(self, event: Rows.Taken) -> None:
        """A double click only chooses the row: what is settled here is not taken back."""
        event.stop()

    def on_section_left(self, event: Section.Left) -> None:
        """Past the first card the cursor goes back to the list."""
        event.stop()
        if event.by < 0:
            self._list.focus()

    def action_same(self) -> None:
        """It is the known card under the cursor, the likeliest at first."""
        before = cast("Wording | None", self._before.to)
        if self._claim is not None and before is not None:
            self.post_message(self.Chosen(self._claim.draft, before.card))

    def action_different(self) -> None:
        """It is another card, without a history."""
        if self._claim is not None:
            self.post_message(self.Chosen(self._claim.draft, ""))

    @property
    def _claim(self) -> MovedClaim | None:
        return self._claims[self._list.cursor] if self._claims else None

    def _draw(self) -> None:
        claim = self._claim
        if claim is None:
            return
        several = f": one of {count(len(claim.before), 'card')}" if len(claim.before) > 1 else ""
        self._before.cursor = 0
        self._before.show(words(f"Before{several}"), [Stop(_row(one), one) for one in claim.before])
        self._now.show(words("Now"), [_row(claim.now)])

    def _row(self, at: int, width: int) -> Content:
        del width
        now = self._claims[at].now
        return Content.assemble(words("? ", "bold $warning"), words(now.asks), words(f"   {now.note}", "$muted"))


def _row(one: Wording) -> Row:
    text = Content.assemble(words(one.asks, "bold"), "\n", words(one.answers), "\n", words(one.note, "$muted"))
    return Row(Content(""), text, gap=True)
