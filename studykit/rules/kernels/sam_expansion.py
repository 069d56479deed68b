"""What one resource of a SAM template becomes in CloudFormation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from studykit.core.errors import UsageError
from studykit.core.verdict import Moment
from studykit.rules.kernel import Kernel, Run
from studykit.rules.types import COUNT, TEXT, TRUTH, choice, many

_MOST_EVENTS = 100
_PERMISSION = "AWS::Lambda::Permission"
_ROLE = "AWS::IAM::Role"
_REST = ("AWS::ApiGateway::RestApi", "AWS::ApiGateway::Deployment", "AWS::ApiGateway::Stage")
_HTTP = ("AWS::ApiGatewayV2::Api", "AWS::ApiGatewayV2::Stage")
_ALIAS = ("AWS::Lambda::Version", "AWS::Lambda::Alias")
_CODEDEPLOY = ("AWS::CodeDeploy::Application", "AWS::CodeDeploy::DeploymentGroup", _ROLE)
_WORKFLOW_ALIAS = ("AWS::StepFunctions::StateMachineVersion", "AWS::StepFunctions::StateMachineAlias")
_MAPPING = "AWS::Lambda::EventSourceMapping"

_SELF: dict[str, tuple[str, ...]] = {
    "function": ("AWS::Lambda::Function",),
    "api": _REST,
    "http_api": _HTTP,
    "simple_table": ("AWS::DynamoDB::Table",),
    "layer_version": ("AWS::Lambda::LayerVersion",),
    "state_machine": ("AWS::StepFunctions::StateMachine",),
    "application": ("AWS::CloudFormation::Stack",),
    "connector": ("AWS::IAM::ManagedPolicy",),
}
_EVENTS: dict[str, tuple[str, ...]] = {
    "api": (*_REST, _PERMISSION),
    "http_api": (*_HTTP, _PERMISSION),
    "s3": (_PERMISSION,),
    "sns": ("AWS::SNS::Subscription", _PERMISSION),
    "sqs": (_MAPPING,),
    "kinesis": (_MAPPING,),
    "dynamodb": (_MAPPING,),
    "msk": (_MAPPING,),
    "mq": (_MAPPING,),
    "schedule": ("AWS::Events::Rule", _PERMISSION),
    "event_bridge_rule": ("AWS::Events::Rule", _PERMISSION),
    "schedule_v2": ("AWS::Scheduler::Schedule", _ROLE),
    "cloudwatch_logs": ("AWS::Logs::SubscriptionFilter", _PERMISSION),
    "iot_rule": ("AWS::IoT::TopicRule", _PERMISSION),
    "cognito": (_PERMISSION,),
    "alexa_skill": (_PERMISSION,),
}
_WORKFLOW_EVENTS: dict[str, tuple[str, ...]] = {
    "api": (*_REST, _ROLE),
    "schedule": ("AWS::Events::Rule", _ROLE),
    "event_bridge_rule": ("AWS::Events::Rule", _ROLE),
    "schedule_v2": ("AWS::Scheduler::Schedule", _ROLE),
}


def sam_expansion(
    *, resource: str, events: Sequence[str], role_given: bool, auto_publish_alias: bool, deployment_preference: bool
) -> Run:
    """The types that a resource expands to, in order, and how many resources of CloudFormation that makes.

    ``problem`` names what the transform refuses. APIs that events imply are made once, however many events there are.
    """
    if len(events) > _MOST_EVENTS:
        raise UsageError(f"One resource with more than {_MOST_EVENTS} events is no scenario.")
    problem = _problem(resource, events, auto_publish_alias, deployment_preference)
    if problem != "none":
        return Run({"problem": problem, "types": None, "resources": None, "makes_role": None, "makes_permission": None})
    made: list[str] = []
    moments: list[Moment] = []
    options = (role_given, auto_publish_alias, deployment_preference)
    for why, kinds in _parts(resource, events, *options):
        new = [kind for kind in kinds if not (kind in made and kind in (*_REST, *_HTTP))]
        made += new
        moments.append(Moment(None, f"{why} makes {', '.join(new) or 'nothing new'}."))
    gives = {
        "problem": "none",
        "types": tuple(dict.fromkeys(made)),
        "resources": len(made),
        "makes_role": _ROLE in made,
        "makes_permission": _PERMISSION in made,
    }
    return Run(gives, tuple(moments))


def _problem(resource: str, events: Sequence[str], alias: bool, preference: bool) -> str:
    possible = {"function": _EVENTS, "state_machine": _WORKFLOW_EVENTS}.get(resource, {})
    if any(event not in possible for event in events):
        return "event_of_another_kind"
    if preference and not alias:
        return "preference_without_alias"
    return "none"


def _parts(
    resource: str, events: Sequence[str], role_given: bool, alias: bool, preference: bool
) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "The resource itself", _SELF[resource]
    runs = resource in ("function", "state_machine")
    if runs and not role_given:
        yield "No role is named, which", (_ROLE,)
    if runs and alias:
        yield "AutoPublishAlias", _ALIAS if resource == "function" else _WORKFLOW_ALIAS
    if resource == "function" and preference:
        yield "DeploymentPreference", _CODEDEPLOY
    sources = _EVENTS if resource == "function" else _WORKFLOW_EVENTS
    for event in events:
        yield f"The event {event}", sources[event]


EVENTS = tuple(_EVENTS)
KERNEL = Kernel(
    run=sam_expansion,
    takes={
        "resource": choice(*_SELF),
        "events": many(choice(*EVENTS)),
        "role_given": TRUTH,
        "auto_publish_alias": TRUTH,
        "deployment_preference": TRUTH,
    },
    gives={
        "problem": choice("none", "event_of_another_kind", "preference_without_alias"),
        "types": many(TEXT),
        "resources": COUNT,
        "makes_role": TRUTH,
        "makes_permission": TRUTH,
    },
)
