"""Parsed content that remembers where each value stood."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tree:
    """A value of a content file: text, a list or a mapping, with its place.

    Scalars are always text: what they mean is decided by the room that knows the key.
    """

    value: str | tuple[Tree, ...] | dict[str, Tree]
    line: int
    """1-based line of the first character."""
    column: int
    """1-based column of the first character (inside the quotes of a quoted scalar)."""

    @property
    def text(self) -> str:
        """The scalar, or an empty string for a list or mapping."""
        return self.value if isinstance(self.value, str) else ""

    @property
    def items(self) -> tuple[Tree, ...]:
        """The list's members; empty for anything else."""
        return self.value if isinstance(self.value, tuple) else ()

    @property
    def fields(self) -> dict[str, Tree]:
        """The mapping; empty for anything else."""
        return self.value if isinstance(self.value, dict) else {}

    def get(self, key: str) -> Tree:
        """The field ``key``, or an empty scalar at this place when it is missing."""
        return self.fields.get(key) or Tree("", self.line, self.column)

    def __contains__(self, key: str) -> bool:
        return key in self.fields
