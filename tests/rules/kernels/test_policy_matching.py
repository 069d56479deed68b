"""Wildcards, ARNs, variables and condition operators."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.rules.kernels._policy_matching import ANY, STAR, glob
from tests.rules.kernels.policies import HOME, QUEUE, USER, allow, decision, policy, statement


def met(operator: str, key: str, values: Any, context: dict[str, Any], **more: Any) -> bool:
    return bool(
        decision(identity_policy=allow(Condition={operator: {key: values}}), context=context, **more) == "allowed"
    )


@given(st.text("ab*?", max_size=10), st.text("ab", max_size=12))
def test_wildcards_match_as_their_definition_says(pattern: str, text: str) -> None:
    @cache
    def defined(i: int, j: int) -> bool:
        if i == len(pattern):
            return j == len(text)
        if pattern[i] == "*":
            return defined(i + 1, j) or (j < len(text) and defined(i, j + 1))
        return j < len(text) and pattern[i] in ("?", text[j]) and defined(i + 1, j + 1)

    assert glob(pattern.replace("*", STAR).replace("?", ANY), text) == defined(0, 0)


@pytest.mark.parametrize(
    ("action", "fits"),
    [
        ("sqs:SendMessage", True),
        ("SQS:sendmessage", True),
        ("sqs:Send*", True),
        ("sqs:*Message", True),
        ("sqs:SendMessag?", True),
        ("sqs:?SendMessage", False),
        ("sqs:Send", False),
        ("sns:*", False),
        ("*", True),
        ("*:*", True),
    ],
)
def test_actions_are_compared_without_regard_to_case(action: str, fits: bool) -> None:
    assert (decision(identity_policy=allow(action=action)) == "allowed") is fits
    inverse = policy({"Effect": "Allow", "NotAction": action, "Resource": "*"})
    assert (decision(identity_policy=inverse) == "allowed") is not fits


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [
        ("*", True),
        (QUEUE, True),
        (QUEUE.upper().replace("ARN:AWS", "arn:aws"), False),
        (f"arn:aws:sqs:*:{HOME}:orders", True),
        ("arn:aws:sqs:eu-west-?:*:ord*", True),
        ("arn:aws:sqs:*:orders", False),
        ("arn:aws:sqs:*", True),
        ("arn:aws:sns:*", False),
        ("arn:aws:sqs", False),
        (QUEUE + "*", True),
        (QUEUE + "?", False),
        (QUEUE + "/*", False),
    ],
)
def test_resources_are_compared_part_by_part(pattern: str, fits: bool) -> None:
    assert (decision(identity_policy=allow(resource=pattern)) == "allowed") is fits
    inverse = policy({"Effect": "Allow", "Action": "*", "NotResource": pattern})
    assert (decision(identity_policy=inverse) == "allowed") is not fits


def test_an_api_may_be_named_by_the_short_form_in_its_own_policy() -> None:
    api = f"arn:aws:execute-api:eu-west-1:{HOME}:abc/prod/GET/pets"
    wall = policy(statement("Deny", Principal="*", resource="execute-api:/prod/GET/*"))
    ask = {"action": "execute-api:Invoke", "identity_policy": allow(), "resource_policy": wall}
    assert decision(resource=api, **ask) == "explicitly_denied"
    assert decision(resource=api.replace("GET", "PUT"), **ask) == "allowed"
    assert decision(resource=QUEUE, **ask) == "allowed"


def test_variables_are_filled_in_since_2012() -> None:
    home = "arn:aws:s3:::home/${aws:username}/*"
    ask = {"action": "s3:GetObject", "resource": "arn:aws:s3:::home/alice/a"}
    assert decision(**ask, identity_policy=allow(resource=home)) == "allowed"
    assert (
        decision(**ask, identity_policy=policy(statement(resource=home), version="2008-10-17")) == "implicitly_denied"
    )
    others = {**ask, "resource": "arn:aws:s3:::home/bob/a"}
    assert decision(**others, identity_policy=allow(resource=home)) == "implicitly_denied"
    tag = "arn:aws:s3:::home/${aws:PrincipalTag/team, 'alice'}/*"
    assert decision(**ask, identity_policy=allow(resource=tag)) == "allowed"
    assert decision(**ask, identity_policy=allow(resource=tag), context={"aws:PrincipalTag/team": "x"}) != "allowed"
    several = {"aws:PrincipalTag/team": ["alice", "bob"]}
    assert decision(**ask, identity_policy=allow(resource=tag), context=several) == "implicitly_denied"
    unknown = "arn:aws:s3:::home/${aws:PrincipalTag/team}/*"
    assert decision(**ask, identity_policy=allow(resource=unknown)) == "implicitly_denied"


def test_an_asterisk_in_a_variable_is_no_wildcard() -> None:
    home = "arn:aws:s3:::home/${aws:PrincipalTag/team}/*"
    ask = {"action": "s3:GetObject", "resource": "arn:aws:s3:::home/alice/a", "identity_policy": allow(resource=home)}
    assert decision(**ask, context={"aws:PrincipalTag/team": "*"}) == "implicitly_denied"
    assert decision(**ask, context={"aws:PrincipalTag/team": STAR}) == "implicitly_denied"
    assert met("StringLike", "aws:UserAgent", "a${*}b${?}${$}", {"aws:UserAgent": "a*b?$"})
    assert not met("StringLike", "aws:UserAgent", "a${*}b", {"aws:UserAgent": "axb"})


@pytest.mark.parametrize(
    ("operator", "written", "given", "positive"),
    [
        ("StringEquals", "Red", "Red", True),
        ("StringEquals", "Red", "red", False),
        ("StringEquals", "R*", "Red", False),
        ("StringEqualsIgnoreCase", "Red", "rED", True),
        ("StringLike", "R?d", "Red", True),
        ("StringLike", "R?d", "Reed", False),
        ("StringLike", ["x", "R*"], "Reed", True),
        ("NumericEquals", "10", 10, True),
        ("NumericEquals", 10, "10.0", True),
        ("NumericEquals", "ten", "10", False),
        ("NumericLessThan", 10, 10, False),
        ("NumericLessThan", 10, 9, True),
        ("NumericLessThanEquals", 10, 10, True),
        ("NumericLessThanEquals", 10, 11, False),
        ("NumericGreaterThan", 10, 10, False),
        ("NumericGreaterThan", "-1", 0, True),
        ("NumericGreaterThanEquals", 10, 10, True),
        ("NumericGreaterThanEquals", 10, "9.99", False),
        ("DateEquals", "2026-03-01T12:00:00Z", "2026-03-01T13:00:00+01:00", True),
        ("DateEquals", "1772366400", "2026-03-01T12:00:00Z", True),
        ("DateEquals", "soon", "2026-03-01T12:00:00Z", False),
        ("DateEquals", "2026-13-01", "2026-03-01T12:00:00Z", False),
        ("DateLessThan", "2026-03-01T12:00:00Z", "2026-03-01T12:00:00Z", False),
        ("DateLessThan", "2026-03-02", "2026-03-01T23:59:59Z", True),
        ("DateLessThanEquals", "2026-03-01T12:00:00Z", "2026-03-01T12:00:00Z", True),
        ("DateGreaterThan", "2026-03-01T12:00:00Z", "2026-03-01T12:00:00.5Z", True),
        ("DateGreaterThanEquals", "2026-03-01T12:00:00Z", "2026-03-01T11:59:59Z", False),
        ("Bool", "true", True, True),
        ("Bool", True, "TRUE", True),
        ("Bool", "false", "true", False),
        ("Bool", "yes", "yes", False),
        ("BinaryEquals", "QmluYXJ5", "QmluYXJ5", True),
        ("BinaryEquals", "QmluYXJ5", "Qmlu", False),
        ("IpAddress", "203.0.113.0/24", "203.0.113.7", True),
        ("IpAddress", "203.0.113.0/24", "203.0.114.7", False),
        ("IpAddress", "203.0.113.7", "203.0.113.7", True),
        ("IpAddress", "2001:db8::/32", "2001:db8::7", True),
        ("IpAddress", "203.0.113.0/24", "2001:db8::7", False),
        ("IpAddress", "somewhere", "2001:db8::7", False),
        ("ArnEquals", "arn:aws:sns:*:*:orders", "arn:aws:sns:eu-west-1:111111111111:orders", True),
        ("ArnLike", "arn:aws:sns:*:orders", "arn:aws:sns:eu-west-1:111111111111:orders", False),
        ("ArnLike", "arn:aws:s3:::up*", "arn:aws:s3:::uploads:x", True),
        ("ArnLike", "*", "arn:aws:s3:::uploads", True),
        ("ArnLike", "*", "uploads", False),
    ],
)
def test_every_operator_and_its_negation(operator: str, written: Any, given: Any, positive: bool) -> None:
    context = {"custom:key": given}
    assert met(operator, "custom:key", written, context) is positive
    assert met(operator.lower(), "custom:KEY", written, context) is positive
    negated = {"IpAddress": "NotIpAddress"}.get(operator)
    for ending in ("Equals", "EqualsIgnoreCase", "Like"):
        if operator.endswith(ending) and not operator.startswith("Binary") and "Than" not in operator:
            negated = f"{operator.removesuffix(ending)}Not{ending}"
    if negated:
        assert met(negated, "custom:key", written, context) is not positive


@pytest.mark.parametrize(
    ("operator", "values", "context", "expected"),
    [
        ("StringEquals", "a", {}, False),
        ("StringNotEquals", "a", {}, True),
        ("StringEqualsIfExists", "a", {}, True),
        ("StringEqualsIfExists", "a", {"k:x": "b"}, False),
        ("NumericLessThanIfExists", "1", {}, True),
        ("Null", "true", {}, True),
        ("Null", True, {"k:x": "a"}, False),
        ("Null", "false", {"k:x": "a"}, True),
        ("Null", "true", {"k:x": None}, True),
        ("Null", "true", {"k:x": []}, True),
        ("ForAllValues:StringEquals", ["a", "b"], {"k:x": ["a", "b"]}, True),
        ("ForAllValues:StringEquals", ["a", "b"], {"k:x": ["a", "c"]}, False),
        ("ForAllValues:StringEquals", ["a", "b"], {}, True),
        ("ForAllValues:StringNotEquals", ["a", "b"], {"k:x": ["c", "a"]}, False),
        ("ForAllValues:StringNotEquals", ["a", "b"], {"k:x": ["c", "d"]}, True),
        ("ForAnyValue:StringEquals", ["a", "b"], {"k:x": ["a", "c"]}, True),
        ("ForAnyValue:StringEquals", ["a", "b"], {"k:x": ["c", "d"]}, False),
        ("ForAnyValue:StringEquals", ["a", "b"], {}, False),
        ("ForAnyValue:StringEqualsIfExists", ["a", "b"], {}, True),
        ("ForAnyValue:StringNotEquals", ["a", "b"], {"k:x": ["a", "c"]}, True),
        ("ForAnyValue:StringNotEquals", ["a", "b"], {"k:x": ["a", "b"]}, False),
        ("ForAnyValue:StringNotEquals", ["a", "b"], {}, False),
        ("forallvalues:stringlikeifexists", "a*", {"k:x": ["ab", "ac"]}, True),
        ("StringEquals", "${aws:username}", {"k:x": "alice"}, True),
        ("StringEquals", "${aws:nothing}", {"k:x": "alice"}, False),
        ("StringNotEquals", "${aws:nothing}", {"k:x": "alice"}, False),
        ("NumericEquals", "${aws:nothing}", {"k:x": "1"}, False),
    ],
)
def test_missing_keys_and_lists_of_values(operator: str, values: Any, context: dict[str, Any], expected: bool) -> None:
    assert met(operator, "k:x", values, context) is expected


def test_keys_and_operators_are_joined_by_and_and_values_by_or() -> None:
    both = {"StringEquals": {"k:a": ["1", "2"], "k:b": "3"}, "Bool": {"k:c": "true"}}
    ask = {"identity_policy": allow(Condition=both)}
    right = {"k:a": "2", "k:b": "3", "k:c": "true"}
    assert decision(**ask, context=right) == "allowed"
    for key in right:
        assert decision(**ask, context={**right, key: "false"}) == "implicitly_denied"


def test_the_service_itself_knows_who_asks() -> None:
    role, session = f"arn:aws:iam::{HOME}:role/worker", f"arn:aws:sts::{HOME}:assumed-role/worker/run1"
    assert met("ArnEquals", "aws:PrincipalArn", role, {}, principal=session)
    assert met("StringEquals", "aws:PrincipalAccount", HOME, {})
    assert met("StringEquals", "aws:username", "alice", {})
    assert met("StringEquals", "aws:PrincipalType", "User", {})
    assert not met("Null", "aws:username", "false", {}, principal=session)
    assert met("ArnEquals", "aws:PrincipalArn", USER, {})
    assert met("Bool", "aws:PrincipalIsAWSService", "false", {})
    assert met("StringEquals", "aws:ResourceAccount", HOME, {})


@pytest.mark.parametrize(
    ("operator", "pattern", "value"),
    [
        ("IpAddress", "10.{0}.{1}.0/24", "203.0.113.{0}"),
        ("StringLike", "*a?{0}*b{1}*", "aaaaaaaaaaaaaaaa{0}"),
        ("StringLike", "*{0}a{1}*b", "aaaaaaaaaaaaaaaa{0}"),
        ("DateLessThan", "2020-01-{0}T00:00:00.{1}Z", "2026-01-01T00:00:{0}Z"),
        ("ArnLike", "arn:aws:s?s:*:*:{0}{1}", "arn:aws:sns:eu-west-1:1:{0}"),
    ],
)
def test_long_lists_of_values_are_compared_in_time(operator: str, pattern: str, value: str) -> None:
    written = [pattern.format(at % 30 + 10, at // 30) for at in range(1_990)]
    context = {"k:x": [value.format(at % 50 + 10) for at in range(50)]}
    made = allow(Condition={f"ForAnyValue:{operator}": {"k:x": written}})
    assert decision(identity_policy=made, context=context) == "implicitly_denied"


@pytest.mark.parametrize("piece", ["*a", "*a?", "?*", "*?*?a"])
def test_patterns_made_to_blow_up_are_decided_at_once(piece: str) -> None:
    resource = "arn:aws:s3:::" + "a" * 2000
    patterns = ["arn:aws:s3:::" + piece * 300 + "b" for _ in range(60)]
    made = allow(resource=patterns, Condition={"StringLike": {"aws:UserAgent": [piece * 400 + "b"]}})
    assert decision(action="s3:GetObject", resource=resource, identity_policy=made) == "implicitly_denied"
    context = {"aws:UserAgent": "a" * 2000}
    made = allow(Condition={"StringLike": {"aws:UserAgent": [piece * 400 + "b"] * 40}})
    assert decision(identity_policy=made, context=context) == "implicitly_denied"
