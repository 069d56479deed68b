"""What the operators and functions of expressions do, on exact base figures."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from fractions import Fraction

from studykit.core.quantity import whole
from studykit.rules.kernel import Base


def apply(sign: str, values: list[Base]) -> Base:
    """The value of an operation; None when it is unknown."""
    if sign in LAZY:
        return LAZY[sign](*values)
    return None if None in values else STRICT[sign](*values)


def _divide(left: Base, right: Base) -> Base:
    if right == 0:
        return None
    if isinstance(left, int) and isinstance(right, int) and left % right == 0:
        return left // right
    return whole(Fraction(left) / Fraction(right))


def _and(left: Base, right: Base) -> Base:
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def _or(left: Base, right: Base) -> Base:
    if left is True or right is True:
        return True
    return None if left is None or right is None else False


def _choose(condition: Base, first: Base, second: Base) -> Base:
    if condition is None:
        return first if first is not None and first == second else None
    return first if condition else second


LAZY: dict[str, Callable[..., Base]] = {"&&": _and, "||": _or, "?:": _choose}
"""Operators that may know their value although an operand is unknown."""

STRICT: dict[str, Callable[..., Base]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "in": lambda left, right: left in right,
    "[]": lambda *members: members,
    "+": lambda left, right: whole(left + right),
    "-": lambda left, right: whole(left - right),
    "*": lambda left, right: whole(left * right),
    "/": _divide,
    "unary -": operator.neg,
    "unary !": operator.not_,
    "count": len,
    "min": min,
    "max": max,
    "ceil": math.ceil,
    "floor": math.floor,
}
"""Operators and functions that are unknown when an operand is."""
