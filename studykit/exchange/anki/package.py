"""Flashcards → an Anki package (.apkg) whose notes keep their identity from export to export.

The file is written directly: SQLite in Anki's schema 11 inside a zip. Equal cards give equal bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from studykit.core.flashcard import Carried, Flashcard, Form, History, Preset
from studykit.core.uncollected import uncollected
from studykit.exchange.anki.database import fill
from studykit.exchange.anki.guid import guid
from studykit.exchange.anki.media import pictures
from studykit.exchange.anki.rows import Note, Notes, each_once, form_of
from studykit.exchange.anki.schema import TABLES
from studykit.exchange.anki.sqlite import GrowingFile
from studykit.exchange.anki.zip import deflater, zipped
from studykit.exchange.cards.json import card_line
from studykit.exchange.whole_file import write_whole

__all__ = ["Written", "compared", "guid", "write_package"]

_NONE: Mapping[str, Path] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Written:
    """What an export holds, against what left before; in words of Anki's importer."""

    new: int
    updated: int
    unchanged: int
    removed: int
    """Of all these, the ones that are no longer there and are tagged so."""
    contents: Mapping[str, Carried]
    """By ids of cards: what is to be kept for the next export."""
    missing: tuple[str, ...] = ()
    """Media that could not be found and were left out."""
    kept: tuple[str, ...] = ()
    """Ids of cards that leave as they were, because Anki cannot change how its cards are asked."""


def write_package(
    cards: Iterable[Flashcard],
    path: Path,
    *,
    previous: Mapping[str, Carried],
    now: int,
    history: Mapping[str, History] | None = None,
    preset: Preset | None = None,
    media: Mapping[str, Path] = _NONE,
) -> Written:
    """Writes the package and says what Anki will do with it.

    ``now`` (seconds since 1970) is when what changed was changed; ``media`` are files by the names that cards know
    them by. Raises StudykitError when two flashcards have one id or the file cannot be written; a file that was
    there stays whole then.
    """
    given, notes = each_once(cards), Notes(previous, now)
    with deflater() as packer, GrowingFile(TABLES, packer) as file, uncollected():
        fill(file, given, notes, history or {}, preset)
        whole = file.member("collection.anki2")
    files, missing = pictures(notes.made, media)
    write_whole(path, zipped([whole, *files]))
    return _against(notes, missing)


def compared(cards: Iterable[Flashcard], *, previous: Mapping[str, Carried]) -> Written:
    """What a package would hold against what left before, without writing it."""
    notes = Notes(previous, 0)
    for card in each_once(cards):
        notes.make(card)
    return _against(notes, ())


def _against(notes: Notes, missing: tuple[str, ...]) -> Written:
    updated = len(notes.made) - notes.new - notes.unchanged
    removed = sum(1 for note in notes.made if note.card.gone)
    contents = _Contents(notes.made)
    return Written(notes.new, updated, notes.unchanged, removed, contents, missing, tuple(sorted(notes.kept)))


def forms_of(previous: Mapping[str, Carried]) -> dict[str, Form]:
    """How each card was asked when it left last, where that is known."""
    found = ((card, form_of(carried)) for card, carried in previous.items())
    return {card: form for card, form in found if form is not None}


class _Contents(Mapping[str, Carried]):
    """What is to be kept; each record is made when it is asked for, because a check asks for none."""

    def __init__(self, notes: Sequence[Note]) -> None:
        self._notes = {note.card.id: note for note in notes}

    def __getitem__(self, card: str) -> Carried:
        note = self._notes[card]
        return Carried(note.content, note.mod, card_line(note.card))

    def __iter__(self) -> Iterator[str]:
        return iter(self._notes)

    def __len__(self) -> int:
        return len(self._notes)
