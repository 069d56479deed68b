"""Tree → function that keeps the value of every node, and these values → steps for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from studykit.core.verdict import Step, Value
from studykit.rules.expression import Expression, base_of, value_of
from studykit.rules.fast import Environment
from studykit.rules.kernel import Base
from studykit.rules.operators import LAZY, STRICT
from studykit.rules.syntax import Literal, Name, Node, Operation
from studykit.rules.types import Type, type_of
from studykit.rules.written import Writer, exact_text

Traced = Callable[[Environment, list[Base]], Base]
"""Appends the value of every node, operands before their operation, and gives the last one."""
Plan = Callable[[Iterator[Base], Mapping[str, Value]], Step]
"""Values of the nodes in that order, and settings and facts as people wrote them → the tree of steps."""


def compile_traced(node: Node, facts: Mapping[str, Base]) -> Traced:
    """A function from settings to the value, which also fills a list with the value of every node."""
    careful = _compile_careful(node, facts)
    writer = _TraceWriter(facts)
    last = writer.written(node)
    if last is None:
        return careful
    values = f"values.extend(({', '.join(writer.steps)},))"
    made: Traced = writer.function("settings, values", careful, [values, f"return {exact_text(last, node)}"])
    return made


class _TraceWriter(Writer):
    """Writes one numbered variable a node, in the order in which steps are read again."""

    def __init__(self, facts: Mapping[str, Base]) -> None:
        super().__init__(facts)
        self.steps: list[str] = []

    def written(self, node: Node) -> str | None:
        """The variable of a node's value."""
        text = super().written(node)
        return None if text is None else self._step(text)

    def _step(self, text: str) -> str:
        if text in self.constants or text.startswith("n"):
            self.steps.append(text)
            return text
        slot = f"v{len(self.steps)}"
        self.steps.append(f"{slot} := {text}")
        return slot


def _compile_careful(node: Node, facts: Mapping[str, Base]) -> Traced:
    """The same as closures, for settings of which some are unknown."""
    if isinstance(node, Literal):
        return _constant(base_of(node.value))
    if isinstance(node, Name):
        return _constant(facts[node.name]) if node.name in facts else _setting(node.name)
    if not isinstance(node, Operation):
        raise TypeError(node)
    if node.sign == "has":
        (named,) = node.operands
        name = named.name if isinstance(named, Name) else ""
        return _constant(base=True) if name in facts else _given(name)
    operands = tuple(_compile_careful(operand, facts) for operand in node.operands)
    function = LAZY.get(node.sign) or STRICT[node.sign]
    if len(operands) == 2:  # noqa: PLR2004 - most operators have two sides
        return _pair(*operands, function, lazy=node.sign in LAZY)
    return _several(operands, function, lazy=node.sign in LAZY)


def _constant(base: Base) -> Traced:
    def constant(_: Environment, values: list[Base]) -> Base:
        values.append(base)
        return base

    return constant


def _setting(name: str) -> Traced:
    def setting(settings: Environment, values: list[Base]) -> Base:
        base = settings.get(name)
        values.append(base)
        return base

    return setting


def _given(name: str) -> Traced:
    def given(settings: Environment, values: list[Base]) -> Base:
        base = settings.get(name) is not None
        values.append(base)
        return base

    return given


def _pair(left: Traced, right: Traced, function: Callable[..., Base], *, lazy: bool) -> Traced:
    def pair(settings: Environment, values: list[Base]) -> Base:
        one, other = left(settings, values), right(settings, values)
        base = None if not lazy and (one is None or other is None) else function(one, other)
        values.append(base)
        return base

    return pair


def _several(operands: tuple[Traced, ...], function: Callable[..., Base], *, lazy: bool) -> Traced:
    def several(settings: Environment, values: list[Base]) -> Base:
        bases = [operand(settings, values) for operand in operands]
        base = None if not lazy and None in bases else function(*bases)
        values.append(base)
        return base

    return several


def steps_of(expression: Expression, values: list[Base], facts: Mapping[str, Base], shown: Mapping[str, Value]) -> Step:
    """The tree of steps of a traced value; ``shown`` holds settings and facts as people wrote them."""
    return plan_of(expression, facts)(iter(values), shown)


def plan_of(expression: Expression, facts: Mapping[str, Base]) -> Plan:
    """A function that puts traced values to the nodes that they belong to."""
    return _planned(expression.node, expression, facts)


def _planned(node: Node, expression: Expression, facts: Mapping[str, Base]) -> Plan:
    text = expression.part(node)
    if isinstance(node, Literal):
        return _planned_literal(Step(text, node.value, "literal"))
    if isinstance(node, Name):
        origin = "fact" if node.name in facts else "setting"
        return _planned_name(node.name, text, expression.types[node.name], origin)
    if not isinstance(node, Operation):
        raise TypeError(node)
    if node.sign == "has":
        return lambda values, _: Step(text, bool(next(values)), "worked out")
    operands = tuple(_planned(operand, expression, facts) for operand in node.operands)
    kind = type_of(node, expression.types)

    def worked_out(values: Iterator[Base], shown: Mapping[str, Value]) -> Step:
        below = tuple([operand(values, shown) for operand in operands])
        return Step(text, value_of(next(values), kind), "worked out", below)

    return worked_out


def _planned_literal(step: Step) -> Plan:
    def literal(values: Iterator[Base], _: Mapping[str, Value]) -> Step:
        next(values)
        return step

    return literal


def _planned_name(name: str, text: str, kind: Type, origin: str) -> Plan:
    def named(values: Iterator[Base], shown: Mapping[str, Value]) -> Step:
        base = next(values)
        if base is None:
            return Step(text, None, origin)
        value = shown.get(name)
        return Step(text, value_of(base, kind), "worked out") if value is None else Step(text, value, origin)

    return named
