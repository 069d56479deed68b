"""Today: what to do first, then how you stand, then what is open; Welcome before the first answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from studykit.core.errors import UsageError
from studykit.core.text import count
from studykit.tui.screens.home_aside import Aside
from studykit.tui.screens.home_counting import Counting
from studykit.tui.screens.home_rows import (
    Act,
    act_row,
    acts,
    area_row,
    day_text,
    first_acts,
    name_room,
    ready_line,
    settle_rows,
)
from studykit.tui.signs import plain, signs
from studykit.tui.widgets.frame import words
from studykit.tui.widgets.menu import Menu, Row
from studykit.workflows.home_view import QUIZ, Ready

if TYPE_CHECKING:
    from studykit.workflows.showing import Showing
    from studykit.workflows.today import Today

__all__ = ["QUIZ", "Home"]

_WAITING = "Reading notes… The first question comes as soon as they are read."
_FEW = 5
"""Answers after which a date and own notes are offered, once."""
_SAFE = (
    "Works without a network or an account. Your answers stay in one file on this computer. "
    "Notes are only read, never changed."
)
_PROMISE = "Pass an exam from notes that you can check."
_FIRST = Act("review", "Start", "as soon as the notes are read")
_WIDE = 100


class Home(Counting):
    """The first screen; Enter starts what is due."""

    CSS_PATH = "home.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "start", "Start"),
        Binding("down,j", "move(1)", "Choose", key_display="↑↓"),
        Binding("up,k", "move(-1)", "Choose", show=False),
        Binding("g", "app.places", "Go to"),
        Binding("colon,ctrl+p", "app.palette", "Do"),
        Binding("q", "app.quit_saved", "Quit"),
        Binding("escape", "app.stay", "Stay here", show=False),  # one Esc too many must not end the app
    ]
    place = "studykit › Today"
    hint = "Reading notes…"

    def __init__(self) -> None:
        super().__init__()
        self._acts = [_FIRST]
        self._offered = False
        self._settling: list[tuple[str, Row]] = []

    def body(self) -> list[Widget]:
        """A title, the actions, how it stands, and what is to be settled."""
        return [
            Static(words(_PROMISE, "bold"), id="title", markup=False),
            Static(id="notice", markup=False),
            Menu(1, self._act, name="actions"),
            Static(id="ready", markup=False),
            Menu(0, self._area, name="areas"),
            Static(words("To settle", "bold"), id="open", markup=False),
            Menu(0, self._open, name="settle"),
            Static(id="safe", markup=False),
        ]

    def beside(self) -> list[Widget]:
        """The days ahead and behind, where there is room."""
        return [Aside()]

    def ready(self) -> None:
        """Takes the focus to the actions."""
        for part in self.query_one("#body").children:
            part.display = part.id in ("title", "actions")
        self.query_one("#actions").focus()

    def reading(self, done: int, total: int) -> None:
        """Says how far the reading of notes is."""
        if self._study is None and self.query("#title"):
            self.status(f"Reading notes: {done:,} of {total:,}")

    def on_resize(self, event: events.Resize) -> None:
        """The lab is among the actions where there is room; what was hidden has no focus any more."""
        if self._today is not None:
            self._draw_acts(event.size.width >= _WIDE)
        if self.focused is None:
            self.call_after_refresh(self.query_one("#actions").focus)

    def draw(self, *, first: bool = False) -> None:
        """Shows what is known."""
        from studykit.workflows.today import exam_words

        study, today = self._study, self._today
        assert study is not None
        assert today is not None
        title = study.library.pack.title
        self.place = "studykit › Welcome" if today.first_run else "studykit › Today"
        todo = f"{today.due} due" if today.due else f"{today.new} new" if today.new else "nothing due"
        day = (day_text(study.day),) if self.size.width >= _WIDE else ()
        self.status(" · ".join((title, *exam_words(today), *day, todo)))
        done = f"{count(today.answered, 'card')} answered today." if today.answered else ""
        self._put("title", words(_PROMISE if today.first_run else done, "bold"))
        notice = f"{signs().conflict} {today.notice}" if today.notice else ""
        self._put("notice", words(notice, "$warning"))
        self._draw_acts(self.size.width >= _WIDE, first=first)
        self._draw_beside(today)
        self._draw_open()
        self._put("safe", words(_SAFE if today.first_run else "", "$muted"))
        self.hint = self._hint(today)
        self.say(self.hint)

    def _draw_acts(self, wide: bool, *, first: bool = False) -> None:
        study, today = self._study, self._today
        if study is None or today is None:
            return
        before = [one.name for one in self._acts]
        pack = study.library.pack
        self._acts = (
            first_acts(pack.title, today, self._left)
            if today.first_run
            else acts(today, self._left, pack.blueprint, self._beside, wide=wide)
        )
        menu, names = self.query_one("#actions", Menu), [one.name for one in self._acts]
        work = today.due + today.new or self._left or today.first_run
        cursor = (0 if work else 1) if first or len(before) != len(names) or before[0] != names[0] else None
        menu.show(len(self._acts), self._act, cursor)

    def _draw_beside(self, today: Today) -> None:
        found = None if today.first_run else self._beside
        self.query_one(Aside).show(found)
        ready = None if found is None else found.ready
        said = words("")
        if isinstance(ready, Ready):
            said = words(plain(ready_line(ready)), "bold")
        elif ready is not None:
            said = words(ready.why, "$muted")
        self._put("ready", said)
        areas = ready.areas if isinstance(ready, Ready) else ()
        self.query_one("#areas", Menu).show(len(areas), self._area)

    def _draw_open(self) -> None:
        rows = self._settling = self._to_settle()  # a row at a time is drawn from it
        self.query_one("#open").display = bool(rows)
        self.query_one("#settle", Menu).show(len(rows), self._open)

    def _put(self, name: str, content: Content) -> None:
        part = self.query_one(f"#{name}", Static)
        part.update(content)
        part.display = bool(content.plain)

    def _act(self, at: int, width: int) -> Row:
        widest = max((len(one.label) for one in self._acts if one.detail and "\n" not in one.detail), default=0)
        return act_row(self._acts[at], widest, width)

    def _area(self, at: int, width: int) -> Row:
        ready = self._beside.ready if self._beside else None
        assert isinstance(ready, Ready)
        widest = name_room(ready, width)
        return area_row(ready, ready.areas[at], widest, width)

    def _open(self, at: int, _: int) -> Row:
        return self._settling[at][1]

    def _to_settle(self) -> list[tuple[str, Row]]:
        if self._today is None or self._study is None:
            return []
        return settle_rows(self._today, self._study.library.diagnostics)

    def _hint(self, today: Today) -> str:
        if self._left:
            return "An exam waits to be gone on with. Enter starts what is chosen."
        offered = today.answered >= _FEW and today.exam_in is None and not self._offered
        if offered and not today.first_run:
            self._offered = True
            return "Exam date? g p. Own notes? g n."
        if today.first_run:
            return "Enter starts. You can set an exam date later."
        if today.due + today.new:
            return "Enter starts. Every answer is saved at once."
        return "Enter starts a quiz. Answers count for your cards."

    @property
    def _menu(self) -> Menu:
        """The region that has the focus; the actions where none has."""
        return self.focused if isinstance(self.focused, Menu) else self.query_one("#actions", Menu)

    def action_move(self, by: int) -> None:
        """Moves the cursor, into the next region past an end."""
        self._menu.action_step(by)

    def on_menu_passed(self, event: Menu.Passed) -> None:
        """Past an end, arrows go on in the next region."""
        menus = [one for one in self.query(Menu) if one.display and one.count]
        at = menus.index(event.menu) + event.by
        if 0 <= at < len(menus):
            menus[at].cursor = 0 if event.by > 0 else menus[at].count - 1
            menus[at].focus()

    def on_menu_taken(self) -> None:
        """A double click is Enter."""
        self.action_start()

    async def renew_keys(self) -> None:
        """Enter means something else in each region."""
        await super().renew_keys()
        self.main_key({"areas": "Quiz", "settle": "Open"}.get(self._menu.id or "", "Start"))

    def action_start(self) -> None:
        """Does what the cursor is on; before the notes are read, as soon as they are."""
        if self._study is None or self._today is None:
            self._waiting = True
            self.say(_WAITING)
        elif self._menu.id == "areas":
            self._quiz_on(self._menu.cursor)
        elif self._menu.id == "settle":
            self._go(self._settling[self._menu.cursor][0])
        else:
            self._go(self._acts[self._menu.cursor].name)

    def _go(self, name: str) -> None:
        ready = self._beside.ready if self._beside else None
        if name == "weakest" and isinstance(ready, Ready) and ready.weakest is not None:
            self._quiz_on(ready.areas.index(ready.weakest))
        elif name == "tour":
            from studykit.tui.screens.tour import Tour

            self.app.push_screen(Tour())
        elif name in ("review", "quiz", "exam"):
            self.app.call_later(self.app.run_action, name)
        elif name == "conflicts":
            self.links.open_conflicts()
        else:
            self.links.go(name)

    def _quiz_on(self, at: int) -> None:
        study, ready = self._study, self._beside.ready if self._beside else None
        if study is None or not isinstance(ready, Ready):
            return
        area = ready.areas[at]

        def asked() -> Iterable[Showing]:
            from studykit.workflows.home_page import practise_area

            try:
                return practise_area(study, ready, area)
            except UsageError:
                return ()  # the app says that there is nothing to ask

        self.links.practise(area.title, asked)
