"""A rise of load → which requests find a warm environment, which start a cold one, and which are throttled."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil

from studykit.core.errors import UsageError
from studykit.core.quantity import Figure, format_figure
from studykit.core.sight import Load, Loads
from studykit.core.verdict import How, Moment
from studykit.rules.kernel import Base, Kernel, Run
from studykit.rules.types import COUNT, TIME, choice

_MOST_STEPS = 1_000
_NEAR = 5
"""Steps before the end of a long climb that are played one by one."""
_MOST_MOMENTS = 24
"""A long climb keeps its first and last moments."""


@dataclass(slots=True)
class _Load:
    """What happens to the requests of one step."""

    at: Figure
    needed: int
    provisioned: int
    """Requests that provisioned environments take."""
    warm: int
    cold: int
    throttled: int
    at_ceiling: bool
    """Throttled for lack of concurrency, and not of growth."""


@dataclass(slots=True)
class _Function:
    """The environments of a function while it scales."""

    ceiling: int
    step: int
    burst: int
    provisioned: int
    on_demand: int = 0
    skipped: int = 0
    """Environments that were started in steps that nobody has to see."""
    seen: list[_Load] = field(default_factory=list)

    def serve(self, at: Figure, needed: int) -> _Load:
        """Takes the requests of one step, and starts the environments that it may start."""
        taken = min(needed, self.provisioned, self.ceiling)
        rest = needed - taken
        room = max(self.ceiling - self.provisioned, 0)
        warm = min(rest, self.on_demand, room)
        growth = self.step if self.seen else self.burst
        cold = max(min(rest - warm, growth, room - warm), 0)
        self.on_demand = max(self.on_demand, warm + cold)
        full = rest > room and room - warm <= growth
        load = _Load(at, needed, taken, warm, cold, rest - warm - cold, full)
        self.seen.append(load)
        return load

    def skip(self, load: _Load, most: int | None) -> int:
        """Takes the steps of a long climb at once, at most ``most``; says how many."""
        room = self.ceiling - self.provisioned - self.on_demand
        steps = min(load.throttled, room) // self.step - _NEAR if self.step else 0
        steps = max(steps if most is None else min(steps, most), 0)
        self.on_demand += steps * self.step
        self.skipped += steps * self.step
        return steps


def _played(
    *,
    peak: Figure,
    before: Figure,
    ramp: Figure,
    warm: Figure,
    ceiling: Figure,
    step: Figure,
    every: Figure,
    burst: Figure | None,
    provisioned: Figure,
    later_provisioned: Figure | None,
    later_from: Figure | None,
) -> _Function:
    """Plays a rise of concurrency from ``before`` to ``peak`` within ``ramp`` (0: at once).

    ``warm`` on-demand environments are ready. A function may add ``step`` of them ``every`` so often, ``burst`` the
    first time (else ``step``), up to ``ceiling`` together with its ``provisioned`` ones. Auto scaling changes these to
    ``later_provisioned`` at ``later_from``.
    """
    if every <= 0:
        raise UsageError("The time in which a function may grow by one step has to be longer than nothing.")
    coarse = max(ceil(Fraction(ramp) / every / (_MOST_STEPS // 2)), 1)  # a very long rise is played in longer steps
    step, every = step * coarse, every * coarse
    function = _Function(
        ceil(ceiling), int(step), int(step if burst is None else burst), int(provisioned), on_demand=int(warm)
    )
    switch = later_from if later_provisioned is not None else None
    at: Figure = 0
    for _ in range(_MOST_STEPS):
        if switch is not None and later_provisioned is not None and at >= switch:
            function.provisioned, switch = int(later_provisioned), None
        load = function.serve(at, _needed(before, peak, ramp, at + every))
        at += every
        if at >= ramp and switch is None and (not load.cold or load.throttled == 0):
            break
        if at >= ramp:
            wait = None if switch is None else ceil(max(Fraction(switch) - at, Fraction(0)) / every)
            at += (wait if wait and not load.cold else function.skip(load, wait)) * every
    return function


def scale(**given: Base) -> Run:
    """What becomes of the requests of a rise, and which limit is in the way."""
    function = _played(**given)
    return Run(_figures(function), _story(function.seen))


def show_loads(**given: Base) -> Loads:
    """The same step by step, as figures."""
    seen = _played(**given).seen
    kinds = (("provisioned", How.GOOD), ("warm", How.GOOD), ("cold", How.OPEN), ("throttled", How.BAD))
    rows = [Load(one.at, (one.provisioned, one.warm, one.cold, one.throttled)) for one in seen]
    return Loads(kinds, tuple(rows))


def _needed(before: Figure, peak: Figure, ramp: Figure, at: Figure) -> int:
    """Executions at once that the load needs by the end of a step."""
    if at >= ramp:
        return ceil(peak)
    return int(-(-(before * ramp + (peak - before) * at) // ramp))  # rounded up


def _figures(function: _Function) -> dict[str, object]:
    seen = function.seen
    throttled = [load for load in seen if load.throttled]
    last = seen[-1]
    limit = "nothing" if not throttled else "ceiling" if last.throttled and last.at_ceiling else "growth"
    spills = [load.warm + load.cold + load.throttled for load in seen] if any(x.provisioned for x in seen) else [0]
    return {
        "warm_at_first": seen[0].provisioned + seen[0].warm,
        "cold_at_first": seen[0].cold,
        "throttled_at_first": seen[0].throttled,
        "cold_starts": function.skipped + sum(load.cold for load in seen),
        "most_throttled": max(load.throttled for load in seen),
        "throttled_in_the_end": last.throttled,
        "throttled_for": None if last.throttled else _served_from(seen),
        "spillover": max(spills),
        "limit": limit,
    }


def _served_from(seen: list[_Load]) -> Figure:
    """When the last step with throttled requests has ended."""
    at = max((number for number, load in enumerate(seen, start=1) if load.throttled), default=0)
    return seen[at].at


def _story(seen: list[_Load]) -> tuple[Moment, ...]:
    told = [Moment(load.at, _told(load)) for load in seen]
    if len(told) > _MOST_MOMENTS:
        half = _MOST_MOMENTS // 2
        told = [*told[:half], *told[-half:]]
    return tuple(told)


def _told(load: _Load) -> str:
    parts = [
        f"{format_figure(figure)} {words}"
        for figure, words in (
            (load.provisioned, "run in provisioned environments"),
            (load.warm, "in warm ones" if load.provisioned else "run in warm ones"),
            (load.cold, "start cold"),
            (load.throttled, "are throttled at the ceiling" if load.at_ceiling else "are throttled for now"),
        )
        if figure
    ]
    whole = f"Of {format_figure(load.needed)} requests at once "
    return whole + (", ".join(parts) if parts else "there are none to serve") + "."


KERNEL = Kernel(
    run=scale,
    takes={
        "peak": COUNT,
        "before": COUNT,
        "ramp": TIME,
        "warm": COUNT,
        "ceiling": COUNT,
        "step": COUNT,
        "every": TIME,
        "burst": COUNT,
        "provisioned": COUNT,
        "later_provisioned": COUNT,
        "later_from": TIME,
    },
    gives={
        "warm_at_first": COUNT,
        "cold_at_first": COUNT,
        "throttled_at_first": COUNT,
        "cold_starts": COUNT,
        "most_throttled": COUNT,
        "throttled_in_the_end": COUNT,
        "throttled_for": TIME,
        "spillover": COUNT,
        "limit": choice("nothing", "growth", "ceiling"),
    },
    optional=("burst", "later_provisioned", "later_from"),
    shows=show_loads,
)
