"""What IAM refuses as malformed, and in which forms policies may be given."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.rules.kernels.policies import HOME, USER, allow, decision, policy, run, statement


def without(key: str, **more: Any) -> dict[str, Any]:
    return {name: value for name, value in statement(**more).items() if name != key}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "not JSON"),
        ("3", "not a JSON object"),
        ('{"Version": "2012-10-17"}', "no Statement"),
        ('{"Version": "2012-10-17", "Statement": []}', "no statement in it"),
        ('{"Version": "2012-10-17", "Statement": ["x"]}', "Statement 1 is not a JSON object"),
        ('{"Version": "2012-10-17", "Statement": {}, "statement": {}}', "no element 'statement'"),
        ('{"Version": "2012-10-17", "Version": "2012-10-17"}', "'Version' stands twice"),
        (policy(statement(), version="2012-10-18"), "neither 2012-10-17 nor 2008-10-17"),
        (policy(without("Effect")), "no Effect"),
        (policy(statement("allow")), "neither Allow nor Deny"),
        (policy(without("Action")), "no Action"),
        (policy(statement(NotAction="s3:*")), "both Action and NotAction"),
        (policy(without("Resource")), "no Resource"),
        (policy(statement(NotResource="*")), "both Resource and NotResource"),
        (policy(statement(Principal="*")), "has no Principal"),
        (policy(statement(NotPrincipal={"AWS": HOME})), "has no NotPrincipal"),
        (policy(statement(Principle="*")), "no element 'Principle'"),
        (policy(statement(action=[])), "neither a text nor a list"),
        (policy(statement(action=[True])), "neither a text nor a list"),
        (policy(statement(action="GetObject")), "not an action"),
        (policy(statement(action="s3*:GetObject")), "not an action"),
        (policy(statement(resource="my-bucket")), "neither an ARN"),
        (policy(statement(Sid="a b")), "letters and figures"),
        (policy(statement(Sid=[1])), "no text"),
        (policy(statement(Sid=1)), "no text"),
        (policy(statement(action=3)), "neither a text nor a list"),
        (policy(statement(), version=2012), "neither 2012-10-17 nor"),
        (policy(statement(Sid="a"), statement(Sid="a")), "same Sid"),
        (policy(statement(Condition=[])), "not an object"),
        (policy(statement(Condition={"StringMatches": {"aws:x": "y"}})), "no condition operator 'StringMatches'"),
        (policy(statement(Condition={"NullIfExists": {"aws:x": "y"}})), "Null cannot"),
        (policy(statement(Condition={"Bool": "aws:x"})), "no object of condition keys"),
        (policy(statement(Condition={"Bool": {"SourceIp": "y"}})), "no prefix"),
        (policy(statement(Condition={"Bool": {"aws:x": {"y": 1}}})), "no plain value"),
        ("[" * 50_000, "too deeply"),
        ("x" * 200_000, "longer than any policy"),
        (policy(statement(resource=["arn:aws:s3:::a"] * 4_000)), "larger than any policy"),
    ],
)
def test_a_malformed_policy_is_named_with_its_fault(text: str, problem: str) -> None:
    gives = run(identity_policy=text).gives
    assert (gives["valid"], gives["decision"], gives["decided_by"]) == (False, "invalid", "identity_policy")
    assert problem in gives["problem"]


@pytest.mark.parametrize(
    ("made", "problem"),
    [
        (statement(), "no Principal"),
        (statement(Principal=USER), "neither"),
        (statement(Principal={}), "neither"),
        (statement(Principal={"User": USER}), "no principal type 'User'"),
        (statement(Principal={"AWS": f"arn:aws:iam::{HOME}:group/team"}), "cannot be a principal"),
        (statement(Principal={"AWS": f"arn:aws:iam::{HOME}:role/app*"}), "cannot be a principal"),
        (statement(Principal={"AWS": "alice"}), "cannot be a principal"),
        (statement(Principal={"Service": "*.amazonaws.com"}), "cannot be a principal"),
        (statement(NotPrincipal={"AWS": HOME}), "with the effect Deny only"),
        (statement(Principal="*", NotPrincipal={"AWS": HOME}), "both Principal and NotPrincipal"),
        (without("Resource", Principal="*"), "no Resource"),
    ],
)
def test_a_malformed_resource_policy_is_named_with_its_fault(made: Any, problem: str) -> None:
    gives = run(resource_policy=policy(made)).gives
    assert gives["decided_by"] == "resource_policy"
    assert problem in gives["problem"]


@pytest.mark.parametrize(
    ("made", "problem"),
    [
        (statement(action="s3:*", Principal="*"), "can only deny"),
        (statement("Deny", "*", Principal="*"), "names a service"),
        (statement("Deny", "s3:*", Principal={"AWS": "*"}), 'is "*"'),
        (statement("Deny", "s3:*"), 'is "*"'),
        ({"Effect": "Deny", "NotAction": "s3:*", "Resource": "*", "Principal": "*"}, "NotAction"),
    ],
)
def test_a_malformed_resource_control_policy_is_named_with_its_fault(made: Any, problem: str) -> None:
    assert problem in run(rcp=policy(made)).gives["problem"]


@pytest.mark.parametrize("kind", ["boundary", "session_policy", "scp"])
def test_policies_of_the_callers_side_name_no_principal(kind: str) -> None:
    gives = run(**{kind: policy(statement(Principal="*"))}).gives
    assert gives["problem"].endswith("has no Principal: it is about whoever it is attached to.")


def test_one_policy_a_list_or_named_ones_are_read_alike() -> None:
    one = json.loads(allow())
    forms: list[Any] = [
        one,
        [one],
        [{"name": "a", "policy": one}],
        [{"name": "a", "policy": allow()}],
        ["AdministratorAccess"],
    ]
    assert all(decision(identity_policy=json.dumps(form)) == "allowed" for form in forms)
    assert decision(identity_policy="AdministratorAccess") == "allowed"
    bare = {"Statement": statement()}
    assert decision(identity_policy=json.dumps(bare)) == "allowed"
    for nothing in ("", "none", "[]", " "):
        assert decision(identity_policy=nothing) == "implicitly_denied"
        assert decision(identity_policy=allow(), boundary=nothing) == "allowed"


def test_a_trust_policy_needs_no_resource() -> None:
    made = {"Effect": "Allow", "Principal": {"AWS": USER}, "Action": ["sts:AssumeRole", "sts:TagSession"]}
    role = f"arn:aws:iam::{HOME}:role/target"
    assert decision(USER, "sts:AssumeRole", role, resource_policy=policy(made)) == "allowed"
