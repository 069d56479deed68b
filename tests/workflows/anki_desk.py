"""A learner's home and notes, and beside them a stand-in for Anki that keeps what packages bring."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from studykit.core.review import Rating
from studykit.exchange.anki.connect import AnkiConnect
from studykit.workflows.showing import Showing
from studykit.workflows.sync_anki import Met, Wanted, sync_anki
from tests.exchange.anki_stand_in import Kept, StandIn, listening
from tests.workflows.leaving import NOON, kitchen, opened

HARD = "definition:crust"


class Desk:
    """A learner's home, notes, and the Anki beside it."""

    def __init__(self, folder: Path, stand_in: StandIn) -> None:
        self.home, self.anki = folder / "home", stand_in
        self.pack, self.notes = kitchen(folder)
        self.later = timedelta(0)

    @property
    def kept(self) -> Kept:
        kept: Kept = self.anki.kept
        return kept

    def sync(self, wanted: Wanted = Wanted(), **more: Any) -> Met:  # noqa: B008 - frozen
        with self.open() as study:
            return sync_anki(study, AnkiConnect(self.anki.url), replace(wanted, **more))

    def open(self) -> Any:
        return opened(self.home, self.pack, self.notes, clock=lambda: NOON + self.later)

    def answer(self, rating: Rating = Rating.GOOD, card: str = "") -> str:
        """Answers this card here, or the next."""
        with self.open() as study:
            showing = Showing(study.cards[card], None, 1, 1) if card else study.next()
            study.answer(showing, chosen="", rating=rating, duration=4000)
        found: str = showing.card.id
        return found

    def write(self, note: str) -> None:
        (self.notes / "bread.md").write_text(note)

    def note(self, card: str) -> dict[str, Any]:
        (found,) = (note for note in self.kept.notes.values() if note["fields"].get("Id") == card)
        return found

    def card(self, card: str) -> int:
        (found,) = (n for n, one in self.kept.cards.items() if self.kept.notes[one["nid"]]["fields"]["Id"] == card)
        return found

    def answered(self) -> int:
        with self.open() as study:
            return sum(1 for _ in study.store.log())


def went(met: Met) -> tuple[int, int, int]:
    """New, updated, unchanged."""
    return met.new, met.updated, met.unchanged


@contextmanager
def beside_anki(folder: Path) -> Iterator[Desk]:
    """A desk in this folder."""
    media = folder / "media"
    media.mkdir()
    with listening(StandIn(Kept(media))) as stand_in:
        yield Desk(folder, stand_in)
