"""What questions are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from studykit.core.fact import Fact
from studykit.rules.engine import Judge


@dataclass(frozen=True, slots=True)
class Ground:
    """The facts and rules in force."""

    facts: Mapping[str, Fact]
    judges: Mapping[str, Judge]
    """Domain id → its rules."""
    services: Mapping[str, str]
    """Service key → its name."""
