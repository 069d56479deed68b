"""Export: what is written, of what, where to; checked before it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType

from studykit.core.errors import UsageError
from studykit.core.progress import Progress
from studykit.tui.screens.fielded import Field, Fielded, Fields
from studykit.workflows import export_page as page
from studykit.workflows.chosen_cards import LINKS, deck_named, topic_named, topic_words, topics
from studykit.workflows.export_page import Check, Wish
from studykit.workflows.study import Study

_WRITING = "The file is being written."
_HALF_WAY = "Stopped. There is the whole file or none: Enter writes it."
_TOPICS = "topics"


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
        self._read_topics()
        self._renew()

    def renewed(self, study: Study) -> None:
        """Content was read again: the file would hold something else."""
        self._study = study
        self._read_topics()
        if not self.doing("write"):
            self._renew(keep=True)

    def _read_topics(self) -> None:
        self.load(lambda _: topics(self._study), self._know_topics, _TOPICS, quiet=True)

    def _know_topics(self, found: tuple[str, ...]) -> None:
        self._topics = found
        self.query_one(Fields).again()

    def fields(self) -> Sequence[Field]:
        """What can be chosen for the form that is written."""
        wish = self._wish
        rows = [
            Field("kind", "What", page.title_of(wish.kind)),
            Field("topic", "About", topic_words(wish.topic), names=self._topics),
        ]
        if wish.cards:
            rows.append(Field("deck", "Deck", page.deck_of(self._study, wish), typed=True))
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
        self.say_hint()
        lines = [one for one in found.lines if not (self._wrote and one == f"! {page.THERE}")]
        self.tell_check(lines, self._wrote)

    def turned(self, name: str, by: int) -> None:
        """The next or previous value of a row."""
        if self.doing("write"):
            self.say(_WRITING, wrong=True)
            return
        if name == "topic" and not self._topics:
            self.say("The cards are being looked through.", wrong=True)
            if not self.doing(_TOPICS):
                self._read_topics()
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
        self.refuse(_WRITING if self.doing("write") else "")
        if name == "path":
            self.refuse("" if text else "Write the name of a file.")
            self._wish = page.named(self._wish, text)
        elif name == "topic":
            self._wish = page.about(self._study, self._wish, topic_named(text, self._topics))
        else:
            self._wish = replace(self._wish, deck=deck_named(self._study, text))
        self._renew()

    def action_write(self) -> None:
        """Writes the file; asks first when there is one of that name."""
        if self.doing("write"):
            self.say(_WRITING, wrong=True)
            return
        try:
            page.refuse(self._study, self._wish)
        except UsageError as problem:
            self.say(str(problem), wrong=True)
            return
        if self._wish.file.is_file() and not self._sure:
            self._sure = True
            self.say(f"{self._wish.path} is there. Enter again replaces it.", wrong=True)
            return
        self._sure = False
        self.leave_off("check")
        self.load(partial(page.write, self._study, self._wish), self._written, "write")

    def stop_loading(self) -> None:
        """Stops looking, or writing."""
        writing = self.doing("write")
        super().stop_loading()
        self.tell_check((f"! {_HALF_WAY}" if writing else "Stopped.",))
        self.say_hint()

    def _written(self, said: str) -> None:
        self._wrote = said
        self.links.tell(said)
        self._renew(keep=True)
