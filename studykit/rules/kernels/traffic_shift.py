"""Traffic that moves from an old version to a new one: its share at a time, hooks, alarm and roll back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from studykit.core.quantity import Dimension, Figure, format_figure, natural
from studykit.core.sight import Part, Parts
from studykit.core.verdict import How, Moment
from studykit.rules.kernel import Base, Kernel, Run
from studykit.rules.kernels._shift_plan import Plan, plan, steps
from studykit.rules.types import COUNT, PERCENT, TEXT, TIME, TRUTH, choice

_HOOK = ("none", "succeeded", "failed", "no_answer")
_EVERYTHING = 100
_BAD = ("failed", "no_answer")
_PROBLEMS = ("none", "unknown_config", "bad_percentage", "bad_interval", "too_long")
_HOW = {"finished": How.GOOD, "rolled_back": How.BAD, "stopped": How.BAD, "undecided": How.OPEN}
_STATES = ("finished", "shifting", "rolled_back", "stopped", "never_shifted")


@dataclass(frozen=True, slots=True)
class _Event:
    """A change of the share of the new version."""

    at: Figure
    share: Figure
    state: str
    says: str


def traffic_shift(**given: Base) -> Run:
    """What a deployment comes to, and the share of the new version ``elapsed`` seconds after traffic began to move.

    ``config`` is the name of a built-in configuration; otherwise strategy, percentage and interval say how. A hook
    that fails or does not answer, and an alarm while the deployment runs, end it. ``alarm`` says roughly when an
    alarm goes off whose time ``alarm_at`` is not known.
    """
    made = plan(*(given[name] for name in ("config", "strategy", "percentage", "interval", "longest")))
    if made.problem != "none":
        return Run({**dict.fromkeys(KERNEL.gives), "problem": made.problem})
    if not _complete(made):
        return Run(dict.fromkeys(KERNEL.gives))
    moved = steps(made)
    base = {"problem": "none", "steps": len(moved), "duration": moved[-1][0], "plan": _words(made)}
    if given["before"] in _BAD:
        text = "The hook before the traffic reports no success, so nothing moves."
        return Run({**base, "state": "never_shifted", "share": 0}, (Moment(None, text, "hook", How.BAD),))
    seen = _seen(moved, **given)
    hook = Moment(None, "The hook before the traffic reports success.", "hook", How.GOOD)
    opening = (hook,) if given["before"] == "succeeded" else ()
    moments = (*opening, *(Moment(one.at, one.says, f"{format_figure(one.share)} % new", _how(one)) for one in seen))
    last = seen[-1]
    known = last.state != "undecided"
    gives = {"state": last.state if known else None, "share": last.share if known else None}
    return Run({**base, **gives}, moments)


def show_shares(**given: Base) -> Parts | None:
    """The share of the new version after each change of it; None where it changes less than twice."""
    made = plan(*(given[name] for name in ("config", "strategy", "percentage", "interval", "longest")))
    if made.problem != "none" or not _complete(made) or given["before"] in _BAD:
        return None
    seen = _seen(steps(made), **given)
    rows = [Part(_at(one.at), one.share, _share(one), _how(one)) for one in seen]
    return Parts(tuple(rows), most=_EVERYTHING) if len(rows) > 1 else None


def _seen(
    moved: list[tuple[Figure, Figure]],
    *,
    after: str,
    after_time: Figure | None,
    alarm: str | None,
    alarm_at: Figure | None,
    elapsed: Figure | None,
    rolls_back: bool | None,
    **_: Base,
) -> list[_Event]:
    """What has happened by then; all that will when nobody says how long it has run."""
    if alarm_at is None and alarm == "during_shift":
        alarm_at = 0  # any moment of the shift comes to the same end
    events = _events(moved, after, after_time or 0, alarm_at, rolls_back)
    return [one for one in events if elapsed is None or one.at <= elapsed]


def _share(event: _Event) -> str:
    ends = "" if event.state == "shifting" else f", {event.state.replace('_', ' ')}"
    return f"{format_figure(event.share)} %{ends}"


def _how(event: _Event) -> How:
    return _HOW.get(event.state, How.PLAIN)


def _at(seconds: Figure) -> str:
    return str(natural(seconds, Dimension.TIME))


def _complete(made: Plan) -> bool:
    return made.strategy == "all_at_once" or None not in (made.strategy, made.share, made.interval)


def _events(
    moved: list[tuple[Figure, Figure]], after: str, after_time: Figure, alarm_at: Figure | None, rolls_back: bool | None
) -> Iterator[_Event]:
    end = moved[-1][0] + after_time
    share: Figure = 0
    for number, (at, next_share) in enumerate(moved, 1):
        if alarm_at is not None and alarm_at < at:
            break
        share = next_share
        done = number == len(moved) and not after_time and after not in _BAD
        text = f"{format_figure(share)} % of the traffic goes to the new version."
        yield _Event(at, share, "finished" if done else "shifting", text)
    if alarm_at is not None and alarm_at < end:
        yield _ending(alarm_at, share, "An alarm goes off while the deployment runs.", rolls_back)
    elif after in _BAD:
        yield _ending(end, share, "The hook after the traffic reports no success.", rolls_back)
    elif after_time:
        yield _Event(end, share, "finished", "The hook after the traffic reports success.")


def _ending(at: Figure, share: Figure, why: str, rolls_back: bool | None) -> _Event:
    if rolls_back is None:
        return _Event(at, share, "undecided", why)
    if rolls_back:
        return _Event(at, 0, "rolled_back", f"{why} The alias points at the old version alone again.")
    return _Event(at, share, "stopped", f"{why} The deployment stops, and the traffic stays as it is.")


def _words(made: Plan) -> str:
    if made.strategy == "all_at_once" or made.share is None or made.interval is None:
        return "everything at once"
    share, minutes = format_figure(made.share), format_figure(made.interval // 60)
    if made.strategy == "canary":
        return f"{share} % at once, the rest {minutes} min later"
    return f"{share} % every {minutes} min"


KERNEL = Kernel(
    run=traffic_shift,
    takes={
        "config": TEXT,
        "strategy": choice("all_at_once", "canary", "linear"),
        "percentage": PERCENT,
        "interval": TIME,
        "before": choice(*_HOOK),
        "after": choice(*_HOOK),
        "after_time": TIME,
        "alarm": choice("none", "during_shift", "after_deployment"),
        "alarm_at": TIME,
        "elapsed": TIME,
        "rolls_back": TRUTH,
        "longest": TIME,
    },
    gives={
        "problem": choice(*_PROBLEMS),
        "state": choice(*_STATES),
        "share": PERCENT,
        "steps": COUNT,
        "duration": TIME,
        "plan": TEXT,
    },
    optional=(
        "config", "strategy", "percentage", "interval", "after_time", "alarm", "alarm_at", "elapsed", "rolls_back",
    ),
    shows=show_shares,
)  # fmt: skip
