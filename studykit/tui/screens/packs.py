"""Packs: those that are built in and those opened before; Enter switches, ``+`` opens a folder."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from studykit.core.errors import StudykitError
from studykit.core.progress import Progress
from studykit.core.text import count, printable, shortened
from studykit.tui.signs import plain, signs
from studykit.tui.widgets.ask import Ask
from studykit.tui.widgets.frame import Frame, words
from studykit.tui.widgets.rows import Rows
from studykit.workflows.packs_page import PackRow, checked, forget_pack, pack_rows, remember_pack
from studykit.workflows.path_field import completed
from studykit.workflows.study import Study

_HINT = "Enter switches to a pack. Your answers to each are kept."
_NO_DESK = "This app was started over one pack only."
_TITLE = 34
_NAMES = 6
"""That are named when more than one is possible."""


class Packs(Frame[None]):
    """Two lines a pack: its title and exams, then what it holds and where it is."""

    CSS_PATH = "packs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "switch", "Switch"),
        Binding("plus", "add", "Open a folder"),
        Binding("delete,backspace", "forget", "Off the list", key_display="⌫"),
        Binding("escape,q", "leave", "Back"),
    ]
    scrolls = False
    place = "studykit › Packs"
    hint = _HINT

    def __init__(self, study: Study) -> None:
        super().__init__()
        self._study = study
        self._found: tuple[PackRow, ...] = ()

    def body(self) -> list[Widget]:
        """The list, a line for what is wrong, and the field for a path."""
        return [Rows(0, self._drawn, tall=2), Static(id="about", markup=False), Ask()]

    def ready(self) -> None:
        """Looks into the packs."""
        self.query_one(Rows).focus()
        self._renew()

    def on_resize(self, event: events.Resize) -> None:
        """Rows depend on the width."""
        del event
        self.query_one(Rows).refresh()

    def _renew(self) -> None:
        study, desk = self._study, self.links.desk
        if desk is None:
            self.query_one("#about", Static).update(words(_NO_DESK, "$muted"))
            return

        def look(progress: Progress) -> tuple[PackRow, ...]:
            return pack_rows(study, desk, progress)

        self.load(look, self._show, "packs")

    def _show(self, found: tuple[PackRow, ...]) -> None:
        self._found = found
        self.query_one(Rows).show(len(found), self._drawn)
        self.status(count(len(found), "pack"))
        self._describe()

    def _drawn(self, at: int, width: int) -> Content:
        row = self._found[at]
        here = "  open now" if row.open else ""
        title = printable(shortened(row.title, min(_TITLE, width)))
        if row.broken:
            sign = f"{signs().conflict} "
            second = Content.assemble((sign, "bold $warning"), words(row.stock, "$warning"))
        else:
            second = words(plain(f"{row.stock} · {row.where}"), "$muted")
        first = Content.assemble(words(title, "bold"), words(here, "$success"), words(f"  {row.exams}", "$muted"))
        return Content("\n").join([first, Content.assemble("  ", second)])

    def _row(self) -> PackRow | None:
        at = self.query_one(Rows).cursor
        return self._found[at] if at < len(self._found) else None

    def _describe(self) -> None:
        row = self._row()
        text = "" if row is None or not row.path else row.where
        self.query_one("#about", Static).update(words(text, "$muted"))

    def on_rows_moved(self) -> None:
        """Says where the pack is."""
        self._describe()

    def on_rows_taken(self) -> None:
        """A double click is Enter."""
        self.action_switch()

    def action_switch(self) -> None:
        """Reads the pack under the cursor."""
        row = self._row()
        if row is None:
            self.say(_NO_DESK if self.links.desk is None else "The packs are being looked into.", wrong=True)
        elif row.open:
            self.say(f"{row.title} is open already.", wrong=True)
        elif row.broken:
            self.say(row.stock, wrong=True)
        else:
            self._open(row.pack)

    def _open(self, pack: str) -> None:
        desk = self.links.desk
        if desk is not None:
            self.links.open_content(pack, desk.notes)

    def action_add(self) -> None:
        """Asks for a folder."""
        if self.links.desk is None:
            self.say(_NO_DESK, wrong=True)
            return
        self.query_one(Ask).ask("Folder of the pack", "", self._complete)
        self.say("The folder that holds pack.yaml. Tab completes, Enter opens it.")

    def _complete(self, text: str) -> str:
        whole, names = completed(text, endings=())
        if len(names) > 1:
            self.say(f"Which? {', '.join(names[:_NAMES])}{' …' if len(names) > _NAMES else ''}")
        return whole

    def on_ask_given(self, event: Ask.Given) -> None:
        """Looks into the folder, then reads it; what is wrong is said, and the field stays."""
        desk, text = self.links.desk, event.text
        if desk is None:
            return

        def look(_: Progress) -> str:
            pack = checked(desk.places, text)
            remember_pack(desk.places, pack)
            return pack

        self.load(look, self._checked, "folder")

    def _checked(self, pack: str) -> None:
        self.on_ask_left()
        self._open(pack)

    def on_ask_left(self) -> None:
        """Back to the list."""
        self.query_one(Ask).close()
        self.query_one(Rows).focus()
        self.say(self.hint)

    def action_forget(self) -> None:
        """Takes a pack that was opened before off the list."""
        row, desk = self._row(), self.links.desk
        if row is None or desk is None:
            return
        if row.open:
            self.say("This one is open. Switch to another first.", wrong=True)
            return
        try:
            gone = forget_pack(desk.places, row.pack)
        except StudykitError as problem:
            self.say(str(problem), wrong=True)
            return
        if not gone:
            self.say("A built-in pack stays on the list.", wrong=True)
            return
        self.say(f"{row.title} is off the list. Its files stay.")
        self.call_later(self._renew)

    def action_leave(self) -> None:
        """Goes back."""
        self.dismiss()
