"""Cards → packages that a running Anki imports at once, and what it refuses told apart."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from studykit.core.diagnostic import Diagnostic, error
from studykit.core.flashcard import Carried, Flashcard, History
from studykit.exchange.anki.package import write_package
from studykit.exchange.anki.wire import RefusedError
from studykit.workflows.export import Prepared

if TYPE_CHECKING:
    from studykit.exchange.anki.connect import AnkiConnect

_AT_ONCE = 1000
"""Cards in one package: AnkiConnect reads what is sent to it slowly, and the more at once the slower."""
_ENOUGH = 50
"""Packages that are refused one after the other before it is plain that none will be taken."""


class Sending:
    """What was prepared, on its way to Anki. ``package`` is a file that may be written over and over."""

    def __init__(self, anki: AnkiConnect, ready: Prepared, package: Path) -> None:
        self.package = package
        self.refused: list[Diagnostic] = []
        """A problem for each card that Anki refuses."""
        self._anki, self._ready = anki, ready
        self._now = int(time.time())
        self._in_a_row = 0

    def write(self, cards: Iterable[Flashcard], history: Mapping[str, History] | None = None) -> Mapping[str, Carried]:
        """Writes a package of these cards; gives how they leave."""
        some, media = [*cards], self._ready.media
        written = write_package(
            some,
            self.package,
            previous=self._ready.previous,
            now=self._now,
            history=history,
            preset=self._ready.preset if history is not None else None,
            media={name: media[name] for card in some for name in card.media if name in media},
        )
        return written.contents

    def send(
        self, cards: Sequence[Flashcard], fresh: Collection[str], progress: Callable[[float], None], *, whole: bool
    ) -> None:
        """Has Anki import these cards; ``fresh`` are those that go with their history.

        ``whole``: in one package. Anki moves notes to another type well only once: a second package empties fields of
        what the first one brought.
        """
        most = len(cards) if whole else _AT_ONCE
        for at in range(0, len(cards), most):
            self._send(cards[at : at + most], fresh)
            progress(min(at + most, len(cards)) / len(cards))

    def _send(self, some: Sequence[Flashcard], fresh: Collection[str]) -> None:
        """Sends what is refused again in halves, because one card spoils the package that it is in."""
        history = self._ready.history or {}
        self.write(some, {card.id: history[card.id] for card in some if card.id in fresh and card.id in history})
        try:
            self._anki.take(self.package.read_bytes())
        except RefusedError as problem:
            self._in_a_row += 1
            if self._in_a_row > _ENOUGH:
                raise
            if len(some) == 1:
                self.refused.append(error(str(problem), some[0].id))
                return
            half = len(some) // 2
            self._send(some[:half], fresh)
            self._send(some[half:], fresh)
        else:
            self._in_a_row = 0
