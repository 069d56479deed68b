"""What a running Anki has of ours: notes by card, and the answers to them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from studykit.workflows.anki_compare import by_card
from studykit.workflows.import_anki import FAMILY, FIELD, Returned, bring_back

if TYPE_CHECKING:
    from studykit.exchange.anki.connect import AnkiConnect
    from studykit.exchange.anki.reader import AnkiReview
    from studykit.exchange.anki.there import NoteThere
    from studykit.workflows.study import Study

_OURS = f"note:{FAMILY}* or (tag:{FAMILY} {FIELD}:_*)"
"""Those of our note types, and those of a type that the learner gave another name."""


@dataclass(slots=True)
class There:
    """What Anki has of ours."""

    notes: dict[str, NoteThere]
    """By card."""
    old: int
    """Notes of an older studykit, which do not name their card."""
    rows: dict[str, list[AnkiReview]] = field(default_factory=dict)
    """Of Anki's log, by card."""

    @classmethod
    def read(cls, anki: AnkiConnect) -> There:
        """What is there now, without the answers."""
        found = [*anki.notes(anki.find_notes(_OURS))]
        old = sum(note.type.startswith(FAMILY) and not note.fields.get(FIELD, "") for note in found)
        return cls(by_card(found), old)

    @property
    def numbers(self) -> dict[str, int]:
        """Card → its number in Anki."""
        return {card: note.cards[0] for card, note in self.notes.items()}


def bring_from(study: Study, anki: AnkiConnect, there: There, *, dry_run: bool) -> Returned:
    """Reads Anki's log, and brings the answers to our cards back."""
    known = {*study.cards, *study.store.carried()}
    cards = {number: card for card, number in there.numbers.items()}
    for row in anki.reviews([*cards]):
        if row.card_id in cards:
            there.rows.setdefault(cards[row.card_id], []).append(row)
    anki.same_profile()
    rows = [(card, row) for card, some in there.rows.items() if card in known for row in some]
    returned = bring_back(study, rows, dry_run=dry_run)
    return replace(returned, strange=len(there.notes.keys() - known))
