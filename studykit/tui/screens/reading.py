"""Notes are being read: how far it is, and then what was found in them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from studykit.core.errors import StudykitError
from studykit.core.progress import Progress
from studykit.core.text import count, printable
from studykit.drawing.bars import bar
from studykit.tui.signs import PLAIN, plain, signs
from studykit.tui.widgets.frame import Frame, words
from studykit.tui.widgets.rows import Rows
from studykit.workflows.desk import Desk, with_notes
from studykit.workflows.note_list import Found, names_in, read_notes_of, short_path
from studykit.workflows.study import Study

_EVERY = 0.1
_WIDTH = 40


class Reading(Frame[bool]):
    """Reads a folder of notes; True when they are on the desk, False when the learner stopped it."""

    CSS_PATH = "reading.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "enter", "Go on"),
        Binding("escape,q", "leave", "Back"),
    ]
    AUTO_FOCUS = ""
    hint = "Esc stops; what is read so far is kept."

    def __init__(self, study: Study, desk: Desk, path: Path, notes: int) -> None:
        super().__init__()
        self._before, self._desk, self._path, self._notes = study.library, desk, path, notes
        self._told = (0, notes)
        """How many of how many notes are read; written by the thread."""
        self._names: Sequence[str] = ()
        self._started = 0.0
        self._found: Found | None = None
        self._stopped = False
        self._actions: list[tuple[str, str]] = []
        """Place to go to and words of each action."""
        self._timer: Timer | None = None
        self.place = f"studykit › Notes › Reading {short_path(path)}"

    def body(self) -> list[Widget]:
        """The bar and the note that is read now, then what was found and what to do about it."""
        return [
            Static(id="bar", markup=False),
            Static(id="name", markup=False),
            Static(id="found", markup=False, classes="gap"),
            Rows(0, self._action, name="actions"),
        ]

    def ready(self) -> None:
        """Begins to read."""
        self._rows.display = False
        self._begin()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter has no meaning while notes are read."""
        if action == "enter":
            return self._stopped or bool(self._actions)
        return super().check_action(action, parameters)

    def say(self, sentence: str, *, wrong: bool = False) -> None:
        """While notes are read the hint says what Esc does; how far it is stands in the body."""
        super().say(sentence if wrong or self._timer is None else self.hint, wrong=wrong)

    def action_enter(self) -> None:
        """Goes on: reads on when it was stopped, or does what is chosen."""
        if self._stopped:
            self._begin()
        elif self._found is not None:
            place = self._actions[self._rows.cursor][0]
            self.dismiss(result=True)
            if place != "notes":
                self.app.call_later(self.links.go, place)

    def stop_loading(self) -> None:
        """Stops; what is read is kept for the next time."""
        super().stop_loading()
        self._stopped = True
        self._rest()
        done, total = self._told
        self._draw()
        self.call_later(self._name_keys)
        self.say(f"{done:,} of {count(total, 'note')} are read and kept. Enter reads on; Esc goes back.")

    def action_leave(self) -> None:
        """Stops the reading first, then goes back; notes that are read whole are on the desk."""
        if self.can_stop:
            self.stop_loading()
        else:
            self.dismiss(result=self._found is not None)

    def on_rows_taken(self, event: Rows.Taken) -> None:
        """A double click is Enter."""
        event.stop()
        self.action_enter()

    @property
    def _rows(self) -> Rows:
        return self.query_one(Rows)

    def _begin(self) -> None:
        self._stopped, self._started = False, time.monotonic()
        self._timer = self.set_interval(_EVERY, self._draw)
        self.call_later(self._name_keys)
        self.load(self._work, self._done, "reading")
        self.say(self.hint)

    async def _name_keys(self) -> None:
        """Other keys are in force."""
        await self.renew_keys()
        if self._stopped:
            self.main_key("Read on")

    def _work(self, progress: Progress) -> Found:
        """In the thread: reads everything, so that opening it again only looks into the cache."""
        self._names = names_in(self._path)

        def tell(done: int, total: int) -> None:
            self._told = done, total
            progress(done, total)

        return read_notes_of(self._desk, self._path, tell)

    def _draw(self) -> None:
        """How far it is by now."""
        done, total = self._told
        spent = time.monotonic() - self._started
        left = round(spent * (total - done) / done) if done else 0
        rest = f" · about {left} s" if left and not self._stopped else ""
        drawn = bar(done / total if total else 0.0, _WIDTH, plain=signs() is PLAIN)
        self.query_one("#bar", Static).update(words(plain(f"{drawn}  {done:,} of {count(total, 'note')}{rest}")))
        self.query_one("#name", Static).update(words(self._doing(done, total), "$muted"))

    def _doing(self, done: int, total: int) -> str:
        """The note that is read now, as far as it is known, or what comes after the reading."""
        if self._found is not None or self._stopped:
            return ""
        if done == total:
            return plain("Settling what the notes say…")
        known = total == len(self._names) and done > 0  # otherwise some are in the cache, nobody knows which
        return printable(self._names[done - 1]) if known else ""

    def _rest(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _done(self, found: Found) -> None:
        """Keeps the notes on the desk, and waits until the app studies from it."""
        self._rest()
        try:
            desk = with_notes(self._desk, self._path)
        except StudykitError as problem:
            self.say(f"{problem}", wrong=True)
            return
        self._found, self._told = found, (self._notes, self._notes)
        self.links.reopen(desk)
        self._timer = self.set_interval(_EVERY / 2, self._opened)

    def _opened(self) -> None:
        study = self.links.study
        if study is None or study.library is self._before or self._found is None:
            return
        self._rest()
        self._draw()
        self._show(self._found)

    def _show(self, found: Found) -> None:
        text = (
            f"{count(found.notes, 'note')} · {count(found.claims, 'claim')} · {count(found.facts, 'fact')} · "
            f"{count(found.conflicts, 'conflict')} · {count(found.problems, 'diagnostic')}"
        )
        self.query_one("#found", Static).update(words(plain(text), "bold"))
        self._actions = [
            *([("conflicts", f"See the {count(found.conflicts, 'conflict')}")] if found.conflicts else []),
            *([("diagnostics", f"See the {count(found.problems, 'diagnostic')}")] if found.problems else []),
            ("review", "Start a review"),
            ("notes", "Go to the list of notes"),
        ]
        self._rows.display = True
        self._rows.styles.height = len(self._actions)
        self._rows.show(len(self._actions), self._action)
        self._rows.focus()
        self.call_later(self._name_keys)
        self.say("Your notes are on the desk. They are read again at every start.")

    def _action(self, at: int, width: int) -> Content:
        del width
        return words(self._actions[at][1])
