"""What a domain works out from settings: derived values, and what kernels give and see happen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from studykit.core.sight import Sight
from studykit.core.verdict import Moment
from studykit.rules.domain import Call, Derived
from studykit.rules.expression import Expression
from studykit.rules.fast import Fast
from studykit.rules.kernel import Base, Run

Runs = dict[tuple[Base, ...], Run]
"""Name of a call and what its kernel is given → what it gives."""
_RUNS = 1024
"""Results of kernels that are kept."""


@dataclass(frozen=True, slots=True)
class _Worked:
    """A derived value."""

    name: str
    work: Fast


@dataclass(frozen=True, slots=True)
class _Called:
    """A kernel's call with all that is worked out for it."""

    call: Call
    given: tuple[tuple[str, Fast, bool], ...]
    """Parameter, what it is given, and whether nothing is known without it."""
    gives: tuple[tuple[str, str], ...]
    """Name in the domain, name in the kernel."""


_Step = _Worked | _Called


class Workings:
    """The steps of a domain in their order, over given facts; ``runs`` may be shared, since a kernel is a function."""

    __slots__ = ("_after", "_compiled", "_derived", "_runs", "_steps")

    def __init__(self, derived: Iterable[Derived | Call], compiled: Callable[[Expression], Fast], runs: Runs) -> None:
        self._derived = tuple(derived)
        self._compiled = compiled
        self._runs = runs
        self._steps: dict[str, _Step] = {}
        self._after: dict[tuple[str, ...], tuple[tuple[_Step, ...], bool]] = {}

    def work(self, known: dict[str, Base]) -> tuple[Moment, ...]:
        """Adds everything to the settings; gives what kernels saw happen. Raises UsageError for no scenario."""
        if () not in self._after:
            self._after[()] = (tuple(map(self._step, self._derived)), True)
        return self._worked(self._after[()][0], known)

    def again(self, known: dict[str, Base], names: tuple[str, ...], moments: tuple[Moment, ...]) -> tuple[Moment, ...]:
        """The same where only settings or facts of some names changed: what does not rest on them stays."""
        if not names:
            return moments
        if names not in self._after:
            self._after[names] = self._resting_on(names)
        steps, seen = self._after[names]
        found = self._worked(steps, known)
        return found if seen else moments

    def sights(self, known: dict[str, Base]) -> Iterator[Sight]:
        """What kernels can show side by side of settings that were worked out, in order."""
        for one in self._derived:
            step = self._step(one)
            if isinstance(step, _Worked) or step.call.kernel.shows is None:
                continue
            given, lacking = self._given(step, known)
            sight = None if lacking else step.call.kernel.shows(**given)
            if sight is not None:
                yield sight

    def _resting_on(self, names: tuple[str, ...]) -> tuple[tuple[_Step, ...], bool]:
        """The steps that rest on names, and whether a kernel is among them: then all are, for what they saw."""
        changed = set(names)
        resting: set[str] = set()
        for one in self._derived:
            behind = one.expression.names if isinstance(one, Derived) else one.names
            if not changed.isdisjoint(behind):
                resting.add(one.name)
                changed.update(
                    (one.name,) if isinstance(one, Derived) else (f"{one.name}.{x}" for x in one.kernel.gives)
                )
        calls = {one.name for one in self._derived if isinstance(one, Call)}
        seen = not calls.isdisjoint(resting)
        wanted = resting | calls if seen else resting
        return tuple(self._step(one) for one in self._derived if one.name in wanted), seen

    def _step(self, one: Derived | Call) -> _Step:
        if one.name not in self._steps:
            self._steps[one.name] = (
                _Worked(one.name, self._compiled(one.expression)) if isinstance(one, Derived) else self._prepared(one)
            )
        return self._steps[one.name]

    def _prepared(self, call: Call) -> _Called:
        given = tuple((name, self._compiled(expression), call.needs(name)) for name, expression in call.given.items())
        return _Called(call, given, tuple((f"{call.name}.{name}", name) for name in call.kernel.gives))

    def _worked(self, steps: tuple[_Step, ...], known: dict[str, Base]) -> tuple[Moment, ...]:
        moments: tuple[Moment, ...] = ()
        for step in steps:
            if isinstance(step, _Worked):
                known[step.name] = step.work(known)
            else:
                moments += self._call(step, known)
        return moments

    def _call(self, called: _Called, known: dict[str, Base]) -> tuple[Moment, ...]:
        """Runs a kernel and adds what it gives; all of it is unknown when something that it needs is."""
        given, lacking = self._given(called, known)
        run = None if lacking else self._run(called.call, given)
        for full, name in called.gives:
            known[full] = run.gives[name] if run else None
        return run.moments if run else ()

    def _given(self, called: _Called, known: Mapping[str, Base]) -> tuple[dict[str, Base], bool]:
        """What a kernel is given, and whether something that it needs is not known."""
        given: dict[str, Base] = dict.fromkeys(called.call.kernel.optional)
        lacking = False
        for name, work, needed in called.given:
            base = given[name] = work(known)
            lacking = lacking or (needed and base is None)
        return given, lacking

    def _run(self, call: Call, given: Mapping[str, Base]) -> Run:
        """What a kernel gives; the last few results are kept, since a kernel is a pure function."""
        key = (call.name, *given.values())
        found = self._runs.pop(key, None)
        self._runs[key] = call.kernel.run(**given) if found is None else found
        if len(self._runs) > _RUNS:
            del self._runs[next(iter(self._runs))]
        return self._runs[key]
