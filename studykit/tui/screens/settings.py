"""Settings: one list, searched as one types; what is changed is kept at once, and shows what is usual."""

from __future__ import annotations

import os
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from studykit.core.errors import StudykitError, UsageError
from studykit.core.text import printable, shortened
from studykit.tui.signs import plain
from studykit.tui.widgets.ask import Ask
from studykit.tui.widgets.frame import Frame, words
from studykit.tui.widgets.rows import Rows
from studykit.tui.widgets.search import Search
from studykit.workflows.settings_page import (
    LOOK,
    STUDY,
    SettingRow,
    check,
    matching,
    rows,
    set_study,
    turned,
)
from studykit.workflows.study import Study

_GROUP, _TITLE, _VALUE = 7, 24, 28
_NARROW, _WIDE = 60, 96


def _usual(row: SettingRow) -> str:
    return f"  usually {printable(row.usual)}" if row.changed else ""


class _Values(Rows):
    """The list; it has the keys that change a value, because lists scroll with these otherwise."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l,space", "screen.turn(1)", "Other value", key_display="←→"),
        Binding("left,h", "screen.turn(-1)", "Other value", show=False),
    ]


class Settings(Frame[None]):
    """Every way to change a value keeps the old one when the new one is wrong, and says the range."""

    CSS_PATH = "settings.tcss"
    AUTO_FOCUS = ""  # a key that comes early is one of the list, not text
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "type", "Change"),
        Binding("backspace,delete", "usual", "Usual value", key_display="⌫"),
        Binding("slash", "search", "Search"),
        Binding("escape,q", "leave", "Back"),
    ]
    scrolls = False
    place = "studykit › Settings"
    hint = "Saved when changed. Backspace puts the usual value back."

    def __init__(self, study: Study) -> None:
        super().__init__()
        self._study = study
        self._all: tuple[SettingRow, ...] = ()
        self._found: tuple[SettingRow, ...] = ()

    def body(self) -> list[Widget]:
        """The field, the list, and what the setting under the cursor means."""
        return [
            Search(),
            _Values(0, self._drawn),
            Static(id="none", markup=False),
            Static(id="means", markup=False),
            Ask(),
        ]

    def ready(self) -> None:
        """Lists everything."""
        self._renew()
        self.query_one(Rows).focus()

    def on_resize(self, event: events.Resize) -> None:
        """Two lines a row where it is narrow."""
        shown = self.query_one(Rows)
        shown.tall = 2 if event.size.width < _NARROW else 1
        shown.show(len(self._found), self._drawn)

    def _renew(self, cursor: int | None = None) -> None:
        self._all = rows(self._study, self.links.look, self.links.desk)
        query = self.query_one(Search).value
        self._found = matching(self._all, query)
        list_ = self.query_one(Rows)
        list_.show(len(self._found), self._drawn, cursor)
        list_.display = bool(self._found)
        none = self.query_one("#none", Static)
        none.display = not self._found
        none.update(words(f"No setting matches '{query}'. Esc clears the search."))
        changed = sum(row.changed for row in self._all)
        self.status(f"{changed} changed" if changed else "all as usual")
        self._describe()

    def _drawn(self, at: int, width: int) -> Content:
        row = self._found[at]
        value = printable(row.value)
        style = "bold $primary" if row.changed else "$muted" if row.fixed else "$foreground"
        mark = "*" if row.changed else " "
        if width < _NARROW - 4:
            return Content.assemble(words(f"{row.title}\n"), f"  {mark}", words(value, style))
        first = at == 0 or self._found[at - 1].group != row.group
        room = _VALUE if width >= _WIDE else width - _GROUP - _TITLE - 2 - len(_usual(row))
        means = f"  {row.means}" if width >= _WIDE and not row.changed else ""
        return Content.assemble(
            words(f"{row.group if first else '':<{_GROUP}}", "bold"),
            words(f"{row.title:<{_TITLE}} {mark}"),
            words(f"{shortened(value, room):<{room}}", style),
            words(_usual(row) or means, "$muted"),
        )

    def _row(self) -> SettingRow | None:
        at = self.query_one(Rows).cursor
        return self._found[at] if at < len(self._found) else None

    def _describe(self) -> None:
        row = self._row()
        text = Content("")
        if row is not None:
            about = f"{row.means[:1].upper()}{row.means[1:]}."
            usual = "" if row.fixed else f" Usually {printable(row.usual)}."
            name = "" if row.fixed else f"\nAlso in a shell: studykit settings {row.name} VALUE"
            text = words(plain(f"{about}{usual}{name}"), "$muted")
            if row.name == "theme" and os.environ.get("NO_COLOR"):
                text = words("NO_COLOR is set: every theme shows in greys.", "$warning")
        self.query_one("#means", Static).update(text)

    def on_rows_moved(self) -> None:
        """Says what the setting means."""
        self._describe()

    def on_rows_taken(self) -> None:
        """A double click is Enter."""
        self.action_type()

    def action_turn(self, by: int) -> None:
        """The next or the previous value."""
        row = self._row()
        if row is None:
            return
        try:
            self._keep(row, turned(self._study, row, by))
        except UsageError as problem:
            self.say(str(problem), wrong=True)

    def action_usual(self) -> None:
        """The usual value."""
        row = self._row()
        if row is None:
            return
        if row.fixed:
            self.say(f"{row.title} is shown here, and not set.", wrong=True)
        elif not row.changed:
            self.say(f"{row.title} has its usual value already.", wrong=True)
        else:
            self._keep(row, None)

    def action_type(self) -> None:
        """Asks for a value; yes and no, and names of a list, only turn."""
        row = self._row()
        if row is None:
            return
        if row.fixed:
            self.say(f"{row.title} is shown here, and not set.", wrong=True)
        elif row.value in ("yes", "no") or row.name in ("theme", "signs"):
            self.action_turn(1)
        else:
            self.query_one(Ask).ask(row.title, row.value)
            self.say(f"Now {row.value}. Enter keeps what you type; Esc leaves it.")

    def on_ask_given(self, event: Ask.Given) -> None:
        """Keeps what was typed, or says the range and asks on."""
        row = self._row()
        if row is None:
            return
        try:
            check(row, event.text)
        except UsageError as problem:
            self.say(f"{problem} It is still {row.value}.", wrong=True)
            return
        self.on_ask_left()
        self._keep(row, event.text)

    def on_ask_left(self) -> None:
        """Back to the list."""
        self.query_one(Ask).close()
        self.query_one(Rows).focus()
        self.say(self.hint)

    def _keep(self, row: SettingRow, text: str | None) -> None:
        try:
            if row.group == STUDY:
                set_study(self._study, row.name, text)
            elif row.group == LOOK:
                self.links.set_look(row.name, text)
            else:
                self.say(f"{row.title} is shown here, and not set.", wrong=True)
                return
        except StudykitError as problem:
            self.say(str(problem), wrong=True)
            return
        self._renew(self.query_one(Rows).cursor)
        now = self._row()
        value = now.value if now is not None and now.name == row.name else "set"
        self.say(f"{row.title}: {value}. Saved.")

    def action_search(self) -> None:
        """Goes to the field."""
        self.query_one(Search).take_focus()

    def on_search_changed(self) -> None:
        """Shows what matches."""
        self._renew(0)

    def on_search_submitted(self) -> None:
        """Goes to what was found."""
        self.on_search_left()

    def on_search_left(self) -> None:
        """Back to the list."""
        if not self._found:
            self.query_one(Search).clear()
        self.query_one(Rows).focus()

    def action_leave(self) -> None:
        """Clears the search first; then goes back."""
        search = self.query_one(Search)
        if search.value:
            search.clear()
        else:
            self.dismiss()
