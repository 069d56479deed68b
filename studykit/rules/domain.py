"""A domain file → typed inputs, rules, misconceptions and question templates.

The file's keys::

    domain: lambda.queue_source        id
    title: …                           words for people
    area: development                  area of the blueprint
    wanted: fine                       outcome that a fix should give
    hit: first                         or unique: no two rows may hold together
    outside: refused                   outcome of inputs outside a range whose end is a fact
    applies: {when: …, because: …}     where it does not hold, the verdict is: not applicable
    outcomes: {name: sentence}
    inputs:
      queue: {choice: [standard, fifo], default: standard, title: queue type}
      target: {choice: {sqs: an SQS queue, sns: an SNS topic}}         # name: words for stems
      partial: {truth: {true: reports failures, false: reports none}}  # or truth: without words
      timeout: {duration: [lambda.timeout.min, lambda.timeout.max], step: 1 s}   # also size, count, …
      needs: {list: {choice: [order, replay]}}
      event: {text: json}
      errors: {truth: , fixed: true}   # the world, not a setting: fixes leave it alone
    derived:                           in this order
      factor: expression, or {is: expression, title: shown in the verdict}
      run: {kernel: asynchronous_invocation, with: {parameter: expression}}      # gives run.<name>
    rules: [{id, when, outcome, because}]       the first row that holds decides
    misconceptions: [{id, says, change: {fact: value}, drop: [rule]}]
    questions:                         kind: outcome, because, choose, repair or timeline
      - {id, kind, stem, vary: [inputs] or {input: [values]}, given: {input: value}}
      # choose may compare the values of an input: {…, among: input, lowest (or highest): derived, works: [outcomes]}
    examples: [{given: {input: value}, outcome, rule, shows: {derived: value}}]

``default`` is what the service itself uses when nothing is set: it is filled in, and the verdict says so.
``usual`` is a hint for people. An input without default that decides and is not set makes a verdict unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from studykit.core.errors import ContentError
from studykit.core.quantity import Quantity, Unit
from studykit.core.verdict import Value
from studykit.rules import kernel as kernels
from studykit.rules.expression import Expression
from studykit.rules.kernel import Kernel
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
    """Smallest difference between two settings; None for everything but quantities."""
    usual: Value | None = None
    """What people set most often."""
    default: Value | None = None
    """What the service uses when nothing is set; None when it uses nothing."""
    source: str = ""
    """The fact that says the default."""
    says: Mapping[str, str] = field(default_factory=dict)
    """Words for each choice (``true`` and ``false`` of a truth value), for stems."""
    fixed: bool = False
    """True for what nobody can set, such as where a client stands: fixes leave it alone."""
    form: str = ""
    """Of a text: what is written in it, such as ``json``."""

    @property
    def unit(self) -> Unit | None:
        """The unit that people set it in."""
        return self.step.unit if self.step else None

    @property
    def words(self) -> str:
        """What it may be: ``1 s to 900 s (lambda.timeout.max)``, ``standard or fifo``, ``true or false``."""
        usual = f"; usually {self.worded(self.usual)}" if self.usual is not None else ""
        if self.default is not None:
            usual = f"; {self.worded(self.default)} when not set"
        return ("any of: " if self.type.many else "") + self._may_be() + usual

    def _may_be(self) -> str:
        kind = self.type
        if kind.choices:
            return ", ".join(kind.choices) if kind.many else " or ".join(kind.choices)
        if kind.text:
            return f"text ({self.form})" if self.form else "text"
        if kind.dimension is None:
            return "true or false"
        if self.low is None or self.high is None:
            return f"a {kind.dimension}"
        fact = f" ({self.high.fact})" if self.high.fact else ""
        return f"{self.low.quantity} to {self.high.quantity}{fact}"

    def worded(self, value: Value) -> str:
        """A value in the words of the domain's author, as stems show it."""
        if isinstance(value, tuple):
            return ", ".join(self.worded(one) for one in value) or "nothing"
        if isinstance(value, bool):
            return self.says.get("true" if value else "false", "yes" if value else "no")
        return self.says.get(value, value) if isinstance(value, str) else str(value)


@dataclass(frozen=True, slots=True)
class Derived:
    """A value worked out from inputs and facts."""

    name: str
    expression: Expression
    title: str
    """Shown with the verdict under this title; empty: not shown."""


@dataclass(frozen=True, slots=True)
class Call:
    """A kernel with what it is given; its results are named ``<name>.<result>``."""

    name: str
    calls: str
    """Name of the kernel."""
    given: Mapping[str, Expression]

    @property
    def kernel(self) -> Kernel:
        """The kernel itself. Raises ContentError when this program has none of that name."""
        found = kernels.kernel_named(self.calls)
        if found is None:
            raise ContentError(f"There is no kernel '{self.calls}'.")
        return found

    @property
    def names(self) -> tuple[str, ...]:
        """The inputs, derived values and facts that it is given."""
        return tuple(dict.fromkeys(name for one in self.given.values() for name in one.names))

    def needs(self, parameter: str) -> bool:
        """True for a parameter without which the kernel knows nothing."""
        return parameter not in self.kernel.optional


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the table."""

    id: str
    when: Expression | None
    """None for the last row."""
    outcome: str
    because: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a domain holds at all."""

    when: Expression
    because: str
    """Why it does not apply elsewhere."""


@dataclass(frozen=True, slots=True)
class Misconception:
    """The facts or rules as a learner gets them wrong."""

    id: str
    says: str
    change: Mapping[str, Quantity]
    drop: tuple[str, ...]
    """Rules that the learner does not know of."""


@dataclass(frozen=True, slots=True)
class Best:
    """The value of one input with which a derived value is lowest or highest."""

    among: str
    """The input; the stem does not show it."""
    of: str
    """The derived value."""
    lowest: bool
    outcomes: tuple[str, ...]
    """Outcomes with which a value may be chosen; none: any."""


@dataclass(frozen=True, slots=True)
class Template:
    """A question to be filled with settings."""

    id: str
    kind: str
    """``outcome`` (what happens?), ``because`` (why?), ``choose`` (what is best by the criterion in the stem?),
    ``repair`` (which change gives the wanted outcome?) or ``timeline`` (what happens when?)."""
    stem: str
    vary: Mapping[str, tuple[Value, ...]]
    """Input → the values to draw from; none: those that the rules make interesting."""
    given: Mapping[str, Value]
    best: Best | None = None
    """What the answers to ``choose`` are measured by; None: the outcome is the answer."""


@dataclass(frozen=True, slots=True)
class Example:
    """A scenario whose outcome must hold."""

    given: Mapping[str, Value]
    outcome: str
    """An outcome of the domain, ``unknown`` or ``not_applicable``."""
    line: int
    rule: str = ""
    """The row that must decide; empty: any."""
    shows: Mapping[str, Value] = field(default_factory=dict)
    """Derived values that must come out."""


@dataclass(frozen=True, slots=True)
class Domain:
    """A family of scenarios, wholly read and checked."""

    id: str
    title: str
    area: str
    wanted: str
    inputs: Mapping[str, Input]
    derived: tuple[Derived | Call, ...]
    outcomes: Mapping[str, str]
    rules: tuple[Rule, ...]
    misconceptions: tuple[Misconception, ...]
    templates: tuple[Template, ...]
    examples: tuple[Example, ...]
    """None when it comes from the cache: they were checked before."""
    facts: tuple[str, ...]
    """Ids of all facts that it cites."""
    seen: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    """Input → its values in examples and templates: what is worth trying."""
    applies: Scope | None = None
    outside: str = ""
    """Outcome of inputs outside a range whose end is a fact; empty: such inputs are refused as not sensible."""
    unique: bool = False
    """True when no two rows with different outcomes may hold together."""

    @property
    def defaults(self) -> dict[str, Value]:
        """What inputs are when nothing is set."""
        return {name: one.default for name, one in self.inputs.items() if one.default is not None}
