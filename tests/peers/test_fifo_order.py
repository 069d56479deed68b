"""moto's FIFO topics and queues keep the order and drop duplicates, where our fan-out says so, and refuse alike."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from studykit.rules.engine import Judge
from studykit.rules.settings import read_settings
from studykit.workflows.pack import read_rules

moto = pytest.importorskip("moto", reason="moto is not installed: the peer test is left out")
boto3 = pytest.importorskip("boto3", reason="boto3 is not installed: the peer test is left out")

PACK = Path(__file__).parents[2] / "content" / "aws-serverless"
REGION = "us-east-1"


@pytest.fixture(scope="module")
def judge() -> Judge:
    ((_, found),) = read_rules(PACK, "messaging.fanout").judges
    return found


@pytest.fixture
def clients(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Any, Any]]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    with moto.mock_aws():
        yield boto3.client("sns", region_name=REGION), boto3.client("sqs", region_name=REGION)


def said(judge: Judge, **words: str) -> str:
    return judge.verdict(read_settings(judge.domain, {"source": "application", "workers": "works", **words})).outcome


def queue(sqs: Any, *, fifo: bool) -> tuple[str, str]:
    """The URL and ARN of a new queue."""
    attributes = {"FifoQueue": "true"} if fifo else {}
    url = sqs.create_queue(QueueName="q.fifo" if fifo else "q", Attributes=attributes)["QueueUrl"]
    return url, sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]


def topic(sns: Any, *, fifo: bool) -> str:
    attributes = {"FifoTopic": "true"} if fifo else {}
    return str(sns.create_topic(Name="t.fifo" if fifo else "t", Attributes=attributes)["TopicArn"])


def test_a_fifo_topic_with_a_fifo_queue_keeps_the_order_and_drops_duplicates(clients: Any, judge: Judge) -> None:
    sns, sqs = clients
    url, arn = queue(sqs, fifo=True)
    to = topic(sns, fifo=True)
    sns.subscribe(TopicArn=to, Protocol="sqs", Endpoint=arn, Attributes={"RawMessageDelivery": "true"})
    for number in range(12):
        twin = str(number // 2)
        sns.publish(TopicArn=to, Message=twin, MessageGroupId="g", MessageDeduplicationId=twin)
    received = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    assert [message["Body"] for message in received] == list("012345")
    fifo = {"destination_type": "fifo", "subscriber_type": "fifo"}
    assert said(judge, order_matters="true", idempotent="false", **fifo) == "all_handled"


def test_a_standard_topic_delivers_a_repeated_message_twice(clients: Any, judge: Judge) -> None:
    sns, sqs = clients
    url, arn = queue(sqs, fifo=False)
    to = topic(sns, fifo=False)
    sns.subscribe(TopicArn=to, Protocol="sqs", Endpoint=arn)
    for _ in range(2):
        sns.publish(TopicArn=to, Message="same")
    assert len(sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]) == 2
    assert said(judge, idempotent="false") == "repeated_or_out_of_order"


def test_a_fifo_queue_cannot_subscribe_to_a_standard_topic(clients: Any, judge: Judge) -> None:
    sns, sqs = clients
    _, arn = queue(sqs, fifo=True)
    with pytest.raises(sns.exceptions.InvalidParameterException):
        sns.subscribe(TopicArn=topic(sns, fifo=False), Protocol="sqs", Endpoint=arn)
    assert said(judge, subscriber_type="fifo") == "refused"


def test_a_standard_queue_can_subscribe_to_a_fifo_topic(clients: Any, judge: Judge) -> None:
    sns, sqs = clients
    _, arn = queue(sqs, fifo=False)
    assert sns.subscribe(TopicArn=topic(sns, fifo=True), Protocol="sqs", Endpoint=arn)["SubscriptionArn"]
    assert said(judge, destination_type="fifo") == "all_handled"


def test_moto_lets_a_function_subscribe_to_a_fifo_topic_and_the_service_does_not(clients: Any, judge: Judge) -> None:
    sns, _ = clients
    function = f"arn:aws:lambda:{REGION}:123456789012:function:f"
    assert sns.subscribe(TopicArn=topic(sns, fifo=True), Protocol="lambda", Endpoint=function)["SubscriptionArn"]
    assert said(judge, destination_type="fifo", subscriber="lambda") == "refused"
