"""What is counted while content is built: settled values, what is open, and which area stands where."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from studykit.core.claim import Claim
from studykit.core.fact import BehaviourFact, Cause, Conflict, Fact
from studykit.core.quantity import Quantity


@dataclass(slots=True)
class Tally:
    """What is counted on the way."""

    about: set[str] = field(default_factory=set)
    """Ids of the facts that the learner decided something about."""
    values: dict[str, Quantity] = field(default_factory=dict)
    unsettled: int = 0
    areas: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)
    """Note and heading → areas of the figures that stand there; the heading is empty for the whole note."""

    decided: dict[str, Fact | BehaviourFact] = field(default_factory=dict)
    """Those of these facts that there are."""
    open: list[Conflict] = field(default_factory=list)
    """The conflicts among these that nothing settles."""

    def settles(self, fact: Fact | BehaviourFact) -> None:
        """Keeps a fact that the learner decided something about."""
        if fact.id in self.about:
            self.decided[fact.id] = fact

    def disagree(self, conflict: Conflict) -> None:
        """Keeps an open conflict where the learner decided something."""
        if self.about and conflict.cause is Cause.OPEN:
            self.open.append(conflict)

    def stands(self, claim: Claim, area: str) -> None:
        """Counts the area of a figure where it stands."""
        for heading in dict.fromkeys(("", *claim.context.headings[-1:])) if area else ():
            self.areas.setdefault((claim.span.note, heading), Counter())[area] += 1

    def area_of(self) -> dict[tuple[str, str], str]:
        """The area that most figures have, for each place."""
        return {place: max(sorted(found), key=found.__getitem__) for place, found in self.areas.items()}
