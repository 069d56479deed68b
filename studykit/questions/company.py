"""Facts of like dimension that can stand beside another one: to be compared, put in order or matched."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import lru_cache

from studykit.core.quantity import Dimension
from studykit.questions.chance import Chance
from studykit.questions.ground import Ground
from studykit.questions.known import Known, known, remembered, shuffled

CLEAR = Fraction(5, 4)
"""So many times larger a value is when nobody can argue about readings of sizes or roundings."""
_FAR = 400
"""Values that are so many times apart are compared without knowing them."""
_OWN = 0.7
"""Share of questions that stay within one service, where it has enough to ask."""
_COUNTED = re.compile(r"(?:(?:number|share|price|utili[sz]ation|age|length) of (?:an? |the |all )?)?[^\s,]+")
_ORDINAL = re.compile(r"\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th))\b")


def alike_in_kind(one: Known, other: Known) -> bool:
    """True when comparing two values means something: times and sizes, or counts of the same things."""
    if one.dimension is not other.dimension or one.dimension is Dimension.CODE:
        return False
    return one.dimension in (Dimension.TIME, Dimension.SIZE) or _counted(one.noun) == _counted(other.noun)


@lru_cache(maxsize=4096)
def _counted(noun: str) -> str:
    """``number of messages``: what is counted."""
    found = _COUNTED.match(noun)
    return found.group().lower() if found else noun


@lru_cache(maxsize=4096)
def _series(noun: str) -> str:
    """``wait before the # retry``: what stands in a row tells its order by its name."""
    return _ORDINAL.sub("#", noun)


def clearly_apart(one: Known, other: Known) -> bool:
    """True when one value is larger by every reading, and their names do not tell which."""
    if _series(one.noun) == _series(other.noun) and "#" in _series(one.noun):
        return False
    small, large = (one.base, other.base) if one.base < other.base else (other.base, one.base)
    return small > 0 and large * CLEAR.denominator >= small * CLEAR.numerator


def comparable(one: Known, ground: Ground, *, everywhere: bool) -> tuple[Known, ...]:
    """The same bound of other attributes, clearly apart in value; of the fact's own service, or of all others."""

    def fair(other: Known) -> bool:
        if other.bound is not one.bound or not (other.base < one.base * _FAR and one.base < other.base * _FAR):
            return False
        return alike_in_kind(one, other) and clearly_apart(one, other)

    return _pool("comparable", one, ground, fair, everywhere=everywhere)


def matchable(one: Known, ground: Ground, *, everywhere: bool) -> tuple[Known, ...]:
    """Any bound of other attributes with another value of like dimension."""

    def fair(other: Known) -> bool:
        small, large = (one.base, other.base) if one.base < other.base else (other.base, one.base)
        near = one.dimension is Dimension.CODE or not small or large < small * _FAR
        if one.dimension is Dimension.RATE and one.quantity.unit != other.quantity.unit:
            return False  # the words name the unit, and the unit would name the value
        return near and not other.quantity.agrees(one.quantity)

    return _pool("matchable", one, ground, fair, everywhere=everywhere)


def _pool(
    name: str, one: Known, ground: Ground, fair: Callable[[Known], bool], *, everywhere: bool
) -> tuple[Known, ...]:
    index = known(ground)

    def make() -> tuple[Known, ...]:
        service = one.attribute.service
        if everywhere:
            among = [other for other in index.of_dimension[one.dimension] if other.attribute.service != service]
        else:
            among = index.of_service[service, one.dimension]
        return tuple(other for other in among if other.attribute.id != one.attribute.id and fair(other))

    return remembered(ground, ("company", name, one.id, everywhere), make)


def gathered(
    one: Known,
    pools: tuple[tuple[Known, ...], tuple[Known, ...]],
    chance: Chance,
    count: int,
    fits: Callable[[Known, Known], bool],
) -> tuple[list[Known], bool] | None:
    """The fact and others, any two of which fit, and whether they are all of its service; None when there are too few.

    ``pools`` are those of its own service and those of others; chance decides between them where both have enough.
    """
    own, others = pools
    ways = (own, others) if chance.share("service") < _OWN else (others, own)
    for pool in ways:
        found = _taken(one, shuffled(chance, "company", pool, _rank), count, fits)
        if len(found) == count:
            return found, pool is own
    return None


def _taken(one: Known, pool: Iterable[Known], count: int, fits: Callable[[Known, Known], bool]) -> list[Known]:
    found = [one]
    for other in pool:
        if len(found) == count:
            break
        if all(other.attribute.id != each.attribute.id and fits(other, each) for each in found):
            found.append(other)
    return found


def _rank(one: Known) -> int:
    return one.rank
