"""Domain + facts → verdicts: the first row that holds decides, and its trace says why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from studykit.core.quantity import Quantity, whole
from studykit.core.text import listed
from studykit.core.verdict import Decision, Row, Step, Value, Verdict
from studykit.rules.domain import Domain, Misconception, Rule
from studykit.rules.expression import Base, Fast, base_of, compile_fast, trace, value_of

_PLACES = 100
"""Values that are only worked out are shown to two decimals."""


@dataclass(slots=True)
class Judge:
    """The rules of a domain over given facts."""

    domain: Domain
    values: Mapping[str, Quantity]
    """Fact id → value."""
    _facts: dict[str, Base] = field(init=False)
    _derived: list[tuple[str, Fast]] = field(init=False)
    _rows: list[Fast | None] = field(init=False)

    def __post_init__(self) -> None:
        self._facts = {name: self.values[name].base for name in self.domain.facts}
        self._derived = [(one.name, compile_fast(one.expression.node, self._facts)) for one in self.domain.derived]
        self._rows = [compile_fast(rule.when.node, self._facts) if rule.when else None for rule in self.domain.rules]

    def outcome(self, settings: Mapping[str, Value]) -> str | None:
        """The outcome's name by the fast compiler; None when a missing setting decides."""
        at = self.decider(settings)
        return None if at is None else self.domain.rules[at].outcome

    def decider(self, settings: Mapping[str, Value]) -> int | None:
        """Position of the rule that decides, by the fast compiler; None when a missing setting decides."""
        known = self.environment(settings)
        for at, when in enumerate(self._rows):
            holds = True if when is None else when(known)
            if holds is None:
                return None
            if holds:
                return at
        return None

    def environment(self, settings: Mapping[str, Value]) -> dict[str, Base]:
        """Settings and derived values as the compilers compute with them."""
        known: dict[str, Base] = {name: base_of(value) for name, value in settings.items()}
        for name, expression in self._derived:
            known[name] = expression(known)
        return known

    def believing(self, misconception: Misconception) -> Judge:
        """The judge as somebody who holds a misconception would be."""
        rules = tuple(rule for rule in self.domain.rules if rule.id not in misconception.drop)
        return Judge(replace(self.domain, rules=rules), {**self.values, **misconception.change})

    def verdict(self, settings: Mapping[str, Value]) -> Verdict:
        """The outcome with the rows that decide, the facts that they cite and every step."""
        known = self.environment(settings)
        for at, rule in enumerate(self.domain.rules):
            row, holds = self._row(rule, settings, known)
            if holds is None:
                return self._unknown(row, settings)
            if holds:
                more = [self._row(other, settings, known) for other in self._alike(at)]
                rows = (row, *(other for other, also in more if also))
                return self._decided(rule, rows, known)
        raise ValueError(self.domain.id)  # loading refuses a table without a last rule

    def _alike(self, at: int) -> tuple[Rule, ...]:
        outcome = self.domain.rules[at].outcome
        return tuple(rule for rule in self.domain.rules[at + 1 :] if rule.when and rule.outcome == outcome)

    def _row(self, rule: Rule, settings: Mapping[str, Value], known: Mapping[str, Base]) -> tuple[Row, Base]:
        if rule.when is None:
            return Row(rule.id, rule.because, None), True
        shown = {**settings, **{name: self.values[name] for name in self._facts}}
        holds, step = trace(rule.when, rule.when.node, known, self._facts, shown)
        return Row(rule.id, rule.because, step), holds

    def _decided(self, rule: Rule, rows: tuple[Row, ...], known: Mapping[str, Base]) -> Verdict:
        facts = dict.fromkeys(name for row in rows if row.trace for name in self._cited(row.trace))
        worked_out = tuple(
            (one.title, value)
            for one in self.domain.derived
            if one.title and (value := _rounded(value_of(known[one.name], one.expression.type))) is not None
        )
        return Verdict(
            domain=self.domain.id,
            decision=Decision.DECIDED,
            outcome=rule.outcome,
            says=self.domain.outcomes[rule.outcome],
            rows=rows,
            facts=tuple(facts),
            worked_out=worked_out,
        )

    def _cited(self, step: Step) -> tuple[str, ...]:
        """Facts below a step, those behind derived values included."""
        if step.origin == "fact":
            return (step.text,)
        behind = [one.expression.names for one in self.domain.derived if one.name == step.text]
        below = [name for part in step.steps for name in self._cited(part)]
        return (*(name for names in behind for name in names if name in self._facts), *below)

    def _unknown(self, row: Row, settings: Mapping[str, Value]) -> Verdict:
        leaves = tuple(_unknown_leaves(row.trace)) if row.trace else ()
        missing = self._needed(leaves, settings)
        says = f"The rule '{row.id}' divides by zero with these settings."
        if missing:
            says = f"It depends on {listed(missing)}, which {'is' if len(missing) == 1 else 'are'} not set."
        return Verdict(self.domain.id, Decision.UNKNOWN, "", says, (), (), missing)

    def _needed(self, names: tuple[str, ...], settings: Mapping[str, Value]) -> tuple[str, ...]:
        derived = {one.name: one.expression.names for one in self.domain.derived}
        wanted: dict[str, None] = {}
        for name in names:
            if name in self.domain.inputs and name not in settings:
                wanted[name] = None
            elif name in derived:
                wanted.update(dict.fromkeys(self._needed(derived[name], settings)))
        return tuple(wanted)


def _unknown_leaves(step: Step) -> Iterator[str]:
    """Names below a step that leave it unknown."""
    if step.value is None and not step.steps:
        yield step.text
    elif step.value is None:
        for below in step.steps:
            yield from _unknown_leaves(below)


def _rounded(value: Value | None) -> Value | None:
    if isinstance(value, Quantity) and isinstance(value.figure, Fraction):
        return Quantity(whole(Fraction(round(value.figure * _PLACES), _PLACES)), value.unit)
    return value
