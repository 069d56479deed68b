"""Other scenarios beside one: a setting moved, typed or taken away.

Each verb gives settings that are a scenario that the rules can look at, or raises UsageError.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from studykit.core.errors import UsageError
from studykit.core.quantity import Quantity, whole
from studykit.core.verdict import Value
from studykit.rules.domain import Input
from studykit.rules.engine import Judge
from studykit.workflows.lab import Kind, kind_of, value_of
from studykit.workflows.lab_steps import ring, stops
from studykit.workflows.lab_words import amount, label, may_be, read_typed, said_by, same, shown, spelled


def put(judge: Judge, settings: Mapping[str, Value], name: str, value: Value | None) -> dict[str, Value]:
    """The settings with another value of one; None takes it away. Raises UsageError when that is no scenario."""
    return put_all(judge, settings, {name: value})


def put_all(judge: Judge, settings: Mapping[str, Value], values: Mapping[str, Value | None]) -> dict[str, Value]:
    """The same for several at once. What the service would fill in anyway is not kept as set."""
    defaults, then = judge.defaults, {**settings, **values}
    kept = {
        name: value
        for name in judge.domain.inputs
        if (value := then.get(name)) is not None and not (name in values and same(value, defaults.get(name)))
    }
    judge.worked_out(kept)
    return kept


def changed(
    judge: Judge, settings: Mapping[str, Value], name: str, by: int, *, exact: bool = False
) -> dict[str, Value]:
    """The settings with one moved ``by`` so many stops; ``exact``: by so many of the smallest steps.

    Choices turn round. Raises UsageError where there is nothing further.
    """
    problem: UsageError | None = None
    for value in _onward(judge, settings, name, by, exact=exact):
        try:
            return put(judge, settings, name, value)
        except UsageError as refused:
            problem = problem or refused
    raise problem or _no_further(judge, settings, name, by)


def typed(judge: Judge, settings: Mapping[str, Value], name: str, text: str) -> dict[str, Value]:
    """The settings with one as it was typed; nothing typed takes it away, where that leaves something to say.

    Raises UsageError that says what it may be.
    """
    one = judge.domain.inputs[name]
    if not text.strip() and not one.type.many:
        return put(judge, settings, name, None)
    value = read_typed(judge.domain, name, text)
    try:
        return put(judge, settings, name, value)
    except UsageError as problem:
        raise UsageError(f"{name}: {problem}") from problem


def _onward(judge: Judge, settings: Mapping[str, Value], name: str, by: int, *, exact: bool) -> Iterator[Value | None]:
    """The values that a move leads to, the nearest first; a later one is taken where a nearer one is no scenario."""
    one, now = judge.domain.inputs[name], value_of(judge, settings, name)
    if kind_of(one.type) is not Kind.QUANTITY:
        yield from _round_ring(ring(judge, one), now, by)
        return
    if exact and isinstance(now, Quantity) and one.step:
        yield from _a_step(judge, one, now, by)
        return
    points = stops(judge, one)
    if not isinstance(now, Quantity):
        yield from points[max(by - 1, 0) :] if by > 0 else ()
    elif by > 0:
        yield from [point for point in points if point.base > now.base][by - 1 :]
    else:
        lower = [point for point in reversed(points) if point.base < now.base]
        yield from lower[-by - 1 :]
        if name not in judge.defaults:
            yield None


def _round_ring(values: tuple[Value | None, ...], now: Value | None, by: int) -> Iterator[Value | None]:
    at = next((at for at, value in enumerate(values) if same(value, now)), None)
    if at is None:
        yield from values if by > 0 else values[::-1]
        return
    for far in range(len(values) - 1):
        value = values[(at + by + (far if by > 0 else -far)) % len(values)]
        if not same(value, now):
            yield value


def _a_step(judge: Judge, one: Input, now: Quantity, by: int) -> Iterator[Value | None]:
    """One smallest step on, within the range or where rules decide beyond it."""
    assert one.step is not None, "a quantity has a step"
    then = amount(one, whole(now.base + by * one.step.base))
    try:
        yield read_typed(judge.domain, one.name, spelled(then))
    except UsageError:
        return


def _no_further(judge: Judge, settings: Mapping[str, Value], name: str, by: int) -> UsageError:
    one = judge.domain.inputs[name]
    if kind_of(one.type) is not Kind.QUANTITY:
        return UsageError(f"{label(name)}: no example has another value. Enter types one.")
    facts = said_by(one)
    fact = f" ({facts[0]})" if facts else ""
    if one.low and one.high:
        return UsageError(f"{label(name)}: {may_be(one)}{fact}")
    end = "lowest" if by < 0 else "highest"
    return UsageError(f"{label(name)}: {shown(one, value_of(judge, settings, name))} is the {end}. Enter types others.")
