"""Types of expressions: truth values, choices and quantities with a dimension; mixing them is an error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from studykit.core.errors import nearest
from studykit.core.quantity import Dimension, Quantity
from studykit.rules.syntax import Literal, Name, Node, Operation
from studykit.rules.tokens import ExpressionError

_NUMBERS = (Dimension.COUNT, Dimension.RATIO)
"""Plain numbers: a factor of 6 and a count of 6 are compared and multiplied alike."""


@dataclass(frozen=True, slots=True)
class Type:
    """What an expression comes to."""

    dimension: Dimension | None = None
    choices: tuple[str, ...] = ()
    """Non-empty for a choice; neither dimension nor choices: a truth value."""

    def __str__(self) -> str:
        if self.dimension is not None:
            return "a number" if self.dimension in _NUMBERS else f"a {self.dimension}"
        return "a choice" if self.choices else "a truth value"

    def matches(self, other: Type) -> bool:
        """True when values of both may be compared."""
        if self.dimension in _NUMBERS and other.dimension in _NUMBERS:
            return True
        if self.choices or other.choices:
            return bool(self.choices and other.choices)
        return self.dimension is other.dimension


TRUTH = Type()
COUNT = Type(Dimension.COUNT)


def type_of(node: Node, names: Mapping[str, Type]) -> Type:
    """The type of an expression over the given names. Raises ExpressionError with a suggestion."""
    if isinstance(node, Literal):
        return _literal(node)
    if isinstance(node, Name):
        if node.name not in names:
            raise ExpressionError(f"Unknown name '{node.name}'.{nearest(node.name, names)}", node.start)
        return names[node.name]
    if not isinstance(node, Operation):
        raise ExpressionError("Nothing is said here.", node.start)
    return _operation(node, names)


def _literal(node: Literal) -> Type:
    if isinstance(node.value, Quantity):
        return Type(node.value.dimension)
    return TRUTH if isinstance(node.value, bool) else Type(choices=(node.value,))


def _operation(node: Operation, names: Mapping[str, Type]) -> Type:
    if node.sign == "has":
        (named,) = node.operands
        if not isinstance(named, Name):
            raise ExpressionError("has() takes the name of an input.", named.start)
        type_of(named, names)
        return TRUTH
    types = [type_of(operand, names) for operand in node.operands]
    if node.sign in ("&&", "||", "unary !"):
        for operand, found in zip(node.operands, types, strict=True):
            _must(found == TRUTH, f"'{_shown(node.sign)}' joins truth values, not {found}.", operand)
        return TRUTH
    if node.sign == "?:":
        _must(types[0] == TRUTH, f"Before '?' stands a truth value, not {types[0]}.", node.operands[0])
        _same(node, node.operands[2], types[1], types[2])
        return Type(types[1].dimension, tuple(dict.fromkeys((*types[1].choices, *types[2].choices))))
    if node.sign in ("==", "!=", "<", "<=", ">", ">=", "in"):
        return _comparison(node, types)
    if node.sign == "[]":
        for operand, found in zip(node.operands[1:], types[1:], strict=True):
            _same(node, operand, types[0], found)
        return Type(types[0].dimension, tuple(choice for found in types for choice in found.choices))
    return _arithmetic(node, types)


def _comparison(node: Operation, types: list[Type]) -> Type:
    left, right = types
    _same(node, node.operands[1], left, right)
    if node.sign in ("<", "<=", ">", ">="):
        _must(left.dimension is not None, f"'{node.sign}' compares quantities, not {left}.", node.operands[0])
    first, second = node.operands
    _known_choices(first, left, second, right)
    _known_choices(second, right, first, left)
    return TRUTH


def _known_choices(named: Node, allowed: Type, at: Node, written: Type) -> None:
    """A choice that a name cannot take is a slip of the pen, not a comparison that never holds."""
    if isinstance(named, Name) and not isinstance(at, Name):
        for choice in written.choices:
            suggestion = nearest(choice, allowed.choices)
            _must(choice in allowed.choices, f"'{choice}' is not one of the choices.{suggestion}", at)


def _arithmetic(node: Operation, types: list[Type]) -> Type:
    for operand, found in zip(node.operands, types, strict=True):
        _must(found.dimension is not None, f"'{_shown(node.sign)}' takes quantities, not {found}.", operand)
    if node.sign == "*":
        plain = [found for found in types if found.dimension in _NUMBERS]
        _must(bool(plain), f"{types[0]} times {types[1]} means nothing.", node)
        return types[1] if types[0].dimension in _NUMBERS else types[0]
    if node.sign == "/":
        if types[0].matches(types[1]):
            return COUNT
        _must(types[1].dimension in _NUMBERS, f"{types[0]} divided by {types[1]} means nothing.", node)
        return types[0]
    for operand, found in zip(node.operands[1:], types[1:], strict=True):
        _same(node, operand, types[0], found)
    return types[0]


def _same(node: Operation, at: Node, one: Type, other: Type) -> None:
    _must(one.matches(other), f"'{_shown(node.sign)}' mixes {one} and {other}.", at)


def _must(holds: object, message: str, at: Node) -> None:
    if not holds:
        raise ExpressionError(message, at.start)


def _shown(sign: str) -> str:
    return sign.removeprefix("unary ")
