"""A shard of a stream as the event source of a function: order, concurrency, and what a bad record does.

Follows one batch from its first attempt until its records are handled or given up.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor

from studykit.core.quantity import Figure, whole
from studykit.core.verdict import How
from studykit.rules.kernel import Base, Kernel, Run
from studykit.rules.kernels._shard_batch import Batch, Course, follow
from studykit.rules.types import COUNT, RATE, SIZE, TIME, TRUTH, choice

_MOST_RECORDS = 10_000


def stream_source(
    *,
    shards: Figure,
    parallelization_factor: Figure,
    batch_size: Figure,
    maximum_retry_attempts: Figure,
    maximum_record_age: Figure,
    retention: Figure,
    bisect_batch_on_function_error: bool,
    report_batch_item_failures: bool,
    poison_record: Figure | None = None,
    all_fail: bool | None = None,
    failing_attempts: Figure | None = None,
    throttled: bool | None = None,
    on_failure: bool | None = None,
    duration: Figure | None = None,
    arrival: Figure | None = None,
    batch_window: Figure | None = None,
    record_size: Figure | None = None,
    payload: Figure | None = None,
) -> Run:
    """Follow one batch and work out how much the source handles.

    A negative limit of retries or age is none, as in the service. ``poison_record`` is the place of the bad
    record, counted from one; a place behind the first batch is in a later one.
    """
    records = _records(batch_size, record_size, payload)
    expiry = retention if maximum_record_age < 0 else min(retention, maximum_record_age)
    batch = Batch(
        records=records,
        bad=_place(poison_record, records) or int(bool(all_fail)),
        all_fail=bool(all_fail),
        failures=failing_attempts,
        retries=None if maximum_retry_attempts < 0 else maximum_retry_attempts,
        expiry=expiry,
        splits=bisect_batch_on_function_error,
        reports=report_batch_item_failures,
        takes=max(duration or 0, 0),
    )
    course = Course()
    if throttled:
        _wait_in_vain(batch, course)
    else:
        follow(batch, course)
    _tell_end(course, on_failure=on_failure)
    by_age = maximum_record_age >= 0 and maximum_record_age <= retention
    gives = {
        **_loads(max(floor(shards), 0) * max(floor(parallelization_factor), 0), records, duration, arrival),
        **_ends(batch, course, by_age=by_age),
        "order": "partition_key" if parallelization_factor > 1 else "shard",
        "batch": records,
        "closes": _closes(records, batch_size, batch_window, _lane(arrival, shards, parallelization_factor)),
    }
    return Run(gives=gives, moments=course.bounded)


def _records(batch_size: Figure, record_size: Figure | None, payload: Figure | None) -> int:
    """Records of one invocation: the batch size, or as many as the payload holds."""
    fitting = payload // record_size if payload is not None and record_size else batch_size
    return min(max(floor(min(batch_size, fitting)), 1), _MOST_RECORDS)


def _place(poison: Figure | None, records: int) -> int:
    return (floor(poison) - 1) % records + 1 if poison and poison > 0 else 0


def _lane(arrival: Figure | None, shards: Figure, factor: Figure) -> Figure | None:
    """Records a second that one concurrent batch has to take."""
    lanes = shards * factor
    return Fraction(arrival) / lanes if arrival is not None and lanes > 0 else None


def _closes(records: int, batch_size: Figure, window: Figure | None, lane: Figure | None) -> str | None:
    """What ends the gathering of a batch."""
    if not window:
        return "at_once"
    if lane is None:
        return None
    if lane * window < records:
        return "batch_window"
    return "batch_size" if records >= batch_size else "payload"


def _loads(concurrency: int, records: int, duration: Figure | None, arrival: Figure | None) -> dict[str, Base]:
    capacity = whole(Fraction(concurrency * records) / duration) if duration else None
    return {
        "concurrency": concurrency,
        "capacity": capacity,
        "keeps_up": None if capacity is None or arrival is None else capacity >= arrival,
    }


def _wait_in_vain(batch: Batch, course: Course) -> None:
    """A function that cannot be invoked uses up no retry; the records wait until they are too old."""
    course.says("The function cannot be invoked, which uses up no retry.", "not invoked", How.BAD)
    course.first_failure = 0
    course.at = course.blocked_until = batch.expiry
    course.end = "expired"
    course.discarded = batch.records
    course.says("The records have become too old.", "too old", How.BAD)


def _tell_end(course: Course, *, on_failure: bool | None) -> None:
    if not course.discarded:
        return
    if on_failure:
        text = "Where the discarded records stand in the stream is sent to the failure destination."
        course.says(text, "failure destination")
    elif on_failure is not None:
        course.says("Nothing is told of the discarded records.", "nothing is told")
    course.ends("The shard moves on to the records behind them.")


def _ends(batch: Batch, course: Course, *, by_age: bool) -> dict[str, Base]:
    end = course.end
    if end == "expired":
        end = "record_age_exceeded" if by_age else "retention_ended"
    bad = course.discarded_bad
    blocked = course.blocked_until - course.first_failure if course.first_failure is not None else 0
    return {
        "end": end,
        "invocations": course.invocations,
        "discarded": course.discarded,
        "discarded_good": course.discarded - bad if course.invocations != 0 else 0,
        "replayed": batch.bad - 1 if course.again else 0,
        "blocked_for": max(blocked, 0),
    }


KERNEL = Kernel(
    run=stream_source,
    takes={
        "shards": COUNT,
        "parallelization_factor": COUNT,
        "batch_size": COUNT,
        "maximum_retry_attempts": COUNT,
        "maximum_record_age": TIME,
        "retention": TIME,
        "bisect_batch_on_function_error": TRUTH,
        "report_batch_item_failures": TRUTH,
        "poison_record": COUNT,
        "all_fail": TRUTH,
        "failing_attempts": COUNT,
        "throttled": TRUTH,
        "on_failure": TRUTH,
        "duration": TIME,
        "arrival": RATE,
        "batch_window": TIME,
        "record_size": SIZE,
        "payload": SIZE,
    },
    gives={
        "concurrency": COUNT,
        "capacity": RATE,
        "keeps_up": TRUTH,
        "end": choice("processed", "retries_exhausted", "record_age_exceeded", "retention_ended"),
        "invocations": COUNT,
        "discarded": COUNT,
        "discarded_good": COUNT,
        "replayed": COUNT,
        "blocked_for": TIME,
        "order": choice("shard", "partition_key"),
        "batch": COUNT,
        "closes": choice("at_once", "batch_window", "batch_size", "payload"),
    },
    optional=(
        "poison_record",
        "all_fail",
        "failing_attempts",
        "throttled",
        "on_failure",
        "duration",
        "arrival",
        "batch_window",
        "record_size",
        "payload",
    ),
)
