"""Questions about one fact: its value, or which values its limit lets through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from studykit.core.attribute import Bound
from studykit.core.card import Card
from studykit.core.fact import ClaimStanding, Fact
from studykit.core.quantity import Dimension, Figure, Quantity, from_base, whole
from studykit.core.question import Option, Question
from studykit.core.source import SourceSpan
from studykit.questions.ground import Ground
from studykit.questions.reasons import claim_reason
from studykit.questions.words import ask_value, bound_words, source_words

KIND = "limit"
OPTIONS = 4
_SLIPS = (
    Fraction(1, 10),
    Fraction(1, 4),
    Fraction(1, 2),
    Fraction(3, 4),
    Fraction(3, 2),
    Fraction(2),
    Fraction(3),
    Fraction(4),
    Fraction(5),
    Fraction(10),
)
_FAR = 40
"""Neighbours that are so many times larger or smaller tempt nobody."""
_BOUNDARY = 0.3
"""Share of limits that are asked on their boundary."""
_WHOLE = (Dimension.COUNT, Dimension.RATE, Dimension.CODE, Dimension.RATIO)


@dataclass(frozen=True, slots=True)
class _Wrong:
    """A wrong value and why somebody might believe it."""

    quantity: Quantity
    reason: str
    sources: tuple[SourceSpan, ...] = ()


def ask(card: Card, ground: Ground, chance: Random) -> Question | None:
    """A question about the card's fact; None when not enough different wrong values exist."""
    fact = ground.facts.get(card.facts[0])
    if fact is None or not fact.settled:
        return None
    service = ground.services.get(fact.attribute.service, fact.attribute.service)
    if fact.bound in (Bound.MAX, Bound.MIN) and chance.random() < _BOUNDARY:
        made = _boundary(fact, chance)
        if made:
            word = "largest" if fact.bound is Bound.MAX else "smallest"
            stem = f"{service}, {fact.attribute.means}: which is the {word} of these values that is still allowed?"
            return _question(card, fact, stem, made)
    options = _value(fact, ground, chance)
    return _question(card, fact, ask_value(fact, service), options) if options else None


def _question(card: Card, fact: Fact, stem: str, options: tuple[Option, ...]) -> Question:
    return Question(
        id=card.id,
        kind=KIND,
        topic=card.topic,
        area=card.area,
        variant=0,
        stem=stem,
        options=options,
        facts=(fact.id,),
        sources=card.sources,
    )


def _value(fact: Fact, ground: Ground, chance: Random) -> tuple[Option, ...]:
    """The value among three wrong ones, in ascending order."""
    wrong = _different(
        fact,
        [*_believed(fact), *_shuffled(chance, _neighbours(fact, ground)), *_shuffled(chance, _slips(fact))],
    )
    lower = [one for one in wrong if one.quantity.base < fact.quantity.base]
    higher = [one for one in wrong if one.quantity.base > fact.quantity.base]
    if len(lower) + len(higher) < OPTIONS - 1:
        return ()
    # the position of the key is drawn first, so that it says nothing
    wanted = chance.randrange(OPTIONS)
    below = max(min(wanted, len(lower)), OPTIONS - 1 - len(higher))
    chosen = sorted([*lower[:below], *higher[: OPTIONS - 1 - below]], key=lambda one: one.quantity.base)
    options = [Option(str(one.quantity), right=False, reason=one.reason, sources=one.sources) for one in chosen]
    options.insert(below, Option(str(_like(fact.quantity.base, fact)), right=True, reason=source_words(fact)))
    return tuple(options)


def _different(fact: Fact, wrong: list[_Wrong]) -> list[_Wrong]:
    """Wrong values that cannot be read as the right one or as each other, best first."""
    kept: list[_Wrong] = []
    taken = {str(_like(fact.quantity.base, fact))}
    for one in wrong:
        shown = str(one.quantity)
        clash = one.quantity.agrees(fact.quantity) or any(one.quantity.agrees(other.quantity) for other in kept)
        if not clash and shown not in taken and one.quantity.base > 0:
            kept.append(one)
            taken.add(shown)
    return kept


def _believed(fact: Fact) -> Iterator[_Wrong]:
    """What notes say wrongly, and what was right once."""
    for limit, standing in zip(fact.claims, fact.standings, strict=True):
        if standing in (ClaimStanding.MISTAKEN, ClaimStanding.OUTDATED):
            reason = claim_reason(limit, standing, fact)
            yield _Wrong(_like(limit.quantity.base, fact), reason, (limit.span,))
    for past in reversed(fact.history):
        yield _Wrong(_like(past.quantity.base, fact), f"That was the value until {past.until}.")


def _neighbours(fact: Fact, ground: Ground) -> list[_Wrong]:
    """Other bounds of the attribute and like attributes of the same service."""
    found = []
    for other in ground.facts.values():
        near = other.attribute.service == fact.attribute.service
        if other is fact or not other.settled or not near or other.attribute.dimension is not fact.attribute.dimension:
            continue
        reason = f"That is {other.id} ({bound_words(other.bound)}): {other.attribute.means}."
        found.append(_Wrong(_like(other.quantity.base, fact), reason))
    return [one for one in found if _comparable(one.quantity.base, fact.quantity.base)]


def _comparable(one: Figure, other: Figure) -> bool:
    """True when nobody would rule a value out by its size alone."""
    return bool(one and other) and Fraction(1, _FAR) <= Fraction(one) / Fraction(other) <= _FAR


def _slips(fact: Fact) -> list[_Wrong]:
    made = []
    for factor in _SLIPS:
        base = whole(fact.quantity.base * factor)
        figure = from_base(base, fact.quantity.unit).figure
        if fact.attribute.dimension in _WHOLE and not isinstance(figure, int):
            continue
        made.append(_Wrong(_like(base, fact), f"No source says so: {fact.id} is {fact.quantity}."))
    return made


def _boundary(fact: Fact, chance: Random) -> tuple[Option, ...]:
    """The limit among values on both sides of it, the nearest ones a single step away."""
    inside, beyond = (_points(fact, outwards=outwards) for outwards in (False, True))
    wanted = chance.randrange(OPTIONS)
    lower, higher = (inside, beyond) if fact.bound is Bound.MAX else (beyond, inside)
    below = max(min(wanted, len(lower)), OPTIONS - 1 - len(higher))
    if below > len(lower):
        return ()
    limit = fact.quantity.base
    points = sorted([*_picked(lower, below, chance), limit, *_picked(higher, OPTIONS - 1 - below, chance)])
    return tuple(
        Option(str(_like(point, fact)), right=point == limit, reason=_boundary_reason(point, fact, inside))
        for point in points
    )


def _boundary_reason(point: Figure, fact: Fact, inside: list[Figure]) -> str:
    if point == fact.quantity.base:
        return f"Exactly the limit is allowed. {source_words(fact)}"
    if point in inside:
        return f"That is allowed, but so is {fact.quantity}."
    side = "More" if fact.bound is Bound.MAX else "Less"
    return f"{side} than {fact.id}, {fact.quantity}."


def _points(fact: Fact, *, outwards: bool) -> list[Figure]:
    """Whole steps on one side of a limit, the nearest first."""
    limit, step = fact.quantity.base, fact.quantity.unit.factor
    up = outwards is (fact.bound is Bound.MAX)
    points = [limit + step if up else limit - step]
    points += [limit * factor for factor in _SLIPS if (factor > 1) is up]
    whole_steps = [whole(Fraction(point) / step).__floor__() * step for point in points]
    return [whole(point) for point in dict.fromkeys(whole_steps) if point > 0 and point != limit]


def _picked(points: list[Figure], count: int, chance: Random) -> list[Figure]:
    """The nearest of some points, and others by chance."""
    return [*points[:1], *chance.sample(points[1:], count - 1)] if count else []


def _like(base: Figure, fact: Fact) -> Quantity:
    """A value in the unit in which the fact is said."""
    return from_base(base, fact.quantity.unit)


def _shuffled(chance: Random, wrong: list[_Wrong]) -> list[_Wrong]:
    return chance.sample(wrong, len(wrong))
