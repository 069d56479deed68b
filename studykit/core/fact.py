"""The settled value of an attribute and bound, with all that was said about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from studykit.core.attribute import Attribute, Bound, Cited, Past
from studykit.core.claim import Limit
from studykit.core.quantity import Quantity


class Status(StrEnum):
    """How sure a fact is."""

    AGREED = "agreed"
    """All claims say the same; nothing else is known."""
    VERIFIED = "verified"
    """A citation or an authority says the same as every claim (or no note claims it)."""
    OUTDATED_CLAIM = "outdated claim"
    """Settled; some claim matches an earlier value."""
    MISTAKEN_CLAIM = "mistaken claim"
    """Settled; some claim was never right."""
    CONFLICT = "conflict"
    """Claims disagree and nothing settles it."""


class ClaimStanding(StrEnum):
    """How one claim stands to the settled value."""

    HOLDS = "holds"
    OUTDATED = "outdated"
    MISTAKEN = "mistaken"
    OPEN = "open"
    """Nothing settles the fact, so the claim may be right."""


@dataclass(frozen=True, slots=True)
class Fact:
    """The value in force of one attribute and bound."""

    attribute: Attribute
    bound: Bound
    quantity: Quantity
    """Settled value; for a conflict, the value of the most claims (never asked about)."""
    status: Status
    claims: tuple[Limit, ...] = ()
    standings: tuple[ClaimStanding, ...] = ()
    """One for each claim, in order."""
    cited: Cited | None = None
    """What settled it, when a citation did."""
    history: tuple[Past, ...] = ()
    settled_by: str = ""
    """In words: the citation, ``all 3 claims agree``, ``most claims (3 of 4)``, or why it is open."""

    @property
    def id(self) -> str:
        """``service.attribute.bound``."""
        return f"{self.attribute.id}.{self.bound}"

    @property
    def settled(self) -> bool:
        """True when questions may rest on it."""
        return self.status is not Status.CONFLICT


class Cause(StrEnum):
    """Why claims disagree."""

    MISTAKE = "mistake"
    CHANGED = "changed"
    BOUNDS = "bounds"
    """Only apparent: the claims speak of different bounds."""
    OPEN = "open"
    """Nothing says which claim is right."""


@dataclass(frozen=True, slots=True)
class Side:
    """The claims of a conflict that say one value."""

    quantity: Quantity
    claims: tuple[Limit, ...]
    standing: ClaimStanding


@dataclass(frozen=True, slots=True)
class Conflict:
    """Claims about one attribute that disagree."""

    id: str
    """Id of the fact they are claims of (of the attribute, when bounds differ)."""
    sides: tuple[Side, ...]
    cause: Cause
    reason: str
    """One sentence: which side holds and on what evidence."""
