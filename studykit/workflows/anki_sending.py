"""Cards → packages that a running Anki imports at once, and what it refuses told apart."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from studykit.core.diagnostic import Diagnostic, error
from studykit.core.errors import StudykitError
from studykit.core.flashcard import Carried, Flashcard, History
from studykit.core.text import printable
from studykit.exchange.anki.package import write_package
from studykit.exchange.anki.wire import RefusedError
from studykit.workflows.export import Prepared

if TYPE_CHECKING:
    from studykit.exchange.anki.connect import AnkiConnect
    from studykit.exchange.anki.own import OwnNote
    from studykit.exchange.anki.there import NoteThere

_AT_ONCE = 1000
"""Cards in one package: AnkiConnect reads what is sent to it slowly, and the more at once the slower."""
_ENOUGH = 50
"""Packages that are refused one after the other before it is plain that none will be taken."""


@dataclass(frozen=True, slots=True)
class Fields:
    """What stands in the fields that a learner added to a note in Anki."""

    note: int
    """Its number there."""
    texts: Mapping[str, str]
    """HTML, by their names."""

    @property
    def said(self) -> str:
        """For people."""
        return ", ".join(f"“{printable(name)}”: {printable(text)}" for name, text in self.texts.items())


def own_fields(there: Mapping[str, NoteThere], ours: Mapping[str, OwnNote]) -> dict[str, Fields]:
    """Card → the fields that its note has beside ours and that hold something."""
    found = {}
    for card, note in there.items():
        known = ours[card].fields if card in ours else note.fields
        texts = {name: text for name, text in note.fields.items() if text and name not in known}
        if texts:
            found[card] = Fields(note.id, texts)
    return found


class Left(Protocol):
    """Who keeps how cards left, as soon as they did."""

    def __call__(self, package: str, cards: Mapping[str, Carried], *, arrived: bool = True) -> None:
        """``package`` is the name of what they left with; ``arrived``: whether they are there for sure."""


class Sending:
    """What was prepared, on its way to Anki. ``package`` is a file that may be written over and over."""

    def __init__(self, anki: AnkiConnect, ready: Prepared, package: Path, left: Left) -> None:
        self.anki, self.ready, self.package, self._left = anki, ready, package, left
        self.refused: list[Diagnostic] = []
        """A problem for each card that Anki refuses."""
        self._preset = ready.preset
        self._now = int(time.time())
        self._in_a_row = 0

    def write(self, cards: Iterable[Flashcard], history: Mapping[str, History] | None = None) -> Mapping[str, Carried]:
        """Writes a package of these cards; gives how they leave."""
        some, media = [*cards], self.ready.media
        written = write_package(
            some,
            self.package,
            previous=self.ready.previous,
            now=self._now,
            history=history,
            preset=self._preset if history is not None else None,
            media={name: media[name] for card in some for name in card.media if name in media},
        )
        return written.contents

    def send(
        self,
        cards: Sequence[Flashcard],
        fresh: Collection[str],
        progress: Callable[[float], None],
        *,
        whole: bool,
        own: Mapping[str, Fields],
    ) -> None:
        """Has Anki import these cards; ``fresh`` are those that go with their history.

        ``own`` are fields that the learner added there: Anki's importer empties them, so they are filled again.
        ``whole``: in one package. Anki moves notes to another type well only once: a second package empties fields of
        what the first one brought.
        """
        if self._preset:  # AnkiConnect has Anki set the options of each deck that comes, also of one that has its own
            self._preset = replace(self._preset, but=frozenset(name.casefold() for name in self.anki.decks()))
        most = len(cards) if whole else _AT_ONCE
        for at in range(0, len(cards), most):
            self._send(cards[at : at + most], fresh, own)
            progress(min(at + most, len(cards)) / len(cards))

    def _send(self, some: Sequence[Flashcard], fresh: Collection[str], own: Mapping[str, Fields]) -> None:
        """Sends what is refused again in halves, because one card spoils the package that it is in."""
        history = self.ready.history or {}
        told = {card.id: history[card.id] for card in some if card.id in fresh and card.id in history}
        written = self.write(some, told)
        try:
            self.anki.take(self.package)
        except RefusedError as problem:
            self._in_a_row += 1
            if self._in_a_row > _ENOUGH:
                raise
            if len(some) == 1:
                self.refused.append(error(str(problem), some[0].id))
                return
            half = len(some) // 2
            self._send(some[:half], fresh, own)
            self._send(some[half:], fresh, own)
        except BaseException:  # it broke or was stopped: nobody knows whether it arrived
            self._left(self.ready.package, written, arrived=False)
            raise
        else:
            self._in_a_row = 0
            with self.anki.unstopped():  # Anki has emptied the fields by now
                try:
                    self._fill({card.id: own[card.id] for card in some if card.id in own})
                finally:
                    self._left(self.ready.package, written)

    def _fill(self, own: Mapping[str, Fields]) -> None:
        """Gives notes back what stood in fields of the learner's own."""
        try:
            refused = self.anki.set_fields({fields.note: fields.texts for fields in own.values()})
        except StudykitError as problem:
            lost = "; ".join(f"{card}: {fields.said}" for card, fields in own.items())
            raise StudykitError(f"{problem} Anki emptied fields of your own. They said: {lost}") from problem
        self.refused += [
            error(f"Anki emptied a field of your own. It said: {fields.said}", card)
            for card, fields in own.items()
            if fields.note in refused
        ]
