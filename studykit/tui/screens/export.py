"""Export: what is written, of what, where to; checked before it is written."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from studykit.core.errors import UsageError
from studykit.core.text import printable
from studykit.tui.loading import Progress
from studykit.tui.signs import plain, signs
from studykit.tui.widgets.ask import Ask
from studykit.tui.widgets.frame import Frame, words
from studykit.tui.widgets.rows import Rows
from studykit.workflows import export_page as page
from studykit.workflows.export_page import Check, Wish
from studykit.workflows.path_field import completed
from studykit.workflows.study import Study

_HINT = "Enter writes the file. Arrows change what is written."
_LABEL = 11
_NAMES = 6


class _Fields(Rows):
    """The rows; they have the arrows, because lists scroll with these otherwise."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l,space", "screen.turn(1)", "Change", key_display="←→"),
        Binding("left,h", "screen.turn(-1)", "Change", show=False),
    ]


class Export(Frame[None]):
    """A row for each thing that can be chosen; below them what the file would hold."""

    CSS_PATH = "export.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "write", "Write"),
        Binding("f", "name_file", "File"),
        Binding("escape,q", "leave", "Back"),
    ]
    scrolls = False
    place = "studykit › Export"
    hint = _HINT

    def __init__(self, study: Study, what: str = "") -> None:
        super().__init__()
        self._study = study
        self._wish = page.first_wish(study, what)
        self._topics: tuple[str, ...] = ()
        self._check: Check | None = None
        self._wrote = ""
        """Of the file that was written just now."""
        self._sure = False
        """Whether Enter was pressed once over a file that is there."""

    def body(self) -> list[Widget]:
        """The rows, the check, and the field for a path."""
        return [_Fields(0, self._drawn), Static(id="check", markup=False), Ask()]

    def ready(self) -> None:
        """Shows the usual wish."""
        rows = self.query_one(_Fields)
        rows.show(len(self._fields()), self._drawn)
        rows.focus()
        self.load(lambda _: page.topics(self._study), self._know_topics, "topics")
        self._renew()

    def on_resize(self, event: events.Resize) -> None:
        """As many lines as there are rows."""
        del event
        self._fit()

    def _fit(self) -> None:
        rows = self.query_one(_Fields)
        rows.styles.height = len(self._fields())
        rows.show(len(self._fields()), self._drawn)

    def _know_topics(self, found: tuple[str, ...]) -> None:
        self._topics = found
        self.query_one(_Fields).refresh()

    def _fields(self) -> tuple[str, ...]:
        if self._wish.cards:
            return ("kind", "topic", "path")
        return ("kind", "topic", "count", *(("answers",) if self._wish.places else ()), "path")

    def _drawn(self, at: int, width: int) -> Content:
        del width
        field, wish = self._fields()[at], self._wish
        label, value = {
            "kind": ("What", page.title_of(wish.kind)),
            "topic": ("About", "everything" if wish.topic == "all" else wish.topic),
            "count": ("Questions", f"{wish.count:,}"),
            "answers": ("Answers", page.ANSWERS.get(wish.answers, "")),
            "path": ("File", wish.path),
        }[field]
        left, right = ("", "") if field == "path" else ("‹ ", " ›")
        return Content.assemble(
            words(f"{label:<{_LABEL}}", "bold"),
            words(plain(left), "$muted"),
            words(printable(value)),
            words(plain(right), "$muted"),
        )

    def _renew(self, *, keep: bool = False) -> None:
        """Checks anew; ``keep`` what was said of a file that was written."""
        self._sure = False
        if not keep:
            self._wrote = ""
        self.load(partial(self._look, self._wish), self._checked, "check")

    def _look(self, wish: Wish, _: Progress) -> Check:
        return page.check(self._study, wish)

    def _checked(self, found: Check) -> None:
        self._check = found
        parts: list[Content] = []
        if self._wrote:
            parts.append(words(f"{signs().right} {self._wrote}", "$success"))
        for line in found.lines:
            minded = line.startswith("!")
            text = line if not minded else f"{signs().conflict}{line[1:]}"
            parts.append(words(plain(text), "$warning" if minded else ""))
        self.query_one("#check", Static).update(Content("\n").join(parts))

    def action_turn(self, by: int) -> None:
        """The next or previous value of the row."""
        field = self._fields()[self.query_one(_Fields).cursor]
        if field == "path":
            self.action_name_file()
            return
        if field == "topic" and not self._topics:
            self.say("The cards are being looked through.", wrong=True)
            return
        self._wish = page.turned(self._study, self._wish, field, by, self._topics)
        self._fit()
        self.say(self.hint)
        self._renew()

    def on_rows_taken(self) -> None:
        """A double click changes the row; Enter writes."""
        self.action_turn(1)

    def action_name_file(self) -> None:
        """Asks where to."""
        self.query_one(Ask).ask("File", self._wish.path, self._complete)
        self.say("Tab completes. Enter takes it, Esc leaves it.")

    def _complete(self, text: str) -> str:
        whole, names = completed(text)
        if len(names) > 1:
            self.say(f"Which? {', '.join(names[:_NAMES])}{' …' if len(names) > _NAMES else ''}")
        return whole

    def on_ask_given(self, event: Ask.Given) -> None:
        """Takes the path."""
        if not event.text:
            self.say("Write the name of a file.", wrong=True)
            return
        try:
            self._wish = page.named(self._wish, event.text)
        except UsageError as problem:
            self.say(str(problem), wrong=True)
            return
        self.on_ask_left()
        self._fit()
        self._renew()

    def on_ask_left(self) -> None:
        """Back to the rows."""
        self.query_one(Ask).close()
        self.query_one(_Fields).focus()
        self.say(self.hint)

    def action_write(self) -> None:
        """Writes the file; asks first when there is one of that name."""
        if self._wish.file.is_file() and not self._sure:
            self._sure = True
            self.say(f"{self._wish.path} is there. Enter again replaces it.", wrong=True)
            return
        self._sure = False
        self.load(partial(page.write, self._study, self._wish), self._written, "write")

    def _written(self, said: str) -> None:
        self._wrote = said
        self.links.tell(said)
        self._renew(keep=True)

    def action_leave(self) -> None:
        """Goes back."""
        self.dismiss()
