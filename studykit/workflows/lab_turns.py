"""Where the outcome turns while one setting moves and the others stay."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import log10

from studykit.core.errors import UsageError
from studykit.core.quantity import Figure, Quantity
from studykit.core.verdict import Value
from studykit.rules.boundaries import candidates_for
from studykit.rules.domain import Input
from studykit.rules.engine import Judge
from studykit.rules.sweep import sweep_range
from studykit.workflows.lab import Kind, kind_of, outcome_name, value_of
from studykit.workflows.lab_moves import put
from studykit.workflows.lab_steps import ring, stops
from studykit.workflows.lab_words import amount, label, same, shown

_WIDE = 100
"""How many times its beginning a range ends at from which on it is drawn by powers of ten."""
_SINGLE, _RANGED = False, True
_ROOM = 0.2
"""Powers of ten before the first one, for what is smaller."""


@dataclass(frozen=True, slots=True)
class Part:
    """Neighbouring values with one outcome; one value, for what is no quantity."""

    first: str
    last: str
    outcome: str
    here: bool
    """Whether the present value is among them."""
    begins: float
    ends: float
    """Shares, 0 to 1, of the way through all values."""
    value: Value | None
    """Its first value; None: not set."""
    end: Value | None


@dataclass(frozen=True, slots=True)
class Turns:
    """One setting's values, from first to last, with what comes of them."""

    name: str
    label: str
    ranged: bool
    """True for a quantity: parts are stretches of a line; False: each part is one value."""
    parts: tuple[Part, ...]
    at: float
    """Share of the way at which the present value stands; -1 when it is not set."""
    low: str
    high: str
    """The ends of the line; empty for what is no quantity."""

    @property
    def now(self) -> str:
        """The present outcome; empty where nothing can be said."""
        return next((part.outcome for part in self.parts if part.here), "")


def turns(judge: Judge, settings: Mapping[str, Value], name: str) -> Turns:
    """What comes of every value of one setting. It may take half a second where a kernel works long."""
    one = judge.domain.inputs[name]
    try:
        parts = _stretches(judge, settings, one) if kind_of(one.type) is Kind.QUANTITY else _each(judge, settings, one)
    except UsageError:  # somewhere between two values is one that is no scenario
        parts = ()
    ends = _line(judge, settings, one) if parts else None
    if ends is None:
        at = next((part.begins for part in parts if part.here), -1.0)
        return Turns(name, label(name), _SINGLE, parts, at, "", "")
    now = value_of(judge, settings, name)
    at = _shares(ends)(now.base) if isinstance(now, Quantity) else -1.0
    return Turns(name, label(name), _RANGED, parts, at, str(amount(one, ends[0])), str(amount(one, ends[1])))


def next_turn(judge: Judge, settings: Mapping[str, Value], name: str, *, forward: bool) -> dict[str, Value]:
    """The settings with the next value of one at which the outcome is another, forward or back.

    Raises UsageError where there is none.
    """
    found = turns(judge, settings, name)
    at = next((at for at, part in enumerate(found.parts) if part.here), None)
    if at is not None:
        for part in _beyond(found, at, forward=forward):
            if part.outcome != found.now:
                try:
                    return put(judge, settings, name, part.value if forward or not found.ranged else part.end)
                except UsageError:
                    continue
    way = ("higher " if forward else "lower ") if found.ranged else "other "
    raise UsageError(f"No {way}value of {found.label} changes the outcome.")


def _beyond(found: Turns, at: int, *, forward: bool) -> Sequence[Part]:
    """The parts after the present one, or before it, the nearest first; single values turn round."""
    after, before = found.parts[at + 1 :], found.parts[:at]
    if found.ranged:
        return after if forward else before[::-1]
    return (*after, *before) if forward else (*before[::-1], *after[::-1])


def _each(judge: Judge, settings: Mapping[str, Value], one: Input) -> tuple[Part, ...]:
    """The single values of what is no quantity."""
    now, values = value_of(judge, settings, one.name), list(ring(judge, one))
    if not any(same(value, now) for value in values):
        values.insert(0, now)
    looked = [(value, found) for value in values if (found := _outcome(judge, settings, one.name, value))]
    steps = max(len(looked) - 1, 1)
    return tuple(
        Part(shown(one, value), shown(one, value), outcome, same(value, now), at / steps, at / steps, value, value)
        for at, (value, outcome) in enumerate(looked)
    )


def _outcome(judge: Judge, settings: Mapping[str, Value], name: str, value: Value | None) -> str:
    """The outcome with another value; empty where that is no scenario."""
    try:
        return outcome_name(judge.verdict(put(judge, settings, name, value)))
    except UsageError:
        return ""


def _stretches(judge: Judge, settings: Mapping[str, Value], one: Input) -> tuple[Part, ...]:
    """The stretches of a quantity, ascending; before them "not set" where that is possible."""
    line = _line(judge, settings, one)
    if line is None:
        return ()
    ends = _ends(judge, settings, one)
    swept = sweep_range(judge, settings, one.name, min(ends, key=_base), max(ends, key=_base))
    together = [list(same) for _, same in groupby(swept, key=lambda each: (each.decision, each.outcome))]
    pairs = [(each[0].first, each[-1].last) for each in together]
    whole = [(first, last) for first, last in pairs if isinstance(first, Quantity) and isinstance(last, Quantity)]
    shares = _shares(line)
    parts = [_stretch(judge, settings, one, pair, shares) for pair in whole]
    return (*_without(judge, settings, one), *parts)


def _without(judge: Judge, settings: Mapping[str, Value], one: Input) -> Iterator[Part]:
    if one.name not in judge.defaults and (found := _outcome(judge, settings, one.name, None)):
        here = value_of(judge, settings, one.name) is None
        yield Part(shown(one, None), shown(one, None), found, here, -1.0, -1.0, None, None)


def _stretch(
    judge: Judge,
    settings: Mapping[str, Value],
    one: Input,
    ends: tuple[Quantity, Quantity],
    shares: Callable[[Figure], float],
) -> Part:
    now, (first, last) = value_of(judge, settings, one.name), ends
    here = isinstance(now, Quantity) and first.base <= now.base <= last.base
    low, high = amount(one, first.base), amount(one, last.base)
    return Part(
        str(low),
        str(high),
        _outcome(judge, settings, one.name, low),
        here,
        shares(low.base),
        shares(high.base),
        low,
        high,
    )


def _base(quantity: Quantity) -> Figure:
    return quantity.base


def _ends(judge: Judge, settings: Mapping[str, Value], one: Input) -> list[Quantity]:
    """Quantities between the least and most of which lies all that matters."""
    now = value_of(judge, settings, one.name)
    found = [value for value in candidates_for(judge, one.name, settings) if isinstance(value, Quantity)]
    found += stops(judge, one)[-1:] if one.high is None else ()
    return [*found, now] if isinstance(now, Quantity) else found


def _line(judge: Judge, settings: Mapping[str, Value], one: Input) -> tuple[Figure, Figure] | None:
    """Where the line begins and ends: the range, or all that matters; None where there is only a point."""
    if kind_of(one.type) is not Kind.QUANTITY:
        return None
    points = [end.base for end in _ends(judge, settings, one)]
    if len(set(points)) < 2:  # noqa: PLR2004 - a line has two ends
        return None
    low = one.low.quantity.base if one.low else min(points)
    high = one.high.quantity.base if one.high else max(points)
    return (low, high) if low < high else None


def _shares(line: tuple[Figure, Figure]) -> Callable[[Figure], float]:
    """How far along the line a figure stands; by powers of ten where its end is far from its beginning."""
    low, high = float(line[0]), float(line[1])
    least = low if low > 0 else 1.0
    if low >= 0 and high > least * _WIDE:
        start, whole_way = log10(least) - _ROOM, log10(high) - log10(least) + _ROOM
        return lambda point: 0.0 if point <= 0 else max(0.0, min((log10(float(point)) - start) / whole_way, 1.0))
    return lambda point: max(0.0, min((float(point) - low) / (high - low), 1.0))
