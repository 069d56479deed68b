"""Cards of the notes' own words keep their history when notes are edited; what is not sure, the learner settles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from studykit.core.card import Card, CardKind
from studykit.core.errors import UsageError, nearest
from studykit.core.identity import Anchor, Unsure
from studykit.workflows.deck import Deck

if TYPE_CHECKING:
    from studykit.store.study_store import StudyStore
    from studykit.workflows.kept_parts import KeptRow


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Under which ids the learner knows the cards of a library."""

    cards: KeptRow[Card]
    names: Mapping[str, str] = field(default_factory=dict)
    """Id that the words give → id that the card has, where they differ."""
    unsure: tuple[Unsure, ...] = ()
    """Left out of the deck until the learner says which card each is."""

    def deck(self) -> Deck:
        """The cards that are sure, and which known ones wait for the learner's word."""
        asked = {one.fresh.card for one in self.unsure}
        heads = [(name, CardKind(kind)) for name, (kind, _) in self.cards.heads() if name not in asked]
        drafts = {card: draft for draft, card in self.names.items()}
        return Deck(
            ((self.names.get(name, name), kind) for name, kind in heads),
            lambda card: self._read(drafts.get(card, card), card),
            {known.card for one in self.unsure for known in one.candidates},
        )

    def _read(self, draft: str, name: str) -> Card:
        card = self.cards.named(draft)
        if card is None:
            raise KeyError(name)
        return card if draft == name else replace(card, id=name)


def reconcile(key: str, cards: KeptRow[Card], store: StudyStore) -> Reconciled:
    """Finds cards of edited notes again and keeps what they say now; ``key`` is that of the content."""
    remembered = store.remembered(key)
    if remembered is not None:
        return Reconciled(cards, remembered)
    fresh = tuple(anchor_of(card) for card in cards if card.free)
    names, unsure = _names(fresh, store) if fresh else ({}, ())
    if not unsure:
        store.remember(key, names)
    return Reconciled(cards, names, unsure)


def _names(fresh: tuple[Anchor, ...], store: StudyStore) -> tuple[dict[str, str], tuple[Unsure, ...]]:
    """The ids that cards keep, and what is unsure."""
    from studykit.facts.identity import match

    stored = {anchor.card: anchor for anchor in store.anchors()}
    drafts = {one.card for one in fresh}
    names = {draft: card for draft, card in store.decisions().items() if draft in drafts}
    taken = set(names.values())
    matching = match(
        (one for one in fresh if one.card not in names),
        (one for one in stored.values() if one.card not in taken),
    )
    names.update(matching.kept)
    unsure = _worth_asking(matching.unsure, store)
    asked = {one.fresh.card for one in unsure}
    for one in fresh:
        if one.card not in names and one.card not in asked:
            names[one.card] = _free_id(one.card, stored, names)
    now = (replace(one, card=names[one.card]) for one in fresh if one.card not in asked)
    store.keep_anchors(one for one in now if stored.get(one.card) != one)
    return {draft: card for draft, card in names.items() if draft != card}, unsure


def _free_id(draft: str, stored: Mapping[str, Anchor], names: Mapping[str, str]) -> str:
    """The id of a new card: the one its words give, unless an older card has it."""
    if draft not in stored:
        return draft
    taken, number = {*stored, *names.values()}, 2
    while f"{draft}~{number}" in taken:
        number += 1
    return f"{draft}~{number}"


def anchor_of(card: Card) -> Anchor:
    """What a free-form card says, to be known again by."""
    kind = card.id.partition(":")[0]
    return Anchor(card.id, kind, card.front, card.back, card.sources[0].note if card.sources else "")


def _worth_asking(unsure: tuple[Unsure, ...], store: StudyStore) -> tuple[Unsure, ...]:
    """Those of which some candidate has a history, or may have one in Anki: nothing is lost where there is none."""
    if not unsure:
        return ()
    reviewed = {*store.memories(), *store.carried()}
    narrowed = (replace(one, candidates=tuple(c for c in one.candidates if c.card in reviewed)) for one in unsure)
    return tuple(one for one in narrowed if one.candidates)


def settle(store: StudyStore, unsure: Iterable[Unsure], draft: str, card: str) -> None:
    """Keeps the learner's answer: a candidate's id, or ``new``. Raises UsageError for anything else."""
    open_ones = {one.fresh.card: one for one in unsure}
    if draft not in open_ones:
        raise UsageError(f"'{draft}' is not open.{nearest(draft, open_ones)} See: studykit reconcile")
    known = [one.card for one in open_ones[draft].candidates]
    if card == "new":
        store.decide(draft, _free_id(draft, {anchor.card: anchor for anchor in store.anchors()}, {}))
    elif card in known:
        store.decide(draft, card)
    else:
        raise UsageError(f"'{card}' is no candidate of '{draft}'.{nearest(card, [*known, 'new'])}")
