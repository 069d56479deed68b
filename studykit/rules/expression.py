"""A parsed and checked expression, and values as people see them and as they are computed with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from studykit.core.quantity import Quantity, natural
from studykit.core.verdict import Value
from studykit.rules.kernel import Base
from studykit.rules.syntax import Name, Node, Operation, parse
from studykit.rules.types import Type, type_of


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed and checked expression."""

    text: str
    type: Type
    types: Mapping[str, Type]
    """Type of each name that it uses, in order of first use."""
    changed: Node | None = None
    """A tree that is not what the text says, of a mutant; None for every other expression."""

    @property
    def node(self) -> Node:
        """Its tree."""
        return self.changed or _parsed(self.text)

    @property
    def names(self) -> tuple[str, ...]:
        """The names that it uses, in order of first use."""
        return tuple(self.types)

    def part(self, node: Node) -> str:
        """The text of a part of it."""
        return " ".join(self.text[node.start : node.end].split())


def read_expression(text: str, types: Mapping[str, Type]) -> Expression:
    """Parses and checks an expression over named types. Raises ExpressionError."""
    node = _parsed(text)
    kind = type_of(node, types)
    names = dict.fromkeys(one.name for one in nodes_of(node) if isinstance(one, Name))
    return Expression(text, kind, {name: types[name] for name in names})


@lru_cache(maxsize=10_000)
def _parsed(text: str) -> Node:
    """The tree of a text: expressions from the cache are parsed when they are first needed."""
    return parse(text)


def nodes_of(node: Node) -> Iterator[Node]:
    """A node and everything below it."""
    yield node
    if isinstance(node, Operation):
        for operand in node.operands:
            yield from nodes_of(operand)


def base_of(value: Value | None) -> Base:
    """A value as the compilers compute with it."""
    if isinstance(value, tuple):
        return tuple(base_of(one) for one in value)
    return value.base if isinstance(value, Quantity) else value


def value_of(base: Base, kind: Type) -> Value | None:
    """A computed value as people see it."""
    if isinstance(base, tuple):
        return tuple(value for one in base if (value := value_of(one, kind.one)) is not None)
    if base is None or kind.dimension is None:
        return base  # type: ignore[no-any-return] # a choice, a truth value or nothing
    return natural(base, kind.dimension)
