"""Types of expressions: truth values, choices and quantities with a dimension; mixing them is an error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

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
    """Non-empty for a choice."""
    text: bool = False
    """Free text. Neither dimension, choices nor text: a truth value."""
    many: bool = False
    """A list of such values, in order."""

    def __str__(self) -> str:
        if self.many:
            return f"a list, each {self.one}"
        if self.text:
            return "a text"
        if self.dimension is not None:
            return "a number" if self.dimension in _NUMBERS else f"a {self.dimension}"
        return "a choice" if self.choices else "a truth value"

    @property
    def one(self) -> Type:
        """What each of a list is."""
        return replace(self, many=False) if self.many else self

    def matches(self, other: Type) -> bool:
        """True when values of both may be compared."""
        if self.many or other.many:
            return self.many and other.many and self.one.matches(other.one)
        if self.text or other.text:
            return all(one.text or one.choices for one in (self, other))
        if self.dimension in _NUMBERS and other.dimension in _NUMBERS:
            return True
        if self.choices or other.choices:
            return bool(self.choices and other.choices)
        return self.dimension is other.dimension


TRUTH = Type()
TEXT = Type(text=True)
COUNT = Type(Dimension.COUNT)
TIME = Type(Dimension.TIME)
SIZE = Type(Dimension.SIZE)
RATE = Type(Dimension.RATE)
RATIO = Type(Dimension.RATIO)
PERCENT = Type(Dimension.PERCENT)
CODE = Type(Dimension.CODE)
MONEY = Type(Dimension.MONEY)


def choice(*names: str) -> Type:
    """One of some names."""
    return Type(choices=names)


def many(kind: Type) -> Type:
    """A list of values of a type."""
    return replace(kind, many=True)


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
    return TRUTH if isinstance(node.value, bool) else Type(choices=(str(node.value),))


def _operation(node: Operation, names: Mapping[str, Type]) -> Type:
    types = [type_of(operand, names) for operand in node.operands]
    if node.sign == "has":
        _must(isinstance(node.operands[0], Name), "has() takes the name of an input.", node.operands[0])
        return TRUTH
    if node.sign in ("&&", "||", "unary !"):
        for operand, found in zip(node.operands, types, strict=True):
            _must(found == TRUTH, f"'{_shown(node.sign)}' joins truth values, not {found}.", operand)
        return TRUTH
    if node.sign == "?:":
        _must(types[0] == TRUTH, f"Before '?' stands a truth value, not {types[0]}.", node.operands[0])
        _same(node, node.operands[2], types[1], types[2])
        return _joined(types[1:])
    if node.sign in ("==", "!=", "<", "<=", ">", ">=", "in"):
        return _comparison(node, types)
    return _list(node, types) if node.sign in ("[]", "count") else _arithmetic(node, types)


def _list(node: Operation, types: list[Type]) -> Type:
    if node.sign == "count":
        _must(types[0].many, f"count() takes a list, not {types[0]}.", node.operands[0])
        return COUNT
    for operand, found in zip(node.operands, types, strict=True):
        _must(not found.many, "A list holds no lists.", operand)
        _same(node, operand, types[0], found)
    return many(_joined(types))


def _joined(types: Sequence[Type]) -> Type:
    """The type of what is one of several."""
    choices = tuple(dict.fromkeys(choice for found in types for choice in found.choices))
    return replace(types[0], choices=choices, text=any(found.text for found in types))


def _comparison(node: Operation, types: list[Type]) -> Type:
    left, right = types
    first, second = node.operands
    if node.sign == "in":
        _must(right.many, f"'in' looks into a list, not into {right}.", second)
        _same(node, first, right.one, left)
    else:
        for operand, found in zip(node.operands, types, strict=True):
            _must(not found.many, f"'{node.sign}' compares single values, not {found}.", operand)
        _same(node, second, left, right)
    if node.sign in ("<", "<=", ">", ">="):
        _must(left.dimension is not None, f"'{node.sign}' compares quantities, not {left}.", first)
    _known_choices(first, left, second, right)
    _known_choices(second, right, first, left)
    return TRUTH


def _known_choices(named: Node, allowed: Type, at: Node, written: Type) -> None:
    """A choice that a name cannot take is a slip of the pen, not a comparison that never holds."""
    if isinstance(named, Name) and not isinstance(at, Name) and not allowed.text:
        for written_choice in written.choices:
            if written_choice not in allowed.choices:
                suggestion = nearest(written_choice, allowed.choices)
                raise ExpressionError(f"'{written_choice}' is not one of the choices.{suggestion}", at.start)


_PRODUCTS = {
    (Dimension.RATE, Dimension.TIME): Dimension.COUNT,
    (Dimension.SIZE, Dimension.TIME): Dimension.GB_SECONDS,
    (Dimension.SIZE_RATE, Dimension.TIME): Dimension.SIZE,
    (Dimension.RATE, Dimension.SIZE): Dimension.SIZE_RATE,
}
"""What two measures come to when multiplied, in either order: requests a second for a time are a count."""

_QUOTIENTS = {
    (Dimension.COUNT, Dimension.TIME): Dimension.RATE,
    (Dimension.COUNT, Dimension.RATE): Dimension.TIME,
    (Dimension.SIZE, Dimension.TIME): Dimension.SIZE_RATE,
    (Dimension.SIZE, Dimension.SIZE_RATE): Dimension.TIME,
    (Dimension.SIZE_RATE, Dimension.SIZE): Dimension.RATE,
    (Dimension.SIZE_RATE, Dimension.RATE): Dimension.SIZE,
    (Dimension.GB_SECONDS, Dimension.TIME): Dimension.SIZE,
    (Dimension.GB_SECONDS, Dimension.SIZE): Dimension.TIME,
}


def _arithmetic(node: Operation, types: list[Type]) -> Type:
    for operand, found in zip(node.operands, types, strict=True):
        single = found.dimension is not None and not found.many
        _must(single, f"'{_shown(node.sign)}' takes quantities, not {found}.", operand)
    if node.sign in ("*", "/"):
        dimension = _scaled(node.sign, types[0].dimension, types[1].dimension)
        joined = "times" if node.sign == "*" else "divided by"
        _must(dimension, f"{types[0]} {joined} {types[1]} means nothing.", node)
        return Type(dimension)
    for operand, found in zip(node.operands[1:], types[1:], strict=True):
        _same(node, operand, types[0], found)
    return types[0]


def _scaled(sign: str, one: Dimension | None, other: Dimension | None) -> Dimension | None:
    """What a product or quotient measures; None when it means nothing."""
    if one is None or other is None:
        return None
    if sign == "*":
        if one in _NUMBERS:
            return other
        return one if other in _NUMBERS else _PRODUCTS.get((one, other)) or _PRODUCTS.get((other, one))
    if one is other or (one in _NUMBERS and other in _NUMBERS):
        return Dimension.COUNT
    return one if other in _NUMBERS else _QUOTIENTS.get((one, other))


def _same(node: Operation, at: Node, one: Type, other: Type) -> None:
    _must(one.matches(other), f"'{_shown(node.sign)}' mixes {one} and {other}.", at)


def _must(holds: object, message: str, at: Node) -> None:
    if not holds:
        raise ExpressionError(message, at.start)


def _shown(sign: str) -> str:
    return sign.removeprefix("unary ")
