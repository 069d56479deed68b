"""Which side of a disagreement is more likely right, and why: a suggestion, which never settles anything."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from studykit.core.attribute import Attribute
from studykit.core.fact import Conflict, Side
from studykit.core.quantity import Dimension
from studykit.core.text import count

_TRIES = re.compile(r"\b(?:re)?(?:tr(?:y|ies|ied)|attempts?)\b", re.IGNORECASE)
_SOURCE = r"\b(?:docs?|documentation|user guide|developer guide|specification|RFC ?\d+)\b"
_LINK = re.compile(_SOURCE, re.IGNORECASE)


_SEVERAL = 2
"""Sides to choose between; claims of one side that count."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A side and what speaks for it."""

    side: int
    """Position among the sides of the conflict."""
    why: str
    """One sentence."""


def suggest(conflict: Conflict, attribute: Attribute | None, dates: Mapping[str, str]) -> Suggestion | None:
    """The side that the strongest hint speaks for; None where there is no hint. ``dates``: note → when it was written.

    Strongest first: a value that is known to have been replaced, arithmetic that explains the other value, the newest
    dated note, a line that names its source, and more notes that say it (each note once).
    """
    sides = conflict.sides
    told = [at for at, side in enumerate(sides) if side.claims]
    if len(told) < _SEVERAL:
        return None
    hints: tuple[Callable[[], Suggestion | None], ...] = (
        lambda: _replaced(sides, attribute),
        lambda: _listed(sides),
        lambda: _tries(sides),
        lambda: _newest(sides, dates),
        lambda: _sourced(sides),
        lambda: _notes(sides),
    )
    return next((found for hint in hints if (found := hint()) is not None), None)


def _replaced(sides: Sequence[Side], attribute: Attribute | None) -> Suggestion | None:
    """All but one side say a value that the pack's history has as an earlier one."""
    if attribute is None or not attribute.history:
        return None
    past = {
        at: one
        for at, side in enumerate(sides)
        for one in attribute.history
        if side.quantity is not None and one.quantity.agrees(side.quantity)
    }
    left = [at for at in range(len(sides)) if at not in past]
    if len(left) != 1 or not past:
        return None
    at, one = next(iter(past.items()))
    return Suggestion(left[0], f"{sides[at].says} was the value until {one.until}.")


def _listed(sides: Sequence[Side]) -> Suggestion | None:
    """A sentence that counts otherwise than it lists: what it lists stands there."""
    counted = [at for at, side in enumerate(sides) if side.quantity is None and side.says.isdigit()]
    if len(counted) != 1 or len(sides[counted[0]].claims) < _SEVERAL:
        return None
    return Suggestion(counted[0], f"The sentence itself lists {sides[counted[0]].says}.")


def _tries(sides: Sequence[Side]) -> Suggestion | None:
    """One more is all tries, the other how often it is tried again."""
    for at, side in enumerate(sides):
        for other in sides:
            fewer, more = side.quantity, other.quantity
            if fewer is None or more is None or fewer.dimension is not Dimension.COUNT or more.base != fewer.base + 1:
                continue
            if all(_TRIES.search(claim.claim.text) for one in (side, other) for claim in one.claims):
                retries = "retry makes" if fewer.base == 1 else "retries make"
                why = f"{fewer} {retries} {more} attempts in all; the other may count all attempts."
                return Suggestion(at, why)
    return None


def _newest(sides: Sequence[Side], dates: Mapping[str, str]) -> Suggestion | None:
    """The newest dated note is on one side only."""
    newest = [max((dates.get(claim.span.note, "") for claim in side.claims), default="") for side in sides]
    best = max(newest)
    if not best or newest.count(best) != 1:
        return None
    at = newest.index(best)
    note = next(claim.span.note for claim in sides[at].claims if dates.get(claim.span.note) == best)
    others = [one for one in newest if one and one != best]
    than = f"newer than {max(others)}" if others else "the others have no date"
    return Suggestion(at, f"{note} is of {best}, {than}.")


def _sourced(sides: Sequence[Side]) -> Suggestion | None:
    """The lines of one side only name where they have it from."""
    named = [at for at, side in enumerate(sides) if any(_LINK.search(claim.claim.text) for claim in side.claims)]
    if len(named) != 1:
        return None
    claim = next(one for one in sides[named[0]].claims if _LINK.search(one.claim.text))
    return Suggestion(named[0], f"{claim.span} names where it has it from.")


def _notes(sides: Sequence[Side]) -> Suggestion | None:
    """More notes say it; a note that says it twice counts once."""
    notes = [len({claim.span.note for claim in side.claims}) for side in sides]
    best = max(notes)
    if notes.count(best) != 1:
        return None
    rest = max(one for one in notes if one != best)
    return Suggestion(notes.index(best), f"{count(best, 'note')} say it, {rest} the other.")
