"""A deployment configuration → the steps in which the traffic of an alias moves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from studykit.core.quantity import Figure, whole

MINUTE = 60
"""Seconds; configurations count in whole minutes."""
_EVERYTHING = 100

_BUILT_IN = re.compile(
    r"(?:CodeDeployDefault\.)?(?:Lambda)?"
    r"(?:(AllAtOnce)|(Canary)(10)Percent(5|10|15|30)Minutes|(Linear)(10)PercentEvery(?:(1)Minute|(2|3|10)Minutes))"
)
"""The service's own configurations, by its names and by those that SAM uses."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How traffic moves; a plan with a problem is one that the service refuses."""

    strategy: str | None
    share: Figure | None = None
    """Per cent that move at the first step (canary) or at each step (linear)."""
    interval: Figure | None = None
    """Seconds from one step to the next."""
    problem: str = "none"


def plan(
    config: str | None, strategy: str | None, share: Figure | None, interval: Figure | None, longest: Figure
) -> Plan:
    """The plan of a built-in configuration, or one from single settings."""
    found = _BUILT_IN.fullmatch(config.strip()) if config else None
    if found:
        return _built_in(*found.groups())
    if strategy is None:
        return Plan(None, problem="unknown_config" if config else "none")
    if strategy == "all_at_once":
        return Plan(strategy)
    made = Plan(strategy, share, interval)
    return Plan(strategy, share, interval, _problem(made, longest))


def steps(made: Plan) -> list[tuple[Figure, Figure]]:
    """(seconds, per cent of the traffic on the new version) of each step; the first moves at once."""
    if made.strategy == "all_at_once" or made.share is None or made.interval is None:
        return [(0, _EVERYTHING)]
    if made.strategy == "canary":
        return [(0, made.share), (made.interval, _EVERYTHING)]
    count = -(-_EVERYTHING // made.share)
    return [(number * made.interval, min(_EVERYTHING, (number + 1) * made.share)) for number in range(count)]


def _built_in(at_once: str | None, *parts: str | None) -> Plan:
    if at_once:
        return Plan("all_at_once")
    strategy, share, minutes = (part for part in parts if part)
    return Plan(strategy.lower(), int(share), int(minutes) * MINUTE)


def _problem(made: Plan, longest: Figure) -> str:
    share, interval = made.share, made.interval
    if share is not None and (not 0 < share < _EVERYTHING or not isinstance(whole(Fraction(share)), int)):
        return "bad_percentage"
    if interval is not None and (interval < MINUTE or interval % MINUTE):
        return "bad_interval"
    if share is None or interval is None:
        return "none"
    return "too_long" if steps(made)[-1][0] > longest else "none"
