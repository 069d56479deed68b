"""What is kept of a running Anki: which cards it was seen to have, and how each left last."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING
from uuid import uuid4

from studykit.core.flashcard import Carried
from studykit.exchange.anki.wire import RefusedError, UnknownActionError

if TYPE_CHECKING:
    from studykit.exchange.anki.connect import AnkiConnect
    from studykit.workflows.study import Study

_FILE = "_studykit-collection.txt"
"""Among Anki's media. Anki takes a file that begins so for used, and its own sync takes it along."""
_NUMBER = re.compile(rb"([0-9a-f]{32})\s*")


class Seen:
    """The cards that one Anki was seen to have: one that is not there any more was deleted there.

    An Anki is known by a number that lies among its media, since two computers may each have a profile of one name.
    One whose add-on cannot say it is known by the name of its profile.
    """

    def __init__(self, study: Study, anki: AnkiConnect, profile: str, there: Collection[str]) -> None:
        """``there`` are the cards that it has now."""
        self._store, self._anki = study.store, anki
        self._named = f"anki-connect:{profile}"
        self._number = _number(anki)
        self.before: Mapping[str, tuple[str, int]] = self._store.exported(self._key) if self._number else {}
        """What it was seen to have when the sync began, and the looks of note types (``looks``)."""
        if not self.before:
            self.before = self._by_name(there)
        self._seen = {*self.before, *there}

    @property
    def _key(self) -> str:
        return f"anki-media:{self._number}" if self._number else self._named

    def _by_name(self, there: Collection[str]) -> Mapping[str, tuple[str, int]]:
        """What an Anki of this profile was seen to have; nothing where another one is meant, which has none of it."""
        found = self._store.exported(self._named)
        return found if self._number is None or found.keys() & set(there) else {}

    @property
    def has_old_looks(self) -> bool:
        """Whether it has note types as they looked before."""
        return bool(self.before) and looks() not in self.before

    def begin(self) -> None:
        """Gives this Anki its number, if it has none."""
        if self._number or self._number is None:
            return
        number = uuid4().hex
        try:
            self._anki.keep_media(_FILE, f"{number}\n".encode())
        except (UnknownActionError, RefusedError):
            return
        self._number = number

    def left(self, package: str, cards: Mapping[str, Carried], *, arrived: bool = True) -> None:
        """Keeps how cards left, at once: what the learner makes of them in Anki is later than that.

        ``package`` is the name of what they left with; ``arrived``: whether they are there for sure.
        """
        if cards:
            self._store.carry(package, cards)
        if arrived:
            self._seen.update(cards)

    def missed(self, cards: Iterable[str]) -> None:
        """These did not arrive: that they are not there does not mean that they were deleted."""
        self._seen.difference_update(cards)

    def has_looks(self) -> None:
        """The note types are there as they look now."""
        self._seen.add(looks())

    def keep(self) -> None:
        """Keeps which cards are there, for the next sync."""
        carried = self._store.carried()
        marked = {card: (carried[card].content, carried[card].mod) for card in self._seen if card in carried}
        if looks() in self._seen:
            marked[looks()] = ("", 0)
        self._store.mark_exported(self._key, marked)
        if self._number and self._store.exported(self._named).keys() & self._seen:
            self._store.mark_exported(self._named, {})  # it has a number now


def looks() -> str:
    """Stands among the cards that an Anki has seen, for the note types as they look now; no card is named so."""
    from studykit.exchange.anki.types import DESIGNED

    return f" {DESIGNED}"


def _number(anki: AnkiConnect) -> str | None:
    """The number of an Anki; empty where it has none yet, None where the add-on cannot say it."""
    try:
        found = anki.media(_FILE)
    except (UnknownActionError, RefusedError):
        return None
    number = _NUMBER.fullmatch(found or b"")
    return number[1].decode() if number else ""
