"""What one resource of a SAM template becomes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.core.errors import UsageError
from studykit.rules.kernel import Run
from studykit.rules.kernels.sam_expansion import EVENTS, KERNEL, sam_expansion


def expand(resource: str, *events: str, role: bool = False, alias: bool = False, preference: bool = False) -> Run:
    return sam_expansion(
        resource=resource, events=events, role_given=role, auto_publish_alias=alias, deployment_preference=preference
    )


def types(resource: str, *events: str, role: bool = False, alias: bool = False, preference: bool = False) -> object:
    return expand(resource, *events, role=role, alias=alias, preference=preference).gives["types"]


def test_a_function_brings_its_role_unless_one_is_named() -> None:
    assert types("function") == ("AWS::Lambda::Function", "AWS::IAM::Role")
    assert types("function", role=True) == ("AWS::Lambda::Function",)


def test_an_alias_brings_a_version() -> None:
    assert types("function", role=True, alias=True) == (
        "AWS::Lambda::Function",
        "AWS::Lambda::Version",
        "AWS::Lambda::Alias",
    )


def test_a_deployment_preference_brings_codedeploy_and_needs_the_alias() -> None:
    run = expand("function", alias=True, preference=True)
    assert "AWS::CodeDeploy::DeploymentGroup" in run.gives["types"]
    assert run.gives["resources"] == 7
    assert expand("function", preference=True).gives["problem"] == "preference_without_alias"


def test_an_api_event_makes_a_rest_api_once() -> None:
    assert expand("function", "api").gives["resources"] == 6
    run = expand("function", "api", "api")
    assert run.gives["resources"] == 7
    assert run.gives["types"].count("AWS::ApiGateway::RestApi") == 1


@pytest.mark.parametrize("event", ["sqs", "kinesis", "dynamodb"])
def test_a_polled_source_makes_a_mapping_and_no_permission(event: str) -> None:
    run = expand("function", event)
    assert "AWS::Lambda::EventSourceMapping" in run.gives["types"]
    assert run.gives["makes_permission"] is False


@pytest.mark.parametrize("event", ["s3", "sns", "schedule", "cloudwatch_logs", "http_api"])
def test_a_pushing_source_makes_a_permission(event: str) -> None:
    assert expand("function", event).gives["makes_permission"] is True


def test_the_other_resources_expand_to_their_own() -> None:
    assert types("api") == ("AWS::ApiGateway::RestApi", "AWS::ApiGateway::Deployment", "AWS::ApiGateway::Stage")
    assert types("simple_table") == ("AWS::DynamoDB::Table",)
    assert types("state_machine", "schedule") == (
        "AWS::StepFunctions::StateMachine",
        "AWS::IAM::Role",
        "AWS::Events::Rule",
    )
    assert types("application") == ("AWS::CloudFormation::Stack",)
    assert expand("simple_table").gives["makes_role"] is False


def test_events_belong_to_what_can_be_started() -> None:
    assert expand("simple_table", "sqs").gives["problem"] == "event_of_another_kind"
    assert expand("state_machine", "sqs").gives["problem"] == "event_of_another_kind"


def test_a_list_without_end_is_no_scenario() -> None:
    with pytest.raises(UsageError):
        expand("function", *["sqs"] * 101)
    assert expand("function", *["sqs"] * 100).gives["resources"] == 102


def test_each_part_says_what_it_makes() -> None:
    assert [moment.says for moment in expand("function", "sqs", role=True).moments] == [
        "The resource itself makes AWS::Lambda::Function.",
        "The event sqs makes AWS::Lambda::EventSourceMapping.",
    ]


@given(resource=st.sampled_from(KERNEL.takes["resource"].choices), events=st.lists(st.sampled_from(EVENTS), max_size=5))
def test_every_template_has_an_answer(resource: str, events: list[str]) -> None:
    gives = expand(resource, *events).gives
    assert set(gives) == set(KERNEL.gives)
    assert (gives["problem"] == "none") is (gives["types"] is not None)
