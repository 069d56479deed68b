"""The scenario lab: one scenario of a domain and what the rules say of it, as a screen shows it.

Settings are what somebody set; what the service fills in by itself is left out of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from studykit.core.fact import Fact, Status
from studykit.core.quantity import Dimension, Figure, natural
from studykit.core.text import listed
from studykit.core.verdict import Decision, Step, Value, Verdict
from studykit.rules.domain import Input
from studykit.rules.engine import Judge
from studykit.rules.types import Type
from studykit.workflows.lab_words import label, may_be, said_by, same, shown, spelled
from studykit.workflows.records import fact_source

_LONG = ("json", "policy", "json schema", "velocity")
"""Forms of texts that are written in many lines."""


class Kind(StrEnum):
    """How a setting is changed."""

    CHOICE = "choice"
    TRUTH = "truth"
    QUANTITY = "quantity"
    MEMBERS = "members"
    """Some of its choices, in order; one may come twice."""
    LINE = "line"
    """What is typed on one line: a short text, or a list with commas between."""
    TEXT = "text"
    """A text of many lines, such as a policy."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One input of the scenario."""

    name: str
    label: str
    """The name in words."""
    title: str
    """What it means."""
    kind: Kind
    value: str
    """As people write it; ``(not set)`` when nothing is."""
    text: str
    """As it is typed; empty when nothing is set."""
    choices: tuple[tuple[str, str], ...]
    """Each choice with its words; none for what is no choice."""
    members: tuple[str, ...]
    """Of a list, in order."""
    is_set: bool
    """False: neither set, nor does the service fill in anything."""
    changed: bool
    """Whether it is otherwise than usual."""
    may_be: str
    facts: tuple[str, ...]
    """Those that say its range and its default."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A fact that decides."""

    id: str
    value: str
    status: Status
    source: str


@dataclass(frozen=True, slots=True)
class Traced:
    """One step of a decision."""

    depth: int
    text: str
    value: str
    """Why it is unknown, where it is."""
    origin: str
    """``setting``, ``fact``, ``worked out`` or ``literal``."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that holds."""

    rule: str
    because: str
    trace: tuple[Traced, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """A scenario and what the rules say of it."""

    domain: str
    title: str
    settings: Mapping[str, Value]
    inputs: tuple[Setting, ...]
    verdict: Verdict
    sentence: str
    outcome: str
    """The outcome's name in the domain, ``unknown`` or ``not applicable``."""
    wanted: bool
    """Whether it is the outcome that the domain's author wants."""
    reasons: tuple[Reason, ...]
    facts: tuple[Cited, ...]
    worked_out: tuple[tuple[str, str], ...]
    moments: tuple[tuple[str, str], ...]
    """When, empty where only the order counts; what happens."""
    assumed: tuple[tuple[str, str], ...]
    """Label of what was not set, and what the service uses."""
    missing: tuple[str, ...]
    """Names of inputs that decide and are not set."""


def scene(
    judge: Judge, settings: Mapping[str, Value], facts: Mapping[str, Fact], usual: Mapping[str, Value] | None = None
) -> Scene:
    """The scenario as a screen shows it; ``usual`` is what ``changed`` is measured by: the defaults without it.

    Raises UsageError for settings that are no scenario.
    """
    verdict, domain = judge.verdict(settings), judge.domain
    usual = {**judge.defaults, **(usual or {})}
    outcome = outcome_name(verdict)
    return Scene(
        domain=domain.id,
        title=domain.title,
        settings=settings,
        inputs=tuple(_setting(judge, one, settings, usual) for one in domain.inputs.values()),
        verdict=verdict,
        sentence=_sentence(verdict),
        outcome=outcome,
        wanted=outcome == domain.wanted,
        reasons=tuple(
            Reason(row.id, row.because, tuple(_trace(row.trace)) if row.trace else ()) for row in verdict.rows
        ),
        facts=tuple(_cited(facts[name]) for name in (*verdict.facts, *verdict.used) if name in facts),
        worked_out=tuple((title, said(value)) for title, value in verdict.worked_out),
        moments=tuple((_when(one.at), one.says) for one in verdict.timeline),
        assumed=tuple((label(name), shown(domain.inputs[name], value)) for name, value in verdict.assumed),
        missing=verdict.missing,
    )


def outcome_name(verdict: Verdict) -> str:
    """The outcome's name, ``unknown`` or ``not applicable``."""
    return verdict.outcome or str(verdict.decision).replace("_", " ")


def said(value: Value | None) -> str:
    """A value of a trace as people write it."""
    if value is None:
        return "? unknown"
    if isinstance(value, tuple):
        return listed([said(one) for one in value]) or "nothing"
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def value_of(judge: Judge, settings: Mapping[str, Value], name: str) -> Value | None:
    """What an input is: set, or filled in by the service; None when it is neither."""
    found = settings.get(name)
    return judge.defaults.get(name) if found is None else found


def kind_of(kind: Type) -> Kind:
    """How a setting of a type is changed."""
    if kind.many:
        return Kind.MEMBERS if kind.choices else Kind.LINE
    if kind.choices:
        return Kind.CHOICE
    if kind.text:
        return Kind.LINE
    return Kind.TRUTH if kind.dimension is None else Kind.QUANTITY


def _kind_now(one: Input, value: Value | None) -> Kind:
    """The same as things are: what has many lines, or usually has, is written in a larger field."""
    long = "\n" in str(value) or one.form in _LONG or "line" in one.form
    return Kind.TEXT if one.type.text and not one.type.many and long else kind_of(one.type)


def _setting(judge: Judge, one: Input, settings: Mapping[str, Value], usual: Mapping[str, Value]) -> Setting:
    value = value_of(judge, settings, one.name)
    return Setting(
        name=one.name,
        label=label(one.name),
        title=one.title,
        kind=_kind_now(one, value),
        choices=tuple((choice, one.says.get(choice, choice)) for choice in one.type.choices),
        members=tuple(str(member) for member in value) if isinstance(value, tuple) else (),
        value=shown(one, value),
        text="" if value is None else spelled(value),
        is_set=value is not None,
        changed=not same(value, usual.get(one.name)),
        may_be=may_be(one),
        facts=said_by(one),
    )


def _sentence(verdict: Verdict) -> str:
    if verdict.decision is Decision.UNKNOWN and verdict.missing:
        names = listed([label(name) for name in verdict.missing])
        return f"Unknown, because {names} {'is' if len(verdict.missing) == 1 else 'are'} not set."
    return verdict.says


def _trace(step: Step, depth: int = 0) -> Iterator[Traced]:
    unknown = f"? unknown, because {label(step.text)} is not set"
    value = unknown if step.value is None and not step.steps else said(step.value)
    yield Traced(depth, step.text, value, step.origin)
    for below in step.steps:
        if below.origin != "literal":
            yield from _trace(below, depth + 1)


def _cited(fact: Fact) -> Cited:
    return Cited(fact.id, str(fact.quantity), fact.status, fact_source(fact))


def _when(at: Figure | None) -> str:
    return "" if at is None else str(natural(at, Dimension.TIME))
