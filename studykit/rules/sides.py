"""The two sides of a comparison as linear sums of inputs; what is not linear is a name of its own."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from studykit.core.quantity import Quantity
from studykit.rules.domain import Derived
from studykit.rules.engine import Judge
from studykit.rules.linear import Comparison, Linear
from studykit.rules.syntax import Literal, Name, Node, Operation
from studykit.rules.types import Type

_MEASURED = ("*", "/", "min", "max", "ceil", "floor", "count", "+", "-")


class Sides:
    """Reads quantities of one domain."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._derived = {one.name: one.expression.node for one in judge.domain.derived if isinstance(one, Derived)}
        self._types: Mapping[str, Type] = {name: one.type for name, one in judge.domain.inputs.items()}

    def linear(self, node: Node) -> Linear | None:
        """A quantity as a linear sum of inputs; what is not linear is a name of its own. None: no quantity."""
        if isinstance(node, Literal):
            return Linear((), Fraction(node.value.base)) if isinstance(node.value, Quantity) else None
        if isinstance(node, Name):
            return self._named(node.name)
        if not isinstance(node, Operation):
            return None
        parts = [self.linear(part) for part in node.operands]
        if node.sign in ("+", "-", "*", "/", "unary -") and all(part is not None for part in parts):
            return _worked(node.sign, [part for part in parts if part is not None]) or self._free(node)
        return self._free(node) if node.sign in _MEASURED else None

    def _free(self, node: Node) -> Linear:
        return Linear(((_written(node), Fraction(1)),), Fraction(0))

    def _named(self, name: str) -> Linear | None:
        fact = self._judge.facts.get(name)
        if fact is not None:
            return Linear((), Fraction(fact)) if not isinstance(fact, str) else None
        if name in self._derived:
            return self.linear(self._derived[name])
        kind = self._types.get(name)
        measures = kind is None and self._gives_quantity(name)
        if measures or (kind is not None and kind.dimension is not None and not kind.many):
            return Linear(((name, Fraction(1)),), Fraction(0))
        return None

    def _gives_quantity(self, name: str) -> bool:
        call, _, result = name.partition(".")
        for one in self._judge.domain.derived:
            if not isinstance(one, Derived) and one.name == call:
                return one.kernel.gives[result].dimension is not None
        return False


def comparisons(left: Linear, right: Linear, sign: str) -> tuple[Comparison, ...]:
    """``left sign right`` as sides that are at most zero."""
    gap, turned = left.plus(right, Fraction(-1)), right.plus(left, Fraction(-1))
    if sign == "==":
        return (Comparison(gap, strict=False), Comparison(turned, strict=False))
    return (Comparison(gap if sign in ("<", "<=") else turned, strict=sign in ("<", ">")),)


def _worked(sign: str, parts: list[Linear]) -> Linear | None:
    """A sum, difference or multiple; None where it is not linear."""
    if sign == "unary -":
        return parts[0].times(Fraction(-1))
    left, right = parts
    if sign in ("+", "-"):
        return left.plus(right, Fraction(1 if sign == "+" else -1))
    if sign == "*" and not left.factors:
        return right.times(left.constant)
    if right.factors or (sign == "/" and right.constant == 0):
        return None
    return left.times(right.constant if sign == "*" else 1 / right.constant)


def _written(node: Node) -> str:
    """A name for what is not linear: the same for the same arithmetic, wherever it stands."""
    if isinstance(node, Operation):
        return f"{node.sign}({', '.join(_written(part) for part in node.operands)})"
    return node.name if isinstance(node, Name) else repr(node.value) if isinstance(node, Literal) else ""
