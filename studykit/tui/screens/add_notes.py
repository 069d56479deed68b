"""Own notes: which folder or file, with a path that Tab completes."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from studykit.core.text import printable
from studykit.tui.screens.reading import Reading
from studykit.tui.signs import plain, signs
from studykit.tui.widgets.frame import Frame, words
from studykit.tui.widgets.keys import Keyed
from studykit.workflows.desk import Desk
from studykit.workflows.paths import complete, notes_at
from studykit.workflows.study import Study

_TEACHES = """\
Notes are Markdown or text files, in folders as you like. They are only read, never changed.

Write one thing a line, with its figure and unit: "timeout: at most 15 minutes".
Give a term in bold before a colon to learn it: "**Alias**: a name for a version"."""
_SHOWN = 8
_LONGEST = 4_000


class PathField(Input, Keyed):
    """A field for a path; Tab completes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Read"),
        Binding("tab", "complete", "Complete", key_display="Tab"),
    ]

    class Complete(Message):
        """Tab was pressed."""

    def action_complete(self) -> None:
        """Asks the screen, which looks at folders in a thread."""
        self.post_message(self.Complete())


class AddNotes(Frame[None]):
    """Asks for a path and goes on to read it."""

    CSS_PATH = "add_notes.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Back")]
    AUTO_FOCUS = "#path"
    place = "studykit › Notes › Add"
    hint = "Write a path; Tab completes it. Enter reads the notes."

    def __init__(self, study: Study) -> None:
        super().__init__()
        self._study = study

    def body(self) -> list[Widget]:
        """What notes are, the field, and what the path can become."""
        label = Static(words(f"Folder or file {signs().place} ", "bold"), markup=False, id="label")
        field = PathField("~/", max_length=_LONGEST, compact=True, select_on_focus=False, id="path")
        return [
            Static(words(_TEACHES), markup=False),
            Horizontal(label, field, id="row"),
            Static(id="choices", markup=False),
        ]

    def on_path_field_complete(self, event: PathField.Complete) -> None:
        """Looks what the path can become."""
        event.stop()
        typed = self._field.value
        self.load(lambda _: complete(typed), lambda found: self._completed(typed, *found), "complete")

    def on_input_changed(self, event: Input.Changed) -> None:
        """What it could become is out of date."""
        event.stop()
        self.query_one("#choices", Static).update("")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Reads the notes, if there are any."""
        event.stop()
        desk, typed = self.links.desk, event.value
        if desk is None:
            self.say("This app shows content that was given to it.", wrong=True)
            return
        known: Desk = desk
        self.load(lambda _: notes_at(known, typed), lambda found: self._read(known, *found), "notes")

    def action_leave(self) -> None:
        """Goes back; nothing was read."""
        self.dismiss(None)

    @property
    def _field(self) -> PathField:
        return self.query_one(PathField)

    def _completed(self, typed: str, whole: str, choices: tuple[str, ...]) -> None:
        field = self._field
        if field.value != typed:
            return  # more was typed meanwhile
        if not choices:
            self.say("Nothing there begins so.", wrong=True)
            return
        with field.prevent(Input.Changed):
            field.value = whole
        field.cursor_position = len(whole)
        several = len(choices) > 1
        names = [printable(one) for one in choices[:_SHOWN]]
        if len(choices) > _SHOWN:
            names.append(plain(f"… and {len(choices) - _SHOWN:,} more"))
        self.query_one("#choices", Static).update(words("\n".join(names) if several else "", "$muted"))

    def _read(self, desk: Desk, path: Path, notes: int) -> None:
        self.app.push_screen(Reading(self._study, desk, path, notes), self._after)

    def _after(self, read: bool | None) -> None:
        if read:
            self.dismiss(None)
