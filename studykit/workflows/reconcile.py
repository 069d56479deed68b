"""Cards of the notes' own words keep their history when notes are edited; what is not sure, the learner settles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from studykit.core.card import Card
from studykit.core.errors import UsageError, nearest
from studykit.core.identity import Anchor, Unsure

if TYPE_CHECKING:
    from studykit.store.study_store import StudyStore


@dataclass(frozen=True, slots=True)
class Reconciled:
    """The cards of a library with the ids under which the learner knows them."""

    cards: tuple[Card, ...]
    unsure: tuple[Unsure, ...]
    """Left out of the cards until the learner says which card each is."""


def reconcile(cards: Iterable[Card], store: StudyStore) -> Reconciled:
    """Finds cards of edited notes again and keeps what they say now."""
    from studykit.facts.identity import match

    every = tuple(cards)
    fresh = tuple(anchor_of(card) for card in every if card.free)
    if not fresh:
        return Reconciled(every, ())
    stored = {anchor.card: anchor for anchor in store.anchors()}
    drafts = {one.card for one in fresh}
    names = {draft: card for draft, card in store.decisions().items() if draft in drafts}
    if any(stored.get(one.card) != one for one in fresh):
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
                names[one.card] = _free_id(one.card, {*stored, *names.values()})
    else:
        unsure, asked = (), set()
    _keep(fresh, names, asked, stored, store)
    kept = (
        replace(card, id=names[card.id]) if card.free and card.id in names else card
        for card in every
        if card.id not in asked
    )
    return Reconciled(tuple(kept), unsure)


def anchor_of(card: Card) -> Anchor:
    """What a free-form card says, to be known again by."""
    kind = card.id.partition(":")[0]
    return Anchor(card.id, kind, card.front, card.back, card.sources[0].note if card.sources else "")


def _free_id(draft: str, taken: set[str]) -> str:
    """The id of a new card: the one its words give, unless an older card has it."""
    name, number = draft, 2
    while name in taken:
        name, number = f"{draft}~{number}", number + 1
    return name


def _worth_asking(unsure: tuple[Unsure, ...], store: StudyStore) -> tuple[Unsure, ...]:
    """Those of which some candidate has a history: nothing is lost where there is none."""
    if not unsure:
        return ()
    reviewed = store.memories()
    narrowed = (replace(one, candidates=tuple(c for c in one.candidates if c.card in reviewed)) for one in unsure)
    return tuple(one for one in narrowed if one.candidates)


def _keep(
    fresh: tuple[Anchor, ...], names: dict[str, str], asked: set[str], stored: dict[str, Anchor], store: StudyStore
) -> None:
    now = (replace(one, card=names.get(one.card, one.card)) for one in fresh if one.card not in asked)
    changed = [one for one in now if stored.get(one.card) != one]
    if changed:
        store.keep_anchors(changed)


def settle(store: StudyStore, unsure: Iterable[Unsure], draft: str, card: str) -> None:
    """Keeps the learner's answer: a candidate's id, or ``new``. Raises UsageError for anything else."""
    open_ones = {one.fresh.card: one for one in unsure}
    if draft not in open_ones:
        raise UsageError(f"'{draft}' is not open.{nearest(draft, open_ones)} See: studykit reconcile")
    known = [one.card for one in open_ones[draft].candidates]
    if card == "new":
        store.decide(draft, _free_id(draft, {anchor.card for anchor in store.anchors()}))
    elif card in known:
        store.decide(draft, card)
    else:
        raise UsageError(f"'{card}' is no candidate of '{draft}'.{nearest(card, [*known, 'new'])}")
