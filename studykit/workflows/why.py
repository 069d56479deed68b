"""Why an answer holds, as a tree: every step of the rule that decides, down to settings and facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studykit.core.fact import BehaviourFact, Fact
from studykit.core.question import Question
from studykit.core.source import SourceSpan
from studykit.core.text import listed, shortened
from studykit.core.verdict import Fix, Step, Value, Verdict
from studykit.workflows.library import Library

if TYPE_CHECKING:
    from studykit.rules.engine import Judge

_FACT, _LITERAL = "fact", "literal"
_LONGEST = 200
"""Letters of a claim."""


@dataclass(frozen=True, slots=True)
class Branch:
    """One row of the tree."""

    depth: tuple[bool, ...]
    """For each step above, and for this one, whether it is the last below its own; empty for a rule or a fact."""
    text: str
    value: str
    """As people write it; ``? unknown`` where a missing setting decides."""
    origin: str
    """``setting``, ``fact``, ``worked out``, ``rule``, ``claim``; empty where there is nothing to say."""
    fact: str = ""
    """The fact that the row leads to; empty when there is none."""
    span: SourceSpan | None = None
    """The line that states it; None when no note does."""


@dataclass(frozen=True, slots=True)
class Why:
    """A tree with what stands above and below it."""

    title: str
    """The outcome or the fact."""
    says: str
    branches: tuple[Branch, ...]
    wanted: str
    """The outcome that the fixes lead to; empty without fixes."""
    fixes: tuple[str, ...]
    """The smallest changes, one by one."""
    domain: str
    """That the lab can open; empty where no rule decides."""
    settings: Mapping[str, Value]


def why(library: Library, question: Question) -> Why:
    """Of the answer to a question: its rule where one decides, else its facts with their claims."""
    from studykit.questions.situated import situated

    found = situated(question, library.ground())
    if found is not None:
        return why_of(library, found.judge, found.settings)
    rows = tuple(row for name in question.facts for row in _fact(library, name))
    more = "" if rows else "No figure decides here; the lines that the answer cites do."
    return Why(question.facts[0] if question.facts else question.topic, more, rows, "", (), "", {})


def why_of(library: Library, judge: Judge, settings: Mapping[str, Value]) -> Why:
    """Of a scenario: its outcome, every row that holds, and the smallest changes that give what is wanted."""
    from studykit.workflows.ask import ask

    verdict, fixes = ask(judge, settings)
    rows = tuple(row for rule in verdict.rows for row in _rule(library, rule.id, rule.because, rule.trace))
    name = verdict.outcome or str(verdict.decision).replace("_", " ")
    wanted = fixes[0].outcome if fixes else ""
    return Why(name, _says(verdict), rows, wanted, tuple(map(_fix, fixes)), judge.domain.id, settings)


def _says(verdict: Verdict) -> str:
    if not verdict.missing:
        return verdict.says
    return f"? unknown, because {listed(verdict.missing)} {'is' if len(verdict.missing) == 1 else 'are'} not set"


def _fix(fix: Fix) -> str:
    return listed([f"{edit.setting} {_said(edit.before)} → {_said(edit.after)}" for edit in fix.edits])


def _rule(library: Library, rule: str, because: str, trace: Step | None) -> Iterator[Branch]:
    yield Branch((), f"rule {rule}", "", "", "")
    if trace is None:
        yield Branch((True,), because or "No other rule holds.", "", "")
        return
    yield from _step(library, trace, (True,))


def _step(library: Library, step: Step, depth: tuple[bool, ...]) -> Iterator[Branch]:
    fact = library.base.facts.get(step.text) if step.origin == _FACT else None
    value = "? unknown" if step.value is None else _said(step.value)
    origin = "" if isinstance(step.value, bool) and step.steps else step.origin
    yield Branch(depth, step.text, value, origin, fact.id if fact else "", _first(fact))
    below = [one for one in step.steps if one.origin != _LITERAL]
    for at, one in enumerate(below):
        yield from _step(library, one, (*depth, at == len(below) - 1))


def _fact(library: Library, name: str) -> Iterator[Branch]:
    """A fact, and each claim about it with its standing."""
    fact = library.base.facts.get(name)
    behaviour = library.base.behaviours.get(name)
    if fact is not None:
        yield Branch((), name, str(fact.quantity), str(fact.status), name, _first(fact))
        last = len(fact.claims) - 1
        for at, (claim, standing) in enumerate(zip(fact.claims, fact.standings, strict=True)):
            yield Branch(
                (at == last,),
                shortened(claim.claim.text, _LONGEST),
                str(claim.quantity),
                str(standing),
                name,
                claim.span,
            )
    elif behaviour is not None:
        yield from _behaviour(behaviour)


def _behaviour(fact: BehaviourFact) -> Iterator[Branch]:
    yield Branch((), fact.behaviour.asks, "", str(fact.status), fact.id)
    last = len(fact.statements) - 1
    for at, (one, standing) in enumerate(zip(fact.statements, fact.standings, strict=True)):
        yield Branch((at == last,), shortened(one.claim.text, _LONGEST), "", str(standing), fact.id, one.span)


def _first(fact: Fact | None) -> SourceSpan | None:
    claims = fact.claims if fact else ()
    return next((claim.span for claim in claims), None)


def _said(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return listed([_said(one) for one in value]) if isinstance(value, tuple) else str(value)
