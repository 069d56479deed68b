"""Tree → function that keeps the value of every node, and these values → steps for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from studykit.core.verdict import Step, Value
from studykit.rules.expression import Expression, base_of, value_of
from studykit.rules.fast import Environment
from studykit.rules.kernel import Base
from studykit.rules.operators import LAZY, STRICT
from studykit.rules.syntax import Literal, Name, Node, Operation
from studykit.rules.types import type_of
from studykit.rules.written import Writer, exact_text

Traced = Callable[[Environment, list[Base]], Base]
"""Appends the value of every node, operands before their operation, and gives the last one."""


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
    return _Steps(expression, facts, shown, iter(values)).step(expression.node)


class _Steps:
    """Puts values to the nodes that they belong to."""

    def __init__(
        self, expression: Expression, facts: Mapping[str, Base], shown: Mapping[str, Value], values: Iterator[Base]
    ) -> None:
        self._expression, self._facts, self._shown, self._values = expression, facts, shown, values

    def step(self, node: Node) -> Step:
        text = self._expression.part(node)
        if isinstance(node, Operation) and node.sign != "has":
            below = tuple(self.step(operand) for operand in node.operands)
            base = next(self._values)
            return Step(text, value_of(base, type_of(node, self._expression.types)), "worked out", below)
        base = next(self._values)
        if isinstance(node, Literal):
            return Step(text, node.value, "literal")
        if isinstance(node, Name):
            return self._named(node.name, text, base)
        return Step(text, bool(base), "worked out")

    def _named(self, name: str, text: str, base: Base) -> Step:
        if base is None:
            return Step(text, None, "fact" if name in self._facts else "setting")
        value = self._shown.get(name)
        if value is None:
            return Step(text, value_of(base, self._expression.types[name]), "worked out")
        return Step(text, value, "fact" if name in self._facts else "setting")
