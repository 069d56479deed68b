"""What if: where the outcome changes while one input moves through a range or its choices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

from studykit.core.quantity import Figure, Quantity, from_base, whole
from studykit.core.verdict import Decision, Value
from studykit.rules.boundaries import candidates_for
from studykit.rules.domain import Input
from studykit.rules.engine import Judge

_SAMPLES = 64
"""Further points between the ends, for outcomes that no comparison of the domain tells beforehand."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring values of an input with one outcome."""

    first: Value
    last: Value
    decision: Decision
    outcome: str
    """Empty unless decided."""
    rule: str
    """The row that decides; empty unless decided."""


def sweep_range(
    judge: Judge, settings: Mapping[str, Value], name: str, low: Quantity, high: Quantity
) -> tuple[Stretch, ...]:
    """The stretches of outcomes from ``low`` to ``high``, ends included, exact to the input's step."""
    one = judge.domain.inputs[name]
    walk = _Walk(judge, settings, one, low)
    points = walk.points(low, high)
    stretches: list[Stretch] = []
    start = before = points[0]
    for point in points[1:]:
        while walk.result(before) != walk.result(point):
            edge, beyond = walk.turn(before, point)
            stretches.append(walk.stretch(start, edge))
            start = before = beyond
        before = point
    return (*stretches, walk.stretch(start, points[-1]))


def sweep_choices(judge: Judge, settings: Mapping[str, Value], name: str) -> tuple[Stretch, ...]:
    """The outcome for every choice of an input."""
    found = []
    for value in candidates_for(judge, name, settings):
        verdict = judge.verdict({**settings, name: value})
        rule = verdict.rows[0].id if verdict.decision is Decision.DECIDED else ""
        found.append(Stretch(value, value, verdict.decision, verdict.outcome, rule))
    return tuple(found)


def _common(one: Figure, other: Figure) -> Figure:
    """The largest step that reaches both."""
    left, right = Fraction(one), Fraction(other)
    shared = gcd(left.numerator * right.denominator, right.numerator * left.denominator)
    return whole(Fraction(shared, left.denominator * right.denominator))


class _Walk:
    """Outcomes along one input."""

    def __init__(self, judge: Judge, settings: Mapping[str, Value], one: Input, like: Quantity) -> None:
        self._judge, self._settings, self._one, self._unit = judge, settings, one, like.unit
        self._step = one.step.base if one.step else 1
        self._known: dict[Figure, tuple[Decision, str, str]] = {}

    def points(self, low: Quantity, high: Quantity) -> list[Figure]:
        """The points that are looked at first: ends, both sides of every comparison, and some between.

        The step becomes fine enough to reach each of them.
        """
        known = {low.base, high.base}
        for value in candidates_for(self._judge, self._one.name, self._settings):
            if isinstance(value, Quantity) and low.base <= value.base <= high.base:
                known.add(value.base)
        for point in known:
            self._step = _common(self._step, point - low.base)
        return sorted(known.union(self._between(low, high)))

    def _between(self, low: Quantity, high: Quantity) -> Iterator[Figure]:
        for at in range(1, _SAMPLES):
            steps = (Fraction(high.base - low.base) * at / _SAMPLES / self._step).__floor__()
            yield whole(low.base + steps * self._step)

    def result(self, point: Figure) -> tuple[Decision, str, str]:
        """Decision, outcome and row at a point."""
        if point not in self._known:
            verdict = self._judge.verdict({**self._settings, self._one.name: self._value(point)})
            rule = verdict.rows[0].id if verdict.decision is Decision.DECIDED else ""
            self._known[point] = (verdict.decision, verdict.outcome, rule)
        return self._known[point]

    def turn(self, low: Figure, high: Figure) -> tuple[Figure, Figure]:
        """The last point from ``low`` on that is like ``low`` and the first that is not, by halving between."""
        wanted = self.result(low)
        while high - low > self._step:
            middle = whole(low + (Fraction(high - low) / 2 / self._step).__floor__() * self._step)
            if middle <= low:
                break
            low, high = (middle, high) if self.result(middle) == wanted else (low, middle)
        return low, high

    def stretch(self, first: Figure, last: Figure) -> Stretch:
        """The outcome between two points."""
        return Stretch(self._value(first), self._value(last), *self.result(first))

    def _value(self, point: Figure) -> Quantity:
        return from_base(point, self._unit)
