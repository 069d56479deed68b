"""The facts: a list that is searched as one types, and beside it, where there is room, the fact under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from studykit.core.progress import Progress
from studykit.core.text import count
from studykit.facts.rows import FactRow
from studykit.tui.screens.fact import FactPage
from studykit.tui.screens.fact_keys import FactKeys
from studykit.tui.signs import plain, signs
from studykit.tui.widgets.fact_rows import FactHeading, narrow_row, wide_row
from studykit.tui.widgets.fact_sheet import FactSheet
from studykit.tui.widgets.frame import words
from studykit.tui.widgets.rows import Rows
from studykit.tui.widgets.search import Search
from studykit.tui.widgets.section import Section
from studykit.workflows.fact_page import FactView, fact_view, listing
from studykit.workflows.study import Study

if TYPE_CHECKING:
    from textual.timer import Timer

    from studykit.facts.search import Found

_PAUSE = 0.08
"""Seconds for which the cursor rests before the fact beside the list is read."""
_REST = 0.2
"""Seconds more before what depends on it is looked for."""
_HINT = '/ finds words, values such as "900 s", or status:, service:, note:.'


class Facts(FactKeys[None]):
    """Enter opens a fact; ``/`` searches."""

    CSS_PATH = "facts.tcss"
    AUTO_FOCUS = ""  # a key that comes early is one of the list, not text
    scrolls = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open"),
        Binding("slash", "search", "Search"),
        Binding("o", "note", "Open note"),
        Binding("n", "next(1)", "Next", show=False),
        Binding("N", "next(-1)", "Previous", show=False),
        Binding("right_square_bracket", "next(1)", "Next", show=False),
        Binding("left_square_bracket", "next(-1)", "Previous", show=False),
        Binding("w", "why", "Why", show=False),
        Binding("t", "lab", "Try it", show=False),
        Binding("escape,q", "back", "Back"),
    ]
    place = "studykit › Facts"
    hint = _HINT

    def __init__(self, study: Study, query: str = "") -> None:
        super().__init__(study)
        self._query = query
        self._rows: tuple[FactRow, ...] = ()
        self._total = 0
        self._instead = ""
        self._shown_of = study.library
        self._pause: Timer | None = None
        self._listed = False

    def body(self) -> list[Widget]:
        """Search field, list and, beside them, the fact."""
        left = Vertical(
            Search(value=self._query),
            FactHeading(),
            Rows(0, self._row, name="facts"),
            Static(id="none", markup=False),
            id="list",
        )
        return [Horizontal(left, VerticalScroll(FactSheet(), id="page", can_focus=False), id="columns")]

    def ready(self) -> None:
        """Reads the list; it takes the focus, because Enter opens from it."""
        self.query_one(Rows).focus()
        self.read_again()

    def read_again(self) -> None:
        """Lists what the query finds, with the cursor on the same fact where it is still there."""
        library, query = self._study.library, self._query

        def read(_: Progress) -> tuple[Found, int]:
            return listing(library, query), len(listing(library).rows)

        def show(read: tuple[Found, int]) -> None:
            found, self._total = read
            self._listed = True
            self._show_found(found, query, self.row)
            if self._query != query:  # more was typed meanwhile
                self._show_found(listing(library, self._query), self._query)

        self.load(read, show, "list")

    @property
    def view(self) -> FactView | None:
        """The fact under the cursor, whether it stands beside the list or not."""
        row, beside = self.row, self.sheet.view
        if row is None:
            return None
        same = beside is not None and beside.id == row.id and self._shown_of is self._study.library
        return beside if same else fact_view(self._study.library, row.id)

    def action_why(self) -> None:
        """Shows the rules beside the list; where there is no room, opens the fact."""
        self._on_page("why")

    def action_lab(self) -> None:
        """The same for its domains."""
        self._on_page("lab")

    def _on_page(self, act: str) -> None:
        if not self.query_one("#page").display:
            self.action_open()
        elif act == "why":
            super().action_why()
        else:
            super().action_lab()

    @property
    def row(self) -> FactRow | None:
        """The fact under the cursor."""
        at = self.query_one(Rows).cursor
        return self._rows[at] if at < len(self._rows) else None

    def on_resize(self, event: events.Resize) -> None:
        """A row takes two lines where the window is narrow; a wide one shows the fact beside the list."""
        del event
        self.call_after_refresh(self._lay_out)

    def on_search_changed(self, event: Search.Changed) -> None:
        """Searches as one types."""
        self._query = event.text
        if self._listed:
            self._show_found(listing(self._study.library, event.text), event.text)

    def on_search_submitted(self) -> None:
        """Enter goes to the list; where nothing was found, it takes what may have been meant."""
        if self._rows:
            self.query_one(Rows).focus()
        else:
            self._other()

    def on_search_left(self) -> None:
        """The list takes the focus, where there is one."""
        if self._rows:
            self.query_one(Rows).focus()

    def on_rows_moved(self) -> None:
        """The fact beside the list follows the cursor once it rests."""
        self._beside()

    def on_rows_taken(self) -> None:
        """A double click opens."""
        self.action_open()

    def action_open(self) -> None:
        """Opens the fact, goes to it where it stands beside the list, or does what the row of its page stands for."""
        row = self.row
        if isinstance(self.focused, Section):
            self.action_act()
        elif row is not None and self.query_one("#page").display:
            self._read_beside()
            self.sheet.claims.focus()
            self.say("Enter opens the line. Esc goes back to the list.")
        elif row is not None:
            among = tuple(one.id for one in self._rows)
            self.links.lay(FactPage(self._study, row.id, among), self._came_back)
        else:
            self._other()

    def action_search(self) -> None:
        """Goes to the search field."""
        self.query_one(Search).take_focus()

    def action_next(self, by: int) -> None:
        """Goes to the next fact that was found."""
        rows = self.query_one(Rows)
        if not 0 <= rows.cursor + by < len(self._rows):
            self.say("That was the last one." if by > 0 else "That was the first one.", wrong=True)
        rows.move(rows.cursor + by)

    def action_back(self) -> None:
        """From the page to the list; then clears the search; then goes back."""
        if isinstance(self.focused, Section):
            self.query_one(Rows).focus()
            self.say(self.hint)
        elif self._query:
            self.query_one(Search).clear()
            self.query_one(Rows).focus()
        else:
            self.dismiss(None)

    def shown(self, view: FactView) -> None:
        """The page beside the list begins at its top."""
        del view
        self.query_one("#page").scroll_home(animate=False)

    def _came_back(self, fact: str | None) -> None:
        at = next((at for at, row in enumerate(self._rows) if row.id == fact), -1)
        if at >= 0:
            self.query_one(Rows).move(at)

    def _show_found(self, found: Found, query: str, here: FactRow | None = None) -> None:
        here = self.row if not query else here
        self._rows, self._instead = found.rows, found.instead
        at = next((at for at, row in enumerate(found.rows) if here is not None and row.id == here.id), 0)
        rows, none = self.query_one(Rows), self.query_one("#none", Static)
        rows.show(len(found.rows), self._row, at)
        rows.display = bool(found.rows)
        none.display = not found.rows
        none.update(words(plain(self._nothing(found, query))))
        shown = f" · {len(found.rows):,} shown" if query else ""
        self.status(f"{count(self._total, 'fact')}{shown}")
        self.hint = f'Nothing says "{query}"; these say "{found.meant}".' if found.meant else _HINT
        self.say(self.hint)
        self._lay_out()

    def _other(self) -> None:
        """Where nothing was found: searches for what may have been meant, or for everything."""
        self.query_one(Input).value = self._instead

    def _nothing(self, found: Found, query: str) -> str:
        if not self._total:
            return "There are no facts yet. Add notes: g n."
        go = signs().action
        if found.instead:
            return f'No fact matches "{query}". Did you mean {found.instead}?\n{go} Enter searches for it. Esc clears.'
        return f'No fact matches "{query}". Fewer words may.\n{go} Enter shows all facts again.'

    def _row(self, row: int, width: int) -> Content:
        one = self._rows[row]
        return narrow_row(one, width) if self.query_one(Rows).tall > 1 else wide_row(one, width)

    def _lay_out(self) -> None:
        rows, tall = self.query_one(Rows), 2 if self.has_class("-narrow") else 1
        if rows.tall != tall:
            rows.tall = tall
            rows.show(len(self._rows), self._row)
        self.query_one(FactHeading).display = bool(self._rows) and tall == 1
        self._beside()

    def _beside(self) -> None:
        """Reads the fact under the cursor once it rests, where there is room to show it."""
        if self._pause is not None:
            self._pause.stop()
        page = self.query_one("#page")
        page.display = self.has_class("-wide") and bool(self._rows)
        if page.display:
            self._pause = self.set_timer(_PAUSE, self._read_beside)

    def _read_beside(self) -> None:
        row, beside = self.row, self.sheet.view
        if row is not None and (beside is None or beside.id != row.id or self._shown_of is not self._study.library):
            self._shown_of = self._study.library
            self.show_fact(row.id, _REST)
