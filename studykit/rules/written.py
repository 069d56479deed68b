"""Tree → Python text for the case that every name is known: what both compilers are made quick with.

The text is written from a closed set of node types. Names and values of a pack stand in it as numbered
constants only, never as text, and nothing of Python can be reached from it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from studykit.core.quantity import whole
from studykit.rules.expression import base_of
from studykit.rules.kernel import Base
from studykit.rules.syntax import Literal, Name, Node, Operation

_INFIX = {
    "==": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">=", "in": "in",
    "+": "+", "-": "-", "*": "*", "&&": "and", "||": "or",
}  # fmt: skip
_PREFIX = {"unary -": "-", "unary !": "not "}
_CALLS = {"min": min, "max": max, "ceil": math.ceil, "floor": math.floor, "count": len}
_COMPARED = ("==", "!=", "<", "<=", ">", ">=", "in", "&&", "||", "unary !", "has", "count", "ceil", "floor")


def exact(value: Base) -> Base:
    """The same value; a whole figure as ``int``, so that equal figures print alike."""
    return whole(value) if type(value) is Fraction else value  # isinstance() is slow where it says no


def exact_text(text: str, node: Node) -> str:
    """The text of a node's value, made exact where arithmetic may have left a fraction."""
    plain = not isinstance(node, Operation) or node.sign in _COMPARED
    return text if plain else f"exact({text})"


class Writer:
    """Writes the Python expression of a tree."""

    def __init__(self, facts: Mapping[str, Base]) -> None:
        self._facts = facts
        self.names: dict[str, tuple[str, str]] = {}
        """Name → the variable and the constant that stand for it."""
        self.constants: dict[str, Base] = {}

    def function(self, arguments: str, careful: Callable[..., Any], body: Sequence[str]) -> Callable[..., Any]:
        """A function of settings (the first argument) that runs ``body``; ``careful`` when a name is unknown."""
        slots = "".join(f", {slot}={slot}" for slot in self.constants)
        lines = [f"def decide({arguments}{slots}):"]
        if self.names:
            reads = "; ".join(f"{slot} = settings[{key}]" for slot, key in self.names.values())
            unknown = " or ".join(f"{slot} is None" for slot, _ in self.names.values())
            lines += [" try:", f"  {reads}", " except KeyError:", f"  return careful({arguments})"]
            lines += [f" if {unknown}:", f"  return careful({arguments})"]
        lines += [f" {line}" for line in body]
        space = {"__builtins__": {"KeyError": KeyError}, "careful": careful, "exact": exact, **_CALLS, **self.constants}
        exec("\n".join(lines), space)  # noqa: S102 - written above, from our own words and numbered slots
        made: Callable[..., Any] = space["decide"]
        return made

    def written(self, node: Node) -> str | None:
        """The expression; None when a part may be unknown although every name is known."""
        if isinstance(node, Literal):
            return self.constant(base_of(node.value))
        if isinstance(node, Name):
            return self.named(node.name)
        if not isinstance(node, Operation):
            raise TypeError(node)
        if node.sign == "has":
            (named,) = node.operands
            self.named(named.name if isinstance(named, Name) else "")
            return self.constant(base=True)
        parts = [self.written(operand) for operand in node.operands]
        known = [part for part in parts if part is not None]
        return self.joined(node, known) if len(known) == len(parts) else None

    def joined(self, node: Operation, parts: Sequence[str]) -> str | None:
        """An operation on what its operands are written as."""
        if node.sign == "/":
            return self._divided(*parts)
        if node.sign == "?:":
            return f"({parts[1]} if {parts[0]} else {parts[2]})"
        if node.sign == "[]":
            return f"({', '.join(parts)},)"
        if node.sign in _CALLS:
            return f"{node.sign}({', '.join(parts)})"
        sign = _INFIX.get(node.sign)
        return f"({parts[0]} {sign} {parts[1]})" if sign else f"({_PREFIX[node.sign]}{parts[0]})"

    def _divided(self, dividend: str, divisor: str) -> str | None:
        by = self.constants.get(divisor)
        if not isinstance(by, (int, Fraction)) or by == 0:
            return None  # it may turn out to be zero
        return f"({dividend} * {self.constant(1 / Fraction(by))})"

    def named(self, name: str) -> str:
        """The variable of an input or derived value, or the constant of a fact."""
        if name in self._facts:
            return self.constant(self._facts[name])
        if name not in self.names:
            self.names[name] = (f"n{len(self.names)}", self.constant(name))
        return self.names[name][0]

    def constant(self, base: Base) -> str:
        """The slot of a value."""
        slot = f"c{len(self.constants)}"
        self.constants[slot] = base
        return slot
