"""Tree → function, as quick as Python can be: its value alone, facts as constants in it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from studykit.core.quantity import whole
from studykit.rules.expression import base_of
from studykit.rules.kernel import Base
from studykit.rules.operators import LAZY, STRICT, apply
from studykit.rules.syntax import Literal, Name, Node, Operation

Environment = Mapping[str, Base]
Fast = Callable[[Environment], Base]


def compile_fast(node: Node, facts: Mapping[str, Base]) -> Fast:
    """A function from settings to the value; None when it is unknown.

    When every name is known, one Python expression decides. It is written from a closed set of node types,
    and names and values of the pack stand in it as numbered constants only, never as text.
    """
    careful = compile_careful(node, facts)
    writer = _Writer(facts)
    text = writer.written(node)
    if text is None or not writer.names:
        return careful
    unknown = " or ".join(f"({slot} := known({key})) is None" for slot, key in writer.names.values())
    source = f"lambda settings: careful(settings) if ((known := settings.get) and ({unknown})) else ({text})"
    space = {"__builtins__": {}, "careful": careful, "min": min, "max": max, **_HELPERS, **writer.constants}
    made: Fast = eval(source, space)  # noqa: S307 - written above, from our own words and numbered slots
    return made


def _exact(value: Base) -> Base:
    return whole(value) if isinstance(value, Fraction) else value


_HELPERS: dict[str, Any] = {"exact": _exact, "ceil": math.ceil, "floor": math.floor, "count": len}
_INFIX = {
    "==": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">=", "in": "in",
    "+": "+", "-": "-", "*": "*", "&&": "and", "||": "or",
}  # fmt: skip
_PREFIX = {"unary -": "-", "unary !": "not "}
_CALLS = ("min", "max", "ceil", "floor", "count")


class _Writer:
    """Writes the Python expression for the case that every name is known."""

    def __init__(self, facts: Mapping[str, Base]) -> None:
        self._facts = facts
        self.names: dict[str, tuple[str, str]] = {}
        """Name → the variable and the constant that stand for it."""
        self.constants: dict[str, Base] = {}

    def written(self, node: Node) -> str | None:
        """The expression; None when a part may be unknown although every name is known."""
        if isinstance(node, Literal):
            return self._constant(base_of(node.value))
        if isinstance(node, Name):
            return self._named(node.name)
        if not isinstance(node, Operation):
            raise TypeError(node)
        if node.sign == "has":
            (named,) = node.operands
            self._named(named.name if isinstance(named, Name) else "")
            return "True"
        parts = [self.written(operand) for operand in node.operands]
        known = [part for part in parts if part is not None]
        return self._joined(node, known) if len(known) == len(parts) else None

    def _joined(self, node: Operation, parts: list[str]) -> str | None:
        if node.sign == "/":
            return self._divided(*parts)
        if node.sign == "?:":
            return f"({parts[1]} if {parts[0]} else {parts[2]})"
        if node.sign == "[]":
            return f"({', '.join(parts)},)"
        if node.sign in _CALLS:
            return f"{node.sign}({', '.join(parts)})"
        sign = _INFIX.get(node.sign)
        if sign is None:
            return f"({_PREFIX[node.sign]}{parts[0]})"
        return f"{'exact' if sign in '+-*' else ''}({parts[0]} {sign} {parts[1]})"

    def _divided(self, dividend: str, divisor: str) -> str | None:
        by = self.constants.get(divisor)
        if not isinstance(by, (int, Fraction)) or by == 0:
            return None  # it may turn out to be zero
        return f"exact({dividend} * {self._constant(1 / Fraction(by))})"

    def _named(self, name: str) -> str:
        if name in self._facts:
            return self._constant(self._facts[name])
        if name not in self.names:
            self.names[name] = (f"n{len(self.names)}", self._constant(name))
        return self.names[name][0]

    def _constant(self, value: Base) -> str:
        slot = f"c{len(self.constants)}"
        self.constants[slot] = value
        return slot


def compile_careful(node: Node, facts: Mapping[str, Base]) -> Fast:
    """The same as closures, for settings of which some are unknown."""
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
    operands = [compile_careful(operand, facts) for operand in node.operands]
    if node.sign in ("&&", "||"):
        return _junction(operands[0], operands[1], decides=node.sign == "||")
    if node.sign not in LAZY and len(operands) == 2:  # noqa: PLR2004 - most operators have two sides
        return _strict_pair(operands[0], operands[1], STRICT[node.sign])
    return lambda settings, sign=node.sign: apply(sign, [operand(settings) for operand in operands])  # type: ignore[misc] # bound early


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


def _strict_pair(left: Fast, right: Fast, apply_both: Callable[..., Base]) -> Fast:
    def pair(settings: Environment) -> Base:
        one = left(settings)
        if one is None:
            return None
        other = right(settings)
        return None if other is None else apply_both(one, other)

    return pair


def _named(name: str, facts: Mapping[str, Base]) -> Fast:
    if name in facts:
        constant = facts[name]
        return lambda _: constant
    return lambda settings: settings.get(name)
