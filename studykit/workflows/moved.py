"""Cards of edited notes that may be known ones: old and new words side by side, and the learner says which they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studykit.core.identity import Anchor
from studykit.core.text import count
from studykit.workflows.reconcile import Reconciled, reconcile, settle

if TYPE_CHECKING:
    from studykit.workflows.study import Study

NEW = "new"


@dataclass(frozen=True, slots=True)
class Wording:
    """What a card asks and answers, and where it stands."""

    card: str
    note: str
    asks: str
    answers: str


@dataclass(frozen=True, slots=True)
class MovedClaim:
    """A card that was read now, and a known card that it may be."""

    draft: str
    """Id that its words give."""
    now: Wording
    before: tuple[Wording, ...]
    """The known ones, likeliest first."""


@dataclass(frozen=True, slots=True)
class MovedClaims:
    """All that is unsure, and the cards as they are known while it is."""

    claims: tuple[MovedClaim, ...]
    known: Reconciled


def moved(study: Study) -> MovedClaims:
    """What was found again with doubt. Raises StoreError."""
    return _moved(reconcile(study.library.key, study.library.cards, study.store))


def same(study: Study, claims: MovedClaims, draft: str, card: str) -> MovedClaims:
    """The draft is the known card: its history goes on. Raises UsageError for what is not open, and StoreError."""
    settle(study.store, claims.known.unsure, draft, card)
    return moved(study)


def different(study: Study, claims: MovedClaims, draft: str) -> MovedClaims:
    """The draft is a new card. Raises UsageError for what is not open, and StoreError."""
    return same(study, claims, draft, NEW)


def take_up_moved(study: Study, claims: MovedClaims) -> None:
    """Goes on with the cards as they are known by now."""
    study.renew(study.library, claims.known.deck(), claims.known.names)


def waits(study: Study) -> tuple[str, ...]:
    """What does not leave yet, and is not gone either: cards that edited notes may hold in other words."""
    if not study.cards.waiting:
        return ()
    known = count(len(study.cards.waiting), "card")
    return (f"Edited notes may hold {known} in other words: left out until you say so. See: studykit reconcile",)


def _moved(known: Reconciled) -> MovedClaims:
    made = (
        MovedClaim(one.fresh.card, _wording(one.fresh), tuple(_wording(anchor) for anchor in one.candidates))
        for one in known.unsure
    )
    return MovedClaims(tuple(made), known)


def _wording(anchor: Anchor) -> Wording:
    return Wording(anchor.card, anchor.note, anchor.about, anchor.text)
