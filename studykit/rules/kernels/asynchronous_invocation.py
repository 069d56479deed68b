"""The time line of one asynchronous event: attempts, waits, and where the event ends.

Function errors and timeouts use up retry attempts; throttles and service errors use up age alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from studykit.core.quantity import Figure
from studykit.core.verdict import How
from studykit.rules.kernel import Kernel, Run
from studykit.rules.kernels._line import Line
from studykit.rules.types import COUNT, TIME, TRUTH, choice, many

_RESULTS = ("success", "error", "timeout", "throttle", "service_error")
_ENDS = ("succeeded", "retries_exhausted", "event_age_exceeded", "zero_reserved_concurrency")
_SHOWN = {
    "error": "The handler runs and ends with an error",
    "timeout": "The handler runs into its timeout",
    "throttle": "The event is throttled, and no retry attempt is used up",
    "service_error": "The service itself fails, and no retry attempt is used up",
}
_NAMES = {"error": "error", "timeout": "timeout", "throttle": "throttled", "service_error": "service error"}
_GROWTH = 2  # "exponentially" is read as doubling
_MOST_STEPS = 10_000


@dataclass(frozen=True, slots=True)
class _Scenario:
    """What was asked, without the names of parameters."""

    results: Sequence[str]
    retries: Figure
    oldest: Figure
    waits: tuple[Figure, Figure]
    backoff: tuple[Figure, Figure]
    takes: Figure
    timeout: Figure


@dataclass(slots=True)
class _Line(Line):
    """The time line so far."""

    runs: int = 0
    failures: int = 0
    throttles: int = 0

    def waits(self, time: Figure, oldest: Figure) -> None:
        """Wait for a time, or until the event is too old; an attempt may end later than that."""
        self.at = max(self.at, min(self.at + time, oldest))


def asynchronous_invocation(
    *,
    results: Sequence[str],
    retries: Figure,
    maximum_event_age: Figure,
    first_wait: Figure,
    second_wait: Figure,
    first_backoff: Figure,
    longest_backoff: Figure,
    duration: Figure | None = None,
    function_timeout: Figure | None = None,
    queued_for: Figure | None = None,
    reserved_concurrency: Figure | None = None,
    dead_letter_queue: bool | None = None,
    on_failure: bool | None = None,
    on_success: bool | None = None,
) -> Run:
    """Follow one event from the queue of the service to its end.

    ``results`` holds the result of each attempt in order; the last one repeats for as long as the service tries.
    An event that is as old as the maximum age is not handed over any more: handing it over takes time, too.
    """
    line = _Line()
    line.says("The service queues the event and answers the caller.", "queued")
    if reserved_concurrency == 0:
        line.says("The function may not run at all, so the service does not try.", "may not run", How.BAD)
        end: str | None = "zero_reserved_concurrency"
    elif not results:
        return Run(gives=dict.fromkeys(_GIVES), moments=line.bounded)
    else:
        line.at = min(max(queued_for or 0, 0), maximum_event_age)
        takes = max(duration or 0, 0)
        timeout = takes if function_timeout is None else function_timeout
        waits, backoff = (first_wait, second_wait), (first_backoff, longest_backoff)
        end = _follow(_Scenario(results, retries, maximum_event_age, waits, backoff, takes, timeout), line)
    _tell_end(line, end, failure=(dead_letter_queue, on_failure), success=on_success)
    return Run(gives=_gives(line, end), moments=line.bounded)


def _follow(scenario: _Scenario, line: _Line) -> str | None:
    """Try until the event ends; None when the steps run out first."""
    backoff = scenario.backoff[0]
    for step in range(_MOST_STEPS):
        if line.at >= scenario.oldest:
            return "event_age_exceeded"
        result = scenario.results[min(step, len(scenario.results) - 1)]
        if result in ("throttle", "service_error"):
            line.throttles += 1
            line.says(f"{_SHOWN[result]}.", _NAMES[result], How.BAD)
            line.waits(backoff, scenario.oldest)
            backoff = min(backoff * _GROWTH, scenario.backoff[1])
            continue
        line.runs += 1
        if result == "success":
            line.at += scenario.takes
            line.says(f"Attempt {line.failures + 1} succeeds.", f"attempt {line.failures + 1}", How.GOOD)
            return "succeeded"
        _fail(scenario, line, result)
        if line.failures > scenario.retries:
            return "retries_exhausted"
        line.waits(scenario.waits[min(line.failures, len(scenario.waits)) - 1], scenario.oldest)
        backoff = scenario.backoff[0]
    return None


def _fail(scenario: _Scenario, line: _Line, result: str) -> None:
    line.failures += 1
    line.at += scenario.timeout if result == "timeout" else scenario.takes
    line.says(f"{_SHOWN[result]} (attempt {line.failures}).", f"{_NAMES[result]} {line.failures}", How.BAD)


def _tell_end(line: _Line, end: str | None, *, failure: tuple[bool | None, bool | None], success: bool | None) -> None:
    if end is None:
        return
    if end == "succeeded":
        if success:
            line.says("The result goes to the destination for successes.", "success destination")
        return
    if end == "event_age_exceeded":
        line.says("The event has reached its maximum age and is given up.", "too old", How.BAD)
    queue, destination = failure
    if queue:
        line.says("The event goes to the dead-letter queue.", "dead-letter queue")
    if destination:
        line.says("The event goes to the destination for failures.", "failure destination")
    if not queue and not destination:
        line.says("The service drops the event.", "dropped", How.BAD)


def _gives(line: _Line, end: str | None) -> dict[str, object]:
    """What the time line came to."""
    return {
        "end": end,
        "attempts": line.runs,
        "retries_used": max(line.runs - 1, 0),
        "throttles": line.throttles,
        "ended_after": line.at if end is not None else None,
        "may_repeat": line.runs > 1,
    }


_GIVES = {
    "end": choice(*_ENDS),
    "attempts": COUNT,
    "retries_used": COUNT,
    "throttles": COUNT,
    "ended_after": TIME,
    "may_repeat": TRUTH,
}

KERNEL = Kernel(
    run=asynchronous_invocation,
    takes={
        "results": many(choice(*_RESULTS)),
        "retries": COUNT,
        "maximum_event_age": TIME,
        "first_wait": TIME,
        "second_wait": TIME,
        "first_backoff": TIME,
        "longest_backoff": TIME,
        "duration": TIME,
        "function_timeout": TIME,
        "queued_for": TIME,
        "reserved_concurrency": COUNT,
        "dead_letter_queue": TRUTH,
        "on_failure": TRUTH,
        "on_success": TRUTH,
    },
    gives=_GIVES,
    optional=(
        "duration",
        "function_timeout",
        "queued_for",
        "reserved_concurrency",
        "dead_letter_queue",
        "on_failure",
        "on_success",
    ),
)
