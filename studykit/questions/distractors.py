"""Wrong values of a fact, those that somebody believes first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from studykit.core.attribute import Bound
from studykit.core.fact import ClaimStanding, Fact
from studykit.core.quantity import Dimension, Figure, Quantity, Unit, format_figure, from_base, whole
from studykit.core.source import SourceSpan
from studykit.questions.ground import Ground
from studykit.questions.reasons import claim_reason
from studykit.questions.words import bound_words

FACTORS = (
    Fraction(1, 10),
    Fraction(1, 5),
    Fraction(1, 4),
    Fraction(1, 3),
    Fraction(1, 2),
    Fraction(2, 3),
    Fraction(3, 4),
    Fraction(3, 2),
    Fraction(2),
    Fraction(3),
    Fraction(4),
    Fraction(5),
    Fraction(10),
)
"""By what slips of the pen change a figure."""
_OFFSETS = (-2, -1, 1, 2, 3, 5, 10)
_SMALL = 10
"""Figures up to this one are also mistaken by a few units."""
_FAR = 40
"""Neighbours that are so many times larger or smaller tempt nobody."""
_CENT = 100
"""Shares end here."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A wrong value and why somebody might believe it."""

    quantity: Quantity
    reason: str
    sources: tuple[SourceSpan, ...] = ()


def unit_of(fact: Fact) -> Unit:
    """The unit of all options: the value's own, or the attribute's when beliefs are whole in that one only."""
    own, usual = fact.quantity.unit, fact.attribute.unit
    bases = [fact.quantity.base, *(one.quantity.base for one in _believed(fact, own))]
    return usual if _whole_in(usual, bases) and not _whole_in(own, bases) else own


def _whole_in(unit: Unit, bases: list[Figure]) -> bool:
    return all(isinstance(whole(Fraction(base) / unit.factor), int) for base in bases)


def wrong_values(fact: Fact, ground: Ground, unit: Unit, chance: Random) -> list[Wrong]:
    """Wrong values in one unit, none readable as the right one or as each other, the most tempting first.

    What notes say and what was right once comes before the fact's other bounds, these before
    neighbours of the same service, and slips of the pen come last.
    """
    found = [
        *_believed(fact, unit),
        *_shuffled(chance, _other_bounds(fact, ground, unit)),
        *_shuffled(chance, _neighbours(fact, ground, unit)),
        *_shuffled(chance, _slips(fact, unit)),
    ]
    return _different(fact, unit, found)


def _different(fact: Fact, unit: Unit, wrong: list[Wrong]) -> list[Wrong]:
    """Wrong values in the options' unit that cannot be read as the right one or as each other, best first."""
    kept: list[Wrong] = []
    taken = {str(from_base(fact.quantity.base, unit))}
    for one in wrong:
        shown = str(one.quantity)
        clash = one.quantity.agrees(fact.quantity) or any(one.quantity.agrees(other.quantity) for other in kept)
        if not clash and shown not in taken and _plausible(one.quantity, fact, unit):
            kept.append(one)
            taken.add(shown)
    return kept


def _plausible(quantity: Quantity, fact: Fact, unit: Unit) -> bool:
    """True for what could be written where the value is: same unit, no odd fraction, nothing out of range."""
    return (
        quantity.unit == unit
        and (quantity.base > 0 or (quantity.base == 0 and _may_be_nothing(fact)))
        and (isinstance(quantity.figure, int) or not _whole_in(unit, [fact.quantity.base]))
        and "/" not in format_figure(quantity.figure)
        and (quantity.dimension is not Dimension.PERCENT or quantity.figure <= _CENT)
    )


def _may_be_nothing(fact: Fact) -> bool:
    """True where 0 is a sensible setting: no wait, no retries."""
    return fact.bound in (Bound.MIN, Bound.DEFAULT) and fact.attribute.dimension in (Dimension.TIME, Dimension.COUNT)


def _believed(fact: Fact, unit: Unit) -> Iterator[Wrong]:
    """What notes say wrongly, and what was right once."""
    for limit, standing in zip(fact.claims, fact.standings, strict=True):
        if standing in (ClaimStanding.MISTAKEN, ClaimStanding.OUTDATED):
            reason = claim_reason(limit, standing, fact)
            yield Wrong(from_base(limit.quantity.base, unit), reason, (limit.span,))
    for past in reversed(fact.history):
        yield Wrong(from_base(past.quantity.base, unit), f"That was the value until {past.until}.")


def _other_bounds(fact: Fact, ground: Ground, unit: Unit) -> list[Wrong]:
    """The minimum where the maximum is asked, and so on; the most frequent mix-up."""
    if fact.bound is Bound.INCREMENT:
        return []  # a step is no limit, nor the other way round
    same = [other for other in ground.facts.values() if other.attribute.id == fact.attribute.id and other.settled]
    return [_taken_for(other, unit) for other in same if other.bound not in (fact.bound, Bound.INCREMENT)]


def _neighbours(fact: Fact, ground: Ground, unit: Unit) -> list[Wrong]:
    """Values of like size of other attributes of the same service."""
    about = fact.attribute
    return [
        _taken_for(other, unit)
        for other in ground.facts.values()
        if other.settled
        and other.attribute.id != about.id
        and (other.attribute.service, other.attribute.dimension) == (about.service, about.dimension)
        and _comparable(other.quantity.base, fact.quantity.base)
    ]


def _taken_for(other: Fact, unit: Unit) -> Wrong:
    reason = f"That is {other.id} ({bound_words(other.bound)}): {other.attribute.means}."
    return Wrong(from_base(other.quantity.base, unit), reason)


def _comparable(one: Figure, other: Figure) -> bool:
    """True when nobody would rule a value out by its size alone."""
    return bool(one and other) and Fraction(1, _FAR) <= Fraction(one) / Fraction(other) <= _FAR


def _slips(fact: Fact, unit: Unit) -> list[Wrong]:
    """Figures of about the right size; none for codes, which have no size."""
    if fact.attribute.dimension is Dimension.CODE:
        return []
    figure = from_base(fact.quantity.base, unit).figure
    figures = [_rounded(figure * factor) if isinstance(figure, int) else figure * factor for factor in FACTORS]
    if figure <= _SMALL:
        figures += [figure + offset for offset in _OFFSETS]
    reason = f"No source says so: {fact.id} is {fact.quantity}."
    return [
        Wrong(Quantity(whole(one), unit), reason)
        for one in dict.fromkeys(figures)
        if one > 0 or fact.bound is Bound.MIN
    ]


def _rounded(figure: Fraction) -> Figure:
    return (figure + Fraction(1, 2)).__floor__()


def _shuffled(chance: Random, wrong: list[Wrong]) -> list[Wrong]:
    return chance.sample(wrong, len(wrong))
