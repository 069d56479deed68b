"""Who asks: users, roles, accounts, services and nobody in particular."""

from __future__ import annotations

from typing import Any

from tests.rules.kernels.policies import (
    AWAY,
    HOME,
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

KEY = f"arn:aws:kms:eu-west-1:{HOME}:key/1234"
TRUSTED = f"arn:aws:iam::{HOME}:role/target"


def trust(*principals: str, kind: str = "AWS", action: str = "sts:AssumeRole", **more: Any) -> str:
    named = {"Effect": "Allow", "Principal": {kind: list(principals)}, "Action": action, **more}
    return policy(named)


def test_the_root_user_needs_no_policy_in_its_own_account() -> None:
    assert run(ROOT).gives["decided_by"] == "root_user"
    assert decision(ROOT, resource_policy=grants("*", effect="Deny")) == "explicitly_denied"
    away = f"arn:aws:iam::{AWAY}:root"
    assert missing(away) == ("resource_policy",)
    assert decision(away, resource_policy=grants(AWAY)) == "allowed"
    assert missing(ROOT, "kms:Decrypt", KEY) == ("resource_policy",)
    assert decision(ROOT, "kms:Decrypt", KEY, resource_policy=grants(ROOT)) == "allowed"
    assert decision(ROOT, "sts:AssumeRole", TRUSTED, resource_policy=trust(ROOT)) == "implicitly_denied"


def test_an_account_stands_for_its_root_user_or_for_somebody_with_the_given_policies() -> None:
    assert decision(HOME) == "allowed"
    assert decision(HOME, identity_policy=allow(action="s3:*")) == "implicitly_denied"
    assert decision(AWAY, identity_policy=allow(), resource_policy=grants(AWAY)) == "allowed"


def test_a_service_is_admitted_by_the_resource_policy_alone() -> None:
    only_here = {"StringEquals": {"aws:SourceAccount": HOME}, "ArnLike": {"aws:SourceArn": "arn:aws:sns:*:*:orders"}}
    admits = grants("sns.amazonaws.com", kind="Service", Condition=only_here)
    source = f"arn:aws:sns:eu-west-1:{HOME}:orders"
    right = {"aws:SourceAccount": HOME, "aws:SourceArn": source}
    assert decision("sns.amazonaws.com", resource_policy=admits, context=right) == "allowed"
    assert run("sns.amazonaws.com", resource_policy=admits, context=right).gives["same_account"] is None
    for wrong in (
        {**right, "aws:SourceAccount": AWAY},
        {"aws:SourceArn": source},
        {**right, "aws:SourceArn": source + "s"},
    ):
        assert missing("sns.amazonaws.com", resource_policy=admits, context=wrong) == ("resource_policy",)
    assert decision("s3.amazonaws.com", resource_policy=admits, context=right) == "implicitly_denied"
    assert decision("sns.amazonaws.com", identity_policy=allow()) == "implicitly_denied"


def test_anonymous_and_canonical_callers_are_admitted_by_the_resource_policy() -> None:
    bucket, ask = "arn:aws:s3:::reports/june", {"action": "s3:GetObject", "resource_account": HOME}
    for nobody in ("*", "anonymous"):
        assert decision(nobody, resource=bucket, **ask, resource_policy=grants("*")) == "allowed"
        assert decision(nobody, resource=bucket, **ask, resource_policy=grants(HOME)) == "implicitly_denied"
    canonical = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"
    admits = grants(canonical, kind="CanonicalUser")
    assert decision(canonical, resource=bucket, **ask, resource_policy=admits) == "allowed"
    assert decision("anonymous", resource=bucket, **ask, resource_policy=admits) == "implicitly_denied"


def test_a_role_is_assumed_only_by_whom_it_trusts() -> None:
    assert missing(USER, "sts:AssumeRole", TRUSTED, identity_policy=allow()) == ("resource_policy",)
    assert decision(USER, "sts:AssumeRole", TRUSTED, resource_policy=trust(USER)) == "allowed"
    assert missing(USER, "sts:AssumeRole", TRUSTED, resource_policy=trust(HOME)) == ("identity_policy",)
    assert missing(STRANGER, "sts:AssumeRole", TRUSTED, resource_policy=trust(STRANGER)) == ("identity_policy",)
    service = trust("lambda.amazonaws.com", kind="Service")
    assert decision("lambda.amazonaws.com", "sts:AssumeRole", TRUSTED, resource_policy=service) == "allowed"
    assert decision("ec2.amazonaws.com", "sts:AssumeRole", TRUSTED, resource_policy=service) == "implicitly_denied"
    web = {"action": "sts:AssumeRoleWithWebIdentity", "resource": TRUSTED}
    for provider in ("cognito-identity.amazonaws.com", "accounts.google.com", f"arn:aws:iam::{HOME}:oidc-provider/x.y"):
        admits = trust(provider, kind="Federated", action=web["action"])
        assert decision(provider, **web, resource_policy=admits) == "allowed"


def test_a_key_is_used_only_when_its_own_policy_allows_or_passes_on() -> None:
    ask = {"action": "kms:Decrypt", "resource": KEY}
    assert missing(USER, **ask, identity_policy=allow()) == ("resource_policy",)
    assert decision(USER, **ask, identity_policy=allow(), resource_policy=grants(ROOT)) == "allowed"
    assert missing(USER, **ask, resource_policy=grants(ROOT)) == ("identity_policy",)
    assert decision(USER, **ask, resource_policy=grants(USER)) == "allowed"
    assert decision(USER, "kms:ListKeys", "*", identity_policy=allow()) == "allowed"


def test_asking_who_one_is_needs_no_permission() -> None:
    assert decision(USER, "sts:GetCallerIdentity", "*", identity_policy=policy(statement("Deny"))) == "allowed"
    assert decision("anonymous", "sts:GetCallerIdentity", "*") == "implicitly_denied"


def test_not_principal_spares_those_whose_account_is_listed_too() -> None:
    def spared(*listed: str, **more: Any) -> Any:
        wall = {"Effect": "Deny", "NotPrincipal": {"AWS": list(listed)}, "Action": "*", "Resource": "*"}
        return decision(identity_policy=allow(), resource_policy=policy(wall), **more)

    assert spared(USER, HOME) == "allowed"
    assert spared(USER) == "explicitly_denied"
    assert spared(HOME) == "explicitly_denied"
    assert spared(USER, HOME, boundary=allow()) == "explicitly_denied"
    assert spared(ROLE, HOME, principal=SESSION) == "allowed"
    assert spared(HOME, principal=ROOT) == "allowed"
    assert spared("*", principal=STRANGER) == "implicitly_denied"


def test_nobody_in_particular_is_fine_until_a_policy_asks_who() -> None:
    assert decision(None, identity_policy=allow()) == "allowed"
    assert decision(None, resource_policy=grants("*")) == "allowed"
    assert decision(None, "s3:GetObject", "arn:aws:s3:::b/k", identity_policy=allow()) == "allowed"
    unknown = run(None, resource_policy=grants(USER))
    assert unknown.gives["decision"] is None
    assert "who asks is not said" in unknown.moments[0].says
