"""The next question is made while this one is read: what is wanted, made in a thread, kept for when it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from studykit.core.card import Card, CardKind
from studykit.core.clock import utc
from studykit.core.question import Question
from studykit.workflows.library import Library
from studykit.workflows.study import Study

_LOOKED_AT = 4
"""Cards that may come next: of the first, perhaps no question can be proved."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question that will be asked next, unless something else happens."""

    card: Card
    variant: int


def wanted_next(study: Study, besides: str = "") -> tuple[Wanted, ...]:
    """The questions to make for what comes next; none when it is there already, or is a card to be turned.

    ``besides`` is a card that is on the table.
    """
    found: list[Wanted] = []
    for name in islice(study.queue().cards(utc(study.clock())), _LOOKED_AT):
        if name == besides:
            continue
        card, memory = study.cards[name], study.memory(name)
        variant = memory.reps if memory else 0
        known = study.asked.get(name)
        if card.kind is CardKind.DEFINITION or (known is not None and known.variant == variant):
            break
        found.append(Wanted(card, variant))
    return tuple(found)


def make_ahead(library: Library, wanted: Sequence[Wanted]) -> Question | None:
    """The first of them that can be made; call it in a thread."""
    made = (library.question(one.card, one.variant) for one in wanted)
    return next((one for one in made if one is not None), None)


def keep(study: Study, question: Question | None) -> None:
    """Lets the study ask what was made."""
    if question is not None:
        study.asked[question.id] = question
