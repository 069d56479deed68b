"""Flashcards, schedules and review log → the collection of an Anki package."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

from studykit.core.flashcard import Flashcard, History, Preset
from studykit.core.text import printable
from studykit.exchange.anki.guid import guids, numbers
from studykit.exchange.anki.history import Scheduling, log_rows
from studykit.exchange.anki.rows import Notes, sorted_by
from studykit.exchange.anki.schema import ADD_CARD, ADD_COLLECTION, ADD_NOTE, ADD_REVIEW, collection_row
from studykit.exchange.anki.sqlite import GrowingFile
from studykit.exchange.anki.types import NOTE_TYPES

_Row = tuple[Any, ...]
_Place = tuple[int, str, int]
"""Number, guid, place among all cards by their ids."""


def fill(
    file: GrowingFile, cards: Sequence[Flashcard], notes: Notes, history: Mapping[str, History], preset: Preset | None
) -> None:
    """Adds the collection; ``notes`` makes the notes of the cards.

    The cards are gone through as they come, and what was made of them is put in order afterwards: as they come they
    lie in the computer's memory, and going through them in another order takes half as long again.
    """
    ids = sorted([card.id for card in cards])
    places = {card: (*name, at) for at, (card, name) in enumerate(zip(ids, guids(ids), strict=True), 1)}
    kinds = _add_notes(file, cards, notes, places)
    file.deflate()
    decks, columns = _Decks(cards), Scheduling(preset).columns
    scheduled: list[_Row] = []
    for card, note in zip(cards, notes.made, strict=True):
        number, _, place = places[card.id]
        told = columns(history.get(card.id), place)
        scheduled.append((number, number, decks.of[card.deck], note.mod, *told))
    scheduled.sort(key=itemgetter(0))
    file.add(ADD_CARD, scheduled)
    answered = ((places[card.id][0], history[card.id]) for card in cards if card.id in history)
    log = log_rows(answered, preset)
    file.deflate()
    file.add(ADD_REVIEW, log)
    used = [kind for kind in NOTE_TYPES.values() if kind.id in kinds]
    mod = max((note.mod for note in notes.made), default=0)
    file.add(ADD_COLLECTION, [collection_row(decks.ids, used, preset, mod)])


def _add_notes(file: GrowingFile, cards: Sequence[Flashcard], notes: Notes, places: Mapping[str, _Place]) -> set[int]:
    """Makes the notes and adds them by their numbers. Ids of the note types that they have."""
    rows: list[_Row] = []
    for card in cards:
        number, guid, _ = places[card.id]
        kind, mod, tags, fields = notes.make(card)
        plain, checksum = sorted_by(fields)
        rows.append((number, guid, kind, mod, tags, fields, plain, checksum))
    rows.sort(key=itemgetter(0))
    file.add(ADD_NOTE, rows)
    return {row[2] for row in rows}


class _Decks:
    """The decks of cards, and those that they are within; Anki does not tell names apart by their case."""

    def __init__(self, cards: Sequence[Flashcard]) -> None:
        known: dict[str, str] = {}
        named = {}
        for deck in sorted({card.deck for card in cards}):
            parts = _deck_name(deck).split("::")
            for depth in range(1, len(parts) + 1):
                name = "::".join(parts[:depth])
                named[deck] = known.setdefault(name.casefold(), name)
        self.ids = numbers(list(known.values()))
        self.of: Mapping[str, int] = {deck: self.ids[name] for deck, name in named.items()}
        """Ids by the decks' names as the flashcards have them."""


def _deck_name(name: str) -> str:
    """The name as Anki keeps it."""
    parts = (" ".join(printable(part).split()).strip(":") for part in unicodedata.normalize("NFC", name).split("::"))
    return "::".join(filter(None, parts)) or "studykit"
