"""Which Anki notes are ours, and of which card."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studykit.exchange.anki.types import CARD

if TYPE_CHECKING:
    from studykit.exchange.anki.reader import AnkiNote, AnkiPackage
    from studykit.store.study_store import StudyStore
    from studykit.workflows.study import Study

FIELD = CARD
"""The last field of our note types: the id of the card."""
FAMILY = "studykit"
"""Our note types begin so, and all our notes have this tag."""


def known_cards(study: Study) -> dict[str, str]:
    """Guid → card, of the cards that are here, of those that ever left for Anki and of those that were answered."""
    return known_with(study.store, study.cards)


def known_with(store: StudyStore, cards: Iterable[str]) -> dict[str, str]:
    """The same for cards of some content."""
    from studykit.exchange.anki.guid import guid

    return {guid(card): card for card in (*store.known(), *store.carried(), *cards)}


@dataclass(frozen=True, slots=True)
class Sorted:
    """The notes of a package."""

    ours: Mapping[int, str]
    """Note → card."""
    strange: frozenset[int]
    """Notes of ours that no card here has."""
    theirs: int


def sort_notes(package: AnkiPackage, known: Mapping[str, str]) -> Sorted:
    """Which notes are ours: by their guid, or else by the card that they name. ``known``: guid → card."""
    ours: dict[int, str] = {}
    named: dict[int, str] = {}
    strange: list[int] = []
    theirs = 0
    cards = set(known.values())
    for note in package.notes():
        if note.guid in known:
            ours[note.id] = known[note.guid]
            continue
        card = named_card(package, note)
        if card is None:
            theirs += 1
        elif card in cards:
            named[note.id] = card
        else:
            strange.append(note.id)
    there = set(ours.values())
    ours |= {note: card for note, card in named.items() if card not in there}
    return Sorted(ours, frozenset(strange), theirs)


def named_card(package: AnkiPackage, note: AnkiNote) -> str | None:
    """The card that a note of our types names; None for a note of another type."""
    kind = package.note_types.get(note.type_id)
    if kind is None or not kind.name.startswith(FAMILY):
        return None
    if FIELD in kind.fields and (at := kind.fields.index(FIELD)) < len(note.fields):
        from studykit.core.text import unescaped

        return unescaped(note.fields[at]).strip()
    return "" if FAMILY in note.tags else None


def first_cards(package: AnkiPackage, notes: Mapping[int, str]) -> dict[int, str]:
    """Anki's card → ours. One of our notes has one card; what somebody added to it is not ours."""
    first: dict[int, tuple[int, int]] = {}
    for card in package.cards():
        if card.note_id in notes:
            first[card.note_id] = min(first.get(card.note_id, (card.ord, card.id)), (card.ord, card.id))
    return {number: notes[note] for note, (_, number) in first.items()}
