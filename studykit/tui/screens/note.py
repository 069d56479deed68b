"""A note as its file is: raw lines with numbers, because citations are lines, and the sign of what each claims."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from studykit.core.source import SourceSpan
from studykit.core.text import count
from studykit.tui.editing import edit
from studykit.tui.note_lines import NoteLines, claim_words, nearest_before
from studykit.tui.screens.searched import Searched
from studykit.tui.widgets.frame import words
from studykit.tui.widgets.rows import Rows
from studykit.tui.widgets.search import Search
from studykit.workflows.note_page import LineMark, NotePage, note_page
from studykit.workflows.study import Study

_READ_ONLY = "Read only. n N next claim; Enter opens the fact of a line."
_INDENT = 2
_LARGE = 600_000
"""Bytes from which on a note is read in a thread."""


class Note(Searched):
    """Shows a note, or a file of the pack, at a line; nothing is ever written to it."""

    CSS_PATH = "note.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open fact"),
        Binding("n", "next(1)", "Next claim", key_display="n N"),
        Binding("N", "next(-1)", "Next claim", show=False),
        Binding("right_square_bracket", "heading(1)", "Heading", key_display="[ ]"),
        Binding("left_square_bracket", "heading(-1)", "Heading", show=False),
        Binding("slash", "search", "Search"),
        Binding("E", "edit", "Editor"),
        Binding("y", "copy", "Copy", show=False),
        Binding("escape", "back", "Back"),
        Binding("q,o", "leave", "Back", show=False),
    ]
    AUTO_FOCUS = "#lines"
    scrolls = False
    hint = _READ_ONLY

    def __init__(self, study: Study, span: SourceSpan) -> None:
        super().__init__()
        self._study, self._span = study, span
        self._line = max(span.line, 1)
        """The line of the cursor, from 1."""
        self._lines: NoteLines | None = None
        self._found: list[int] = []
        """Lines that hold what is searched for."""
        self._from = span.line
        """Where the search began."""
        self.place = f"studykit › Notes › {span.note}"

    def body(self) -> list[Widget]:
        """What there is to know about the file, and its lines."""
        return [Static(id="warnings", markup=False), Rows(0, _nothing, name="lines")]

    def beside(self) -> list[Widget]:
        """The headings, where there is room."""
        title = Static(words("Headings", "bold"), markup=False)
        return [Vertical(title, Rows(0, _nothing, name="headings"), id="tree")]

    def below(self) -> list[Widget]:
        """The field of the search, while something is searched for."""
        return [Search("Find in the note")]

    def ready(self) -> None:
        """Reads the file."""
        self.query_one(Search).display = False
        self._read()

    def renewed(self, study: Study) -> None:
        """Content was read again."""
        self._study = study
        self._read()

    def on_resize(self, event: events.Resize) -> None:
        """Wraps the lines for the new width; Textual calls the frame's own, too."""
        del event
        self.call_after_refresh(self._lay)

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """Says what the line of the cursor claims; the tree of headings is walked without leaving it."""
        event.stop()
        if event.rows is self._rows and self._lines is not None:
            self._line = self._lines.line_of(event.at) or self._line
            self._say()

    def on_search_changed(self, event: Search.Changed) -> None:
        """Shows the first place behind where the search began."""
        event.stop()
        if self._lines is None:
            return
        self._lines.mark(event.text)
        wanted = event.text.casefold()
        lines = enumerate(self._lines.page.lines, 1) if wanted else ()
        self._found = [at for at, line in lines if wanted in line.casefold()]
        ahead = [at for at in self._found if at >= self._from]
        self._go(next(iter(ahead or self._found), self._from))
        self._rows.again()
        self._say()

    def action_open(self) -> None:
        """Opens the fact of the line, or goes to the heading that the cursor is on."""
        page = None if self._lines is None else self._lines.page
        tree = self.query_one("#headings", Rows)
        if page is not None and self.focused is tree and page.headings:
            self._go(page.headings[tree.cursor].line)
            self._rows.focus()
        elif mark := self._mark():
            self._open(mark.facts[0])
        else:
            self.say("This line claims nothing that is counted. n goes to the next claim.", wrong=True)

    def action_next(self, by: int) -> None:
        """The next place that was searched for, or else the next line that claims something."""
        if self._found:
            self._step(self._found, by, "place")
        else:
            self._step([mark.line for mark in self._marks], by, "claim")

    def action_heading(self, by: int) -> None:
        """The next heading, or the one before."""
        page = None if self._lines is None else self._lines.page
        self._step([heading.line for heading in page.headings] if page else [], by, "heading")

    def action_search(self) -> None:
        """Opens the field."""
        field = self.query_one(Search)
        field.display = True
        self._from = self._line
        field.take_focus()

    def action_copy(self) -> None:
        """Copies the line with its source."""
        if self._lines is not None and 0 < self._line <= len(self._lines.page.lines):
            text = self._lines.page.lines[self._line - 1].strip()
            self.links.copy(f"{text} ({self._span.note}:{self._line})")
        else:
            self.say("There is no line to copy.", wrong=True)

    def action_edit(self) -> None:
        """Opens the learner's editor at the line, then reads the note again."""
        if self._lines is None or not self._lines.page.path:
            self.say("There is no file to edit.", wrong=True)
            return
        trouble = edit(self.app, Path(self._lines.page.path), self._line)
        if trouble:
            self.say(trouble, wrong=True)
        else:
            self._read()
            self.links.reread()

    def action_back(self) -> None:
        """Ends the search first, then goes back to where the line was cited."""
        if self._found or self.query_one(Search).value:
            self.query_one(Search).clear()
            self._found = []
            self.to_list()
        else:
            self.dismiss(None)

    @property
    def _rows(self) -> Rows:
        return self.query_one("#lines", Rows)

    @property
    def _marks(self) -> tuple[LineMark, ...]:
        return () if self._lines is None or not self._lines.page.lines else self._lines.page.marks

    def _read(self) -> None:
        library, name = self._study.library, self._span.note
        size, _ = library.states.get(name, (_LARGE, 0))
        if size < _LARGE:  # read in a few milliseconds: it is there in the first frame
            self._show(note_page(library, name))
        else:
            self.load(lambda _: note_page(library, name), self._show, "note")

    def _show(self, page: NotePage) -> None:
        first = self._lines is None
        self._lines = NoteLines(page, self._span)
        self._line = min(self._line, len(page.lines))
        warnings = self.query_one("#warnings", Static)
        warnings.update(Content("\n").join(words(f"! {one}", "$warning") for one in page.warnings))
        warnings.display = bool(page.warnings)
        tree = page.headings
        self.query_one("#tree").set_class(len(tree) > 1, "-several")
        self.query_one("#headings", Rows).show(
            len(tree), lambda at, _: words(" " * _INDENT * (tree[at].level - 1) + tree[at].text)
        )
        self.call_after_refresh(self._lay, centred=first)  # warnings and headings have taken their room by then

    def _lay(self, *, centred: bool = False) -> None:
        """Wraps the lines for the room that there is."""
        width = self._rows.room
        if self._lines is None or width < 1:
            return
        self._lines.lay(width)
        self._rows.show(self._lines.count, self._lines.draw, self._lines.row_of(self._line))
        if centred:
            self._centre()
        self._say()

    def _centre(self) -> None:
        rows = self._rows
        rows.scroll_to(y=max(rows.cursor - rows.size.height // 2, 0), animate=False, force=True)

    def _go(self, line: int) -> None:
        """Puts the cursor on a line, with some lines around it."""
        if self._lines is None:
            return
        row, before = self._lines.row_of(line), self._rows.scroll_offset.y
        self._rows.move(row)
        self._line = line
        if not before + 1 < row < before + self._rows.size.height - 1:
            self._centre()

    def _step(self, lines: list[int], by: int, what: str) -> None:
        at = nearest_before(lines, self._line)
        if by < 0 and at >= 0 and lines[at] == self._line:
            at -= 1
        at += by > 0
        if 0 <= at < len(lines):
            self._go(lines[at])
            self._say()
        else:
            where = "No more" if lines else "There is no"
            self.say(f"{where} {what} {'below' if by > 0 else 'above'}.", wrong=True)

    def _mark(self) -> LineMark | None:
        """What the line of the cursor says of facts; also where it began above."""
        around = [mark for mark in self._marks if mark.line <= self._line <= mark.end]
        return around[-1] if around else None

    def _open(self, fact: str) -> None:
        base = self._study.library.base
        if fact in base.facts or fact in base.behaviours:
            self.links.open_fact(fact)
        else:
            self.links.open_conflicts(fact)

    def to_list(self) -> None:
        """Goes to the lines; the field goes when nothing is searched for."""
        field = self.query_one(Search)
        field.display = bool(field.value)
        self._rows.focus()
        self._say()

    def _say(self) -> None:
        """Where the cursor is, and what its line claims."""
        page = self._lines.page if self._lines else None
        if page is None:
            return
        self.status(f"{count(len(page.marks), 'line')} with a fact · line {self._line} of {len(page.lines)}")
        mark = self._mark()
        if self.query_one(Search).value:
            at = nearest_before(self._found, self._line) + 1
            found = f"{at} of {count(len(self._found), 'line')}" if self._found else "Not in this note"
            self.say(f"{found}. n N next; Esc ends the search.")
        elif mark is None:
            self.say(_READ_ONLY if page.marks else "Read only. No line of this note claims a fact.")
        else:
            self.say(claim_words(mark, self.size.width))


def _nothing(row: int, width: int) -> Content:
    """Draws no row, while there is none."""
    del row, width
    return Content("")
