"""Problems of notes and packs: each with its place, what is wrong, and what is left out because of it."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from studykit.core.source import SourceSpan
from studykit.core.text import count
from studykit.tui.editing import edit
from studykit.tui.screens.searched import Searched
from studykit.tui.signs import plain, signs
from studykit.tui.widgets.frame import words
from studykit.tui.widgets.rows import Rows
from studykit.tui.widgets.search import Search
from studykit.workflows.diagnostic_page import Problem, ProblemList, problem_list
from studykit.workflows.note_page import path_of
from studykit.workflows.study import Study

_FILTERS = ("all", "errors", "warnings")
_PLACE = 44
"""Columns of the place at most."""


class Diagnostics(Searched):
    """The list, and the whole of the problem that the cursor is on."""

    CSS_PATH = "diagnostics.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open line"),
        Binding("f", "filter", "Filter"),
        Binding("slash", "search", "Search"),
        Binding("E", "edit", "Editor"),
        Binding("y", "copy", "Copy", show=False),
        Binding("escape", "back", "Back"),
        Binding("q", "leave", "Back", show=False),
    ]
    AUTO_FOCUS = "#problems"
    scrolls = False
    place = "studykit › Diagnostics"
    hint = "Enter opens the line; E opens your editor there."

    def __init__(self, study: Study) -> None:
        super().__init__()
        self._study = study
        self._list: ProblemList | None = None
        self._shown: tuple[Problem, ...] = ()
        self._filter = "all"

    def body(self) -> list[Widget]:
        """The search, the list, and the problem of the cursor below it."""
        detail = Vertical(Static(id="place", markup=False), Static(id="what", markup=False), id="detail")
        return [Search("Search"), Static(id="none", markup=False), Rows(0, self._draw, name="problems"), detail]

    def ready(self) -> None:
        """Lists the problems."""
        self.query_one("#none").display = False
        self._read()

    def renewed(self, study: Study) -> None:
        """Content was read again."""
        self._study = study
        self._read()

    async def renew_keys(self) -> None:
        """With no problem at all, Enter goes to the notes."""
        await super().renew_keys()
        if self._list is not None and not self._list.problems:
            self.main_key("Notes")

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """Shows the whole problem."""
        event.stop()
        self._detail()

    def on_search_changed(self, event: Search.Changed) -> None:
        """Shows the problems in which every word is found."""
        event.stop()
        self._fill(cursor=0)

    def action_open(self) -> None:
        """Opens the line in the reader; with no problem at all, goes to the notes."""
        problem = self._here()
        if problem is None:
            self.links.go("notes")
        elif path_of(self._study.library, problem.file) is None:
            self.say("This file is not among your notes or in the pack.", wrong=True)
        else:
            line = max(problem.line, 1)
            self.links.open_note(SourceSpan(problem.file, line, line))

    def action_filter(self) -> None:
        """Shows all, only errors, only warnings."""
        self._filter = _FILTERS[(_FILTERS.index(self._filter) + 1) % len(_FILTERS)]
        self._fill(cursor=0)
        self.say(f"Shown: {self._filter}, {count(len(self._shown), 'problem')}. f shows others.")

    def action_edit(self) -> None:
        """Opens the learner's editor at the line, then reads content again."""
        problem = self._here()
        path = None if problem is None else path_of(self._study.library, problem.file)
        if problem is None or path is None:
            self.say("There is no file to edit.", wrong=True)
        elif trouble := edit(self.app, path, problem.line):
            self.say(trouble, wrong=True)
        else:
            self.links.reread()

    def action_copy(self) -> None:
        """Copies the place and the sentence, as editors can jump to it."""
        problem = self._here()
        if problem is not None:
            self.links.copy(f"{problem.place}: {problem.message}")

    @property
    def _rows(self) -> Rows:
        return self.query_one(Rows)

    def _here(self) -> Problem | None:
        at = self._rows.cursor
        return self._shown[at] if at < len(self._shown) else None

    def _read(self) -> None:
        library = self._study.library
        self.load(lambda _: problem_list(library), self._show, "list")

    def _show(self, found: ProblemList) -> None:
        self._list = found
        self.status(f"{count(found.errors, 'error')} · {count(found.warnings, 'warning')}")
        self._fill()

    def _fill(self, cursor: int | None = None) -> None:
        """The problems of the filter in which every word is found."""
        found = self._list
        if found is None:
            return
        wanted = self.query_one(Search).value.casefold().split()
        self._shown = tuple(one for one in found.problems if self._passes(one) and _has(one, wanted))
        self._rows.show(len(self._shown), self._draw, cursor)
        none = self.query_one("#none", Static)
        none.display = not self._shown
        self.query_one("#detail").display = bool(self._shown)
        if not found.problems:
            none.update(words(f"No problems. {count(found.notes, 'note')} and the pack were read whole."))
            self.main_key("Notes")
            self.say("Enter shows the notes.")
        elif not self._shown:
            none.update(words(f"No {'problem' if self._filter == 'all' else self._filter[:-1]} matches."))
        self._detail()

    def _passes(self, problem: Problem) -> bool:
        return self._filter == "all" or problem.is_error == (self._filter == "errors")

    def _draw(self, at: int, width: int) -> Content:
        problem = self._shown[at]
        place = words(problem.place).truncate(min(_PLACE, width // 2), ellipsis=True)
        return Content.assemble(self._sign(problem), " ", place, "  ", words(problem.message, "$muted"))

    def _sign(self, problem: Problem) -> tuple[str, str]:
        if problem.is_error:
            return f"{signs().wrong} error  ", "$error"
        return f"{signs().conflict} warning", "$warning"

    def _detail(self) -> None:
        problem = self._here()
        if problem is None:
            return
        title = Content.assemble(self._sign(problem), " ", words(problem.place, "bold"))
        self.query_one("#place", Static).update(title)
        follows = words(plain(problem.follows), "$muted")
        self.query_one("#what", Static).update(Content("\n").join([words(problem.message), follows]))


def _has(problem: Problem, wanted: list[str]) -> bool:
    text = f"{problem.place} {problem.message}".casefold()
    return all(word in text for word in wanted)
