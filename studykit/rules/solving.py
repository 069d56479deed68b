"""Conditions → a scenario in which they come out as wished, or the proof that there is none.

The search makes a list of conditions true or false by splitting ``&&``, ``||``, ``!`` and ``?:`` into their
comparisons and keeping only what can hold together. What a kernel gives, and arithmetic that is not linear, is
taken as free: too much is possible then, never too little, so "none" is always a proof. A scenario that is found
is evaluated before it is believed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from studykit.core.quantity import from_base, whole
from studykit.core.verdict import Value
from studykit.rules.domain import Derived, Input
from studykit.rules.engine import Judge
from studykit.rules.expression import base_of
from studykit.rules.linear import Comparison, Linear, TooManyComparisons, solve
from studykit.rules.sides import Sides, comparisons
from studykit.rules.syntax import Literal, Name, Node, Operation

_MOST_STEPS = 4000
_ORDER = {"<": ("<",), "<=": ("<=",), ">": (">",), ">=": (">=",), "==": ("==",), "!=": ("<", ">")}
_DENIED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}

Goal = tuple[Node, bool]
"""A condition and the value that it must have."""


class Unsolved(Exception):  # noqa: N818 - it says what happened
    """The search was given up; nothing is known."""


@dataclass(frozen=True, slots=True)
class _State:
    """What is assumed on one branch of the search."""

    given: Mapping[str, bool] = field(default_factory=dict)
    """Input → whether it is set."""
    truths: Mapping[str, bool] = field(default_factory=dict)
    """Truth values, and memberships written ``name∋choice``."""
    choices: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Choice → what it may still be."""
    comparisons: tuple[Comparison, ...] = ()


class Solver:
    """Finds scenarios for one domain."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._derived = {one.name: one.expression.node for one in judge.domain.derived if isinstance(one, Derived)}
        self._steps = {name: Fraction(one.step.base) for name, one in judge.domain.inputs.items() if one.step}
        self._types = {name: one.type for name, one in judge.domain.inputs.items()}
        self._sides = Sides(judge)
        self._left = 0

    def scenarios(self, goals: Sequence[Goal]) -> Iterator[dict[str, Value]]:
        """Scenarios that should meet the goals; none at all proves that there is none. Raises Unsolved."""
        self._left = _MOST_STEPS
        start = _State(comparisons=tuple(self._ranges()))
        for state in self._met(tuple(goals), start):
            yield self._scenario(state)

    def _ranges(self) -> Iterator[Comparison]:
        for name, one in self._judge.domain.inputs.items():
            if one.type.dimension is None or one.type.many:
                continue
            beyond = bool(self._judge.domain.outside)
            low = one.low.quantity.base if one.low and not (beyond and one.low.fact) else 0
            yield Comparison(Linear.of({name: Fraction(-1)}, Fraction(low)), strict=False)
            if one.high and not (beyond and one.high.fact):
                high = Fraction(one.high.quantity.base)
                yield Comparison(Linear.of({name: Fraction(1)}, -high), strict=False)

    def _met(self, goals: tuple[Goal, ...], state: _State) -> Iterator[_State]:
        self._left -= 1
        if self._left < 0:
            raise Unsolved
        if not goals:
            yield state
            return
        (node, wanted), rest = goals[0], goals[1:]
        for more, then in self._ways(node, state, wanted=wanted):
            # what splits least comes first: single comparisons prune the rest
            ordered = sorted((*more, *rest), key=lambda goal: _splits(*goal))
            yield from self._met(tuple(ordered), then)

    def _ways(self, node: Node, state: _State, *, wanted: bool) -> Iterator[tuple[tuple[Goal, ...], _State]]:
        """The ways in which a condition can have a value: what must hold besides, and what is assumed."""
        if isinstance(node, Name) and node.name in self._derived:
            yield ((self._derived[node.name], wanted),), state
        elif isinstance(node, Name):
            yield from self._assumed(node.name, state, wanted=wanted)
        elif isinstance(node, Literal):
            if node.value is wanted:
                yield (), state
        elif isinstance(node, Operation):
            yield from self._operation(node, state, wanted=wanted)

    def _operation(self, node: Operation, state: _State, *, wanted: bool) -> Iterator[tuple[tuple[Goal, ...], _State]]:
        sign, parts = node.sign, node.operands
        if sign == "unary !":
            yield ((parts[0], not wanted),), state
        elif sign in ("&&", "||"):
            if wanted is (sign == "&&"):
                yield tuple((part, wanted) for part in parts), state
            else:
                yield from ((((part, wanted),), state) for part in parts)
        elif sign == "?:":
            yield ((parts[0], True), (parts[1], wanted)), state
            yield ((parts[0], False), (parts[2], wanted)), state
            yield ((parts[1], wanted), (parts[2], wanted)), state  # whatever the condition is
        elif sign == "has":
            yield from self._has(parts[0], state, wanted=wanted)
        elif sign == "in":
            yield from self._member(node, state, wanted=wanted)
        else:
            for then in self._compared(node, state, wanted=wanted):
                yield (), then

    def _has(self, named: Node, state: _State, *, wanted: bool) -> Iterator[tuple[tuple[Goal, ...], _State]]:
        name = named.name if isinstance(named, Name) else ""
        one = self._judge.domain.inputs.get(name)
        always = one is None or one.default is not None
        if always:
            if wanted or name in self._derived or one is None:
                yield (), state
        elif state.given.get(name, wanted) is wanted:
            yield (), replace(state, given={**state.given, name: wanted})

    def _assumed(self, name: str, state: _State, *, wanted: bool) -> Iterator[tuple[tuple[Goal, ...], _State]]:
        fact = self._judge.facts.get(name)
        if fact is None and state.truths.get(name, wanted) is wanted:
            for then in self._set((name,), state):
                yield (), replace(then, truths={**then.truths, name: wanted})

    def _set(self, names: Sequence[str], state: _State) -> Iterator[_State]:
        """Names that a comparison reads must be set, or it would not be known."""
        inputs = [name for name in names if name in self._types and self._judge.domain.inputs[name].default is None]
        if all(state.given.get(name, True) for name in inputs):
            yield replace(state, given={**state.given, **dict.fromkeys(inputs, True)})

    def _member(self, node: Operation, state: _State, *, wanted: bool) -> Iterator[tuple[tuple[Goal, ...], _State]]:
        left, right = node.operands
        if isinstance(right, Operation) and right.sign == "[]":
            same = [Operation(node.start, node.end, "==", (left, member)) for member in right.operands]
            if wanted:
                yield from ((((one, True),), state) for one in same)
            else:
                yield tuple((one, False) for one in same), state
            return
        if isinstance(left, Literal) and isinstance(right, Name):
            key = f"{right.name}∋{left.value}"
            if state.truths.get(key, wanted) is wanted:
                for then in self._set((right.name,), state):
                    yield (), replace(then, truths={**then.truths, key: wanted})
            return
        yield (), state

    def _compared(self, node: Operation, state: _State, *, wanted: bool) -> Iterator[_State]:
        left, right = node.operands
        first, second = self._sides.linear(left), self._sides.linear(right)
        if first is not None and second is not None:
            names = [name for name, _ in (*first.factors, *second.factors)]
            for then in self._set(names, state):
                sign = node.sign if wanted else _DENIED[node.sign]
                for one in _ORDER[sign]:
                    yield from self._with(comparisons(first, second, one), then)
            return
        if isinstance(right, Name) and isinstance(left, Literal):
            left, right = right, left
        if isinstance(left, Name) and isinstance(right, Literal) and isinstance(right.value, str):
            yield from self._chosen(left.name, right.value, state, wanted=wanted is (node.sign == "=="))
        elif isinstance(left, Name) and isinstance(right, Literal) and isinstance(right.value, bool):
            value = right.value if wanted is (node.sign == "==") else not right.value
            for _, then in self._ways(left, state, wanted=value):
                yield then
        else:
            yield state  # anything may be

    def _chosen(self, name: str, choice: str, state: _State, *, wanted: bool) -> Iterator[_State]:
        kind = self._types.get(name)
        if kind is None or not kind.choices:
            if name not in self._derived:
                yield from self._opaque(f"{name}={choice}", state, wanted=wanted)
            else:
                yield state
            return
        known = state.choices.get(name, frozenset(kind.choices))
        left = known & {choice} if wanted else known - {choice}
        if left:
            for then in self._set((name,), state):
                yield replace(then, choices={**then.choices, name: left})

    def _opaque(self, key: str, state: _State, *, wanted: bool) -> Iterator[_State]:
        name = key.partition("=")[0]
        if state.truths.get(key, wanted) is not wanted:
            return
        other = wanted and any(one.startswith(f"{name}=") and held for one, held in state.truths.items() if one != key)
        if not other:
            for then in self._set((name,), state):
                yield replace(then, truths={**then.truths, key: wanted})

    def _with(self, more: tuple[Comparison, ...], state: _State) -> Iterator[_State]:
        together = (*state.comparisons, *more)
        try:
            if solve(together, self._steps) is not None:
                yield replace(state, comparisons=together)
        except TooManyComparisons as problem:
            raise Unsolved from problem

    def _scenario(self, state: _State) -> dict[str, Value]:
        values = solve(state.comparisons, self._steps) or {}
        read = {*state.truths, *state.choices, *(name for name, held in state.given.items() if held)}
        found: dict[str, Value] = {}
        for name, one in self._judge.domain.inputs.items():
            if state.given.get(name) is False:
                continue
            bound = any(name in dict(comparison.side.factors) for comparison in state.comparisons)
            if name in read or (bound and state.given.get(name)) or self._moved(name, one, values, state):
                value = self._value(name, one, values, state)
                if value is not None:
                    found[name] = value
        return found

    def _moved(self, name: str, one: Input, values: Mapping[str, Fraction], state: _State) -> bool:
        """True for an input with a default that the search needs to be something."""
        if one.default is None:
            return False
        members = any(key.startswith(f"{name}∋") for key in state.truths)
        return members or name in state.choices or (name in values and values[name] != base_of(one.default))

    def _value(self, name: str, one: Input, values: Mapping[str, Fraction], state: _State) -> Value | None:
        if one.type.many:
            return tuple(choice for choice in one.type.choices if state.truths.get(f"{name}∋{choice}"))
        if one.type.choices:
            left = state.choices.get(name, frozenset(one.type.choices))
            return next(choice for choice in one.type.choices if choice in left)
        if one.type.dimension is not None and one.unit is not None:
            return from_base(whole(values.get(name, Fraction(one.step.base if one.step else 1))), one.unit)
        return None if one.type.text else state.truths.get(name, False)


def _splits(node: Node, wanted: bool) -> int:
    """In how many ways a condition may come out as wished, roughly."""
    if not isinstance(node, Operation):
        return 1
    if node.sign == "unary !":
        return _splits(node.operands[0], not wanted)
    if node.sign in ("&&", "||"):
        parts = [_splits(part, wanted) for part in node.operands]
        return max(parts) if wanted is (node.sign == "&&") else sum(parts)
    return 2 if node.sign in ("?:", "!=") else 1
