"""Export: what is written, of what, where to; checked before it is written."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType

from studykit.core.errors import UsageError
from studykit.tui.loading import Progress
from studykit.tui.screens.fielded import Field, Fielded, Fields
from studykit.workflows import export_page as page
from studykit.workflows.export_page import Check, Wish
from studykit.workflows.study import Study

_WRITING = "The file is being written."


class Export(Fielded):
    """A row for each thing that can be chosen; below them what the file would hold."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "write", "Write"),
        Binding("f", "name_file", "File"),
        Binding("escape,q", "leave", "Back"),
    ]
    place = "studykit › Export"
    hint = "Enter writes the file. Arrows change what is written."

    def __init__(self, study: Study, what: str = "") -> None:
        super().__init__()
        self._study = study
        self._wish = page.first_wish(study, what)
        self._topics: tuple[str, ...] = ()
        self._wrote = ""
        """Of the file that was written just now."""
        self._sure = False
        """Whether Enter was pressed once over a file that is there."""

    def ready(self) -> None:
        """Shows the usual wish."""
        super().ready()
        self.load(lambda _: page.topics(self._study), self._know_topics, "topics")
        self._renew()

    def _know_topics(self, found: tuple[str, ...]) -> None:
        self._topics = found
        self.query_one(Fields).again()

    def fields(self) -> Sequence[Field]:
        """What can be chosen for the form that is written."""
        wish = self._wish
        rows = [
            Field("kind", "What", page.title_of(wish.kind)),
            Field("topic", "About", "everything" if wish.topic == "all" else wish.topic),
        ]
        if wish.cards:
            rows.append(Field("deck", "Deck", page.deck_of(self._study, wish), typed=True))
        else:
            rows.append(Field("count", "Questions", f"{wish.count:,}"))
        if wish.remembers:
            rows.append(Field("history", "Schedule", "goes along" if wish.history else "stays here"))
        if wish.places:
            rows.append(Field("answers", "Answers", page.ANSWERS.get(wish.answers, "")))
        return (*rows, self._file())

    def _file(self) -> Field:
        return Field("path", "File", self._wish.path, typed=True, path=True)

    def _renew(self, *, keep: bool = False) -> None:
        """Checks anew; ``keep`` what was said of a file that was written."""
        self._sure = False
        if not keep:
            self._wrote = ""
        self.tell_check((), self._wrote)
        self.load(partial(self._look, self._wish), self._checked, "check")

    def _look(self, wish: Wish, progress: Progress) -> Check:
        return page.check(self._study, wish, progress)

    def _checked(self, found: Check) -> None:
        self.tell_check(found.lines, self._wrote)

    def turned(self, name: str, by: int) -> None:
        """The next or previous value of a row."""
        if self.doing("write"):
            self.say(_WRITING, wrong=True)
            return
        if name == "topic" and not self._topics:
            self.say("The cards are being looked through.", wrong=True)
            return
        self._wish = page.turned(self._study, self._wish, name, by, self._topics)
        self.fit()
        self.say(self.hint)
        self._renew()

    def action_name_file(self) -> None:
        """Asks where to."""
        self.ask(self._file())

    def typed_in(self, name: str, text: str) -> None:
        """Takes a path, or the name of a deck."""
        if self.doing("write"):
            raise UsageError(_WRITING)
        if name == "path":
            if not text:
                raise UsageError("Write the name of a file.")
            self._wish = page.named(self._wish, text)
        else:
            self._wish = page.in_deck(self._study, self._wish, text)
        self._renew()

    def action_write(self) -> None:
        """Writes the file; asks first when there is one of that name."""
        if self.doing("write"):
            self.say(_WRITING, wrong=True)
            return
        if self._wish.file.is_file() and not self._sure:
            self._sure = True
            self.say(f"{self._wish.path} is there. Enter again replaces it.", wrong=True)
            return
        self._sure = False
        self.leave_off("check")
        self.load(partial(page.write, self._study, self._wish), self._written, "write")

    def _written(self, said: str) -> None:
        self._wrote = said
        self.links.tell(said)
        self._renew(keep=True)
