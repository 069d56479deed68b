"""Where notes disagree: the list, and below or beside it the claims of the conflict under the cursor."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from studykit.core.progress import Progress
from studykit.core.text import count, shortened
from studykit.tui.signs import plain, signs
from studykit.tui.widgets.claim_rows import SHORT, claim_rows, said
from studykit.tui.widgets.frame import Frame, words
from studykit.tui.widgets.hanging import Row
from studykit.tui.widgets.keys import Keyed
from studykit.tui.widgets.reason_field import ReasonField
from studykit.tui.widgets.rows import Rows
from studykit.tui.widgets.section import Section, Shown
from studykit.workflows.conflict_page import ClaimLine, ConflictList, ConflictPage, ConflictRow, Settled, conflict_page
from studykit.workflows.decide import Outcome

if TYPE_CHECKING:
    from textual.timer import Timer

    from studykit.workflows.library import Library

_PAUSE = 0.06
"""Seconds for which the cursor rests before the claims are read."""
_NARROW, _WIDE, _SIDES = 60, 100, 2
"""Columns of windows, and those that the body has beside it."""
_BY = {
    Settled.NOBODY: "",
    Settled.YOU: "you settled it",
    Settled.NOTES: "settled by the notes",
    Settled.SOURCE: "settled by a source",
}
Settling = Callable[[Progress], Outcome]
"""Slow work that settles."""
HINT = "1–9 says which claim holds; b both hold, of different things."


class ConflictPane(Vertical, Keyed):
    """Chooses; the screen settles."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Claims"),
        *(Binding(str(number), f"holds({number})", "Holds", show=number == 1) for number in range(1, 10)),
        Binding("b", "both", "Both"),
        Binding("o", "note", "Note"),
        Binding("w", "fact", "Why"),
        Binding("u", "undo", "Undo"),
    ]
    ranges = {"Holds": "1-9"}

    class Chosen(Message):
        """A claim holds."""

        def __init__(self, conflict: str, claim: int, *, both: bool, reason: str) -> None:
            super().__init__()
            self.conflict, self.claim, self.both, self.reason = conflict, claim, both, reason

    class Undo(Message):
        """A decision is taken back: that of the conflict under the cursor, or the last one."""

        def __init__(self, fact: str) -> None:
            super().__init__()
            self.fact = fact

    def __init__(self) -> None:
        self._list = Rows(0, _nothing, name="conflicts")
        self._section, self._why = Section("claims"), Static(id="said", markup=False)
        self._field = ReasonField(id="reason-field")
        detail = Vertical(
            VerticalScroll(self._section, self._why, id="page", can_focus=False), self._field, id="detail"
        )
        super().__init__(Vertical(self._list, detail, id="both"), id="pane-conflicts", classes="pane")
        self._rows: tuple[ConflictRow, ...] = ()
        self._page: ConflictPage | None = None
        self._library: Library | None = None
        self._pause: Timer | None = None
        self._asking: tuple[int, bool] | None = None

    def show(self, library: Library, conflicts: ConflictList, at: str = "", cursor: int | None = None) -> None:
        """Shows conflicts with the cursor on one of them."""
        self._library, self._rows = library, conflicts.rows
        found = next((number for number, row in enumerate(self._rows) if at and row.id == at), cursor)
        self._list.show(len(self._rows), self._row, found)
        self._lay_out()
        self.call_after_refresh(self._lay_out)
        self._read()

    @property
    def focus_on(self) -> Widget:
        """What has the focus on arrival."""
        return self._list

    @property
    def cursor(self) -> int:
        """The row of the cursor."""
        return self._list.cursor

    def on_resize(self, event: events.Resize) -> None:
        """A row takes two lines where the window is narrow."""
        del event
        self._lay_out()
        self.call_after_refresh(self._again)

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """The claims follow once the cursor rests."""
        event.stop()
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(_PAUSE, self._read)

    def on_rows_taken(self, event: Rows.Taken) -> None:
        """A double click is Enter."""
        event.stop()
        self.action_take()

    def on_section_left(self, event: Section.Left) -> None:
        """Past the first claim the cursor goes back to the list."""
        event.stop()
        if event.by < 0:
            self._list.focus()

    def on_section_taken(self, event: Section.Taken) -> None:
        """A double click on a claim is Enter."""
        event.stop()
        self.action_take()

    def on_reason_field_given(self, event: ReasonField.Given) -> None:
        """Settles."""
        event.stop()
        asked, page = self._asking, self._page
        self._leave_field()
        if asked is not None and page is not None:
            self.post_message(self.Chosen(page.id, asked[0], both=asked[1], reason=event.reason))

    def on_reason_field_left(self, event: ReasonField.Left) -> None:
        """Leaves it open."""
        event.stop()
        self._leave_field()
        self._screen.say(self._screen.hint)

    def _leave_field(self) -> None:
        self._asking = None
        self._field.hide()
        self._list.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A number is a key only while there is such a claim."""
        if action == "holds" and parameters:
            return self._page is not None and parameters[0] in self._page.sides
        if action in ("both", "note", "fact", "take", "holds"):
            return self._page is not None
        return super().check_action(action, parameters)

    def action_take(self) -> None:
        """From the list to the claims; there, the claim under the cursor holds."""
        if self._section.has_focus:
            self.action_holds(self._claim.number if self._claim else 1)
        else:
            self._section.focus()

    def action_holds(self, number: int) -> None:
        """Asks for a reason, then a claim holds."""
        self._ask(number, both=False)

    def action_both(self) -> None:
        """The claim under the cursor is what questions ask; the others hold, too, of something else."""
        self._ask(self._claim.number if self._claim else 1, both=True)

    def _ask(self, number: int, *, both: bool) -> None:
        page = self._page
        if page is None:
            return
        if page.settled is Settled.SOURCE:
            self._screen.say("A source settles this: there is nothing to decide.", wrong=True)
            return
        says = next(line.says for line in page.claims if line.number == number)
        self._asking = (number, both)
        if both:
            self._field.ask("What do the others hold of?")
            self._screen.say(f"Questions ask claim {number}. Enter settles it; Esc leaves it.")
        else:
            self._field.ask(f"{says} holds. Why?" if len(says) < SHORT else f"{number} holds. Why?")
            self._screen.say("A reason need not be. Enter settles it; Esc leaves it open.")

    def action_note(self) -> None:
        """Opens the line of the claim under the cursor."""
        if self._claim is not None:
            self._screen.links.open_note(self._claim.span)

    def action_fact(self) -> None:
        """Opens the fact."""
        if self._page is not None and self._page.fact:
            self._screen.links.open_fact(self._page.fact)
        else:
            self._screen.say("This conflict is about no fact: the notes' form disagrees.", wrong=True)

    def action_undo(self) -> None:
        """Takes a decision back."""
        decision = self._page.decision if self._page is not None else None
        self.post_message(self.Undo(decision.fact if decision is not None else ""))

    @property
    def _screen(self) -> Frame[Any]:
        return cast("Frame[Any]", self.screen)

    @property
    def _claim(self) -> ClaimLine | None:
        return cast("ClaimLine | None", self._section.to)

    def _read(self) -> None:
        library, at = self._library, self._list.cursor
        if library is None or at >= len(self._rows):
            return
        wanted = self._rows[at].id

        def read(_: Progress) -> ConflictPage:
            return conflict_page(library, wanted)

        self._screen.load(read, self._show_page, "claims")

    def _again(self) -> None:
        if self._page is not None:
            self._show_page(self._page)

    def _show_page(self, page: ConflictPage) -> None:
        same = self._page is not None and self._page.id == page.id
        self._page = page
        self._section.cursor = self._section.cursor if same else max(page.suggested - 1, 0)
        room = min(self._section.size.width or _TITLE, _TITLE)
        title = shortened(f"{signs().rule * 2} {page.id}", room)  # it has one line
        title += f" {signs().rule * (room - len(title) - 1)}" if self._section.size.width else ""
        rows: list[Shown] = [Row(Content(""), words(page.asks))] if page.asks else []
        self._section.show(words(title), [*rows, *claim_rows(page)])
        self._why.update(words(plain(said(page)), ""))
        self._screen.call_later(self._screen.renew_keys)

    def _lay_out(self) -> None:
        width = self.size.width
        wide = width >= _WIDE - _SIDES
        self._list.tall = 2 if wide or width < _NARROW else 1  # beside the claims a row has as little room
        wanted = max(len(self._rows), 1) * self._list.tall
        self._list.styles.height = "1fr" if wide else min(wanted, max(self.size.height // 3, 2))
        self._list.show(len(self._rows), self._row)

    def _row(self, at: int, width: int) -> Content:
        row = self._rows[at]
        still = row.settled is Settled.NOBODY
        sign = signs().conflict if still else signs().right
        tail = f"holds back {count(row.holds_back, 'question')}" if row.holds_back else _BY[row.settled]
        mark = words(f"{sign} ", "bold $warning" if still else "$success")
        if self._list.tall > 1:
            return Content.assemble(mark, words(row.id), "\n  ", words(f"{row.values}  {tail}", "$muted"))
        name = max(width * 2 // 5, 10)
        room = max(width - 2 - name - len(tail) - 4, 4)
        middle = words(row.values).truncate(room, ellipsis=True, pad=True)
        return Content.assemble(
            mark, words(row.id).truncate(name, ellipsis=True, pad=True), "  ", middle, "  ", words(tail, "$muted")
        )


_TITLE = 84


def _nothing(at: int, width: int) -> Content:
    del at, width
    return Content("")
