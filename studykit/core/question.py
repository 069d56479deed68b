"""A stem, how it is answered, and why each answer is right or wrong."""

from __future__ import annotations

from dataclasses import dataclass

from studykit.core.card import Card
from studykit.core.response import Choices, Option, Response
from studykit.core.source import SourceSpan

__all__ = ["Option", "Question"]


@dataclass(frozen=True, slots=True)
class Question:
    """A verified question: exactly the answer that its response calls right holds."""

    id: str
    """Id of the card that it is a variant of."""
    kind: str
    """A key of ``questions.kinds.KINDS``: ``limit``, ``scenario``, ``repair`` …"""
    topic: str
    """Service or domain."""
    area: str
    variant: int
    """Number that gives this very variant again."""
    stem: str
    """The situation, then one closed question; the number of answers wanted stands in it in capitals."""
    response: Response
    facts: tuple[str, ...]
    """Ids of all facts that the key and the wrong answers rest on, the key's first."""
    sources: tuple[SourceSpan, ...]
    """Lines that state the key's facts."""
    difficulty: float = 0.5
    """0 (nearly everybody knows) to 1, estimated from the question's structure."""

    @classmethod
    def of(
        cls,
        card: Card,
        kind: str,
        *,
        stem: str,
        response: Response,
        facts: tuple[str, ...],
        sources: tuple[SourceSpan, ...],
    ) -> Question:
        """A question about a card, as a kind makes it: without its number and its difficulty."""
        return cls(card.id, kind, card.topic, card.area, 0, stem, response, facts, sources)

    @property
    def options(self) -> tuple[Option, ...]:
        """The options of a choice; none where something else is asked for."""
        return self.response.options if isinstance(self.response, Choices) else ()

    @property
    def key(self) -> tuple[int, ...]:
        """Positions of the right options; none where something else is asked for."""
        return self.response.positions if isinstance(self.response, Choices) else ()

    @property
    def letters(self) -> str:
        """The right answer in its one spelling: ``B``, ``AD``, ``CABD``, ``A2 B1``, ``900 s``."""
        return self.response.key
