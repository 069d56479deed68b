"""One setting of a scenario changed: what comes of each change, and how a change is written and read back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from itertools import tee
from operator import itemgetter

from studykit.core.errors import UsageError
from studykit.core.quantity import Quantity, from_base
from studykit.core.verdict import Value
from studykit.questions.scenarios import Scenario, changed, decided
from studykit.rules.boundaries import candidates_for
from studykit.rules.domain import Input
from studykit.rules.reading import read_worded

_MOST_VALUES = 5
"""Values of one input that are looked at, those nearest to what it is."""
_MARK = "\0"
_LONGEST = 150
"""Characters of a change that can still be read as an option."""


@dataclass(frozen=True, slots=True)
class Edited:
    """A change, and the scenario that comes of it."""

    setting: str
    text: str
    then: Scenario

    @property
    def outcome(self) -> str:
        """What the change leads to."""
        return self.then.rule.outcome


def edits(scenario: Scenario) -> Iterator[Edited]:
    """Every sensible change of one setting, the nearest values of each setting first.

    Each is worked out once, when somebody first goes so far.
    """
    if scenario.edited is None:
        (scenario.edited,) = tee(_edits(scenario), 1)
    found: Iterator[Edited] = copy(scenario.edited)
    return found


def _edits(scenario: Scenario) -> Iterator[Edited]:
    judge = scenario.judge
    defaults = judge.defaults
    looked_at = related(scenario)
    for name, one in judge.domain.inputs.items():
        now = scenario.settings.get(name, defaults.get(name))
        if now is None or name not in looked_at or not editable(one):
            continue
        found = candidates_for(judge, name, scenario.settings, turning=name in scenario.settings)
        for value in _nearest(found, now)[:_MOST_VALUES]:
            after = _alike(value, now)
            text = edit_text(one, now, after)
            then = changed(scenario, name, after) if len(text) <= _LONGEST else None
            if then is not None:
                yield Edited(name, text, then)


def related(scenario: Scenario) -> frozenset[str]:
    """The settings that the stem sets, and those that some rule looks at together with one of them."""
    judge, key = scenario.judge, f"related {scenario.template.id}"
    if key not in judge.kept:
        told = frozenset((*scenario.template.vary, *scenario.template.given))
        behind = [judge.behind.inputs(rule.when.names) for rule in judge.domain.rules if rule.when]
        judge.kept[key] = told.union(*(names for names in behind if names & told))
    found: frozenset[str] = judge.kept[key]
    return found


def editable(one: Input) -> bool:
    """True for a setting that somebody makes; a text is not changed by guessing, nor is a list."""
    return not one.fixed and not one.type.text and not one.type.many


def edit_text(one: Input, before: Value, after: Value) -> str:
    """``Visibility timeout: 360 s instead of 30 s``."""
    shown = after if after == _MARK else one.worded(after)
    # a parameter's own name stays as it is written
    title = one.title if "_" in one.title else f"{one.title[:1].upper()}{one.title[1:]}"
    return f"{title}: {shown} instead of {one.worded(before)}"


def read_edit(text: str, scenario: Scenario) -> Scenario | None:
    """The scenario of a change that is written as an option; None when it is not one change of this scenario."""
    found: list[Scenario] = []
    for name, one in scenario.judge.domain.inputs.items():
        now = scenario.settings.get(name, scenario.judge.defaults.get(name))
        if now is None:
            continue
        start, _, end = edit_text(one, now, _MARK).partition(_MARK)
        if not (text.startswith(start) and text.endswith(end)) or len(text) <= len(start) + len(end):
            continue
        try:
            after = read_worded(text[len(start) : -len(end)], one)
        except UsageError:
            continue
        then = decided(scenario.judge, scenario.template, {**scenario.settings, name: after})
        if then is not None:
            found.append(then)
    return found[0] if len(found) == 1 else None


def beliefs_for(edited: Edited, outcome: str) -> str:
    """What somebody believes for whom a change leads to an outcome; empty when nobody does."""
    rules = edited.then.judge.domain.rules
    return next((says for at, says in edited.then.believed.items() if rules[at].outcome == outcome), "")


def _nearest(found: Sequence[Value], now: Value) -> list[Value]:
    """The values that are not the present one, quantities by their distance from it."""
    if not isinstance(now, Quantity):
        return [value for value in found if value != now]
    base = now.base
    far = [(abs(value.base - base), value) for value in found if isinstance(value, Quantity)]
    return [value for distance, value in sorted(far, key=itemgetter(0)) if distance]


def _alike(value: Value, now: Value) -> Value:
    """The value in the unit of the present one, so that a glance compares them."""
    return from_base(value.base, now.unit) if isinstance(value, Quantity) and isinstance(now, Quantity) else value
