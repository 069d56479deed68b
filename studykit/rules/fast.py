"""Tree → function, as quick as Python can be: its value alone, facts as constants in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from studykit.rules.expression import base_of
from studykit.rules.kernel import Base
from studykit.rules.operators import LAZY, STRICT, apply
from studykit.rules.syntax import Literal, Name, Node, Operation
from studykit.rules.written import Writer, exact_text

Environment = Mapping[str, Base]
Fast = Callable[[Environment], Base]


def compile_fast(node: Node, facts: Mapping[str, Base]) -> Fast:
    """A function from settings to the value; None when it is unknown."""
    careful = compile_careful(node, facts)
    writer = Writer(facts)
    text = writer.written(node)
    if text is None:
        return careful
    made: Fast = writer.function("settings", careful, [f"return {exact_text(text, node)}"])
    return made


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
