"""Values and expressions of a domain's tree, with a diagnostic at the place of everything that is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from studykit.core.errors import UsageError, nearest
from studykit.core.quantity import Quantity, parse_quantity
from studykit.core.reading import Reading
from studykit.core.tree import Tree
from studykit.core.verdict import Value
from studykit.rules.domain import End, Input
from studykit.rules.expression import Expression, read_expression
from studykit.rules.growth import MAX_GROWTH, Growth, growth_of
from studykit.rules.tokens import ExpressionError
from studykit.rules.types import Type

MAX_TEXT = 100_000
_NAME = re.compile(r"[a-z_][a-z0-9_]*")


class DomainReading(Reading):
    """Reads one domain file, and knows the names that its expressions may use."""

    def __init__(self, file: str, values: Mapping[str, Quantity], attributes: set[str]) -> None:
        super().__init__(file)
        self.values = values
        self.types: dict[str, Type] = {name: Type(one.dimension) for name, one in values.items()}
        self.cited: dict[str, None] = {}
        """Facts that the file cites, in order."""
        self.growth: dict[str, Growth] = {}
        """Derived value → how large its figures can become."""
        self._attributes = attributes

    def value(self, at: Tree, kind: Type) -> Value | None:
        """A literal of a type; a list is written as one."""
        if kind.many and at.items:
            members = tuple(self.value(member, kind.one) for member in at.items)
            return tuple(member for member in members if member is not None)
        try:
            return read_value(at.text, kind)
        except UsageError as problem:
            self.wrong(str(problem), at)
            return None

    def expression(self, at: Tree) -> Expression | None:
        """An expression over the names that are known so far; its facts are noted as cited."""
        try:
            found = read_expression(at.text, self.types)
        except ExpressionError as problem:
            known = self._unsettled(at.text[problem.offset :])
            self.wrong(known or problem.message, at, problem.offset)
            return None
        self.cited.update((name, None) for name in found.names if name in self.values)
        if growth_of(found.node, self.growth).figures > MAX_GROWTH:
            self.wrong(f"More than {MAX_GROWTH} figures are multiplied in this value.", at)
            return None
        return found

    def end(self, at: Tree, kind: Type) -> End | None:
        """A fact or a literal of a type."""
        quantity = self.fact_or_literal(at)
        if quantity is None:
            return None
        if not Type(quantity.dimension).matches(kind):
            self.wrong(f"{quantity} is not {kind}.", at)
        return End(quantity, at.text if at.text in self.values else "")

    def fact_or_literal(self, at: Tree) -> Quantity | None:
        """The value of a fact, which is then cited, or a quantity."""
        if at.text.removeprefix("-")[:1].isdigit():
            return self.quantity(at)
        if at.text in self.values:
            self.cited[at.text] = None
            return self.values[at.text]
        self.wrong(self._unsettled(at.text) or f"Unknown fact '{at.text}'.{nearest(at.text, self.values)}", at)
        return None

    def _unsettled(self, text: str) -> str:
        found = re.match(r"[\w@.]+", text)
        name = found[0] if found else ""
        if name not in self.values and name.rpartition(".")[0] in self._attributes:
            return f"'{name}' is not settled: no source and no note says it, or notes disagree."
        return ""

    def new_names(self, name: str, types: Mapping[str, Type], at: Tree) -> None:
        """Adds names that an input or derived value brings; each must be sayable and mean one thing."""
        if not _NAME.fullmatch(name) or name in ("in", "true", "false"):
            self.wrong(f"'{name}' is no name: write small letters, digits and '_'.", at)
        for one, kind in types.items():
            if one in self.types:
                self.wrong(f"'{one}' is said twice: as a fact, an input or a derived value.", at)
            self.types[one] = kind

    def outcome(self, at: Tree, outcomes: Iterable[str]) -> str:
        """One of the domain's outcomes."""
        return self.one_of(at, outcomes, "outcome")


def read_value(text: str, kind: Type) -> Value:
    """The value that a text spells for a type. Raises UsageError with what would be right."""
    if kind.many:
        return tuple(read_value(part.strip(), kind.one) for part in text.split(",") if part.strip())
    if kind.text:
        if len(text) > MAX_TEXT:
            raise UsageError(f"The text is longer than {MAX_TEXT:,} characters.")
        return text
    if kind.choices:
        if text not in kind.choices:
            raise UsageError(f"'{text}' is not one of {', '.join(kind.choices)}.{nearest(text, kind.choices)}")
        return text
    if kind.dimension is None:
        if text.lower() not in ("true", "false", "yes", "no"):
            raise UsageError(f"'{text}' is neither true nor false.")
        return text.lower() in ("true", "yes")
    quantity = parse_quantity(text)
    if not Type(quantity.dimension).matches(kind):
        needs = "a plain number" if str(kind) == "a number" else f"{kind}, with its unit"
        raise UsageError(f"'{text}' is {Type(quantity.dimension)}; this needs {needs}.")
    return quantity


def read_worded(text: str, one: Input) -> Value:
    """The value that the words of a stem spell for an input: the reverse of ``Input.worded``.

    Raises UsageError when they spell none.
    """
    if one.type.many:
        none = text == one.worded(())
        return () if none else tuple(_single(part, one) for part in text.split(", "))
    return _single(text, one)


def _single(text: str, one: Input) -> Value:
    for name, words in one.says.items():
        if words == text:
            return read_value(name, one.type.one)
    return read_value(text, one.type.one)
