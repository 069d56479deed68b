"""What is scheduled."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from studykit.core.source import SourceSpan


class CardKind(StrEnum):
    """How a card is asked."""

    LIMIT = "limit"
    """A fact; each showing is a fresh verified question."""
    SCENARIO = "scenario"
    """A question template of a domain; each showing draws new settings."""
    DEFINITION = "definition"
    """A term, question or figure of the notes; the learner turns it and rates."""
    BEHAVIOUR = "behaviour"
    """How something behaves; each showing asks with other wrong answers."""
    SET = "set"
    """What belongs to a set and what does not; each showing draws other members."""
    SEQUENCE = "sequence"
    """Steps of the notes that are to be put in order."""
    GIVEN = "given"
    """A question that somebody else wrote and that no fact contradicts."""


@dataclass(frozen=True, slots=True)
class Card:
    """One thing to remember, with one schedule."""

    id: str
    """Meaning, not text: ``limit:lambda.timeout.max``, ``scenario:lambda.queue_source/outcome``."""
    kind: CardKind
    deck: str
    topic: str
    """Service or domain."""
    area: str
    front: str
    """What is asked when the card is shown on paper or in Anki."""
    back: str
    """The answer, with its reason."""
    facts: tuple[str, ...]
    sources: tuple[SourceSpan, ...]
    free: bool = False
    """True for a card of the notes' own words, which is known again by them when its note was edited."""


def sibling_group(card: str) -> str:
    """What cards about one thing share: the attribute of limits, the domain of scenarios; others have no siblings.

    Answering one of them helps with the other, so they are asked on different days.
    """
    kind, _, rest = card.partition(":")
    if kind == CardKind.LIMIT and rest.count(".") > 1:
        return card.rpartition(".")[0]
    if kind == CardKind.SCENARIO:
        return card.partition("/")[0]
    return card
