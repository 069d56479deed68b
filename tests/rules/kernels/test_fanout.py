"""What becomes of one event on its way to several workers."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.core.errors import UsageError
from studykit.rules.kernels.fanout import KERNEL, fanout

FATES = ("handled", "waiting", "dead_lettered", "lost", "not_reached")
WORKERS = st.lists(st.sampled_from(["works", "slow", "fails", "down"]), min_size=1, max_size=8)


def ask(arrangement: str, *workers: str, **settings: Any) -> dict[str, Any]:
    found = fanout(arrangement=arrangement, workers=workers, **settings)
    assert set(found.gives) == set(KERNEL.gives)
    return dict(found.gives)


def counted(arrangement: str, *workers: str, **settings: Any) -> dict[str, int]:
    found = ask(arrangement, *workers, **settings)
    return {fate: found[fate] for fate in FATES if found[fate]}


@pytest.mark.parametrize(
    ("arrangement", "workers", "settings", "fates"),
    [
        ("queues", ["works", "works", "works"], {}, {"handled": 3}),
        ("queues", ["works", "slow", "down"], {}, {"handled": 2, "waiting": 1}),
        ("queues", ["works", "fails"], {"dead_letter": True}, {"handled": 1, "dead_lettered": 1}),
        ("queues", ["works", "fails"], {"dead_letter": False}, {"handled": 1, "lost": 1}),
        ("functions", ["works", "slow"], {}, {"handled": 2}),
        ("functions", ["works", "fails", "down"], {}, {"handled": 1, "lost": 2}),
        ("functions", ["works", "fails", "down"], {"dead_letter": True}, {"handled": 1, "dead_lettered": 2}),
        ("shared_queue", ["works", "works", "works"], {}, {"handled": 1, "not_reached": 2}),
        ("shared_queue", ["fails", "slow", "works"], {}, {"handled": 1, "not_reached": 2}),
        ("shared_queue", ["down", "down"], {}, {"waiting": 1, "not_reached": 1}),
        ("shared_queue", ["down", "fails"], {}, {"lost": 1, "not_reached": 1}),
        ("shared_queue", ["down", "fails"], {"dead_letter": True}, {"dead_lettered": 1, "not_reached": 1}),
        ("synchronous_chain", ["works", "works"], {}, {"handled": 2}),
        ("synchronous_chain", ["works", "fails", "works"], {}, {"handled": 1, "lost": 1, "not_reached": 1}),
        ("synchronous_chain", ["down", "works"], {}, {"lost": 1, "not_reached": 1}),
        ("publisher_sends", ["works"] * 3, {"publisher_fails_after": 2}, {"handled": 2, "not_reached": 1}),
        ("publisher_sends", ["works", "down"], {"publisher_fails_after": 2}, {"handled": 1, "waiting": 1}),
        ("publisher_sends", ["works", "down"], {}, {"handled": 1, "waiting": 1}),
    ],
)
def test_each_worker_has_its_fate(
    arrangement: str, workers: list[str], settings: dict[str, Any], fates: dict[str, int]
) -> None:
    assert counted(arrangement, *workers, **settings) == fates


@pytest.mark.parametrize(
    ("arrangement", "workers", "settings", "caller", "waits"),
    [
        ("queues", ["fails"], {}, "succeeds", 0),
        ("functions", ["down"], {}, "succeeds", 0),
        ("synchronous_chain", ["works", "fails"], {}, "fails", None),
        ("synchronous_chain", ["works", "slow"], {}, "waits", None),
        ("synchronous_chain", ["works"], {}, "succeeds", None),
        ("synchronous_chain", ["works", "works"], {"durations": (10, 19), "caller_timeout": 29}, "succeeds", 29),
        ("synchronous_chain", ["works", "works"], {"durations": (10, 20), "caller_timeout": 29}, "fails", 29),
        ("publisher_sends", ["works", "works"], {"publisher_fails_after": 1}, "fails", None),
        ("publisher_sends", ["works", "works"], {}, "succeeds", None),
    ],
)
def test_only_a_synchronous_caller_notices_the_workers(
    arrangement: str, workers: list[str], settings: dict[str, Any], caller: str, waits: Any
) -> None:
    found = ask(arrangement, *workers, **settings)
    assert (found["caller"], found["caller_waits"]) == (caller, waits)


@given(WORKERS, st.sampled_from(["queues", "functions", "publisher_sends"]), st.booleans())
def test_a_worker_does_not_touch_the_others(workers: list[str], arrangement: str, dead_letter: bool) -> None:
    found = ask(arrangement, *workers, dead_letter=dead_letter)
    assert found["handled"] == sum(worker in ("works", "slow") for worker in workers)


@given(WORKERS, st.sampled_from(KERNEL.takes["arrangement"].choices), st.booleans())
def test_every_worker_has_exactly_one_fate(workers: list[str], arrangement: str, dead_letter: bool) -> None:
    found = ask(arrangement, *workers, dead_letter=dead_letter)
    assert sum(found[fate] for fate in FATES) == len(workers)


@given(WORKERS)
def test_with_queues_and_a_dead_letter_queue_nothing_is_lost(workers: list[str]) -> None:
    assert ask("queues", *workers, dead_letter=True)["lost"] == 0


def test_too_many_workers_cannot_be_asked() -> None:
    with pytest.raises(UsageError):
        ask("queues", *["works"] * 1001)


def test_the_fates_are_told() -> None:
    found = fanout(arrangement="queues", workers=("works", "down"))
    assert [moment.says for moment in found.moments] == [
        "Worker 1 handles its copy.",
        "Worker 2 has its copy waiting in its queue.",
    ]


def row(kind: str, target: str, *events: str, **rules: str) -> dict[str, Any]:
    filters = [{"Name": name, "Value": value} for name, value in rules.items()]
    return {kind: target, "Events": list(events), "Filter": {"Key": {"FilterRules": filters}}}


def notified(configuration: Any, event: str | None = None, key: str | None = None) -> dict[str, Any]:
    text = configuration if isinstance(configuration, str) else json.dumps(configuration)
    return dict(fanout(arrangement="queues", notification_configuration=text, event_name=event, object_key=key).gives)


CREATED = "s3:ObjectCreated:*"
PUT = "s3:ObjectCreated:Put"


def test_each_destination_gets_the_events_of_its_filter() -> None:
    configuration = {
        "QueueConfigurations": [row("QueueArn", "q", CREATED, prefix="images/", suffix=".png")],
        "LambdaFunctionConfigurations": [row("LambdaFunctionArn", "f", "s3:ObjectRemoved:*")],
        "EventBridgeConfiguration": {},
    }
    assert notified(configuration, PUT, "images/a.png")["destinations"] == ("q", "EventBridge")
    assert notified(configuration, PUT, "images/a.jpg")["destinations"] == ("EventBridge",)
    assert notified(configuration, PUT, "a.png")["destinations"] == ("EventBridge",)
    assert notified(configuration, "s3:ObjectRemoved:Delete", "x")["destinations"] == ("f", "EventBridge")
    assert notified({}, PUT, "x")["notified"] == 0


def test_put_does_not_stand_for_a_multipart_upload() -> None:
    configuration = {"TopicConfigurations": [row("TopicArn", "t", PUT)]}
    assert notified(configuration, "s3:ObjectCreated:CompleteMultipartUpload", "x")["notified"] == 0
    assert notified(configuration, PUT, "x")["notified"] == 1


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        ({"prefix": "a/"}, {"prefix": "b/"}, False),
        ({"prefix": "a/"}, {"prefix": "a/b/"}, True),
        ({"prefix": "a/"}, {}, True),
        ({"prefix": "a/", "suffix": ".png"}, {"prefix": "a/", "suffix": ".jpg"}, False),
        ({"suffix": ".png"}, {"suffix": "g"}, True),
        ({"suffix": ".png"}, {"prefix": "a/"}, True),
    ],
)
def test_destinations_of_one_event_must_not_overlap(one: Any, other: Any, overlap: bool) -> None:
    configuration = {
        "QueueConfigurations": [row("QueueArn", "q", CREATED, **one)],
        "TopicConfigurations": [row("TopicArn", "t", PUT, **other)],
    }
    assert notified(configuration)["notifications_valid"] is not overlap
    configuration["TopicConfigurations"][0]["Events"] = ["s3:ObjectRemoved:Delete"]
    assert notified(configuration)["notifications_valid"]


@pytest.mark.parametrize(
    ("configuration", "why"),
    [
        ({"QueueConfigurations": [row("QueueArn", "arn:q.fifo", CREATED)]}, "FIFO"),
        ({"TopicConfigurations": [row("TopicArn", "arn:t.fifo", CREATED)]}, "FIFO"),
        ({"QueueConfigurations": [row("QueueArn", "q", "s3:ObjectMade:*")]}, "no event"),
        ({"QueueConfigurations": [row("QueueArn", "q", "s3:ObjectCreated:Push")]}, "no event"),
        ({"QueueConfigurations": [row("QueueArn", "q", "s3:ObjectCreated")]}, "no event"),
        ({"QueueConfigurations": [row("QueueArn", "q", CREATED, middle="x")]}, "at most one prefix"),
        ({"QueueConfigurations": [row("QueueArn", str(n), CREATED, prefix=f"{n:03}/") for n in range(201)]}, "200"),
    ],
)
def test_s3_refuses_a_bad_configuration(configuration: Any, why: str) -> None:
    found = notified(configuration, PUT, "x")
    assert (found["notifications_valid"], found["notified"]) == (False, None)
    assert why in found["notifications_problem"]


@pytest.mark.parametrize("text", ["", "[]", '{"QueueConfigurations": 1}', '{"QueueConfigurations": [{}]}'])
def test_a_text_that_is_no_configuration_cannot_be_asked(text: str) -> None:
    with pytest.raises(UsageError):
        notified(text)


@pytest.mark.parametrize("event", ["Put", CREATED, "s3:Nothing:Put", ""])
def test_an_unknown_event_cannot_be_asked(event: str) -> None:
    with pytest.raises(UsageError):
        notified({}, event, "x")


def test_events_without_a_third_part_are_known() -> None:
    configuration = {"QueueConfigurations": [row("QueueArn", "q", "s3:LifecycleTransition")]}
    assert notified(configuration, "s3:LifecycleTransition", "x")["notified"] == 1
