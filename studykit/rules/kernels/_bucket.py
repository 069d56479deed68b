"""A bucket of tokens, or a quota: which of the requests that arrive pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import lcm

from studykit.core.quantity import Figure, whole
from studykit.core.sight import Turn
from studykit.rules.kernels._arrivals import Arrival

_RESETS = 100
_STRETCHES = (1, 2, 5, 10, 30, 60, 300, 600, 1_800, 3_600, 21_600, 86_400, 604_800)
"""Seconds of which a table is made."""
_MOST_TURNS = 12


@dataclass(frozen=True, slots=True)
class Limit:
    """A bucket; without a rate it is a quota, filled again at the end of each period."""

    name: str
    rate: Figure
    holds: Figure
    begins_with: Figure
    period: Figure = 0


@dataclass(frozen=True, slots=True)
class Note:
    """How a bucket stands at a time."""

    tokens: Fraction
    arrived: Figure
    """Requests until then."""
    passed: Figure


def watched(limit: Limit, arrivals: Sequence[Arrival]) -> tuple[list[Arrival], Figure | None, Figure, tuple[Turn, ...]]:
    """The same as ``through``, with how long each stretch of a table lasts, and what happens at the bucket in each.

    The table ends with the last request, of which there is one.
    """
    flowing = max((one.at + one.lasts for one in arrivals if one.lasts), default=0)
    last = max(flowing, arrivals[-1].at)
    fitting = [one for one in _STRETCHES if last // one < _MOST_TURNS]
    lasts = fitting[0] if fitting else -(-last // (_MOST_TURNS - 1))
    many = int(-(-last // lasts)) if last == flowing and last else int(last // lasts) + 1
    edges = [number * lasts for number in range(many + 1)]
    notes: list[Note] = []
    parted = [piece for one in arrivals for piece in _parted(one, lasts)]
    passed, first = through(limit, _with_edges(parted, edges), notes)
    turns = (_turn(*one) for one in zip(edges, notes, notes[1:], strict=False))
    return passed, first, lasts, tuple(turns)


def _turn(edge: Figure, before: Note, after: Note) -> Turn:
    arrive, passed = after.arrived - before.arrived, after.passed - before.passed
    return Turn(edge, whole(before.tokens), arrive, passed, arrive - passed)


def _with_edges(arrivals: Sequence[Arrival], edges: Sequence[Figure]) -> list[Arrival]:
    """The arrivals with one of nothing at each edge, where the bucket is looked at."""
    found: list[Arrival] = []
    at = 0
    for one in arrivals:
        while at < len(edges) and edges[at] <= one.at:
            found.append(Arrival(edges[at], 0, 0))
            at += 1
        found.append(one)
    return [*found, *(Arrival(edge, 0, 0) for edge in edges[at:])]


def _parted(one: Arrival, lasts: Figure) -> list[Arrival]:
    """A flow, cut where a stretch begins."""
    if not one.lasts:
        return [one]
    first, end = one.at // lasts, one.at + one.lasts
    edges = [one.at, *(number * lasts for number in range(first + 1, -(-end // lasts))), end]
    rate = Fraction(one.count) / one.lasts
    return [Arrival(at, then - at, rate * (then - at)) for at, then in pairwise(edges) if then > at]


def through(
    limit: Limit, arrivals: Sequence[Arrival], notes: list[Note] | None = None
) -> tuple[list[Arrival], Figure | None]:
    """What passes, and when the first request was refused. Arrivals of nothing are noted, if somebody asks."""
    if notes is None and not limit.period and sum(one.count for one in arrivals) <= limit.begins_with:
        return list(arrivals), None  # there are tokens enough without any that come later
    if not limit.period and not any(one.lasts for one in arrivals):
        return _counted(limit, arrivals, notes)
    tokens, clock, period = Fraction(limit.begins_with), Fraction(0), 0
    arrived: Figure = 0
    passed: list[Arrival] = []
    first: Figure | None = None
    for one in _cut(arrivals, limit.period):
        if limit.period and one.at // limit.period > period:
            tokens, period = Fraction(limit.holds), one.at // limit.period
        tokens = _refilled(limit, tokens, Fraction(one.at) - clock)
        if notes is not None and not one.count:
            notes.append(Note(tokens, arrived, sum((each.count for each in passed), start=Fraction(0))))
        clock = Fraction(one.at) + one.lasts
        arrived += one.count
        pieces, tokens, stopped = _flow(limit, one, tokens) if one.lasts else _crowd(one, tokens)
        passed += pieces
        if stopped is not None and first is None:
            first = whole(stopped)
    return passed, first


def _counted(
    limit: Limit, arrivals: Sequence[Arrival], notes: list[Note] | None
) -> tuple[list[Arrival], Figure | None]:
    """The same for requests of moments, in whole parts of a token and of a second, since there may be thousands."""
    rate, holds, begins = Fraction(limit.rate), Fraction(limit.holds), Fraction(limit.begins_with)
    second = lcm(*(Fraction(one.at).denominator for one in arrivals))
    token = second * lcm(rate.denominator, holds.denominator, begins.denominator)
    gain = int(rate * token / second)
    full, tokens, clock = int(holds * token), int(begins * token), 0
    arrived: Figure = 0
    served_before: Figure = 0
    passed: list[Arrival] = []
    first: Figure | None = None
    for one in arrivals:
        at = int(one.at * second)
        tokens = max(tokens, min(full, tokens + gain * (at - clock)))
        clock = at
        if notes is not None and not one.count:
            notes.append(Note(Fraction(tokens, token), arrived, served_before))
        served = min(one.count, tokens // token)
        tokens -= int(served * token)
        arrived, served_before = arrived + one.count, served_before + served
        if served < one.count and first is None:
            first = whole(Fraction(one.at))
        if served:
            passed.append(one if served == one.count else replace(one, count=served))
    return passed, first


def _refilled(limit: Limit, tokens: Fraction, idle: Fraction) -> Fraction:
    if tokens >= limit.holds:
        return tokens
    return min(Fraction(limit.holds), tokens + limit.rate * idle)


def _crowd(one: Arrival, tokens: Fraction) -> tuple[list[Arrival], Fraction, Fraction | None]:
    """Requests of one moment: each takes a whole token."""
    served = min(one.count, tokens.numerator // tokens.denominator)
    stopped = Fraction(one.at) if served < one.count else None
    return ([replace(one, count=served)] if served else []), tokens - served, stopped


def _flow(limit: Limit, one: Arrival, tokens: Fraction) -> tuple[list[Arrival], Fraction, Fraction | None]:
    """Very many requests, evenly spread: they are poured, not counted one by one."""
    excess = Fraction(one.count) / one.lasts - limit.rate
    if excess <= 0:
        return [one], min(Fraction(limit.holds), tokens - excess * one.lasts), None
    lasting = tokens / excess
    if lasting >= one.lasts:
        return [one], tokens - excess * one.lasts, None
    free = Arrival(one.at, lasting, (excess + limit.rate) * lasting)
    held = Arrival(one.at + lasting, one.lasts - lasting, limit.rate * (one.lasts - lasting))
    return [part for part in (free, held) if part.count], Fraction(0), one.at + lasting


def _cut(arrivals: Sequence[Arrival], period: Figure) -> list[Arrival]:
    """Flows that last over the end of a quota's period, cut there."""
    if not period:
        return list(arrivals)
    pieces: list[Arrival] = []
    for one in arrivals:
        rest = one
        for _ in range(_RESETS):
            to_end = period - rest.at % period
            if rest.lasts <= to_end:
                break
            share = rest.count * Fraction(to_end) / rest.lasts
            pieces.append(Arrival(rest.at, to_end, share))
            rest = Arrival(rest.at + to_end, rest.lasts - to_end, rest.count - share)
        pieces.append(rest)
    return pieces
