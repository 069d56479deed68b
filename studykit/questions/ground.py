"""What questions are made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from studykit.core.fact import BehaviourFact, Conflict, Fact
from studykit.core.given import Judged
from studykit.core.relation import Relation
from studykit.rules.engine import Judge


@dataclass(frozen=True, slots=True)
class Ground:
    """The facts and rules in force."""

    facts: Mapping[str, Fact]
    """Settled and open facts of declared attributes, by id."""
    judges: Mapping[str, Judge]
    """Domain id → its rules."""
    services: Mapping[str, str]
    """Service key → its name."""
    behaviours: Mapping[str, BehaviourFact] = field(default_factory=dict)
    """How things behave, by id."""
    conflicts: Sequence[Conflict] = ()
    """Where notes disagree."""
    relations: Sequence[Relation] = ()
    """Definitions, members of sets, compared variants and steps, as notes have them."""
    given: Mapping[str, Judged] = field(default_factory=dict)
    """Questions that somebody else wrote, by the id of their card."""
    kept: dict[tuple[object, ...], Any] = field(default_factory=dict, compare=False)
    """What questions found out about these facts and rules and need again; nothing in it is ever changed."""
