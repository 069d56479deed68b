"""What a kernel can show of a scenario beyond sentences: figures that a drawing puts side by side."""

from __future__ import annotations

from dataclasses import dataclass

from studykit.core.quantity import Figure
from studykit.core.verdict import How


@dataclass(frozen=True, slots=True)
class Pool:
    """A limit, and what is used of it."""

    name: str
    says: str
    """What it holds, in words: ``reserved 300``."""
    holds: Figure
    used: Figure
    refused: Figure
    """What is wanted beyond; 0 where all have room."""
    counted: bool = True
    """False where nobody said what is wanted of it, so that ``used`` tells nothing."""


@dataclass(frozen=True, slots=True)
class Pools:
    """Limits side by side."""

    rows: tuple[Pool, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A figure among others of its kind."""

    name: str
    figure: Figure
    says: str
    """The figure with its unit."""
    how: How = How.PLAIN


@dataclass(frozen=True, slots=True)
class Parts:
    """Figures of one kind: costs, shares of the traffic."""

    rows: tuple[Part, ...]
    most: Figure = 0
    """What a full bar stands for; 0: the largest figure."""


@dataclass(frozen=True, slots=True)
class Load:
    """What becomes of the requests of one time."""

    at: Figure
    """Seconds from the beginning."""
    counts: tuple[Figure, ...]
    """One for each kind of the loads."""


@dataclass(frozen=True, slots=True)
class Loads:
    """Requests over time, by what becomes of them."""

    kinds: tuple[tuple[str, How], ...]
    rows: tuple[Load, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch of time at a bucket of tokens."""

    at: Figure
    """Seconds from the beginning."""
    tokens: Figure
    """In the bucket when it begins."""
    arrive: Figure
    passed: Figure
    refused: Figure


@dataclass(frozen=True, slots=True)
class Bucket:
    """Tokens and requests, one stretch of time after the other."""

    name: str
    """Whose bucket it is."""
    lasts: Figure
    """Seconds of each stretch."""
    holds: Figure
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """Something that was looked at by itself."""

    name: str
    says: str
    how: How
    note: str = ""
    """Why it counts."""


@dataclass(frozen=True, slots=True)
class Checks:
    """Things that were looked at side by side, and what comes of them."""

    rows: tuple[Check, ...]
    ends: str = ""
    """One sentence; empty: the rows say all."""
    how: How = How.PLAIN


Sight = Pools | Parts | Loads | Bucket | Checks
