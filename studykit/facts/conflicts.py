"""Where the claims about one attribute disagree, and what settles it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from studykit.core.attribute import Attribute, Bound
from studykit.core.claim import Claim, Limit
from studykit.core.decision import SOURCE
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
    named = next((fact for fact in facts if not fact.settled or len({*fact.standings}) > 1), facts[0])
    made = tuple(Side(str(quantity), tuple(claims), standing, quantity) for quantity, standing, claims in sides)
    yield Conflict(named.id, made, _cause(made), _reason(named, made))


def _cause(sides: Sequence[Side]) -> Cause:
    standings = {side.standing for side in sides}
    if ClaimStanding.OPEN in standings:
        return Cause.OPEN
    if ClaimStanding.MISTAKEN in standings:
        return Cause.MISTAKE
    return Cause.CHANGED if ClaimStanding.OUTDATED in standings else Cause.SCOPE


def _reason(fact: Fact, sides: Sequence[Side]) -> str:
    if not fact.settled:
        return "Nothing settles it: as many claims say one thing as another, and the pack cites no source."
    by = fact.settled_by
    words = [f"{fact.quantity} holds: {by}." if by.startswith(SOURCE) else f"{fact.quantity} holds ({by})."]
    for side in sides:
        if side.standing is ClaimStanding.OUTDATED:
            words.append(_then(fact, side))
        elif side.standing is ClaimStanding.SCOPED:
            scopes = [
                one.scope for one in fact.scoped if side.quantity is not None and one.quantity.agrees(side.quantity)
            ]
            words.append(f"{side.says} holds of {scopes[0]}.")
        elif side.standing is ClaimStanding.MISTAKEN:
            words.append(f"{side.says} is a mistake, as far as the pack's history knows.")
    return " ".join(words)


def _then(fact: Fact, side: Side) -> str:
    for past in fact.attribute.history:
        if side.quantity is not None and past.quantity.agrees(side.quantity):
            return f"{side.says} was the value until {past.until}."
    return f"{side.says} is the earlier value, which exams may still ask."


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
                Side(str(now.quantity), tuple(today), ClaimStanding.HOLDS, now.quantity),
                Side(str(past.quantity), tuple(earlier), ClaimStanding.HOLDS, past.quantity),
            )
            yield Conflict(now.attribute.id, sides, Cause.BOUNDS, reason)


def _holding(fact: Fact) -> list[Limit]:
    pairs = zip(fact.claims, fact.standings, strict=True)
    return [limit for limit, standing in pairs if standing is ClaimStanding.HOLDS]


def count_conflicts(
    attribute: Attribute, numbers: Iterable[Limit], counted: Iterable[Limit], facts: Sequence[Fact]
) -> Iterator[Conflict]:
    """Claims that contradict themselves: they give a number of things and then another number of them.

    ``numbers`` are the limits of the attribute, ``counted`` those of the attributes that it is the number of.
    """
    by_claim: dict[Claim, list[Limit]] = {}
    for limit in counted:
        by_claim.setdefault(limit.claim, []).append(limit)
    for number in numbers:
        listed = by_claim.get(number.claim, [])
        if len(listed) > 1 and number.quantity.base != len(listed):
            yield _contradicts_itself(attribute, number, listed, facts)


def _contradicts_itself(
    attribute: Attribute, number: Limit, listed: Sequence[Limit], facts: Sequence[Fact]
) -> Conflict:
    telling = [fact for fact in facts if fact.settled and fact.bound in (Bound.EXACT, Bound.DEFAULT, Bound.MAX)]
    right = any(fact.quantity.agrees(number.quantity) for fact in telling)
    known = bool(telling) and not right
    sides = (
        Side(str(len(listed)), tuple(listed), ClaimStanding.HOLDS if known else ClaimStanding.OPEN),
        Side(str(number.quantity), (number,), ClaimStanding.MISTAKEN if known else ClaimStanding.OPEN, number.quantity),
    )
    values = ", ".join(str(one.quantity) for one in listed)
    reason = f"One sentence says {number.quantity} and then gives {len(listed)}: {values}."
    if known:
        reason += f" {telling[0].quantity} holds ({telling[0].settled_by})."
    cause = Cause.MISTAKE if known else Cause.OPEN
    return Conflict(f"{attribute.id}:{number.span}", sides, cause, reason)
