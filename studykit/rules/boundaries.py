"""Where verdicts can turn: the settings at which a comparison changes, one step to either side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from studykit.core.quantity import Figure, Quantity, from_base, natural, whole
from studykit.core.verdict import Value
from studykit.rules.domain import Input
from studykit.rules.engine import Judge
from studykit.rules.expression import Base, Expression, compile_fast, nodes_of
from studykit.rules.syntax import Node, Operation

_COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")


def candidates(judge: Judge, settings: Mapping[str, Value]) -> dict[str, tuple[Value, ...]]:
    """For each input the values that can matter, the other inputs being as in ``settings``.

    They are both sides of every comparison, the ends of its range and what is usual; all choices and
    truth values.
    """
    return {name: candidates_for(judge, name, settings) for name in judge.domain.inputs}


def candidates_for(judge: Judge, name: str, settings: Mapping[str, Value]) -> tuple[Value, ...]:
    """The same for one input."""
    return tuple(_values(judge, judge.domain.inputs[name], settings))


def _values(judge: Judge, one: Input, settings: Mapping[str, Value]) -> Iterator[Value]:
    if one.type.choices:
        yield from one.type.choices
    elif one.type.dimension is None:
        yield from (False, True)
    else:
        yield from _quantities(judge, one, settings)


def _quantities(judge: Judge, one: Input, settings: Mapping[str, Value]) -> Iterator[Quantity]:
    step = one.step.base if one.step else 1
    points: set[Figure] = {end.quantity.base for end in (one.low, one.high) if end is not None}
    if isinstance(one.usual, Quantity):
        points.add(one.usual.base)
    for root in _roots(judge, one, settings):
        below = whole(Fraction(root) / step).__floor__() * step
        points |= {whole(point) for point in (below - step, below, below + step, below + 2 * step)}
    low = one.low.quantity.base if one.low else 0
    high = one.high.quantity.base if one.high else None
    for point in sorted(points):
        if point >= low and (high is None or point <= high):
            yield _shown(point, one)


def _shown(point: Figure, one: Input) -> Quantity:
    """A point as people would set it: in the input's unit, or a larger one when that is shorter."""
    if one.unit is None:
        raise ValueError(one.name)
    plain = from_base(point, one.unit)
    rounder = natural(point, plain.dimension)
    return rounder if len(str(rounder.figure)) + 2 < len(str(plain.figure)) else plain


def _roots(judge: Judge, one: Input, settings: Mapping[str, Value]) -> Iterator[Figure]:
    for expression in _deciding(judge):
        for node in nodes_of(expression.node):
            if isinstance(node, Operation) and node.sign in _COMPARISONS:
                root = _root(judge, node, one.name, settings)
                if root is not None and root >= 0:
                    yield root


def _deciding(judge: Judge) -> Iterator[Expression]:
    """Conditions of rules, and derived values that they rest on."""
    conditions = [rule.when for rule in judge.domain.rules if rule.when]
    yield from conditions
    used = {name for condition in conditions for name in condition.names}
    for one in reversed(judge.domain.derived):
        if one.name in used:
            used.update(one.expression.names)
            yield one.expression


def _root(judge: Judge, node: Operation, name: str, settings: Mapping[str, Value]) -> Figure | None:
    """The value of an input at which both sides of a comparison are equal; sides are linear in it."""
    gaps = [_gap(judge, node.operands, name, point, settings) for point in (0, 1)]
    first, second = gaps
    if not isinstance(first, (int, Fraction)) or not isinstance(second, (int, Fraction)) or first == second:
        return None
    return whole(Fraction(-first) / (second - first))


def _gap(judge: Judge, sides: tuple[Node, ...], name: str, point: int, settings: Mapping[str, Value]) -> Base:
    kind = judge.domain.inputs[name]
    unit = kind.unit
    known = judge.environment(
        {**settings, name: Quantity(whole(Fraction(point) / unit.factor), unit)} if unit else settings
    )
    facts = {fact: judge.values[fact].base for fact in judge.domain.facts}
    left, right = (compile_fast(side, facts)(known) for side in sides)
    usable = isinstance(left, (int, Fraction)) and isinstance(right, (int, Fraction))
    if not usable or isinstance(left, bool) or isinstance(right, bool):
        return None
    return left - right
