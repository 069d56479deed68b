"""Questions about one fact: its value, or which values its limit lets through."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from studykit.core.attribute import Bound
from studykit.core.card import Card
from studykit.core.fact import Fact
from studykit.core.quantity import Figure, from_base, whole
from studykit.core.question import Option, Question
from studykit.questions.distractors import FACTORS, unit_of, wrong_values
from studykit.questions.ground import Ground
from studykit.questions.words import ask_value, source_words

KIND = "limit"
OPTIONS = 4
_BOUNDARY = 0.3
"""Share of limits that are asked on their boundary."""
_PLACES = (1, 2, 3, 4)
"""How often the key of a value question stands where, if it can: small figures have little below them
and can only stand first, so the others make up for them."""


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
    unit = unit_of(fact)
    wrong = wrong_values(fact, ground, unit, chance)
    lower = [one for one in wrong if one.quantity.base < fact.quantity.base]
    higher = [one for one in wrong if one.quantity.base > fact.quantity.base]
    if len(lower) + len(higher) < OPTIONS - 1:
        return ()
    # the position of the key is drawn first, so that it says nothing
    (wanted,) = chance.choices(range(OPTIONS), _PLACES)
    below = max(min(wanted, len(lower)), OPTIONS - 1 - len(higher))
    chosen = sorted([*lower[:below], *higher[: OPTIONS - 1 - below]], key=lambda one: one.quantity.base)
    options = [Option(str(one.quantity), right=False, reason=one.reason, sources=one.sources) for one in chosen]
    options.insert(below, Option(str(from_base(fact.quantity.base, unit)), right=True, reason=source_words(fact)))
    return tuple(options)


def _boundary(fact: Fact, chance: Random) -> tuple[Option, ...]:
    """The limit among values on both sides of it, the nearest ones a single step away."""
    inside, beyond = (_points(fact, outwards=outwards) for outwards in (False, True))
    if not inside or not beyond:  # the key would always stand at the same end
        return ()
    wanted = chance.randrange(OPTIONS)
    lower, higher = (inside, beyond) if fact.bound is Bound.MAX else (beyond, inside)
    below = max(min(wanted, len(lower)), OPTIONS - 1 - len(higher))
    if below > len(lower):
        return ()
    limit = fact.quantity.base
    points = sorted([*_picked(lower, below, chance), limit, *_picked(higher, OPTIONS - 1 - below, chance)])
    return tuple(
        Option(
            str(from_base(point, fact.quantity.unit)),
            right=point == limit,
            reason=_boundary_reason(point, fact, inside),
        )
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
    least = 0 if outwards else step
    points = [limit + step if up else limit - step]
    points += [limit * factor for factor in FACTORS if (factor > 1) is up]
    whole_steps = [whole(Fraction(point) / step).__floor__() * step for point in points]
    return [whole(point) for point in dict.fromkeys(whole_steps) if point >= least and point != limit]


def _picked(points: list[Figure], count: int, chance: Random) -> list[Figure]:
    """The nearest of some points, and others by chance."""
    return [*points[:1], *chance.sample(points[1:], count - 1)] if count else []
