"""How large the figures of an expression can become: products of products are refused before they are worked out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from studykit.rules.syntax import Name, Node, Operation

MAX_GROWTH = 64


@dataclass(frozen=True, slots=True)
class Growth:
    """How many figures are multiplied in a value, and whether it may be a fraction."""

    figures: int = 1
    fraction: bool = False


def growth_of(node: Node, names: Mapping[str, Growth]) -> Growth:
    """The growth of an expression over derived values whose growth is known."""
    if isinstance(node, Name):
        return names.get(node.name, Growth())
    if not isinstance(node, Operation):
        return Growth()
    parts = [growth_of(part, names) for part in node.operands]
    figures = [part.figures for part in parts]
    fraction = node.sign == "/" or any(part.fraction for part in parts)
    multiplied = node.sign in ("*", "/") or (fraction and node.sign in ("+", "-"))
    return Growth(min(sum(figures) if multiplied else max(figures, default=1), MAX_GROWTH + 1), fraction)
