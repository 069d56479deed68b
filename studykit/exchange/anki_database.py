"""Flashcards, schedules and review log → the collection of an Anki package."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from studykit.core.flashcard import Flashcard, History, Preset
from studykit.core.text import printable
from studykit.exchange.anki_guid import guids, numbers
from studykit.exchange.anki_history import Scheduling, log_rows
from studykit.exchange.anki_rows import Notes, sorted_by
from studykit.exchange.anki_schema import ADD_CARD, ADD_COLLECTION, ADD_NOTE, ADD_REVIEW, collection_row
from studykit.exchange.anki_sqlite import GrowingFile
from studykit.exchange.anki_types import NOTE_TYPES

_TOGETHER = 2000
"""Cards that are added at once."""

_Place = tuple[int, str, int, Flashcard]
"""Number, guid, place among all cards, card."""


def fill(
    file: GrowingFile, cards: Sequence[Flashcard], notes: Notes, history: Mapping[str, History], preset: Preset | None
) -> None:
    """Adds the collection; ``notes`` makes the notes of the cards."""
    names = guids([card.id for card in cards])
    places = sorted((*name, at, card) for at, (name, card) in enumerate(zip(names, cards, strict=True), 1))
    decks = _Decks(cards)
    file.add(ADD_REVIEW, log_rows(_answered(places, history), preset))
    columns = Scheduling(preset).columns
    kinds = set()
    for at in range(0, len(places), _TOGETHER):
        rows: list[tuple[Any, ...]] = []
        scheduled: list[tuple[Any, ...]] = []
        for number, guid, place, card in places[at : at + _TOGETHER]:
            kind, mod, tags, fields = notes.make(card)
            kinds.add(kind)
            plain, checksum = sorted_by(fields)
            rows.append((number, guid, kind, mod, tags, fields, plain, checksum))
            scheduled.append((number, number, decks.of[card.deck], mod, *columns(history.get(card.id), place)))
        file.add(ADD_NOTE, rows)
        file.add(ADD_CARD, scheduled)
        file.deflate()
    used = [kind for kind in NOTE_TYPES.values() if kind.id in kinds]
    mod = max((note.mod for note in notes.made), default=0)
    file.add(ADD_COLLECTION, [collection_row(decks.ids, used, preset, mod)])


def _answered(places: Sequence[_Place], history: Mapping[str, History]) -> Iterator[tuple[int, History]]:
    for number, _, _, card in places:
        lived = history.get(card.id)
        if lived and lived.reviews:
            yield number, lived


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
