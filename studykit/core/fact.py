"""The settled value of an attribute and bound, with all that was said about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from studykit.core.attribute import Attribute, Bound, Cited, Past
from studykit.core.authority import Finding
from studykit.core.behaviour import Behaviour
from studykit.core.claim import Limit
from studykit.core.quantity import Quantity
from studykit.core.relation import Relation, Statement


class Status(StrEnum):
    """How sure a fact is."""

    AGREED = "agreed"
    """All claims say the same, and the pack's author where he cites a page; no authority has it."""
    VERIFIED = "verified"
    """An authority says the same as every claim (or no note claims it)."""
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
    SCOPED = "of another scope"
    """True, but of something else than the fact is about."""
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
    finding: Finding | None = None
    """What the authority says that the citation names; None when it names none."""
    scoped: tuple[Cited, ...] = ()
    """Values of the same bound in other modes or variants."""
    settled_by: str = ""
    """In words: the authority, the citation, ``all 3 claims agree``, ``most claims (3 of 4)``, or why it is open."""

    @property
    def id(self) -> str:
        """``service.attribute.bound``."""
        return f"{self.attribute.id}.{self.bound}"

    @property
    def settled(self) -> bool:
        """True when questions may rest on it."""
        return self.status is not Status.CONFLICT

    @property
    def declared(self) -> bool:
        """False for an attribute that only the notes have: no pack says how to ask for it."""
        return not self.claims or self.claims[0].known

    @property
    def exam_value(self) -> Quantity:
        """What exams of the day still ask, where the value moved recently; else the value in force."""
        return self.cited.exam if self.cited is not None and self.cited.exam is not None else self.quantity

    @property
    def exam_differs(self) -> bool:
        """True where exams of the day still ask an earlier value."""
        return self.settled and not self.exam_value.agrees(self.quantity)

    def as_exam(self) -> Fact:
        """The fact as exams of the day have it."""
        return replace(self, quantity=self.exam_value)

    @property
    def current_value(self) -> Quantity:
        """The value in force."""
        return self.quantity


@dataclass(frozen=True, slots=True)
class BehaviourFact:
    """The answer in force to a behaviour's question."""

    behaviour: Behaviour
    choices: tuple[str, ...]
    """Keys of the choices that hold; empty while nothing settles it."""
    status: Status
    statements: tuple[Statement, ...]
    standings: tuple[ClaimStanding, ...]
    """One for each statement, in order."""
    settled_by: str

    @property
    def id(self) -> str:
        """``service.key``."""
        return self.behaviour.id

    @property
    def settled(self) -> bool:
        """True when something says which choice holds."""
        return self.status is not Status.CONFLICT

    @property
    def says(self) -> str:
        """The choices that hold, as sentences; empty while nothing settles it."""
        return " ".join(self.behaviour.says(choice) for choice in self.choices)


class Cause(StrEnum):
    """Why claims disagree."""

    MISTAKE = "mistake"
    CHANGED = "changed"
    SCOPE = "scope"
    """Both hold, of different things."""
    BOUNDS = "bounds"
    """Only apparent: the claims speak of different bounds."""
    OPEN = "open"
    """Nothing says which claim is right."""


@dataclass(frozen=True, slots=True)
class Side:
    """The claims of a conflict that say one thing."""

    says: str
    """The value, or the answer in words."""
    claims: tuple[Limit | Statement | Relation, ...]
    """Empty for what only the pack's source says."""
    standing: ClaimStanding
    quantity: Quantity | None = None
    """The value of figures; None for an answer in words."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Claims about one thing that disagree."""

    id: str
    """Id of the fact they are claims of (of the attribute, when bounds differ)."""
    sides: tuple[Side, ...]
    cause: Cause
    reason: str
    """One sentence: which side holds and on what evidence."""
    asks: str = ""
    """The question that the sides answer differently; empty for figures."""


@dataclass(frozen=True, slots=True)
class FactBase:
    """What is known, with everything that was said about it."""

    facts: Mapping[str, Fact]
    """By id, in the order of the pack's attributes; then those that only the notes have."""
    behaviours: Mapping[str, BehaviourFact]
    """By id, in the order of the pack's behaviours."""
    conflicts: Sequence[Conflict]
    """Every disagreement, settled or not: figures, behaviours, then the form of notes."""
