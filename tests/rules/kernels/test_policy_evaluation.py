"""Who must allow, who may deny, and in which order IAM asks."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.core.errors import UsageError
from tests.rules.kernels.policies import (
    AWAY,
    HOME,
    QUEUE,
    ROLE,
    ROOT,
    SESSION,
    STRANGER,
    USER,
    allow,
    decision,
    grants,
    missing,
    policy,
    run,
    statement,
)


def test_nothing_is_allowed_by_default() -> None:
    gives = run().gives
    assert (gives["decision"], gives["missing"], gives["allowed"]) == ("implicitly_denied", ("identity_policy",), False)


def test_the_deciding_statement_is_named_by_its_sid_or_its_place_and_by_its_policy() -> None:
    two = [
        {"name": "team", "policy": json.loads(policy(statement(action="s3:*"), statement("Deny", Sid="Stop")))},
        {"name": "all", "policy": json.loads(allow())},
    ]
    gives = run(identity_policy=json.dumps(two)).gives
    assert (gives["decided_by"], gives["policy"], gives["statement"]) == ("identity_policy", "team", "statement 'Stop'")
    gives = run(identity_policy=json.dumps(two[1:])).gives
    assert (gives["policy"], gives["statement"]) == ("all", "statement 1")


@pytest.mark.parametrize("kind", ["identity_policy", "resource_policy", "boundary", "scp", "rcp", "session_policy"])
def test_an_explicit_denial_in_any_policy_wins(kind: str) -> None:
    fine = {"identity_policy": allow(), "boundary": allow(), "session_policy": allow(), "scp": allow()}
    named: dict[str, Any] = {"Principal": "*"} if kind in ("resource_policy", "rcp") else {}
    denial = policy(statement("Deny", "sqs:*", **named), *([] if named else [statement()]))
    gives = run(SESSION, **{**fine, kind: denial}).gives
    assert (gives["decision"], gives["decided_by"]) == ("explicitly_denied", kind)


def test_in_one_account_identity_policy_or_resource_policy_suffices() -> None:
    assert decision(identity_policy=allow()) == "allowed"
    assert decision(resource_policy=grants(USER)) == "allowed"
    assert run(resource_policy=grants(USER)).gives["decided_by"] == "resource_policy"


def test_naming_the_account_only_passes_the_decision_on_to_it() -> None:
    for account in (HOME, ROOT):
        assert missing(resource_policy=grants(account)) == ("identity_policy",)
        assert decision(resource_policy=grants(account), identity_policy=allow()) == "allowed"


def test_across_accounts_both_sides_must_allow() -> None:
    assert missing(STRANGER, identity_policy=allow()) == ("resource_policy",)
    assert missing(STRANGER, resource_policy=grants(STRANGER)) == ("identity_policy",)
    assert missing(STRANGER) == ("resource_policy", "identity_policy")
    for named in (STRANGER, AWAY, f"arn:aws:iam::{AWAY}:root", "*"):
        assert decision(STRANGER, identity_policy=allow(), resource_policy=grants(named)) == "allowed"
    assert run(STRANGER).gives["same_account"] is False


@pytest.mark.parametrize(
    ("who", "named", "expected"),
    [
        (USER, USER, "allowed"),
        (USER, "*", "allowed"),
        (SESSION, SESSION, "allowed"),
        (SESSION, ROLE, "implicitly_denied"),
        (SESSION, "*", "allowed"),
        (ROLE, ROLE, "implicitly_denied"),
        (f"arn:aws:sts::{HOME}:federated-user/bob", f"arn:aws:sts::{HOME}:federated-user/bob", "allowed"),
    ],
)
def test_a_boundary_limits_grants_to_a_role_but_none_to_a_user_or_session(who: str, named: str, expected: str) -> None:
    asked = run(who, resource_policy=grants(named), boundary=allow(action="ec2:*")).gives
    assert asked["decision"] == expected
    assert asked["missing"] == (("boundary",) if expected != "allowed" else ())
    assert decision(who, resource_policy=grants(named), boundary=allow(action="sqs:*")) == "allowed"


def test_boundary_and_session_policy_intersect_with_the_identity_policy() -> None:
    narrow = allow(action="ec2:*")
    assert missing(SESSION, identity_policy=allow(), boundary=narrow) == ("boundary",)
    assert missing(SESSION, identity_policy=allow(), session_policy=narrow) == ("session_policy",)
    assert missing(SESSION, boundary=allow(), session_policy=allow()) == ("identity_policy",)
    assert missing(SESSION, boundary=narrow, session_policy=narrow) == ("identity_policy", "boundary", "session_policy")
    assert decision(SESSION, identity_policy=allow(), boundary=allow(), session_policy=allow()) == "allowed"


def test_every_level_of_the_organization_must_allow() -> None:
    full, other = json.loads(allow()), json.loads(allow(action="s3:*"))
    asked = {"identity_policy": allow()}
    assert decision(**asked, scp=json.dumps([[full], [full, other]])) == "allowed"
    assert missing(**asked, scp=json.dumps([[full], [other]])) == ("scp",)
    assert decision(**asked, scp=json.dumps([full, other])) == "allowed"
    levels = [{"orgIdentifier": "root", "policies": [{"name": "a", "policy": full}]}, {"policies": [other]}]
    assert missing(**asked, scp=json.dumps(levels)) == ("scp",)
    leveled = [{"name": "a", "level": "root", "policy": full}, {"name": "b", "level": "ou", "policy": other}]
    assert missing(**asked, scp=json.dumps(leveled)) == ("scp",)
    assert decision(**asked, scp="FullAWSAccess") == "allowed"
    assert decision(**asked, scp='["FullAWSAccess"]') == "allowed"
    assert missing(scp=allow(action="s3:*")) == ("scp", "identity_policy")
    wall = policy(statement("Deny", "ec2:*"))
    assert missing(**asked, scp=wall) == ("scp",)
    assert decision(**asked, scp=wall, full_aws_access=True) == "allowed"
    assert decision(**asked, scp=json.dumps([[json.loads(wall)], [other]]), full_aws_access=True) == "allowed"
    assert missing(full_aws_access=True) == ("identity_policy",)
    assert any("FullAWSAccess is none of them" in moment.says for moment in run(**asked, scp=wall).moments)


def test_organization_policies_spare_the_management_account_linked_roles_and_services() -> None:
    stop, wall = policy(statement("Deny")), policy(statement("Deny", "sqs:*", Principal="*"))
    assert decision(identity_policy=allow(), scp=stop, management_account=True) == "allowed"
    assert decision(identity_policy=allow(), rcp=wall, management_account=True) == "allowed"
    both = {"identity_policy": allow(), "resource_policy": grants("*")}
    assert decision(STRANGER, **both, rcp=wall, management_account=True) == "explicitly_denied"
    assert decision(STRANGER, **both, scp=stop, management_account=True) == "allowed"
    linked = f"arn:aws:iam::{HOME}:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX"
    assert decision(linked, identity_policy=allow(), scp=stop, rcp=wall) == "allowed"
    service = {"resource_policy": grants("sns.amazonaws.com", kind="Service")}
    assert decision("sns.amazonaws.com", **service, scp=stop) == "allowed"
    assert decision("sns.amazonaws.com", **service, rcp=wall) == "explicitly_denied"
    assert decision(ROOT, scp=stop) == "explicitly_denied"
    assert decision(identity_policy=allow(), rcp="RCPFullAWSAccess") == "allowed"


def test_the_account_of_a_bucket_is_the_callers_unless_it_is_said() -> None:
    bucket = {"action": "s3:ListBucket", "resource": "arn:aws:s3:::reports", "identity_policy": allow()}
    assert decision(**bucket) == "allowed"
    assert decision(**bucket, resource_account=AWAY) == "implicitly_denied"
    assert decision(**bucket, context={"aws:ResourceAccount": AWAY}) == "implicitly_denied"


def test_moments_walk_the_order_of_evaluation() -> None:
    says = [moment.says for moment in run(STRANGER, identity_policy=allow()).moments]
    assert says == [
        f"{STRANGER} asks for sqs:SendMessage on {QUEUE}.",
        "No policy denies it explicitly.",
        "Caller and resource are in different accounts.",
        "Allowed by statement 1 of the identity policy.",
        "No resource policy allows it.",
        "It is denied implicitly: the resource policy should allow it.",
    ]


@pytest.mark.parametrize(
    "asked",
    [
        {"action": "SendMessage"},
        {"action": "sqs:*"},
        {"principal": "alice"},
        {"principal": f"arn:aws:iam::{HOME}:group/team"},
        {"principal": f"arn:aws:iam::{HOME}:user"},
        {"context": "no json"},
        {"context": "[1]"},
        {"context": '{"aws:SourceIp": {"a": 1}}'},
        {"resource": "arn:aws:s3:::" + "x" * 5000},
        {"context": json.dumps({"k": "x" * 30_000})},
        {"context": json.dumps({"k": ["x"] * 51})},
        {"identity_policy": allow(resource=[QUEUE] * 1_500), "scp": allow(resource=[QUEUE] * 1_500)},
    ],
)
def test_what_is_no_request_is_refused_with_a_sentence(asked: dict[str, str]) -> None:
    with pytest.raises(UsageError, match=r"\.$"):
        run(**asked)


WHO = st.sampled_from([USER, ROLE, SESSION, ROOT, STRANGER, "sns.amazonaws.com"])
EFFECTS = st.sampled_from(["Allow", "Deny"])
SETS = st.lists(st.tuples(EFFECTS, st.sampled_from(["sqs:*", "s3:*", "sqs:SendMessage"])), min_size=1, max_size=3)


def written(said: list[tuple[str, str]], **more: Any) -> str:
    return policy(*(statement(effect, action, **more) for effect, action in said))


@given(WHO, SETS, SETS, SETS)
def test_adding_a_denial_denies_and_adding_an_allowance_never_takes_away(
    who: str, own: list[tuple[str, str]], theirs: list[tuple[str, str]], limit: list[tuple[str, str]]
) -> None:
    asked = {"identity_policy": written(own), "resource_policy": written(theirs, Principal="*"), "scp": written(limit)}
    before = decision(who, **asked)
    denied = decision(who, **{**asked, "resource_policy": written([*theirs, ("Deny", "*")], Principal="*")})
    assert denied == "explicitly_denied"
    after = decision(who, **{**asked, "identity_policy": written([*own, ("Allow", "*")])})
    assert before in (after, "implicitly_denied")
