"""A typed quantity for programs whose fields take a number without a unit: the unit stands beside the field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from studykit.core.quantity import Dimension, Figure, Quantity, Unit
from studykit.core.response import Typed

_PLACES = 12
"""Where no decimal is exact, bounds are rounded away from the value at this place."""


@dataclass(frozen=True, slots=True)
class Near:
    """A number, and the lowest and the highest that count as it, as decimals."""

    value: str
    low: str
    high: str


def unit_shown(typed: Typed) -> str:
    """What stands beside the field; empty for plain counts and codes."""
    unit = typed.quantity.unit
    return "" if unit.dimension is Dimension.CODE else unit.name


def instruction(typed: Typed) -> str:
    """What to write, said after the stem."""
    unit = unit_shown(typed)
    return f"Write a number only, in {unit}." if unit else "Write a number only."


def accepted(typed: Typed) -> tuple[Near, ...]:
    """Every number that is right: the value with its tolerance first, then its other readings.

    Sizes can be read by powers of 1,024 or of 1,000, and an answer is right when any two readings are the same.
    """
    unit, figure = typed.quantity.unit, Fraction(typed.quantity.figure)
    off = abs(figure) * Fraction(typed.tolerance)
    first = Near(_decimal(figure), _decimal(figure - off, -1), _decimal(figure + off, 1))
    if not unit.decimal or not figure:
        return (first,)
    share = Fraction(unit.factor) / unit.decimal
    others = sorted(other for other in (figure * share, figure / share) if abs(other - figure) > off)
    return (first, *(_exactly(other) for other in others))


def foreseen(typed: Typed) -> tuple[tuple[Near, str], ...]:
    """Wrong numbers that have a reason of their own, in the unit that is asked for."""
    right = [(Fraction(near.low), Fraction(near.high)) for near in accepted(typed)]
    return tuple(
        (_exactly(figure), reason)
        for figure, reason in _slips(typed)
        if not any(low <= figure <= high for low, high in right)
    )


def _slips(typed: Typed) -> Iterator[tuple[Fraction, str]]:
    """The first slip that reads as a number gives its reason, as in the app."""
    seen: set[Fraction] = set()
    for slip in typed.slips:
        figure = _in_unit(slip.quantity, typed.quantity.unit)
        if slip.quantity.dimension is typed.quantity.dimension and figure not in seen:
            seen.add(figure)
            yield figure, slip.reason


def _in_unit(quantity: Quantity, unit: Unit) -> Fraction:
    return Fraction(quantity.base) / Fraction(unit.factor)


def _exactly(figure: Fraction) -> Near:
    return Near(_decimal(figure), _decimal(figure, -1), _decimal(figure, 1))


def _decimal(figure: Figure, away: int = 0) -> str:
    """As a decimal without commas; ``away`` says where to round to when none is exact."""
    figure = Fraction(figure)
    places = _places(figure.denominator)
    scaled = figure * 10**places
    number = {-1: scaled.__floor__, 0: scaled.__round__, 1: scaled.__ceil__}[away]()
    if not places:
        return str(number)
    digits = f"{abs(number):0{places + 1}d}"
    return f"{'-' if number < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def _places(denominator: int) -> int:
    """Digits after the point that make a figure with this denominator whole, or ``_PLACES``."""
    twos = fives = 0
    while denominator % 2 == 0:
        denominator, twos = denominator // 2, twos + 1
    while denominator % 5 == 0:
        denominator, fives = denominator // 5, fives + 1
    return max(twos, fives) if denominator == 1 else _PLACES
