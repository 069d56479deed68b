"""The domains of the lab: choose one by a few letters, and its lab opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from studykit.core.text import count
from studykit.drawing.lines import fitted
from studykit.tui.screens.searched import Searched
from studykit.tui.signs import PLAIN, plain, signs
from studykit.tui.widgets.frame import words
from studykit.tui.widgets.rows import Rows
from studykit.tui.widgets.search import Search

if TYPE_CHECKING:
    from studykit.workflows.lab_domains import DomainLine
    from studykit.workflows.study import Study

_ID, _SIZE, _AREA, _WIDE = 28, 12, 30, 90


class Domains(Searched):
    """Lists them, the one practised last first."""

    CSS_PATH = "domains.tcss"
    scrolls = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open"),
        Binding("slash", "search", "Search"),
        Binding("p", "practise", "Practise"),
        Binding("escape,q", "back", "Back"),
    ]
    place = "studykit › Lab"
    hint = "Type a few letters. Enter opens a domain; ↓ goes to the list."

    def __init__(self, study: Study) -> None:
        super().__init__()
        self._study = study
        self._all: tuple[DomainLine, ...] = ()
        self._shown: tuple[DomainLine, ...] = ()

    def body(self) -> list[Widget]:
        """The field, the domains, and what the one under the cursor is about."""
        return [Search("Search domains"), Rows(0, self._row, name="domains"), Static(id="about", markup=False)]

    def ready(self) -> None:
        """Reads them."""
        from studykit.workflows.lab_domains import domain_lines

        self.query_one(Search).take_focus()
        self.load(lambda _: domain_lines(self._study), self._read, "domains")

    async def renew_keys(self) -> None:
        """Enter opens, in the field as in the list."""
        await super().renew_keys()
        self.main_key("Open")

    def on_search_changed(self, event: Search.Changed) -> None:
        """Shows what fits."""
        self._find(event.text)

    def found(self) -> None:
        """Opens the first."""
        self.action_open()

    def on_rows_moved(self) -> None:
        """Tells more of the domain under the cursor."""
        self._about()

    def action_open(self) -> None:
        """Opens the lab."""
        if line := self._here:
            self.links.open_lab(line.id, {})
        else:
            self.say("No domain to open. Esc clears the search.", wrong=True)

    def action_practise(self) -> None:
        """Questions of the domain."""
        if line := self._here:
            from studykit.workflows.lab_domains import practice

            name = line.id
            self.links.practise(f"Practice › {name}", lambda: practice(self._study, name))

    @property
    def _here(self) -> DomainLine | None:
        at = self.query_one(Rows).cursor
        return self._shown[at] if at < len(self._shown) else None

    def _read(self, lines: tuple[DomainLine, ...]) -> None:
        self._all = lines
        self._find(self.query_one(Search).value)

    def _find(self, text: str) -> None:
        from studykit.workflows.lab_domains import found

        self._shown = found(self._all, text)
        self.query_one(Rows).show(len(self._shown), self._row, 0)
        total = count(len(self._all), "domain")
        self.status(f"{len(self._shown)} of {total}" if text else total)
        if not self._all:
            self.say("This pack has no domains: its folder domains/ holds none.")
        elif not self._shown:
            self.say(f"No domain matches “{text}”. Esc clears.")
        else:
            self.say(self.hint)
        self._about()

    def _about(self) -> None:
        line = self._here
        text = "" if line is None else f"{line.title} · {line.area} · {line.size}"
        if line is not None and line.practised:
            text += " · practised last"
        self.query_one("#about", Static).update(words(plain(text), "$muted"))

    def _row(self, at: int, width: int) -> Content:
        line = self._shown[at]
        cut = {"plain": signs() is PLAIN}
        name = words(fitted(line.id, min(_ID, width), **cut), "bold")
        wide = width >= _WIDE
        room = width - _ID - 2 - (_SIZE + _AREA + 4 if wide else 0)
        if room < _SIZE:
            return name
        title = words(f"  {fitted(line.title, room, **cut)}")
        if not wide:
            return Content.assemble(name, title)
        area = words(f"  {fitted(line.area, _AREA, **cut)}", "$muted")
        return Content.assemble(name, title, area, words(f"  {line.size:>{_SIZE}}", "$muted"))
