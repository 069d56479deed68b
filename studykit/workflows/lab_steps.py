"""Where a setting goes when it is moved: round figures of its range, its choices, or what examples set."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from studykit.core.quantity import Dimension, Figure, Quantity, whole
from studykit.core.verdict import Value
from studykit.rules.boundaries import candidates_for
from studykit.rules.domain import Input
from studykit.rules.engine import Judge
from studykit.workflows.lab_words import amount, same

_FEW = 24
"""Steps of a range from its beginning to its end that are all stopped at."""
_BEYOND = 10
"""How many times the largest known figure a range without an end goes."""
_TIMES: tuple[Figure, ...] = (
    *(Fraction(one, 1000) for one in (1, 2, 5, 10, 20, 50, 100, 200, 500)),
    *(1, 2, 3, 5, 10, 15, 20, 30, 45),
    *(60 * one for one in (1, 2, 3, 5, 10, 15, 20, 30, 45)),
    *(3600 * one for one in (1, 2, 3, 6, 12)),
    *(86400 * one for one in (1, 2, 3, 4, 7, 14, 30, 60, 90, 180, 365)),
)
_ROUND = (1, Fraction(3, 2), 2, Fraction(5, 2), 3, 4, 5, 6, 8)
"""Round figures between one power of ten and the next."""
_PERCENT = (0, 1, 2, *range(5, 101, 5))
_LARGEST = 10**15


def ring(judge: Judge, one: Input) -> tuple[Value | None, ...]:
    """The values of a setting that is no quantity, in the order in which keys turn through them.

    None stands first where the service has no default: it can be left out.
    """
    free: tuple[Value | None, ...] = () if one.name in judge.defaults else (None,)
    kind = one.type
    if kind.choices and not kind.many:
        return (*free, *kind.choices)
    if kind == kind.one and not kind.text and kind.dimension is None:
        return (*free, False, True)
    default = judge.defaults.get(one.name)
    values = judge.domain.seen.get(one.name, ())
    known = values if default is None or any(same(default, value) for value in values) else (default, *values)
    return (*free, *known)


def stops(judge: Judge, one: Input) -> tuple[Quantity, ...]:
    """The quantities at which a setting stops, ascending: ends, what is usual, what examples set, round figures.

    Where rules decide beyond an end of the range, one step beyond it is a stop, too.
    """
    key = f"stops {one.name}"
    if key not in judge.kept:
        judge.kept[key] = tuple(amount(one, point) for point in sorted(_points(judge, one)))
    found: tuple[Quantity, ...] = judge.kept[key]
    return found


def _points(judge: Judge, one: Input) -> set[Figure]:
    known = {value.base for value in candidates_for(judge, one.name, {}, turning=False) if isinstance(value, Quantity)}
    step = one.step.base if one.step else 1
    low = one.low.quantity.base if one.low else 0
    high = one.high.quantity.base if one.high else max((*known, 100 * step)) * _BEYOND
    if (high - low) / step <= _FEW:
        round_ones: set[Figure] = {whole(low + at * step) for at in range(int((high - low) / step) + 1)}
    else:
        round_ones = {point for point in _round(one, high) if low <= point and Fraction(point) % step == 0}
    if low <= 0 <= high:
        round_ones.add(0)
    return known | round_ones | set(_beyond(judge, one, step))


def _beyond(judge: Judge, one: Input, step: Figure) -> Iterator[Figure]:
    if judge.domain.outside and one.low and one.low.fact and one.low.quantity.base >= step:
        yield whole(one.low.quantity.base - step)
    if judge.domain.outside and one.high and one.high.fact:
        yield whole(one.high.quantity.base + step)


def _round(one: Input, high: Figure) -> Iterator[Figure]:
    """Figures that people set, from small to ``high``."""
    dimension = one.type.dimension
    if dimension is Dimension.TIME:
        yield from (whole(time) for time in _TIMES if time <= high)
    elif dimension is Dimension.PERCENT:
        yield from (share for share in _PERCENT if share <= high)
    elif dimension is Dimension.SIZE:
        yield from _while(high, (2**power for power in range(60)))
    else:
        unit = one.unit.factor if one.unit else 1
        yield from _while(high, (whole(part * 10**power * unit) for power in range(15) for part in _ROUND))


def _while(high: Figure, figures: Iterator[Figure]) -> Iterator[Figure]:
    for figure in figures:
        if figure > min(high, _LARGEST):
            return
        yield figure
