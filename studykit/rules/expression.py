"""One tree, two compilers: a fast one for values and a traced one that shows every step."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from studykit.core.quantity import Quantity, natural, whole
from studykit.core.verdict import Step, Value
from studykit.rules.syntax import Literal, Name, Node, Operation, parse
from studykit.rules.types import Type, type_of

Base = Any
"""A quantity's exact base figure, a choice, a truth value, or None when it is unknown."""
Environment = Mapping[str, Base]
Fast = Callable[[Environment], Base]


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed and checked expression."""

    text: str
    node: Node
    type: Type
    types: Mapping[str, Type]
    """Types of the names that it may use."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names that it uses, in order of first use."""
        return tuple(dict.fromkeys(node.name for node in nodes_of(self.node) if isinstance(node, Name)))

    def part(self, node: Node) -> str:
        """The text of a part of it."""
        return " ".join(self.text[node.start : node.end].split())


def read_expression(text: str, types: Mapping[str, Type]) -> Expression:
    """Parses and checks an expression over named types. Raises ExpressionError."""
    node = parse(text)
    return Expression(text, node, type_of(node, types), types)


def nodes_of(node: Node) -> Iterator[Node]:
    """A node and everything below it."""
    yield node
    if isinstance(node, Operation):
        for operand in node.operands:
            yield from nodes_of(operand)


def base_of(value: Value | None) -> Base:
    """A value as the compilers compute with it."""
    return value.base if isinstance(value, Quantity) else value


def value_of(base: Base, kind: Type) -> Value | None:
    """A computed value as people see it."""
    if base is None or kind.dimension is None:
        return base  # type: ignore[no-any-return] # a choice, a truth value or nothing
    return natural(base, kind.dimension)


def compile_fast(node: Node, facts: Mapping[str, Base]) -> Fast:
    """A function from settings to the value; facts are constants in it."""
    if isinstance(node, Literal):
        constant = base_of(node.value)
        return lambda _: constant
    if isinstance(node, Name):
        return _named(node.name, facts)
    if not isinstance(node, Operation):
        raise TypeError(node)
    if node.sign == "has":
        (named,) = node.operands
        name = named.name if isinstance(named, Name) else ""
        return (lambda _: True) if name in facts else (lambda settings: settings.get(name) is not None)
    operands = [compile_fast(operand, facts) for operand in node.operands]
    if node.sign in ("&&", "||"):
        return _junction(operands[0], operands[1], decides=node.sign == "||")
    if node.sign not in LAZY and len(operands) == 2:  # noqa: PLR2004 - most operators have two sides
        return _strict_pair(operands[0], operands[1], STRICT[node.sign])
    return lambda settings, sign=node.sign: _apply(sign, [operand(settings) for operand in operands])  # type: ignore[misc] # bound early


def _junction(left: Fast, right: Fast, *, decides: bool) -> Fast:
    """Two truth values, of which one that is ``decides`` decides whatever the other is."""

    def junction(settings: Environment) -> Base:
        one = left(settings)
        if one is decides:
            return decides
        other = right(settings)
        if other is decides:
            return decides
        return None if one is None or other is None else not decides

    return junction


def _strict_pair(left: Fast, right: Fast, apply: Callable[..., Base]) -> Fast:
    def pair(settings: Environment) -> Base:
        one = left(settings)
        if one is None:
            return None
        other = right(settings)
        return None if other is None else apply(one, other)

    return pair


def _named(name: str, facts: Mapping[str, Base]) -> Fast:
    if name in facts:
        constant = facts[name]
        return lambda _: constant
    return lambda settings: settings.get(name)


def trace(
    expression: Expression,
    node: Node,
    settings: Environment,
    facts: Mapping[str, Base],
    shown: Mapping[str, Value],
) -> tuple[Base, Step]:
    """The value of a node and the steps that lead to it.

    ``shown`` holds settings and facts as people wrote them.
    """
    text = expression.part(node)
    if isinstance(node, Literal):
        return base_of(node.value), Step(text, node.value, "literal")
    if isinstance(node, Name):
        base = facts[node.name] if node.name in facts else settings.get(node.name)
        origin = "fact" if node.name in facts else "setting"
        value = shown.get(node.name, value_of(base, expression.types[node.name]))
        if origin == "setting" and base is not None and node.name not in shown:
            origin = "worked out"
        return base, Step(text, value if base is not None else None, origin)
    if not isinstance(node, Operation):
        raise TypeError(node)
    if node.sign == "has":
        (named,) = node.operands
        given = isinstance(named, Name) and (named.name in facts or settings.get(named.name) is not None)
        return given, Step(text, given, "worked out")
    below = [trace(expression, operand, settings, facts, shown) for operand in node.operands]
    base = _apply(node.sign, [base for base, _ in below])
    steps = tuple(step for _, step in below)
    return base, Step(text, _step_value(base, node, expression), "worked out", steps)


def _apply(sign: str, values: list[Base]) -> Base:
    if sign in LAZY:
        return LAZY[sign](*values)
    return None if None in values else STRICT[sign](*values)


def _step_value(base: Base, node: Operation, expression: Expression) -> Value | None:
    if isinstance(base, tuple):
        return ", ".join(map(str, base))
    return value_of(base, type_of(node, expression.types))


def _divide(left: Base, right: Base) -> Base:
    return None if right == 0 else whole(Fraction(left) / Fraction(right))


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
    "min": min,
    "max": max,
    "ceil": math.ceil,
}
"""Operators and functions that are unknown when an operand is."""
