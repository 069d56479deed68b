"""Templates of domains → scenarios: filled settings near where verdicts turn, enumerated and decided once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from studykit.core.card import Card, CardKind
from studykit.core.errors import UsageError
from studykit.core.quantity import Quantity, natural, whole
from studykit.core.verdict import Moment, Row, Value
from studykit.questions.chance import Chance
from studykit.questions.ground import Ground
from studykit.questions.lint import WORDS
from studykit.rules.boundaries import candidates_for
from studykit.rules.domain import Domain, Input, Rule, Template
from studykit.rules.engine import Judge
from studykit.rules.kernel import Base

BLOCKS = 3
"""Different enumerations of a template; which one a question draws from is chance."""
_BASES = 2
"""Scenarios of a block that are drawn setting by setting, each near a boundary that the ones before it make."""
_MIXES = 9
"""Further ones that mix the values which were tempting for a base."""
_ROUND = (1, 2, 3, 5, 10, 15, 20, 30, 60, 100, 120, 200, 300, 500, 600, 1000)
"""Multiples of a step that people would set."""
_NEAR = 0.65
"""Share of settings that are drawn at a boundary."""
_QUESTION = re.compile(r"(?:^|(?<=[.!:;])\s+)[^.!?]*\?\s*$")
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(slots=True, eq=False)
class Scenario:
    """A filled template, decided."""

    judge: Judge
    template: Template
    settings: Mapping[str, Value]
    known: Mapping[str, Base]
    """The settings and everything that is worked out from them."""
    moments: tuple[Moment, ...]
    at: int
    """Position of the row that decides."""
    _truths: tuple[Base, ...] = ()
    _believed: dict[int, str] | None = None
    _rows: dict[int, Row] = field(default_factory=dict)
    _filled: dict[str, str] = field(default_factory=dict)
    edited: Any = None
    """What comes of each change of one setting (``questions.edits``), as far as it was worked out."""

    @property
    def rule(self) -> Rule:
        """The row that decides."""
        return self.judge.domain.rules[self.at]

    @property
    def inputs(self) -> Mapping[str, Input]:
        """The domain's inputs."""
        return self.judge.domain.inputs

    @property
    def truths(self) -> tuple[Base, ...]:
        """For each row whether it holds by itself."""
        if not self._truths:
            self._truths = self.judge.truths(self.known)
        return self._truths

    @property
    def believed(self) -> Mapping[int, str]:
        """Position of a row → what somebody believes for whom it decides instead of the right one."""
        if self._believed is None:
            self._believed = {}
            for misconception in self.judge.domain.misconceptions:
                rule = self.judge.believed(misconception, self.settings, self.known)
                if rule and rule != self.rule.id:
                    self._believed.setdefault(row_named(self.judge.domain, rule), misconception.says)
        return self._believed

    def row(self, at: int) -> Row:
        """A row with its trace."""
        if at not in self._rows:
            self._rows[at] = self.judge.row(at, self.settings, self.known)[0]
        return self._rows[at]

    def facts(self) -> tuple[str, ...]:
        """All facts of the domain, those that the deciding row cites first: the others could decide otherwise."""
        return tuple(dict.fromkeys((*self.cited(), *self.judge.domain.facts)))

    def cited(self) -> tuple[str, ...]:
        """The facts that the deciding row cites."""
        return self.judge.facts_behind((self.row(self.at),), self.settings)

    def filled(self, text: str) -> str:
        """A stem or a part of one with the settings in words."""
        if text not in self._filled:
            inputs = self.judge.domain.inputs
            self._filled[text] = _PLACE.sub(lambda place: inputs[place[1]].worded(self.settings[place[1]]), text)
        return self._filled[text]

    def told(self, stem: str) -> bool:
        """True when a stem has as many words as a scenario should have."""
        least, most = WORDS
        return least <= self.filled(stem).count(" ") + 1 <= most


def row_named(domain: Domain, rule: str) -> int:
    """Position of a row."""
    return next(at for at, one in enumerate(domain.rules) if one.id == rule)


def template_of(card: Card, ground: Ground) -> tuple[Judge, Template] | None:
    """The rules and the template that a card is of; None for other cards, or when they are gone."""
    return template_named(card.id, ground) if card.kind is CardKind.SCENARIO else None


def template_named(card: str, ground: Ground) -> tuple[Judge, Template] | None:
    """The same by the card's id."""
    name, _, wanted = card.removeprefix("scenario:").partition("/")
    key = ("template", name, wanted)
    if key not in ground.kept:
        judge = ground.judges.get(name)
        found = next((one for one in judge.domain.templates if one.id == wanted), None) if judge else None
        ground.kept[key] = None if judge is None or found is None else (judge, found)
    pair: tuple[Judge, Template] | None = ground.kept[key]
    return pair


@lru_cache(maxsize=4096)
def situation(stem: str) -> str:
    """A template's stem without the question that closes it; empty when there would be nothing left."""
    return _QUESTION.sub("", stem).rstrip()


def drawn(ground: Ground, judge: Judge, template: Template, chance: Chance, *, rule: bool) -> Scenario | None:
    """A scenario of a template; every row (or every outcome) that the enumeration reaches is as likely."""
    block = chance.below("block", BLOCKS)
    key = ("drawn", judge.domain.id, template.id, block, rule)
    if key not in ground.kept:
        ground.kept[key] = _by_end(enumerated(ground, judge, template, block), rule=rule)
    by_end: Sequence[Sequence[Scenario]] = ground.kept[key]
    return chance.pick("scenario", chance.pick("key", by_end)) if by_end else None


def _by_end(block: Sequence[Scenario], *, rule: bool) -> Sequence[Sequence[Scenario]]:
    """Scenarios that can be told, those of one row (or outcome) together, in the order of its name."""
    by_end: dict[str, list[Scenario]] = {}
    for one in block:
        if one.told(one.template.stem):
            by_end.setdefault(one.rule.id if rule else one.rule.outcome, []).append(one)
    return [by_end[name] for name in sorted(by_end)]


def reached(ground: Ground, judge: Judge, template: Template) -> frozenset[str]:
    """Ids of the rows that decide in scenarios of a template, and the outcomes that they lead to."""
    key = ("reached", judge.domain.id, template.id)
    if key not in ground.kept:
        rules = [one.rule for one in enumerated(ground, judge, template, 0)]
        ground.kept[key] = frozenset((*(rule.id for rule in rules), *(rule.outcome for rule in rules)))
    found: frozenset[str] = ground.kept[key]
    return found


def enumerated(ground: Ground, judge: Judge, template: Template, block: int) -> Sequence[Scenario]:
    """The decided scenarios of a block, each once; the same block is the same for ever."""
    key = ("scenarios", judge.domain.id, template.id, block)
    if key not in ground.kept:
        ground.kept[key] = tuple(_enumerate(judge, template, Chance(f"{judge.domain.id}/{template.id}/{block}")))
    found: Sequence[Scenario] = ground.kept[key]
    return found


def _enumerate(judge: Judge, template: Template, chance: Chance) -> Iterator[Scenario]:
    seen: list[Mapping[str, Value]] = []
    for settings in _settings(judge, template, chance):
        if settings not in seen:
            seen.append(settings)
            found = decided(judge, template, settings) or _with_a_choice(judge, template, settings)
            if found is not None:
                yield found


def _with_a_choice(judge: Judge, template: Template, settings: Mapping[str, Value]) -> Scenario | None:
    """The scenario with some value of what the answers set, where nothing is decided without it."""
    if template.best is None:
        return None
    among = template.best.among
    tried = (decided(judge, template, {**settings, among: one}) for one in candidates_for(judge, among, settings))
    return next((one for one in tried if one is not None), None)


def decided(judge: Judge, template: Template, settings: Mapping[str, Value]) -> Scenario | None:
    """The scenario of settings; None where the rules do not decide it."""
    try:
        known, moments = judge.worked_out(settings)
    except UsageError:
        return None
    at = judge.deciding(known)
    return None if at is None else Scenario(judge, template, settings, known, moments, at)


def changed(scenario: Scenario, name: str, value: Value) -> Scenario | None:
    """The scenario with another value of one setting: ``decided``, with less to work out."""
    judge = scenario.judge
    try:
        known, moments = judge.changed(name, value, scenario.known, scenario.moments)
    except UsageError:
        return None
    at = judge.deciding(known)
    settings = {**scenario.settings, name: value}
    return None if at is None else Scenario(judge, scenario.template, settings, known, moments, at)


def _settings(judge: Judge, template: Template, chance: Chance) -> Iterator[dict[str, Value]]:
    """Settings near boundaries or round ones, then mixtures of what was tempting for them."""
    for base in range(_BASES):
        drawn: dict[str, Value] = dict(template.given)
        pools: dict[str, tuple[Value, ...]] = {}
        for name, own in template.vary.items():
            one = judge.domain.inputs[name]
            near = one.step is None or chance.share(f"{base}/{name}/near") < _NEAR
            pool = own or (candidates_for(judge, name, drawn) if near else ()) or tuple(_round_values(one))
            if pool:
                pools[name] = pool
                drawn[name] = chance.pick(f"{base}/{name}", pool)
        yield drawn
        # boundaries of later settings were worked out for the first quantity, so that one stays
        first = next((name for name in pools if judge.domain.inputs[name].step is not None), "")
        again = tuple((name, pool) for name, pool in pools.items() if name != first or len(pools) == 1)
        for mix in range(_MIXES):
            yield {**drawn, **{name: chance.pick(f"{base}/{mix}/{name}", pool) for name, pool in again}}


def _round_values(one: Input) -> Iterator[Value]:
    if one.step is None or one.unit is None:
        return
    low = one.low.quantity.base if one.low else one.step.base
    high = one.high.quantity.base if one.high else one.step.base * _ROUND[-1]
    for many in _ROUND:
        base = whole(one.unit.factor * many)
        if low <= base <= high:
            yield natural(base, one.step.dimension) if one.unit.factor == 1 else Quantity(many, one.unit)
