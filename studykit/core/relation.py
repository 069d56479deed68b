"""What the form of a note says, without knowing its words: terms, sets, comparisons and orders."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from studykit.core.claim import Claim
from studykit.core.source import SourceSpan


class RelationKind(StrEnum):
    """The form that was read."""

    DEFINITION = "definition"
    MEMBER = "member"
    COMPARISON = "comparison"
    STEP = "step"


@dataclass(frozen=True, slots=True)
class Relation:
    """One subject, what it is related to, and how."""

    kind: RelationKind
    subject: str
    """The term, the member, the variant that is compared, or the step."""
    topic: str
    """What the set or sequence is of, or the feature that is compared; empty for a definition."""
    value: str
    """The meaning, the compared value, the position of a step (1, 2, …); empty for a member."""
    claim: Claim

    @property
    def span(self) -> SourceSpan:
        """The lines that say it."""
        return self.claim.span


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim read as the answer to a behaviour's question."""

    behaviour: str
    """Id of the behaviour."""
    choice: str
    """Key of the answer that the claim gives."""
    claim: Claim

    @property
    def span(self) -> SourceSpan:
        """The lines that say it."""
        return self.claim.span
