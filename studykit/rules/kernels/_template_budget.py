"""What a template may use up while it runs, so that a hostile one ends soon."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_STEPS = 30_000
_WRITTEN = 300_000
_LONGEST_TEXT = 100_000
_LARGEST = 2**63
"""Whole numbers beyond the machine's are none that a template has."""
_DEEPEST = 25


class TemplateRefusedError(Exception):
    """The template does what it may not, or too much of it; the message says what."""


@dataclass(slots=True)
class Budget:
    """Steps and characters that were used."""

    steps: int = 0
    written: int = 0
    parts: int = 0
    deep: int = 0

    def step(self, many: int = 1) -> None:
        """Count steps of the run."""
        self.steps += many
        if self.steps > _STEPS:
            raise TemplateRefusedError("The template does too much: it was stopped after very many steps.")

    def write(self, text: str) -> None:
        """Count written characters."""
        self.grow(len(text))

    def grow(self, many: int) -> None:
        """Count characters that are about to be made."""
        self.written += many
        if self.written > _WRITTEN:
            raise TemplateRefusedError("The template writes too much: it was stopped after very much text.")

    def checked(self, value: Any) -> Any:
        """The value, when it is no larger than a template may make it."""
        if isinstance(value, str) and len(value) > _LONGEST_TEXT:
            raise TemplateRefusedError("The template makes a text that is too long.")
        if isinstance(value, int) and abs(value) > _LARGEST:
            raise TemplateRefusedError("The template makes a number that is too large.")
        return value

    def made(self, value: Any) -> Any:
        """The value, counted as newly made: it takes room even when it is never written."""
        if isinstance(value, str):
            self.write(value)
        else:
            self.weigh(value)
        return self.checked(value)

    def weigh(self, value: Any, depth: int = 0) -> None:
        """Count the parts of a list or map, which may hold the same part many times."""
        self.step()
        if depth > _DEEPEST:
            raise TemplateRefusedError("The template nests lists or maps too deeply.")
        if isinstance(value, Mapping):
            for name, inner in value.items():
                self.weigh(name, depth + 1)
                self.weigh(inner, depth + 1)
        elif isinstance(value, Sequence) and not isinstance(value, (str, range)):
            for inner in value:
                self.weigh(inner, depth + 1)
