"""Values and expressions of a domain's tree, with a diagnostic at the place of everything that is wrong."""

from __future__ import annotations

from collections.abc import Mapping

from studykit.core.errors import UsageError, nearest
from studykit.core.quantity import parse_quantity
from studykit.core.reading import Reading
from studykit.core.tree import Tree
from studykit.core.verdict import Value
from studykit.rules.expression import Expression, read_expression
from studykit.rules.tokens import ExpressionError
from studykit.rules.types import Type


class DomainReading(Reading):
    """Reads one domain file."""

    def value(self, at: Tree, kind: Type) -> Value | None:
        """A literal of a type."""
        try:
            return read_value(at.text, kind)
        except UsageError as problem:
            self.wrong(str(problem), at)
            return None

    def expression(self, at: Tree, types: Mapping[str, Type]) -> Expression | None:
        """An expression over named types."""
        try:
            return read_expression(at.text, types)
        except ExpressionError as problem:
            self.wrong(problem.message, at, problem.offset)
            return None


def read_value(text: str, kind: Type) -> Value:
    """The value that a text spells for a type. Raises UsageError with what would be right."""
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
