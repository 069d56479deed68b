"""The smallest edits of a scenario that give a wanted outcome."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product

from studykit.core.quantity import Figure, Quantity, from_base
from studykit.core.verdict import Edit, Fix, Value
from studykit.rules.boundaries import candidates
from studykit.rules.domain import Call, Input
from studykit.rules.engine import Judge

_MOST_TRIES = 20_000
_MOST_RUNS = 3_000
"""The same where each try runs a kernel."""
_MOST_VALUES = 24
"""Values of one input that are tried in pairs, the nearest ones."""


def find_fixes(judge: Judge, settings: Mapping[str, Value], want: str | None = None) -> tuple[Fix, ...]:
    """Edits that give ``want`` (the domain's wanted outcome when None).

    Single ones first, then pairs of which neither alone does; for each input the value nearest to what it is.
    Inputs that are ``fixed`` stay. Empty when nothing helps, or nothing has to change.
    """
    wanted = want or judge.domain.wanted
    if judge.outcome(settings) == wanted:
        return ()
    search = _Search(judge, {**judge.defaults, **settings}, wanted)
    values = {
        name: search.nearest(name, found)
        for name, found in candidates(judge, settings).items()
        if _editable(judge.domain.inputs[name])
    }
    single = [fix for name in values if (fix := search.best({name: values[name]}))]
    enough = {fix.edits[0].setting for fix in single}
    pairs = [
        fix
        for names in combinations(values, 2)
        if enough.isdisjoint(names)
        and (not single or any(name in settings for name in names))
        and (fix := search.best({name: values[name] for name in names}))
    ]
    return tuple(fix for fixes in (single, pairs) for fix in sorted(fixes, key=lambda fix: _unset(fix, settings)))


def _editable(one: Input) -> bool:
    """True for a setting: a text is not edited by guessing, nor is a list of measures."""
    return not one.fixed and not one.type.text and not (one.type.many and not one.type.choices)


def _unset(fix: Fix, settings: Mapping[str, Value]) -> int:
    """What somebody set is changed rather than what was left as it is."""
    return sum(edit.setting not in settings for edit in fix.edits)


class _Search:
    """Tries changes until there were too many."""

    def __init__(self, judge: Judge, settings: Mapping[str, Value], wanted: str) -> None:
        self._judge, self._settings, self._wanted = judge, settings, wanted
        runs = any(isinstance(one, Call) for one in judge.domain.derived)
        self._left = _MOST_RUNS if runs else _MOST_TRIES

    def nearest(self, name: str, values: Sequence[Value]) -> tuple[Value, ...]:
        """Other values of an input, those like its present one first."""
        now = self._settings.get(name)
        others = [value for value in values if value != now]
        return tuple(sorted(others, key=lambda value: _distance(now, value))[:_MOST_VALUES])

    def best(self, values: Mapping[str, Sequence[Value]]) -> Fix | None:
        """The nearest change of these inputs that gives the wanted outcome."""
        best: tuple[Figure, Fix] | None = None
        for chosen in product(*values.values()):
            self._left -= 1
            if self._left < 0:
                break
            change = dict(zip(values, chosen, strict=True))
            distance = sum(_distance(self._settings.get(name), value) for name, value in change.items())
            if best is not None and distance >= best[0]:
                continue
            if self._judge.outcome({**self._settings, **change}) == self._wanted:
                best = (distance, Fix(self._wanted, tuple(self._edits(change))))
        return best[1] if best else None

    def _edits(self, change: Mapping[str, Value]) -> Iterator[Edit]:
        for name, after in change.items():
            before = self._settings.get(name, "not set")
            if isinstance(before, Quantity) and isinstance(after, Quantity):
                yield Edit(name, before, from_base(after.base, before.unit))
            else:
                yield Edit(name, before, after)


def _distance(before: Value | None, after: Value) -> Figure:
    """How far a change goes; choices are all alike, lists differ by what is added or taken away."""
    if isinstance(before, Quantity) and isinstance(after, Quantity):
        gap = after.base - before.base
        return gap if gap >= 0 else -gap
    if isinstance(before, tuple) and isinstance(after, tuple):
        return len(set(before) ^ set(after))
    return 0
