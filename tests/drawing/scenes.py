"""Scenarios as kernels tell them, small ones: what the drawings of scenarios are tried with."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from studykit.core.sight import Bucket, Check, Checks, Loads, Pool, Pools
from studykit.core.verdict import How, Moment
from studykit.drawing.bucket import bucket
from studykit.drawing.checks import checks
from studykit.drawing.lines import Drawing
from studykit.drawing.loads import loads
from studykit.drawing.path import path
from studykit.drawing.pools import pools
from studykit.drawing.spans import spans
from studykit.drawing.time_line import time_line
from studykit.rules.kernels import asynchronous_invocation, network_path, queue_source, scaling, token_bucket

Draw = Callable[[int, bool], Drawing]


def asynchronous(results: tuple[str, ...] = ("error",), **given: Any) -> tuple[Moment, ...]:
    """What happens to an asynchronous event."""
    usual = {
        "results": results,
        "retries": 2,
        "maximum_event_age": 21_600,
        "first_wait": 60,
        "second_wait": 120,
        "first_backoff": 1,
        "longest_backoff": 300,
    }
    nothing = dict.fromkeys(asynchronous_invocation.KERNEL.optional)
    return asynchronous_invocation.KERNEL.run(**{**nothing, **usual, **given}).moments


def queue(**given: Any) -> tuple[Moment, ...]:
    """What happens to a batch of a queue."""
    usual = {
        "results": ("error", "success"),
        "batch_size": 10,
        "visibility_timeout": 60,
        "retention": 345_600,
        "starting_pollers": 5,
        "growth": Fraction(5),
        "most_batches": 1_000,
        "duration": 20,
    }
    nothing = dict.fromkeys(queue_source.KERNEL.optional)
    return queue_source.KERNEL.run(**{**nothing, **usual, **given}).moments


def network(**given: Any) -> tuple[Moment, ...]:
    """The way of a call."""
    usual = {"target": "internet", "attached": True, "outbound_allowed": True, "acl": "allows", "endpoint": "none"}
    nothing = dict.fromkeys(network_path.KERNEL.optional)
    return network_path.KERNEL.run(**{**nothing, **usual, **given}).moments


def throttling(requests: str, rate: int = 10, burst: int = 20) -> Draw:
    """A bucket of a method."""
    assert token_bucket.KERNEL.shows is not None
    nothing = dict.fromkeys(token_bucket.KERNEL.takes)
    usual = {"requests": requests, "request_rate": 0, "keyed": False, "method_rate": rate, "method_burst": burst}
    seen = token_bucket.KERNEL.shows(**{**nothing, **usual})
    assert isinstance(seen, Bucket)
    return lambda width, plain: bucket(seen, width, plain)


def rise(**given: Any) -> Draw:
    """Requests while a function scales."""
    assert scaling.KERNEL.shows is not None
    nothing = dict.fromkeys(scaling.KERNEL.optional)
    usual = {"peak": 4_500, "before": 0, "ramp": 0, "warm": 500, "ceiling": 4_000, "step": 1_000, "every": 10}
    seen = scaling.KERNEL.shows(**{**nothing, **usual, "provisioned": 0, **given})
    assert isinstance(seen, Loads)
    return lambda width, plain: loads(seen, width, plain)


POOLS = Pools(
    (
        Pool("orders", "reserved 300", 300, 225, 0),
        Pool("report", "reserved 0", 0, 0, 12),
        Pool("others", "90 set aside", 90, 0, 0, counted=False),
        Pool("shared", "700 left", 700, 700, 210),
        Pool("small", "1,000 left", 1_000, 1, 0),
    )
)
CHECKS = Checks(
    (
        Check("identity policy", "Allow, statement 2", How.GOOD),
        Check("resource policy", "no statement applies", How.BAD, "needed"),
        Check("permissions boundary", "no statement applies", How.MISSED),
    ),
    "It is denied implicitly: the resource policy should allow it.",
    How.BAD,
)
REFUSED = network(route="internet_gateway")
REACHED = network(route="nat_gateway")
STEPS = (Moment(None, "The browser asks first."), Moment(None, "The browser blocks the answer.", how=How.BAD))
UNNAMED = tuple(Moment(at, f"Event {at} of some kind happens.") for at in (0, 5, 3_600))
HOSTILE = (
    Moment(0, "A \x1b[31mred\x1b[0m name [/b] 漢字 e\u0301", "\x1b]0;title\x07[x] 漢字"),
    Moment(7, "…and then – nothing more than that", "then"),
    Moment(None, "over\u202eback"),
)


def _timed(moments: tuple[Moment, ...]) -> Draw:
    return lambda width, plain: time_line(moments, width, plain)


def _spans(moments: tuple[Moment, ...]) -> Draw:
    return lambda width, plain: spans(moments, width, plain)


def _path(moments: tuple[Moment, ...]) -> Draw:
    return lambda width, plain: path(moments, width, plain)


SCENES: dict[str, Draw] = {
    "async": _timed(asynchronous(dead_letter_queue=True)),
    "async-throttled": _timed(asynchronous(("throttle",), on_failure=True)),
    "async-once": _timed(asynchronous(("success",))),
    "unnamed": _timed(UNNAMED),
    "queue": _spans(queue()),
    "queue-too-short": _spans(queue(results=("success",), visibility_timeout=60, duration=90)),
    "queue-for-days": _spans(queue(results=("timeout",), visibility_timeout=360, duration=60)),
    "bucket": throttling("25 at 0 s; 12 at 1 s; 12 at 2 s; 4 at 3 s; 30 at 4 s"),
    "bucket-for-hours": throttling("20000 at 0 s; 10 /s for 2 h from 30 min", 8, 1_000),
    "path-refused": _path(REFUSED),
    "path-reached": _path(REACHED),
    "steps": _path(STEPS),
    "pools": lambda width, plain: pools(POOLS, width, plain),
    "checks": lambda width, plain: checks(CHECKS, width, plain),
    "loads": rise(),
    "loads-long": rise(peak=30_000, ceiling=30_000),
    "hostile": _timed(HOSTILE),
    "hostile-path": _path(tuple(Moment(None, one.says, one.name) for one in HOSTILE)),
}
