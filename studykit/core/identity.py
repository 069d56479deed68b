"""How a card of the notes is known again after its note was edited."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a free-form card said when its note was last read."""

    card: str
    """Id of the card; for a card that was just read, the id that its words would give it."""
    kind: str
    """The form of its claim; only cards of one form are the same."""
    about: str
    """What it asks: the term, the question or the sentence with a gap."""
    text: str
    """What it answers."""
    note: str


@dataclass(frozen=True, slots=True)
class Unsure:
    """A card that may be one of several known ones, or none."""

    fresh: Anchor
    candidates: tuple[Anchor, ...]
    """Best first."""


@dataclass(frozen=True, slots=True)
class Matching:
    """Which cards are known again."""

    kept: dict[str, str]
    """Id that the words give → id that the card keeps."""
    unsure: tuple[Unsure, ...]
    new: tuple[Anchor, ...]
    gone: tuple[Anchor, ...]
    """Known cards that are in no note any more."""
