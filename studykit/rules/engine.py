"""Domain + facts → verdicts: the first row that holds decides, and its trace says why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from studykit.core.errors import UsageError
from studykit.core.quantity import Dimension, Quantity, whole
from studykit.core.sight import Sight
from studykit.core.text import listed
from studykit.core.verdict import Decision, Moment, Row, Step, Value, Verdict
from studykit.rules.behind import Behind
from studykit.rules.domain import Derived, Domain, Misconception, Rule
from studykit.rules.expression import Expression, base_of, value_of
from studykit.rules.fast import Fast, compile_careful, compile_fast
from studykit.rules.kernel import Base
from studykit.rules.traced import Plan, Traced, compile_traced, plan_of
from studykit.rules.working import Runs, Workings

_PLACES = 100
"""Values that are only worked out are shown to two decimals, money to six."""
_MONEY_PLACES = 1_000_000


@dataclass(slots=True)
class Judge:
    """The rules of a domain over given facts."""

    domain: Domain
    values: Mapping[str, Quantity]
    """Fact id → value."""
    _facts: dict[str, Base] = field(init=False)
    _rows: list[Fast | None] = field(init=False, default_factory=list)
    _work: dict[str, Fast | dict[str, Fast]] = field(init=False, default_factory=dict)
    _traced: dict[str, tuple[Traced, Plan]] = field(init=False, default_factory=dict)
    _believers: dict[str, Judge] = field(init=False, default_factory=dict)
    _runs: Runs = field(init=False, default_factory=dict)
    _workings: Workings | None = field(init=False, default=None)
    _behind: Behind | None = field(init=False, default=None)
    _defaults: Mapping[str, Value] | None = field(init=False, default=None)
    _default_bases: dict[str, Base] | None = field(init=False, default=None)
    _quick: bool = field(init=False, default=True)
    """False: conditions are closures, which are made sooner and run slower."""
    kept: dict[str, Any] = field(init=False, default_factory=dict)
    """What was found out about the rules as such and is needed again."""

    def __post_init__(self) -> None:
        self._facts = {name: self.values[name].base for name in self.domain.facts}

    @property
    def facts(self) -> Mapping[str, Base]:
        """The cited facts as the compilers compute with them."""
        return self._facts

    @property
    def defaults(self) -> Mapping[str, Value]:
        """What inputs are when nothing is set, by these facts."""
        if self._defaults is None:
            self._defaults = {
                name: self.values[one.source] if one.source else one.default
                for name, one in self.domain.inputs.items()
                if one.default is not None
            }
        return self._defaults

    def outcome(self, settings: Mapping[str, Value]) -> str | None:
        """The outcome's name by the fast compiler; None when a missing setting decides."""
        at = self.decider(settings)
        return None if at is None else self.domain.rules[at].outcome

    def decider(self, settings: Mapping[str, Value]) -> int | None:
        """Position of the rule that decides, by the fast compiler.

        None when a missing setting decides, the domain does not apply, or the settings are no scenario.
        """
        try:
            known = self.environment(settings)
        except UsageError:
            return None
        return self.deciding(known)

    def deciding(self, known: Mapping[str, Base]) -> int | None:
        """The same in an environment that was worked out already."""
        if self.domain.applies and not self._fast(self.domain.applies.when)(known):
            return None
        for at, when in enumerate(self._conditions()):
            holds = True if when is None else when(known)
            if holds is None:
                return None
            if holds:
                return at
        return None

    def truths(self, known: Mapping[str, Base]) -> tuple[Base, ...]:
        """For each row whether its condition holds, as if it stood alone; None where that is unknown."""
        return tuple(True if when is None else when(known) for when in self._conditions())

    def _conditions(self) -> list[Fast | None]:
        if not self._rows:
            self._rows = [self._fast(rule.when) if rule.when else None for rule in self.domain.rules]
        return self._rows

    def _fast(self, expression: Expression) -> Fast:
        found = self._work.get(expression.text)
        if found is None:
            compiled = compile_fast if self._quick else compile_careful
            found = self._work[expression.text] = compiled(expression.node, self._facts)
        if isinstance(found, dict):
            raise TypeError(expression.text)
        return found

    def environment(self, settings: Mapping[str, Value]) -> dict[str, Base]:
        """Settings and derived values as the compilers compute with them."""
        return self.worked_out(settings)[0]

    def worked_out(self, settings: Mapping[str, Value]) -> tuple[dict[str, Base], tuple[Moment, ...]]:
        """The environment, and what kernels saw happen. Raises UsageError for settings that are no scenario."""
        if self._default_bases is None:
            self._default_bases = {name: base_of(value) for name, value in self.defaults.items()}
        known = {**self._default_bases, **{name: base_of(value) for name, value in settings.items()}}
        moments = self.workings().work(known)
        return known, moments

    def sights(self, settings: Mapping[str, Value]) -> tuple[Sight, ...]:
        """What kernels can show side by side. Raises UsageError for settings that are no scenario."""
        return tuple(self.workings().sights(self.environment(settings)))

    def changed(
        self, name: str, value: Value, known: Mapping[str, Base], moments: tuple[Moment, ...]
    ) -> tuple[dict[str, Base], tuple[Moment, ...]]:
        """The same for other settings than those that were worked out: one has another value. Raises UsageError."""
        then = {**known, name: base_of(value)}
        return then, self.workings().again(then, (name,), moments)

    def workings(self) -> Workings:
        """What is worked out from settings, step by step."""
        if self._workings is None:
            self._workings = Workings(self.domain.derived, self._fast, self._runs)
        return self._workings

    @property
    def behind(self) -> Behind:
        """What stands behind the names of the domain."""
        if self._behind is None:
            self._behind = Behind(self.domain)
        return self._behind

    def believing(self, misconception: Misconception) -> Judge:
        """The judge as somebody who holds a misconception would be."""
        if misconception.id not in self._believers:
            rules = tuple(rule for rule in self.domain.rules if rule.id not in misconception.drop)
            values = {**self.values, **misconception.change}
            believer = self._believers[misconception.id] = Judge(replace(self.domain, rules=rules), values)
            if misconception.change:
                believer._quick = False  # asked about a few scenarios only
            else:
                believer._work = self._work  # the same conditions over the same facts
            believer._runs = self._runs
        return self._believers[misconception.id]

    def believed(
        self, misconception: Misconception, settings: Mapping[str, Value], known: Mapping[str, Base]
    ) -> str | None:
        """The rule that decides for somebody who holds a misconception; None as in ``decider``.

        ``known`` is what is worked out from the settings without it.
        """
        believer = self.believing(misconception)
        if misconception.change:
            taken = [name for name, one in self.domain.inputs.items() if one.source in misconception.change]
            assumed = {name: misconception.change[self.domain.inputs[name].source] for name in taken}
            then = {**known, **{name: base_of(value) for name, value in assumed.items() if name not in settings}}
            try:
                believer.workings().again(then, (*misconception.change, *taken), ())
            except UsageError:
                return None
            known = then
        at = believer.deciding(known)
        return None if at is None else believer.domain.rules[at].id

    def verdict(self, settings: Mapping[str, Value]) -> Verdict:
        """The outcome with the rows that decide, the facts that they cite and every step."""
        known, moments = self.worked_out(settings)
        scope = self.domain.applies
        if scope is not None:
            row, holds = self._row(Rule("applies", scope.when, "", scope.because), settings, known)
            if holds is None:
                return self._unknown(row, settings)
            if not holds:
                return Verdict(
                    self.domain.id,
                    Decision.NOT_APPLICABLE,
                    "",
                    scope.because,
                    (row,),
                    self.facts_behind((row,), settings),
                )
        for at, rule in enumerate(self.domain.rules):
            row, holds = self._row(rule, settings, known)
            if holds is None:
                return self._unknown(row, settings, moments)
            if holds:
                more = [self._row(other, settings, known) for other in self._alike(at)]
                rows = (row, *(other for other, also in more if also))
                return self._decided(rule, rows, settings, known, moments)
        return Verdict(self.domain.id, Decision.NOT_APPLICABLE, "", "No rule speaks of this scenario.", (), ())

    def _alike(self, at: int) -> tuple[Rule, ...]:
        outcome = self.domain.rules[at].outcome
        return tuple(rule for rule in self.domain.rules[at + 1 :] if rule.when and rule.outcome == outcome)

    def row(self, at: int, settings: Mapping[str, Value], known: Mapping[str, Base]) -> tuple[Row, Base]:
        """A row with its trace in an environment, and whether it holds as if it stood alone."""
        return self._row(self.domain.rules[at], settings, known)

    def _row(self, rule: Rule, settings: Mapping[str, Value], known: Mapping[str, Base]) -> tuple[Row, Base]:
        if rule.when is None:
            return Row(rule.id, rule.because, None), True
        holds, step = self.traced(rule.when, settings, known)
        return Row(rule.id, rule.because, step), holds

    def traced(
        self, expression: Expression, settings: Mapping[str, Value], known: Mapping[str, Base]
    ) -> tuple[Base, Step]:
        """The value of one of the domain's expressions, with every step to it."""
        if expression.text not in self._traced:
            self._traced[expression.text] = (
                compile_traced(expression.node, self._facts),
                plan_of(expression, self._facts),
            )
        run, steps = self._traced[expression.text]
        bases: list[Base] = []
        value = run(known, bases)
        shown = {**self.defaults, **settings, **{name: self.values[name] for name in self._facts}}
        return value, steps(iter(bases), shown)

    def _decided(
        self,
        rule: Rule,
        rows: tuple[Row, ...],
        settings: Mapping[str, Value],
        known: Mapping[str, Base],
        moments: tuple[Moment, ...],
    ) -> Verdict:
        facts = self.facts_behind(rows, settings)
        return Verdict(
            domain=self.domain.id,
            decision=Decision.DECIDED,
            outcome=rule.outcome,
            says=self.domain.outcomes[rule.outcome],
            rows=rows,
            facts=facts,
            worked_out=tuple(
                (one.title, value)
                for one in self.domain.derived
                if isinstance(one, Derived) and one.title and (value := self.shown(one, known)) is not None
            ),
            timeline=moments,
            used=tuple(name for name in self.behind.called_with(settings) if moments and name not in facts),
            assumed=tuple((name, value) for name, value in self.defaults.items() if name not in settings),
        )

    def shown(self, one: Derived, known: Mapping[str, Base]) -> Value | None:
        """A derived value as people see it."""
        return _rounded(value_of(known[one.name], one.expression.type))

    def facts_behind(self, rows: tuple[Row, ...], settings: Mapping[str, Value]) -> tuple[str, ...]:
        """The facts that rows cite, those behind derived values and kernels included, in order."""
        leaves = dict.fromkeys(leaf.text for row in rows if row.trace for leaf in row.trace.leaves())
        return self.behind.facts(leaves, settings)

    def _unknown(self, row: Row, settings: Mapping[str, Value], moments: tuple[Moment, ...] = ()) -> Verdict:
        leaves = row.trace.unknown_leaves() if row.trace else ()
        missing = self.behind.missing((leaf.text for leaf in leaves), settings)
        says = f"The rule '{row.id}' has no answer with these settings: it divides by zero, or a kernel cannot say."
        if missing:
            says = f"It depends on {listed(missing)}, which {'is' if len(missing) == 1 else 'are'} not set."
        return Verdict(self.domain.id, Decision.UNKNOWN, "", says, (), (), missing, timeline=moments)


def _rounded(value: Value | None) -> Value | None:
    if isinstance(value, Quantity) and isinstance(value.figure, Fraction):
        places = _MONEY_PLACES if value.dimension is Dimension.MONEY else _PLACES
        return Quantity(whole(Fraction(round(value.figure * places), places)), value.unit)
    return value
