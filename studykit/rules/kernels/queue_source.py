"""A queue as the event source of a function: the visibility clock of a batch, and how the pollers grow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from studykit.core.quantity import Figure, whole
from studykit.core.verdict import How
from studykit.rules.kernel import Base, Kernel, Run
from studykit.rules.kernels._line import Line
from studykit.rules.types import COUNT, RATE, SIZE, TIME, TRUTH, choice, many

_RESULTS = ("success", "error", "timeout", "throttle")
_MOST_STEPS = 10_000
_QUEUE, _HIDDEN = "queue", "hidden"


@dataclass(frozen=True, slots=True)
class _Batch:
    """A batch, and what the queue and the mapping do with it."""

    results: Sequence[str]
    messages: int
    bad: int
    visibility: Figure
    takes: Figure
    timeout: Figure
    retention: Figure
    receives: Figure | None
    """How often a message may be received; None without a redrive policy."""
    reports: bool
    deletes: bool
    """True when the handler deletes what it finished."""


@dataclass(slots=True)
class _Course(Line):
    """What has become of the messages so far."""

    receives: int = 0
    runs: int = 0
    replayed: int = 0


def queue_source(
    *,
    results: Sequence[str],
    batch_size: Figure,
    visibility_timeout: Figure,
    retention: Figure,
    starting_pollers: Figure,
    growth: Figure,
    most_batches: Figure,
    report_batch_item_failures: bool | None = None,
    handler_deletes: bool | None = None,
    fifo: bool | None = None,
    failing_messages: Figure | None = None,
    redrive: bool | None = None,
    max_receive_count: Figure | None = None,
    duration: Figure | None = None,
    function_timeout: Figure | None = None,
    message_size: Figure | None = None,
    payload: Figure | None = None,
    maximum_concurrency: Figure | None = None,
    reserved_concurrency: Figure | None = None,
    message_groups: Figure | None = None,
    backlog: Figure | None = None,
    after: Figure | None = None,
) -> Run:
    """Follow one batch until its failing messages are deleted, set aside or expired, and scale the pollers.

    ``results`` holds the result of each receive in order; the last one repeats. Without ``redrive`` a
    ``max_receive_count`` counts for nothing.
    """
    messages = _messages(batch_size, message_size, payload, backlog)
    takes = max(duration or 0, 0)
    batch = _Batch(
        results=("throttle",) if reserved_concurrency == 0 else results,
        messages=messages,
        bad=max(1, min(floor(failing_messages or 1), messages)),
        visibility=visibility_timeout,
        takes=takes,
        timeout=takes if function_timeout is None else function_timeout,
        retention=retention,
        receives=None if redrive is False else max_receive_count,
        reports=bool(report_batch_item_failures),
        deletes=bool(handler_deletes),
    )
    scale = _scale(
        growing=None if fifo else (starting_pollers, growth, after),
        ceilings=(most_batches, maximum_concurrency, message_groups if fifo else None),
        batches=None if backlog is None else ceil(Fraction(backlog) / messages),
        reserved=reserved_concurrency,
    )
    course = _Course()
    if scale["throttled"]:
        course.says(f"Up to {scale['concurrency']:,} batches are received at once, more than the function may run.")
    end = _follow(batch, course)
    return Run(gives={**_ends(course, end, fifo=bool(fifo)), **scale, "batch": messages}, moments=course.bounded)


def _messages(batch_size: Figure, size: Figure | None, payload: Figure | None, backlog: Figure | None) -> int:
    """Messages of one invocation: the batch size, what waits, or what the payload holds."""
    fitting = payload // size if payload is not None and size else batch_size
    waiting = backlog or batch_size
    return max(floor(min(batch_size, fitting, waiting)), 1)


def _follow(batch: _Batch, course: _Course) -> str | None:
    """Receive the batch again and again; None when no result is known or the steps run out."""
    if not batch.results:
        return None
    for _ in range(_MOST_STEPS):
        if course.at >= batch.retention:
            course.at = batch.retention
            text = "The messages have waited as long as the queue keeps them, and are gone."
            course.says(text, "expired", How.BAD)
            return "expired"
        if batch.receives is not None and course.receives >= batch.receives:
            text = "The redrive policy allows no further receive, so the messages go to the dead-letter queue."
            course.says(text, "dead-letter queue")
            return "dead_lettered"
        result = batch.results[min(course.receives, len(batch.results) - 1)]
        course.receives += 1
        if result == "success":
            _succeed(batch, course)
            return "deleted"
        _fail(batch, course, result)
    return None


def _succeed(batch: _Batch, course: _Course) -> None:
    """A receive that ends well, in time or after others could receive the messages, too."""
    begun = course.at
    course.runs += 1
    hidden = (_QUEUE, begun, begun + min(batch.takes, batch.visibility), _HIDDEN, How.PLAIN)
    works = (f"receive {course.receives}", begun, begun + batch.takes, "handled", How.GOOD)
    if batch.takes > batch.visibility:
        course.at += batch.visibility
        course.says("The messages come back into view while they are still being worked on.", "in view again", How.BAD)
    course.at = begun + batch.takes
    text = f"Receive {course.receives}: the batch is handled, and the service deletes it."
    course.says(text, "handled", How.GOOD, (hidden, works))


def _fail(batch: _Batch, course: _Course, result: str) -> None:
    """A failed receive: the messages stay hidden for the rest of the visibility timeout."""
    begun = course.at
    hidden = (_QUEUE, begun, begun + batch.visibility, _HIDDEN, How.PLAIN)
    if result == "throttle":
        text = f"Receive {course.receives}: the function is throttled while the messages are hidden."
        course.says(text, "throttled", How.BAD, (hidden,))
    else:
        course.runs += 1
        course.at += batch.timeout if result == "timeout" else batch.takes
        how = "runs into its timeout" if result == "timeout" else "fails"
        name = "timeout" if result == "timeout" else how
        works = (f"receive {course.receives}", begun, course.at, name, How.BAD)
        course.says(f"Receive {course.receives}: the function {how}.", name, How.BAD, (hidden, works))
        course.replayed = _replayed(batch, result)
    course.at = begun + batch.visibility
    course.says("What was not deleted comes back into view.", "in view again")


def _replayed(batch: _Batch, result: str) -> int:
    """Good messages that come back with the failed ones; a function that times out reports nothing."""
    if batch.deletes or (batch.reports and result == "error"):
        return 0
    return batch.messages - batch.bad


def _ends(course: _Course, end: str | None, *, fifo: bool) -> dict[str, Base]:
    return {
        "end": end,
        "receives": course.receives if end else None,
        "runs": course.runs if end else None,
        "replayed": course.replayed if end else None,
        "ended_after": course.at if end else None,
        "group_blocked_for": (course.at if fifo and course.receives > 1 else 0) if end else None,
    }


def _scale(
    *,
    growing: tuple[Figure, Figure, Figure | None] | None,
    ceilings: tuple[Figure, Figure | None, Figure | None],
    batches: int | None,
    reserved: Figure | None,
) -> dict[str, Base]:
    """How many batches are handled at once, at a moment and at most; a FIFO queue does not grow in steps."""
    most = min(limit for limit in (*ceilings, batches) if limit is not None)
    now: Figure = most
    full: Figure | None = 0
    if growing is not None:
        start, growth, after = growing
        now = most if after is None else min(most, start + floor(growth * after))
        full = whole(Fraction(max(most - start, 0)) / growth) if growth else None
    return {
        "concurrency": now,
        "most_concurrency": most,
        "full_after": full,
        "throttled": None if reserved is None else now > reserved,
    }


KERNEL = Kernel(
    run=queue_source,
    takes={
        "results": many(choice(*_RESULTS)),
        "batch_size": COUNT,
        "visibility_timeout": TIME,
        "retention": TIME,
        "starting_pollers": COUNT,
        "growth": RATE,
        "most_batches": COUNT,
        "report_batch_item_failures": TRUTH,
        "handler_deletes": TRUTH,
        "fifo": TRUTH,
        "failing_messages": COUNT,
        "redrive": TRUTH,
        "max_receive_count": COUNT,
        "duration": TIME,
        "function_timeout": TIME,
        "message_size": SIZE,
        "payload": SIZE,
        "maximum_concurrency": COUNT,
        "reserved_concurrency": COUNT,
        "message_groups": COUNT,
        "backlog": COUNT,
        "after": TIME,
    },
    gives={
        "end": choice("deleted", "dead_lettered", "expired"),
        "receives": COUNT,
        "runs": COUNT,
        "replayed": COUNT,
        "ended_after": TIME,
        "group_blocked_for": TIME,
        "concurrency": COUNT,
        "most_concurrency": COUNT,
        "full_after": TIME,
        "throttled": TRUTH,
        "batch": COUNT,
    },
    optional=(
        "report_batch_item_failures",
        "handler_deletes",
        "fifo",
        "failing_messages",
        "redrive",
        "max_receive_count",
        "duration",
        "function_timeout",
        "message_size",
        "payload",
        "maximum_concurrency",
        "reserved_concurrency",
        "message_groups",
        "backlog",
        "after",
    ),
)
