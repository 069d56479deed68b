"""Every note: where it comes from, what it claims, what waits in it; own notes come and go here."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from studykit.core.errors import StudykitError
from studykit.core.source import SourceSpan
from studykit.core.text import count
from studykit.tui.editing import edit
from studykit.tui.note_lines import sign
from studykit.tui.note_table import Line, columns, drawn
from studykit.tui.screens.add_notes import AddNotes
from studykit.tui.screens.message import Notice
from studykit.tui.screens.searched import Searched
from studykit.tui.signs import plain
from studykit.tui.widgets.frame import words
from studykit.tui.widgets.rows import Rows
from studykit.tui.widgets.search import Search
from studykit.workflows.desk import without_notes
from studykit.workflows.note_list import NoteList, NoteRow, Source, note_list
from studykit.workflows.note_page import marks_of
from studykit.workflows.study import Study

_TEACHES = "These notes came with the pack. Your own are only read, never changed."


class Notes(Searched):
    """The list; Enter opens a note, folds a folder, or adds notes."""

    CSS_PATH = "notes.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open"),
        Binding("plus", "add", "Add notes"),
        Binding("minus,backspace", "take_off", "Take off", key_display="-"),
        Binding("slash", "search", "Search"),
        Binding("E", "edit", "Editor"),
        Binding("y", "copy", "Copy", show=False),
        Binding("escape", "back", "Back"),
        Binding("q", "leave", "Back", show=False),
    ]
    AUTO_FOCUS = "#notes"
    scrolls = False
    place = "studykit › Notes"
    hint = "Enter opens a note. + adds your own; - takes a folder off."

    def __init__(self, study: Study) -> None:
        super().__init__()
        self._study = study
        self._list: NoteList | None = None
        self._shown: list[Line] = []
        self._folded: set[Path] = set()

    def body(self) -> list[Widget]:
        """The search, a word to whoever has no notes yet, the names of the columns, the list."""
        return [
            Search("Note"),
            Static(words(_TEACHES, "$muted"), id="teaches", markup=False),
            Static(id="columns", markup=False),
            Rows(0, self._draw, name="notes"),
        ]

    def beside(self) -> list[Widget]:
        """What the note of the cursor says, where there is room."""
        return [Vertical(Static(id="about", markup=False), Static(id="says", markup=False), id="side")]

    def ready(self) -> None:
        """Lists the notes."""
        self._read()

    def renewed(self, study: Study) -> None:
        """Content was read again."""
        self._study = study
        self._read()

    def on_resize(self, event: events.Resize) -> None:
        """Names the columns where they are now; Textual calls the frame's own as well."""
        del event
        self.call_after_refresh(self._name_columns)

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """Shows what the note says."""
        event.stop()
        self._beside()

    def on_search_changed(self, event: Search.Changed) -> None:
        """Shows the notes whose name has every word."""
        event.stop()
        self._fill(cursor=0)

    def found(self) -> None:
        """Goes to the list, and opens the only note."""
        self.to_list()
        if len(self._shown) == 1:
            self.action_open()

    def action_open(self) -> None:
        """Opens the note, folds the folder, or adds notes."""
        line = self._here()
        if isinstance(line, NoteRow):
            self.links.open_note(SourceSpan.whole(line.name))
        elif isinstance(line, Source):
            self._folded ^= {line.path}
            self._fill()
        elif self._shown:
            self.action_add()

    def action_add(self) -> None:
        """Asks which notes to add."""
        if self.links.desk is None:
            self.say("This app shows content that was given to it.", wrong=True)
        else:
            self.app.push_screen(AddNotes(self._study))

    def action_take_off(self) -> None:
        """Asks whether a folder is to go; its files stay where they are."""
        source = self._source()
        if source is None or source.of_pack:
            self.say("Only your own notes can be taken off. Packs: g k.", wrong=True)
            return
        text = (
            f"{source.title}\n\n{count(source.notes, 'note')} will not be read any more. The files stay as they are, "
            "and your answers are kept. Add the folder again to get its cards back."
        )
        asked = Notice("Notes › Take off", text, "Enter takes them off. Esc keeps them.", "Take off")
        self.app.push_screen(asked, lambda yes: self._taken_off(source.path) if yes else None)

    def action_edit(self) -> None:
        """Opens the learner's editor, then reads the notes again."""
        line = self._here()
        path = self._study.library.paths.get(line.name) if isinstance(line, NoteRow) else None
        if path is None:
            self.say("Choose a note first.", wrong=True)
        elif trouble := edit(self.app, path, 0):
            self.say(trouble, wrong=True)
        else:
            self.links.reread()

    def action_copy(self) -> None:
        """Copies the path of the note or folder."""
        line = self._here()
        if isinstance(line, Source):
            self.links.copy(str(line.path))
        elif line is not None:
            self.links.copy(str(self._study.library.paths.get(line.name, line.name)))

    @property
    def _rows(self) -> Rows:
        return self.query_one(Rows)

    def _here(self) -> Line:
        at = self._rows.cursor
        return self._shown[at] if at < len(self._shown) else None

    def _source(self) -> Source | None:
        """Where the row of the cursor comes from."""
        line = self._here()
        if line is None or self._list is None:
            return None
        path = line.path if isinstance(line, Source) else line.source
        return next((one for one in self._list.sources if one.path == path), None)

    def _read(self) -> None:
        desk, library = self.links.desk, self._study.library
        notes = () if desk is None else desk.notes
        self.load(lambda _: note_list(library, notes), self._show, "list")

    def _show(self, found: NoteList) -> None:
        self._list = found
        own = any(not source.of_pack for source in found.sources)
        self.query_one("#teaches").display = not own
        conflicts = f" · {count(found.conflicts, 'conflict')}" if found.conflicts else ""
        self.status(f"{count(found.claims, 'claim')}{conflicts} · {count(len(found.rows), 'note')}")
        self._fill()

    def _fill(self, cursor: int | None = None) -> None:
        """The rows that are searched for, or all that are not folded."""
        if self._list is None:
            return
        wanted = self.query_one(Search).value.casefold().split()
        if wanted:
            self._shown = [row for row in self._list.rows if all(word in row.name.casefold() for word in wanted)]
            if not self._shown:
                self.say("No note is named so. Esc clears the search.", wrong=True)
        else:
            self._shown = self._all(self._list)
        self._rows.show(len(self._shown), self._draw, cursor)
        self._name_columns()
        self._beside()

    def _name_columns(self) -> None:
        self.query_one("#columns", Static).update(words(columns(self._rows.room), "$muted"))

    def _all(self, found: NoteList) -> list[Line]:
        shown: list[Line] = [] if any(not source.of_pack for source in found.sources) else [None]
        by_source: dict[Path, list[Line]] = {}
        for row in found.rows:
            by_source.setdefault(row.source, []).append(row)
        for source in found.sources:
            shown.append(source)
            if source.path not in self._folded:
                shown += by_source.get(source.path, [])
        return shown

    def _draw(self, at: int, width: int) -> Content:
        line = self._shown[at]
        folded = isinstance(line, Source) and line.path in self._folded
        return drawn(line, width, folded=folded)

    def _beside(self) -> None:
        """What the note of the cursor says, line by line."""
        line = self._here()
        if not isinstance(line, NoteRow):
            self.query_one("#about", Static).update("")
            self.query_one("#says", Static).update("")
            return
        self.query_one("#about", Static).update(words(line.name, "bold"))
        marks = marks_of(self._study.library, line.name)
        room = max(self.query_one("#side").size.height - 3, 1)
        said = [
            Content.assemble((f"{mark.line:>5} ", "$muted"), sign(mark.standing), f" {mark.facts[0]}")
            for mark in marks[:room]
        ]
        if len(marks) > room:
            said[-1] = words(plain(f"      … {count(len(marks) - room + 1, 'more line')}"), "$muted")
        self.query_one("#says", Static).update(Content("\n").join(said or [words("No line claims a fact.", "$muted")]))

    def _taken_off(self, path: Path) -> None:
        desk = self.links.desk
        if desk is None:
            return
        try:
            self.links.reopen(without_notes(desk, path))
        except StudykitError as problem:
            self.say(str(problem), wrong=True)
        else:
            self.links.tell("Taken off. The files stay where they are.")
