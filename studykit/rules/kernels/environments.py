"""Invocations of a function in time → environments, cold and warm starts, and what the last invocation still finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from studykit.core.errors import UsageError
from studykit.core.quantity import Dimension, Figure, natural
from studykit.core.verdict import How, Moment
from studykit.rules.kernel import Kernel, Run
from studykit.rules.types import COUNT, TIME, TRUTH, choice, many

_MOST = 1_000
_MOST_MOMENTS = 40
_LAST = choice("cold", "uncertain", "warm")
_KEPT = choice("lost", "uncertain", "kept")


@dataclass(slots=True)
class _Environment:
    """One copy of the function."""

    number: int
    free_at: Figure


@dataclass(slots=True)
class _Fleet:
    """All copies, and what was told of them."""

    kept_for: Figure
    gone_after: Figure
    copies: list[_Environment] = field(default_factory=list)
    told: list[Moment] = field(default_factory=list)
    cold: int = 0
    uncertain: int = 0

    def invoke(self, at: Figure, duration: Figure) -> str:
        """Runs one invocation in the copy that was used last, else in a new one; says how it started."""
        free = [one for one in self.copies if one.free_at <= at and at - one.free_at < self.gone_after]
        if not free:
            return self._cold(at, duration)
        one = max(free, key=lambda copy: copy.free_at)
        idle = at - one.free_at
        start = "warm" if idle < self.kept_for else "uncertain"
        words = "is thawed for a warm start" if start == "warm" else "may be gone by now, or else is thawed"
        how = How.GOOD if start == "warm" else How.OPEN
        self.told.append(Moment(at, f"INVOKE: environment {one.number} {words}.", f"{start} start", how))
        self.uncertain += start == "uncertain"
        one.free_at = at + duration
        return start

    def _cold(self, at: Figure, duration: Figure) -> str:
        self.cold += 1
        one = _Environment(self.cold, at + duration)
        self.copies.append(one)
        self.told.append(
            Moment(at, f"INIT: environment {one.number} is made; the code outside the handler runs.", "cold start")
        )
        self.told.append(Moment(at, f"INVOKE: the handler runs in environment {one.number}.", "handler runs"))
        return "cold"


def play(
    *,
    starts: tuple[Figure, ...] | None,
    gap: Figure | None,
    duration: Figure,
    init: Figure | None,
    init_limit: Figure,
    kept_for: Figure,
    gone_after: Figure,
    prepared: Figure | None,
    reset: bool,
    replaced: bool,
) -> Run:
    """Plays invocations at ``starts`` (or two, ``gap`` apart from end to start), each of the same ``duration``.

    An idle environment is as a rule kept for ``kept_for`` and surely gone after ``gone_after``; ``prepared`` ones are
    initialised ahead and kept. ``reset``: the invocation before the last timed out or crashed, so its environment
    initialises again, with its files. ``replaced``: new code or settings, so the last one finds no old environment.
    """
    times = _times(starts, gap, duration)
    fleet = _Fleet(kept_for, gone_after)
    ready = int(min(prepared or 0, _MOST))
    for number in range(ready):
        fleet.copies.append(_Environment(number + 1, times[0]))
    if ready:
        fleet.kept_for = fleet.gone_after = max(times[-1] - times[0], gone_after) + 1
        fleet.cold = ready
        fleet.told.append(Moment(None, f"INIT: {ready} environments are initialised before any request."))
    for at in times[:-1]:
        fleet.invoke(at, duration)
    if replaced and len(times) > 1:
        fleet.copies = []
        fleet.told.append(Moment(None, "SHUTDOWN: new code or settings replace every environment."))
    busy = bool(fleet.copies) and all(one.free_at > times[-1] for one in fleet.copies)
    last = fleet.invoke(times[-1], duration)
    fleet.told.append(Moment(times[-1] + duration, _frozen(kept_for), "frozen"))
    in_time = None if init is None else init <= init_limit
    figures = _figures(fleet, invocations=len(times), ready=ready, last=last, init_in_time=in_time, reset=reset)
    return Run({**figures, "busy": busy}, _shortened(fleet.told))


def _times(starts: Sequence[Figure] | None, gap: Figure | None, duration: Figure) -> list[Figure]:
    if starts is None:
        return [0] if gap is None else [0, duration + gap]
    if not starts:
        raise UsageError("There has to be at least one invocation.")
    if len(starts) > _MOST:
        raise UsageError(f"At most {_MOST} invocations can be played.")
    return sorted(starts)


def _figures(
    fleet: _Fleet, *, invocations: int, ready: int, last: str, init_in_time: bool | None, reset: bool
) -> dict[str, object]:
    cold = fleet.cold - ready
    kept = {"cold": "lost", "uncertain": "uncertain", "warm": "kept"}[last]
    again = reset and last != "cold"
    return {
        "environments": fleet.cold,
        "cold_starts": cold,
        "warm_starts": invocations - cold - fleet.uncertain,
        "uncertain_starts": fleet.uncertain,
        "initialisations": fleet.cold + again,
        "last": last,
        "variables": "lost" if reset else kept,
        "files": kept,
        "init_in_time": init_in_time,
    }


def _frozen(kept_for: Figure) -> str:
    shown = natural(kept_for, Dimension.TIME)
    return f"The environment is frozen; as a rule it is kept for {shown}, and SHUTDOWN ends it at some later time."


def _shortened(told: list[Moment]) -> tuple[Moment, ...]:
    if len(told) <= _MOST_MOMENTS:
        return tuple(told)
    half = _MOST_MOMENTS // 2
    return (*told[:half], *told[-half:])


KERNEL = Kernel(
    run=play,
    takes={
        "starts": many(TIME),
        "gap": TIME,
        "duration": TIME,
        "init": TIME,
        "init_limit": TIME,
        "kept_for": TIME,
        "gone_after": TIME,
        "prepared": COUNT,
        "reset": TRUTH,
        "replaced": TRUTH,
    },
    gives={
        "environments": COUNT,
        "cold_starts": COUNT,
        "warm_starts": COUNT,
        "uncertain_starts": COUNT,
        "initialisations": COUNT,
        "last": _LAST,
        "busy": TRUTH,
        "variables": _KEPT,
        "files": _KEPT,
        "init_in_time": TRUTH,
    },
    optional=("starts", "gap", "init", "prepared"),
)
