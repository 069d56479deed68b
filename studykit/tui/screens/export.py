"""Export: what is written, of what, where to; checked before it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType

from studykit.core.errors import UsageError
from studykit.core.progress import Progress
from studykit.tui.screens.fielded import Field
from studykit.tui.screens.topical import Topical
from studykit.workflows import export_page as page
from studykit.workflows.chosen_cards import LINKS, deck_named, topic_named
from studykit.workflows.export_page import Check, Wish
from studykit.workflows.study import Study

_WRITING = "The file is being written."
_HALF_WAY = "Stopped. There is the whole file or none: Enter writes it."


class Export(Topical):
    """A row for each thing that can be chosen; below them what the file would hold."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "write", "Write"),
        Binding("f", "name_file", "File"),
        Binding("escape,q", "leave", "Back"),
    ]
    place = "studykit › Export"
    acts = "write"
    hint = "Enter writes the file. Arrows change what is written."

    def __init__(self, study: Study, what: str = "") -> None:
        super().__init__(study)
        self._wish = page.first_wish(study, what)
        self._wrote = ""
        """Of the file that was written just now."""
        self._sure = False
        """Whether Enter was pressed once over a file that is there."""

    def fields(self) -> Sequence[Field]:
        """What can be chosen for the form that is written."""
        wish = self._wish
        rows = [
            Field("kind", "What", page.title_of(wish.kind)),
            self.about(wish.topic),
        ]
        if wish.cards:
            rows.append(Field("deck", "Deck", page.deck_of(self.study, wish), typed=True))
        else:
            rows.append(Field("count", "Questions", f"{wish.count:,}"))
        if wish.remembers:
            rows.append(Field("history", "Schedule", "goes along" if wish.history else "stays here"))
        if wish.cards:
            rows.append(Field("link", "Sources", LINKS[wish.link]))
        if wish.places:
            rows.append(Field("answers", "Answers", page.ANSWERS.get(wish.answers, "")))
        return (*rows, self._file())

    def _file(self) -> Field:
        return Field("path", "File", self._wish.path, typed=True, path=True)

    def look(self, *, keep: bool = False) -> None:
        """Checks anew; ``keep`` what was said of a file that was written."""
        self._sure = False
        if not keep:
            self._wrote = ""
        self.tell_check((), self._wrote)
        self.load(partial(self._look, self._wish), self._checked, "check")

    def _look(self, wish: Wish, progress: Progress) -> Check:
        return page.check(self.study, wish, progress)

    def _checked(self, found: Check) -> None:
        self.say_hint()
        lines = [one for one in found.lines if not (self._wrote and one == f"! {page.THERE}")]
        self.tell_check(lines, self._wrote)

    def turned(self, name: str, by: int) -> None:
        """The next or previous value of a row."""
        if self.doing(self.acts):
            self.say(_WRITING, wrong=True)
            return
        if self.lacks_topics(name):
            return
        self._wish = page.turned(self.study, self._wish, name, by, self.topics)
        self.fit()
        self.say(self.hint)
        self.look()

    def action_name_file(self) -> None:
        """Asks where to."""
        self.ask(self._file())

    def typed_in(self, name: str, text: str) -> None:
        """Takes a path, or the name of a deck."""
        self.refuse(_WRITING if self.doing(self.acts) else "")
        if name == "path":
            self.refuse("" if text else "Write the name of a file.")
            self._wish = page.named(self._wish, text)
        elif name == "topic":
            self._wish = page.about(self.study, self._wish, topic_named(text, self.topics))
        else:
            self._wish = replace(self._wish, deck=deck_named(self.study, text))
        self.look()

    def action_write(self) -> None:
        """Writes the file; asks first when there is one of that name."""
        if self.doing(self.acts):
            self.say(_WRITING, wrong=True)
            return
        try:
            page.refuse(self.study, self._wish)
        except UsageError as problem:
            self.say(str(problem), wrong=True)
            return
        if self._wish.file.is_file() and not self._sure:
            self._sure = True
            self.say(f"{self._wish.path} is there. Enter again replaces it.", wrong=True)
            return
        self._sure = False
        self.leave_off("check")
        self.load(partial(page.write, self.study, self._wish), self._written, self.acts)

    def stop_loading(self) -> None:
        """Stops looking, or writing."""
        writing = self.doing(self.acts)
        super().stop_loading()
        self.tell_check((f"! {_HALF_WAY}" if writing else "Stopped.",))
        self.say_hint()

    def _written(self, said: str) -> None:
        self._wrote = said
        self.links.tell(said)
        self.look(keep=True)
