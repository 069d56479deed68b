"""When requests arrive: ``5000 at 0 s; 5000 from 1 ms to 1 s; 20 /s for 1 min``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from studykit.core.errors import UsageError
from studykit.core.quantity import Dimension, Figure, parse_figure, parse_quantity, whole

LONGEST = 2_000
"""Characters of a sequence that are read."""
COUNTED = 5_000
"""Requests up to which each is looked at; more are poured as an even flow."""
_PARTS = 100
_FORM = "Write it like '5000 at 0 s; 20 from 1 s to 2 s; 10 /s for 1 min'."
_AT = re.compile(r"(?P<count>[\d,]+)(?: requests?)?(?: at (?P<at>.+))?")
_FROM = re.compile(r"(?P<count>[\d,]+)(?: requests?)? from (?P<since>.+) to (?P<until>.+)")
_FOR = re.compile(r"(?P<rate>[\d,./]+? ?/\w+) for (?P<lasts>.+?)(?: from (?P<since>.+))?")


@dataclass(frozen=True, slots=True)
class Arrival:
    """Requests that arrive at one moment, or evenly over a time."""

    at: Figure
    lasts: Figure
    count: Figure


@lru_cache(maxsize=64)
def arrivals_of(text: str | None, rate: Figure, duration: Figure | None, at_once: Figure | None) -> tuple[Arrival, ...]:
    """All requests in order; kept, since limits change more often. Raises UsageError for words that say no sequence."""
    found = [] if text is None else _read(text)
    if at_once:
        found.append(Arrival(0, 0, at_once))
    if rate and duration:
        found.append(Arrival(0, duration, rate * duration))
    elif rate:
        # Without an end one second is looked at, as the limits are named a second.
        found.append(Arrival(0, 1, rate))
    return tuple(_in_order(_spread(found)))


def _read(text: str) -> list[Arrival]:
    if len(text) > LONGEST:
        raise UsageError(f"The sequence of requests has more than {LONGEST} characters. {_FORM}")
    parts = [" ".join(part.split()) for part in re.split(r"[;\n]", text) if part.strip()]
    if not parts or len(parts) > _PARTS:
        raise UsageError(f"A sequence has between 1 and {_PARTS} parts. {_FORM}")
    return [_part(part) for part in parts]


def _part(part: str) -> Arrival:
    if found := _FROM.fullmatch(part):
        since, until = _time(found["since"]), _time(found["until"])
        if until <= since:
            raise UsageError(f"'{part[:40]}' ends before it begins. {_FORM}")
        return Arrival(since, until - since, parse_figure(found["count"]))
    if found := _AT.fullmatch(part):
        return Arrival(_time(found["at"] or "0 s"), 0, parse_figure(found["count"]))
    if found := _FOR.fullmatch(part):
        rate, lasts = parse_quantity(found["rate"]), _time(found["lasts"])
        if rate.dimension is Dimension.RATE and lasts > 0:
            return Arrival(_time(found["since"] or "0 s"), lasts, whole(rate.base * Fraction(lasts)))
    raise UsageError(f"'{part[:40]}' is no part of a sequence of requests. {_FORM}")


def _time(words: str) -> Figure:
    found = parse_quantity(words)
    if found.dimension is not Dimension.TIME or found.base < 0:
        raise UsageError(f"'{words[:40]}' is no time. {_FORM}")
    return found.base


def _spread(arrivals: list[Arrival]) -> list[Arrival]:
    """Few requests are looked at one by one: at even distances, the first at the beginning."""
    if sum(one.count for one in arrivals if one.lasts) > COUNTED:
        return arrivals
    alone: list[Arrival] = []
    for one in arrivals:
        many = int(one.count)
        if one.lasts and many:
            alone += [Arrival(one.at + Fraction(one.lasts) * place / many, 0, 1) for place in range(many)]
        elif not one.lasts:
            alone.append(one)
    return alone


def _in_order(arrivals: list[Arrival]) -> list[Arrival]:
    """Flows cut where another one begins or ends, so that each piece has one rate."""
    flows = [one for one in arrivals if one.lasts]
    crowds = sorted((one for one in arrivals if not one.lasts and one.count), key=lambda one: one.at)
    if not flows:
        return crowds
    edges = sorted({edge for one in flows for edge in (one.at, one.at + one.lasts)} | {one.at for one in crowds})
    ordered: list[Arrival] = []
    for edge, end in zip(edges, [*edges[1:], None], strict=True):
        ordered += [one for one in crowds if one.at == edge]
        if end is None:
            continue
        rate = sum((Fraction(one.count) / one.lasts for one in flows if _runs(one, edge)), Fraction(0))
        if rate:
            ordered.append(Arrival(edge, end - edge, rate * (end - edge)))
    return ordered


def _runs(one: Arrival, at: Figure) -> bool:
    return one.at <= at < one.at + one.lasts
