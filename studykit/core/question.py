"""A stem, its options and why each is right or wrong."""

from __future__ import annotations

from dataclasses import dataclass

from studykit.core.source import SourceSpan


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose, with the proof that it is right or wrong."""

    text: str
    right: bool
    reason: str
    """Which rule or fact decides, and what belief would make a wrong one right."""
    sources: tuple[SourceSpan, ...] = ()
    """Lines of notes that say this (a claim found wrong or outdated), for wrong options."""


@dataclass(frozen=True, slots=True)
class Question:
    """A verified question: exactly the options marked right hold."""

    id: str
    """Id of the card that it is a variant of."""
    kind: str
    """``limit`` or ``scenario``."""
    topic: str
    """Service or domain."""
    area: str
    variant: int
    """Seed that gives this very variant again."""
    stem: str
    options: tuple[Option, ...]
    facts: tuple[str, ...]
    """Ids of the facts that the key rests on."""
    sources: tuple[SourceSpan, ...]
    """Lines that state the facts."""

    @property
    def key(self) -> tuple[int, ...]:
        """Positions of the right options."""
        return tuple(at for at, option in enumerate(self.options) if option.right)

    @property
    def letters(self) -> str:
        """The key as letters: ``B`` or ``AD``."""
        return "".join(chr(ord("A") + at) for at in self.key)
