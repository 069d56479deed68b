"""Limits of configurations, one step below, on and above: our verdicts beside cfn-lint's.

cfn-lint is the oracle where it judges at all. Where it is silent about something that the service refuses, the
case stands in ``AHEAD`` with the reason, and must stay silent there: when a newer cfn-lint speaks, this fails.
"""

from __future__ import annotations

import importlib.util
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from studykit.rules.engine import Judge
from studykit.rules.settings import read_settings
from studykit.workflows.pack import read_rules

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("cfnlint") is None, reason="cfn-lint is not installed: pip install 'studykit[authority]'"
)
PACK = Path(__file__).parents[2] / "content" / "aws-serverless"
CODE = {"ZipFile": "def handler(event, context): return 1"}
FUNCTION = {
    "Handler": "index.handler",
    "Runtime": "python3.13",
    "Role": "arn:aws:iam::111122223333:role/r",
    "Code": CODE,
}
LAYER = "arn:aws:lambda:eu-west-1:111122223333:layer:one:1"


@dataclass(frozen=True, slots=True)
class Case:
    """One configuration, said both ways."""

    domain: str
    ask: dict[str, str]
    refused: bool
    resources: dict[str, Any] = field(compare=False)

    def __str__(self) -> str:
        return f"{self.domain} " + " ".join(f"{name}={value}" for name, value in self.ask.items())


def function(ask: dict[str, str], refused: bool, **properties: Any) -> Case:
    return Case(
        "lambda.function", ask, refused, {"F": {"Type": "AWS::Lambda::Function", "Properties": FUNCTION | properties}}
    )


def queue(
    ask: dict[str, str],
    refused: bool,
    fifo: bool = False,
    queue: dict[str, Any] | None = None,
    timeout: int = 30,
    **mapping: Any,
) -> Case:
    source = {"VisibilityTimeout": 180, **({"FifoQueue": True, "QueueName": "q.fifo"} if fifo else {}), **(queue or {})}
    resources = {
        "Q": {"Type": "AWS::SQS::Queue", "Properties": source},
        "F": {"Type": "AWS::Lambda::Function", "Properties": FUNCTION | {"Timeout": timeout}},
        "M": {
            "Type": "AWS::Lambda::EventSourceMapping",
            "Properties": {"EventSourceArn": {"Fn::GetAtt": ["Q", "Arn"]}, "FunctionName": {"Ref": "F"}, **mapping},
        },
    }
    given = {"function_timeout": f"{timeout} s", "visibility_timeout": "180 s", "queue": "fifo" if fifo else "standard"}
    return Case("lambda.queue_source", given | ask, refused, resources)


def stream(ask: dict[str, str], refused: bool, **mapping: Any) -> Case:
    properties = {
        "EventSourceArn": "arn:aws:kinesis:eu-west-1:111122223333:stream/s",
        "FunctionName": "arn:aws:lambda:eu-west-1:111122223333:function:f",
        "StartingPosition": "LATEST",
        **mapping,
    }
    resources = {"M": {"Type": "AWS::Lambda::EventSourceMapping", "Properties": properties}}
    return Case("lambda.stream_source", {"stream": "kinesis", "starting_position": "latest"} | ask, refused, resources)


def asynchronous(ask: dict[str, str], refused: bool, **config: Any) -> Case:
    properties = {"FunctionName": "f", "Qualifier": "$LATEST", **config}
    resources = {"A": {"Type": "AWS::Lambda::EventInvokeConfig", "Properties": properties}}
    return Case("lambda.async", {"results": "success"} | ask, refused, resources)


CASES = [
    *(function({"timeout": f"{n} s"}, n > 900 or n < 1, Timeout=n) for n in (0, 1, 2, 899, 900, 901)),
    *(function({"memory": f"{n} MB"}, n < 128, MemorySize=n) for n in (127, 128, 129)),
    *(function({"ephemeral_storage": f"{n} MB"}, n < 512, EphemeralStorage={"Size": n}) for n in (511, 512, 513)),
    *(
        function({"layers": str(n)}, n > 5, Layers=[LAYER.replace("one", f"l{at}") for at in range(n)])
        for n in (4, 5, 6)
    ),
    *(
        queue(
            {"batch_size": str(n), "batch_window": "5 s"},
            not 1 <= n <= 10_000,
            BatchSize=n,
            MaximumBatchingWindowInSeconds=5,
        )
        for n in (0, 1, 2, 9_999, 10_000, 10_001)
    ),
    *(queue({"batch_size": str(n)}, n > 10, fifo=True, BatchSize=n) for n in (9, 10, 11)),
    *(queue({"batch_window": f"{n} s"}, n > 300, MaximumBatchingWindowInSeconds=n) for n in (299, 300, 301)),
    *(
        queue({"maximum_concurrency": str(n)}, not 2 <= n <= 1000, ScalingConfig={"MaximumConcurrency": n})
        for n in (1, 2, 3, 999, 1000, 1001)
    ),
    *(
        queue({"visibility_timeout": f"{n} s"}, n < 60, timeout=60, queue={"VisibilityTimeout": n})
        for n in (59, 60, 61)
    ),
    *(
        stream({"parallelization_factor": str(n)}, not 1 <= n <= 10, ParallelizationFactor=n)
        for n in (0, 1, 2, 9, 10, 11)
    ),
    *(stream({"batch_size": str(n)}, not 1 <= n <= 10_000, BatchSize=n) for n in (0, 1, 9_999, 10_000, 10_001)),
    *(stream({"tumbling_window": f"{n} s"}, n > 900, TumblingWindowInSeconds=n) for n in (899, 900, 901)),
    *(
        stream({"maximum_retry_attempts": str(n)}, n > 10_000, MaximumRetryAttempts=n)
        for n in (0, 9_999, 10_000, 10_001)
    ),
    *(
        stream({"maximum_record_age": f"{n} s"}, n > 604_800, MaximumRecordAgeInSeconds=n)
        for n in (604_799, 604_800, 604_801)
    ),
    *(asynchronous({"maximum_retry_attempts": str(n)}, n > 2, MaximumRetryAttempts=n) for n in (0, 1, 2, 3)),
    *(
        asynchronous({"maximum_event_age": f"{n} s"}, not 60 <= n <= 21_600, MaximumEventAgeInSeconds=n)
        for n in (59, 60, 61, 21_599, 21_600, 21_601)
    ),
]
AHEAD = [
    *(
        function({"memory": f"{n} MB"}, n > 10_240, MemorySize=n) for n in (10_241, 20_000)
    ),  # its bound is another mode's
    function({"ephemeral_storage": "10,241 MB"}, refused=True, EphemeralStorage={"Size": 10_241}),
    queue({"batch_size": "11"}, refused=True, BatchSize=11),  # needs a batch window
    stream({"maximum_record_age": "59 s"}, refused=True, MaximumRecordAgeInSeconds=59),
]


@pytest.fixture(scope="module")
def judges() -> dict[str, Judge]:
    return {judge.domain.id: judge for _, judge in read_rules(PACK).judges}


def said(judges: dict[str, Judge], case: Case) -> bool:
    """True when our verdict refuses the configuration."""
    judge = judges[case.domain]
    verdict = judge.verdict(read_settings(judge.domain, case.ask))
    return verdict.outcome in ("rejected", "refused", "mapping_refused")


@pytest.fixture(scope="module")
def linted() -> dict[str, list[str]]:
    """Case → what cfn-lint finds wrong with it; all cases are resources of one template, as its start is slow."""
    from cfnlint.api import lint
    from cfnlint.config import ManualArgs

    resources: dict[str, Any] = {}
    for at, case in enumerate((*CASES, *AHEAD)):
        for name, resource in case.resources.items():
            text = json.dumps(resource).replace('"FunctionName": "f"', f'"FunctionName": "f{at}"')
            text = text.replace('{"Ref": "', f'{{"Ref": "C{at}').replace('tAtt": ["', f'tAtt": ["C{at}')
            resources[f"C{at}{name}"] = json.loads(text)
    template = json.dumps({"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources})
    found: dict[str, list[str]] = {str(case): [] for case in (*CASES, *AHEAD)}
    for match in lint(template, config=ManualArgs(regions=["eu-west-1"])):
        if match.rule.id.startswith("E") and len(match.path) > 1:
            at = int("".join(filter(str.isdigit, str(match.path[1]))))
            found[str((*CASES, *AHEAD)[at])].append(match.rule.id)
    return found


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdicts_agree_with_the_linter_around_every_limit(
    judges: dict[str, Judge], linted: dict[str, list[str]], case: Case
) -> None:
    assert (said(judges, case), bool(linted[str(case)])) == (case.refused, case.refused)


@pytest.mark.parametrize("case", AHEAD, ids=str)
def test_the_linter_is_silent_where_the_service_refuses(
    judges: dict[str, Judge], linted: dict[str, list[str]], case: Case
) -> None:
    assert (said(judges, case), linted[str(case)]) == (True, [])
