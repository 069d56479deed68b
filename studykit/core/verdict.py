"""What the rules say of a scenario, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from studykit.core.quantity import Figure, Quantity

Value = Quantity | str | bool | tuple["Value", ...]
"""A setting, fact or intermediate result: a quantity, a choice or text, a truth value, or a list of these."""


class Decision(StrEnum):
    """Three-valued: a missing input never becomes a guess."""

    DECIDED = "decided"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Step:
    """One node of the traced expression tree."""

    text: str
    """The part of the expression, as written in the domain."""
    value: Value | None
    """What it came to; None when an input that it needs is missing."""
    origin: str
    """``setting``, ``fact``, ``worked out`` or ``literal``."""
    steps: tuple[Step, ...] = ()

    def leaves(self) -> Iterator[Step]:
        """The steps below which there is none, in order."""
        if not self.steps:
            yield self
        for below in self.steps:
            yield from below.leaves()

    def unknown_leaves(self) -> Iterator[Step]:
        """Those that leave it unknown."""
        if self.value is None and not self.steps:
            yield self
        elif self.value is None:
            for below in self.steps:
                yield from below.unknown_leaves()


class How(StrEnum):
    """How something that happens turns out."""

    PLAIN = "plain"
    GOOD = "good"
    BAD = "bad"
    MISSED = "missed"
    """It is never come to."""
    OPEN = "open"
    """A setting that nobody made decides."""


@dataclass(frozen=True, slots=True)
class Span:
    """Something that lasts, in a lane of its own: a message is hidden, a worker is busy."""

    lane: str
    since: Figure
    """Seconds from the beginning."""
    until: Figure
    name: str
    how: How = How.PLAIN


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happens in a scenario, as a kernel found it."""

    at: Figure | None
    """Seconds from the beginning; None where only the order counts."""
    says: str
    name: str = ""
    """The same in a few words, for a drawing; empty: there are none, or it belongs to the named moment before it."""
    how: How = How.PLAIN
    spans: tuple[Span, ...] = ()
    """What lasted until now, or lasts from now on."""


@dataclass(frozen=True, slots=True)
class Row:
    """A rule that holds, with the trace that shows it."""

    id: str
    because: str
    """One sentence of the domain's author."""
    trace: Step | None
    """None for the last row, which needs no condition."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One setting changed."""

    setting: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that together give another outcome."""

    outcome: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of a scenario, the rows that decide, and the facts that they cite."""

    domain: str
    decision: Decision
    outcome: str
    """Outcome name; empty unless decided."""
    says: str
    """The outcome as a sentence; why it is unknown otherwise."""
    rows: tuple[Row, ...]
    """The deciding row first, then further rows that hold with the same outcome."""
    facts: tuple[str, ...]
    """Ids of the facts that the rows cite, in order of first use."""
    missing: tuple[str, ...] = ()
    """Inputs that decide and are not set."""
    worked_out: tuple[tuple[str, Value], ...] = ()
    """Derived values of the domain that are meant to be shown."""
    timeline: tuple[Moment, ...] = ()
    """What kernels saw happen, in order."""
    used: tuple[str, ...] = ()
    """Ids of further facts that the time line rests on."""
    assumed: tuple[tuple[str, Value], ...] = ()
    """Inputs that were not set and have the service's default."""
