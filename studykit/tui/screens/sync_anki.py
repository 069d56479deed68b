"""Sync with Anki: what would come and go is looked at first, Enter does it, and then it says what came and went."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from studykit.core.progress import Progress
from studykit.tui.screens.fielded import Field
from studykit.tui.screens.topical import Topical
from studykit.tui.signs import plain
from studykit.tui.widgets.ask import Ask
from studykit.tui.widgets.frame import words
from studykit.tui.widgets.hanging import Row
from studykit.workflows import sync_anki_page as page
from studykit.workflows.chosen_cards import LINKS, deck_named, topic_named
from studykit.workflows.study import Study
from studykit.workflows.sync_anki_page import Found, Part, Wish

_SYNCS = "Enter syncs. So far Anki was only asked."
_DONE = "Enter looks again. All of it is saved."
_ALIKE = "There is nothing to do. Enter looks again."
_TRIES = "Enter tries again. Nothing is lost by that."
_LOOKS = "Enter looks what there is to do."
_SYNCING = "It is being synced. Esc stops it."
_NOW = "Syncing with Anki …"
_LOOKING = "Anki is being asked."


class SyncAnki(Topical):
    """A row for each thing that can be chosen; below them what would come, what would go, and what stays."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "sync", "Sync"),
        Binding("escape,q", "leave", "Back"),
    ]
    place = "studykit › Sync with Anki"
    acts = "sync"
    hint = _SYNCS

    def __init__(self, study: Study) -> None:
        super().__init__(study)
        self._wish = Wish()
        self._found: Found | None = None
        """What would come and go, or what did; None while it is not known."""
        self._wants_key = False
        """Whether this Anki asked for a key once."""

    def fields(self) -> Sequence[Field]:
        """What can be chosen, and where Anki is."""
        wish = self._wish
        rows = (
            self.about(wish.topic),
            Field("deck", "Deck", wish.deck or self.study.library.pack.title, typed=True),
            Field("again", "Deleted", page.DELETED[wish.again]),
            Field("answers", "Answers", page.ANSWERS[wish.answers]),
            Field("link", "Sources", LINKS[wish.link]),
            Field("address", "Anki at", wish.address, typed=True),
        )
        if not (self._wants_key or wish.key_file):
            return rows
        return (*rows, Field("key", "Key file", wish.key_file, typed=True, path=True, unset=page.key_words()))

    def look(self, *, keep: bool = False) -> None:
        """Looks anew what would come and go."""
        del keep  # what was done is what is there now
        self.load(partial(self._look, self._wish), self._show, "check")
        self._show(None)

    def _look(self, wish: Wish, progress: Progress) -> Found:
        return page.check(self.study, wish, progress)

    def _show(self, found: Found | None, *lines: str) -> None:
        """What was found, and the key for what can be done now."""
        self._found = found
        if found is not None and found.wants_key:
            self._wants_key = True
        self.fit()
        _, self.hint = self._main()
        self.say_hint()
        self.call_later(self.renew_keys)
        if found is None:
            self.tell_check(lines)
        elif found.done:
            self.tell_check(found.minded, found.said, tuple(_drawn(found.parts)))
        else:
            said = (found.said,) if found.said else ()
            self.tell_check((*said, *found.minded), rows=tuple(_drawn(found.parts)))

    async def renew_keys(self) -> None:
        """Enter syncs, or looks."""
        await super().renew_keys()
        if not self.query_one(Ask).asking:
            self.main_key(self._main()[0])

    def _main(self) -> tuple[str, str]:
        """What Enter does now, in a word or two and in a sentence."""
        found = self._found
        if found is None:
            return ("Sync", _LOOKING) if self.doing("check") else ("Look", _LOOKS)
        if found.done:
            return "Look again", _DONE
        if found.changes:
            return "Sync", _SYNCS
        return ("Look again", _ALIKE) if found.parts else ("Try again", _TRIES)

    def _busy(self) -> str:
        """Why nothing can be chosen now."""
        return _SYNCING if self.doing(self.acts) else ""

    def turned(self, name: str, by: int) -> None:
        """The next or previous value of a row."""
        if why := self._busy():
            self.say(why, wrong=True)
        elif not self.lacks_topics(name):
            self._wish = page.turned(self._wish, name, by, self.topics)
            self.look()

    def typed_in(self, name: str, text: str) -> None:
        """Takes a topic, a deck, an address, or the file of a key."""
        self.refuse(self._busy())
        if name == "topic":
            self._wish = replace(self._wish, topic=topic_named(text, self.topics))
        elif name == "deck":
            self._wish = replace(self._wish, deck=deck_named(self.study, text))
        elif name == "address":
            self._wish = page.at(self._wish, text)
        else:
            self._wish = page.with_key_of(self._wish, text)
        self.look()

    def action_sync(self) -> None:
        """Syncs when there is something to do; otherwise looks what there is."""
        if self.doing(self.acts):
            self.say(_SYNCING, wrong=True)
        elif self.doing("check"):
            self.say(_LOOKING, wrong=True)
        elif self._found is None or self._found.done or not self._found.changes:
            self.look()
        else:
            self.tell_check((_NOW,), rows=tuple(_drawn(self._found.parts)))
            self.change(partial(page.sync, self.study, self._wish), self._synced, "sync", self._ended)

    def _ended(self) -> None:
        """Answers may have come, however it ended."""
        self.study.refresh()
        if not self.is_attached:
            self.links.tell(page.LEFT)

    def _synced(self, found: Found) -> None:
        if found.done:
            self.links.tell(found.said)
        self._show(found)

    def stop_loading(self) -> None:
        """Stops looking, or the sync."""
        syncing = self.doing(self.acts)
        super().stop_loading()
        self._show(None, *([f"! {page.STOPPED}"] if syncing else ["Stopped."]))


def _drawn(parts: Sequence[Part]) -> Iterator[Row]:
    """A title for each part, and below it how many of what."""
    for part in parts:
        if part.lines:
            yield Row(Content(""), words(part.title, "bold"), gap=True)
        for line in part.lines:
            ink = "" if line.figure else "$muted"
            yield Row(words(f"{line.figure:>6,}  ", "bold" if line.figure else ink), words(plain(line.words), ink))
