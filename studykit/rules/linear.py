"""Linear comparisons over exact figures: can they hold together, and where (Fourier–Motzkin elimination)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

MAX_COMPARISONS = 2000


class TooManyComparisons(Exception):  # noqa: N818 - it says what happened
    """Elimination would take too long; nothing is known."""


@dataclass(frozen=True, slots=True)
class Linear:
    """``sum(factor * name) + constant``."""

    factors: tuple[tuple[str, Fraction], ...]
    """Sorted by name, none of them zero."""
    constant: Fraction

    @classmethod
    def of(cls, factors: Mapping[str, Fraction], constant: Fraction) -> Linear:
        """The same from any mapping."""
        return cls(tuple(sorted((name, factor) for name, factor in factors.items() if factor)), constant)

    def plus(self, other: Linear, times: Fraction = Fraction(1)) -> Linear:
        """The sum with a multiple of another."""
        factors = dict(self.factors)
        for name, factor in other.factors:
            factors[name] = factors.get(name, Fraction(0)) + factor * times
        return Linear.of(factors, self.constant + other.constant * times)

    def times(self, factor: Fraction) -> Linear:
        """A multiple."""
        return Linear.of({name: one * factor for name, one in self.factors}, self.constant * factor)

    def at(self, values: Mapping[str, Fraction]) -> Fraction:
        """Its value, without the names that ``values`` does not know."""
        return self.constant + sum(
            (factor * values[name] for name, factor in self.factors if name in values), Fraction()
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """``side <= 0``, or ``side < 0`` when it is strict."""

    side: Linear
    strict: bool


def solve(comparisons: Iterable[Comparison], steps: Mapping[str, Fraction]) -> dict[str, Fraction] | None:
    """A value for each name so that all comparisons hold; None when there is none.

    Values are multiples of the names' ``steps`` where one lies in reach. Raises TooManyComparisons.
    """
    current = tuple(dict.fromkeys(comparisons))
    names = sorted({name for one in current for name, _ in one.side.factors})
    eliminated: list[tuple[str, Sequence[Comparison]]] = []
    for name in names:
        with_name = [one for one in current if name in dict(one.side.factors)]
        eliminated.append((name, with_name))
        rest = [one for one in current if name not in dict(one.side.factors)]
        current = tuple(dict.fromkeys((*rest, *_joined(name, with_name))))
        if len(current) > MAX_COMPARISONS:
            raise TooManyComparisons
    for one in current:
        if one.side.constant > 0 or (one.strict and one.side.constant == 0):
            return None
    values: dict[str, Fraction] = {}
    for name, bounds in reversed(eliminated):
        values[name] = _picked(name, bounds, values, steps.get(name, Fraction(1)))
    return values


def _joined(name: str, comparisons: Sequence[Comparison]) -> Iterable[Comparison]:
    """What a name's lower and upper bounds say of the other names."""
    for low in comparisons:
        for high in comparisons:
            below, above = dict(low.side.factors)[name], dict(high.side.factors)[name]
            if below < 0 < above:
                side = low.side.times(above).plus(high.side, -below)
                yield Comparison(side, low.strict or high.strict)


def _picked(name: str, bounds: Sequence[Comparison], values: Mapping[str, Fraction], step: Fraction) -> Fraction:
    low: tuple[Fraction, bool] | None = None
    high: tuple[Fraction, bool] | None = None
    for one in bounds:
        factor = dict(one.side.factors)[name]
        edge = (-one.side.at(values) / factor, one.strict)
        if factor > 0:
            high = edge if high is None or (edge[0], not edge[1]) < (high[0], not high[1]) else high
        else:
            low = edge if low is None or edge > low else low
    if low is not None:
        point = -((-low[0]) // step) * step
        point += step if low[1] and point == low[0] else 0
        if high is None or point < high[0] or (point == high[0] and not high[1]):
            return point
        return (low[0] + high[0]) / 2
    if high is not None:
        point = high[0] // step * step
        return point - step if high[1] and point == high[0] else point
    return step
