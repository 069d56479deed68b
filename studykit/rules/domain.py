"""A domain file → typed inputs, rules, misconceptions and question templates.

The file's keys::

    domain: lambda.queue_source        id
    title: …                           words for people
    area: development                  area of the blueprint
    wanted: fine                       outcome that a fix should give
    outcomes: {name: sentence}
    inputs:
      queue: {choice: [standard, fifo], default: standard, title: queue type}
      partial: {truth: , title: …}
      timeout: {duration: [lambda.timeout.min, lambda.timeout.max], step: 1 s}   # also size, count, …
    derived: {name: expression} or {name: {is: expression, title: shown in the verdict}}
    rules: [{id, when, outcome, because}]       the first row that holds decides; the last has no when
    misconceptions: [{id, says, change: {fact: value}, drop: [rule]}]
    questions: [{id, kind: outcome | because, stem, vary: [inputs], given: {input: value}}]
    examples: [{given: {input: value}, outcome}]
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from studykit.core.quantity import Quantity, Unit
from studykit.core.verdict import Value
from studykit.rules.expression import Expression
from studykit.rules.types import Type


@dataclass(frozen=True, slots=True)
class End:
    """One end of an input's range."""

    quantity: Quantity
    fact: str
    """The fact that says so; empty for a figure of the domain's author."""


@dataclass(frozen=True, slots=True)
class Input:
    """A setting of the domain's scenarios."""

    name: str
    title: str
    type: Type
    low: End | None
    high: End | None
    """Ends of what may be asked; None: any amount from 0 on."""
    step: Quantity | None
    """Smallest difference between two settings; None for choices and truth values."""
    usual: Value | None
    """What the service uses when nothing is set; None when it uses nothing."""

    @property
    def unit(self) -> Unit | None:
        """The unit that people set it in."""
        return self.step.unit if self.step else None

    @property
    def words(self) -> str:
        """What it may be: ``1 s to 900 s (lambda.timeout.max)``, ``standard or fifo``, ``true or false``."""
        usual = f"; usually {self.usual}" if self.usual is not None else ""
        if self.type.choices:
            return " or ".join(self.type.choices) + usual
        if self.type.dimension is None:
            return "true or false" + usual
        if self.low is None or self.high is None:
            return f"any {self.type.dimension}" + usual
        fact = f" ({self.high.fact})" if self.high.fact else ""
        return f"{self.low.quantity} to {self.high.quantity}{fact}{usual}"


@dataclass(frozen=True, slots=True)
class Derived:
    """A value worked out from inputs and facts."""

    name: str
    expression: Expression
    title: str
    """Shown with the verdict under this title; empty: not shown."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the table."""

    id: str
    when: Expression | None
    """None for the last row."""
    outcome: str
    because: str


@dataclass(frozen=True, slots=True)
class Misconception:
    """The facts or rules as a learner gets them wrong."""

    id: str
    says: str
    change: Mapping[str, Quantity]
    drop: tuple[str, ...]
    """Rules that the learner does not know of."""


@dataclass(frozen=True, slots=True)
class Template:
    """A question to be filled with settings."""

    id: str
    kind: str
    """``outcome`` (what happens?) or ``because`` (why?)."""
    stem: str
    vary: tuple[str, ...]
    given: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Example:
    """A scenario whose outcome must hold."""

    given: Mapping[str, Value]
    outcome: str
    line: int


@dataclass(frozen=True, slots=True)
class Domain:
    """A family of scenarios, wholly read and checked."""

    id: str
    title: str
    area: str
    wanted: str
    inputs: Mapping[str, Input]
    derived: tuple[Derived, ...]
    outcomes: Mapping[str, str]
    rules: tuple[Rule, ...]
    misconceptions: tuple[Misconception, ...]
    templates: tuple[Template, ...]
    examples: tuple[Example, ...]
    facts: tuple[str, ...]
    """Ids of all facts that it cites."""
