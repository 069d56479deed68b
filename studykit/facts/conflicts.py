"""Where the claims about one attribute disagree, and what settles it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from studykit.core.attribute import Bound
from studykit.core.claim import Limit
from studykit.core.fact import Cause, ClaimStanding, Conflict, Fact, Side
from studykit.core.quantity import Quantity


def find_conflicts(facts: Sequence[Fact]) -> Iterator[Conflict]:
    """The conflicts among the facts of one attribute.

    Bounds with the same settled value (a default that is the limit, too) are compared as one.
    """
    left = list(facts)
    while left:
        first = left.pop(0)
        same = [fact for fact in left if _one_figure(first, fact)]
        left = [fact for fact in left if fact not in same]
        yield from _disagreement([first, *same])
    yield from _apparent(facts)


def _one_figure(one: Fact, other: Fact) -> bool:
    bounds = {one.bound, other.bound}
    return bounds <= {Bound.MAX, Bound.DEFAULT, Bound.EXACT} and one.quantity.agrees(other.quantity)


def _disagreement(facts: Sequence[Fact]) -> Iterator[Conflict]:
    sides: list[tuple[Quantity, ClaimStanding, list[Limit]]] = []
    for fact in facts:
        for limit, standing in zip(fact.claims, fact.standings, strict=True):
            for quantity, _, claims in sides:
                if quantity.agrees(limit.quantity):
                    claims.append(limit)
                    break
            else:
                sides.append((limit.quantity, standing, [limit]))
    if len(sides) < 2:  # noqa: PLR2004 - it takes two to disagree
        return
    sides.sort(key=lambda side: list(ClaimStanding).index(side[1]))
    named = next((fact for fact in facts if len({*fact.standings}) > 1), facts[0])
    made = tuple(Side(quantity, tuple(claims), standing) for quantity, standing, claims in sides)
    yield Conflict(named.id, made, _cause(made), _reason(named, made))


def _cause(sides: Sequence[Side]) -> Cause:
    standings = {side.standing for side in sides}
    if ClaimStanding.OPEN in standings:
        return Cause.OPEN
    return Cause.MISTAKE if ClaimStanding.MISTAKEN in standings else Cause.CHANGED


def _reason(fact: Fact, sides: Sequence[Side]) -> str:
    if not fact.settled:
        return "Nothing settles it: as many claims say one thing as another, and the pack cites no source."
    words = [f"{fact.quantity} holds ({fact.settled_by})."]
    for side in sides:
        if side.standing is ClaimStanding.OUTDATED:
            past = next(one for one in fact.attribute.history if one.quantity.agrees(side.quantity))
            words.append(f"{side.quantity} was the value until {past.until}.")
        elif side.standing is ClaimStanding.MISTAKEN:
            words.append(f"{side.quantity} is a mistake, as far as the pack's history knows.")
    return " ".join(words)


def _apparent(facts: Sequence[Fact]) -> Iterator[Conflict]:
    """Claims that seem to disagree because a limit moved and its old value is another bound today."""
    for now in facts:
        for past in now.history:
            old = [fact for fact in facts if fact is not now and fact.quantity.agrees(past.quantity)]
            today = _holding(now)
            earlier = [limit for fact in old for limit in _holding(fact)]
            # a line that states both bounds explains itself
            if not today or {limit.span for limit in earlier} <= {limit.span for limit in today}:
                continue
            bounds = " and ".join(str(fact.bound) for fact in old)
            reason = (
                f"Both hold, of different bounds: {past.quantity} is the {bounds}, {now.quantity} the "
                f"{now.bound}. Until {past.until} {past.quantity} was the {now.bound}, too."
            )
            sides = (
                Side(now.quantity, tuple(today), ClaimStanding.HOLDS),
                Side(past.quantity, tuple(earlier), ClaimStanding.HOLDS),
            )
            yield Conflict(now.attribute.id, sides, Cause.BOUNDS, reason)


def _holding(fact: Fact) -> list[Limit]:
    pairs = zip(fact.claims, fact.standings, strict=True)
    return [limit for limit, standing in pairs if standing is ClaimStanding.HOLDS]
