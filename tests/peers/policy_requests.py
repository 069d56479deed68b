"""Draw requests with policies of every kind, from a seed: what the peer test asks two judges."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

HOME, AWAY = "111111111111", "222222222222"
ORG = "o-abc123/r-ab12/ou-ab12-11111111/"

ASKED: Mapping[str, str] = {
    "s3:GetObject": "arn:aws:s3:::reports/team/june.csv",
    "s3:ListBucket": "arn:aws:s3:::reports",
    "lambda:InvokeFunction": f"arn:aws:lambda:eu-west-1:{HOME}:function:orders",
    "sqs:SendMessage": f"arn:aws:sqs:eu-west-1:{HOME}:orders.fifo",
    "sns:Publish": f"arn:aws:sns:eu-west-1:{HOME}:orders",
    "dynamodb:GetItem": f"arn:aws:dynamodb:eu-west-1:{HOME}:table/orders",
    "secretsmanager:GetSecretValue": f"arn:aws:secretsmanager:eu-west-1:{HOME}:secret:orders-a1b2c3",
    "kms:Decrypt": f"arn:aws:kms:eu-west-1:{HOME}:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    "sts:AssumeRole": f"arn:aws:iam::{HOME}:role/app/worker",
}
"""Action → the resource that it is asked for."""

Statement = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request with its policies; lists of policies are lists of documents."""

    principal: str
    action: str
    resource: str
    context: Mapping[str, str | list[str]]
    identity: Sequence[Statement] = ()
    resource_policy: Statement | None = None
    boundary: Statement | None = None
    session: Statement | None = None
    scp: Sequence[Sequence[Statement]] = field(default=())
    rcp: Sequence[Statement] = ()


def policy(*statements: Statement, version: str = "2012-10-17") -> Statement:
    return {"Version": version, "Statement": list(statements)}


def allow(action: str = "*", resource: str = "*", **more: Any) -> Statement:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def callers(account: str) -> tuple[str, ...]:
    return (
        f"arn:aws:iam::{account}:user/staff/alice",
        f"arn:aws:iam::{account}:role/app/worker",
        f"arn:aws:sts::{account}:assumed-role/worker/alice",
        f"arn:aws:sts::{account}:federated-user/bob",
        f"arn:aws:iam::{account}:root",
    )


def draw(random: Random) -> Asked:
    """One request over all features, biased so that each decision is common."""
    action = random.choice(list(ASKED))
    account = random.choice((HOME, HOME, AWAY))
    outsider = random.random() < 0.12
    principal = (
        random.choice(("sns.amazonaws.com", "lambda.amazonaws.com")) if outsider else random.choice(callers(account))
    )
    make = Maker(random, action, principal, account, disputed=random.random() < 0.25)
    own = not outsider and not principal.endswith(":root")
    return Asked(
        principal=principal,
        action=action,
        resource=ASKED[action],
        context=make.context(),
        identity=[make.policy() for _ in range(random.randint(0, 2))] if own else [],
        resource_policy=make.policy("resource")
        if random.random() < 0.6 or outsider or ":AssumeRole" in action
        else None,
        boundary=make.policy() if own and random.random() < 0.25 else None,
        session=make.policy() if own and "/" in principal and ":sts:" in principal and random.random() < 0.3 else None,
        scp=[]
        if outsider
        else [[make.policy("scp") for _ in range(random.randint(1, 2))] for _ in range(random.choice((0, 0, 1, 2)))],
        rcp=[make.policy("rcp")] if random.random() < 0.15 else [],
    )


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes policies and a context around one request."""

    random: Random
    action: str
    principal: str
    account: str
    disputed: bool
    """Whether to draw features that the peer is known to get wrong."""

    def often(self, share: float) -> bool:
        return self.random.random() < share

    def policy(self, kind: str = "") -> Statement:
        count = self.random.choice((1, 1, 2, 3))
        version = "2008-10-17" if kind != "rcp" and self.often(0.1 if self.disputed else 0.02) else "2012-10-17"
        statements = [self.statement(kind) for _ in range(count)]
        if kind == "scp" and self.often(0.6):
            statements.append(allow())
        return policy(*statements, version=version)

    def statement(self, kind: str) -> Statement:
        effect = "Deny" if kind == "rcp" or self.often(0.15) else "Allow"
        made: Statement = {"Effect": effect}
        if kind != "rcp" and self.often(0.12) and not self.is_trust(kind):
            made["NotAction"] = self.random.choice(("iam:*", self.action, ["s3:Put*", "ec2:*"]))
        else:
            made["Action"] = self.any_of([one for one in self.actions() if self.may_say(one, kind)])
        if kind == "rcp":
            made["Principal"] = "*"
        elif kind == "resource":
            made |= self.principals(effect)
        if not self.is_trust(kind):
            made |= self.resources()
        if self.often(0.4):
            made["Condition"] = self.conditions()
        return made

    def is_trust(self, kind: str) -> bool:
        return kind == "resource" and self.action.startswith("sts:")

    def may_say(self, action: str, kind: str) -> bool:
        """Trust policies speak of STS only, and those for an organization's resources name the service."""
        return action.lower().startswith("sts:") if self.is_trust(kind) else action != "*" or kind != "rcp"

    def any_of(self, values: Sequence[str]) -> str | list[str]:
        if self.often(0.7):
            return self.random.choice(values)
        return self.random.sample(list(values), min(2, len(values)))

    def actions(self) -> Sequence[str]:
        service, name = self.action.split(":")
        fits = (self.action, f"{service}:*", "*", f"{service}:{name[:3]}*", f"{service.upper()}:{name.lower()}")
        odd = (f"{service}:{name[:-1]}?", f"{service}:?{name}", f"{service}:{name}X", "ec2:*", f"{service}:*{name[2:]}")
        return fits if self.often(0.75) else odd

    def resources(self) -> Statement:
        if self.often(0.1):
            return {"NotResource": self.random.choice(("arn:aws:s3:::other/*", ASKED[self.action]))}
        return {"Resource": self.any_of(self.arns())}

    def arns(self) -> Sequence[str]:
        resource = ASKED[self.action]
        head, tail = resource.rsplit(":", 1)
        service = resource.split(":")[2]
        fits = ("*", resource, f"{head}:*", f"{resource[:-3]}*", f"{resource[:-1]}?")
        odd = (
            f"arn:aws:{service}:*:{HOME}:{tail}",
            f"arn:aws:{service}:*:*:{tail}",
            f"{head}:{tail}?",
            f"{resource}/*",
            "arn:aws:s3:::reports/${aws:username}*",
            "arn:aws:s3:::${aws:PrincipalTag/team, 'reports'}*",
        )
        if self.disputed and self.often(0.2):
            return (f"arn:aws:{service}:*", f"{head}:${{aws:PrincipalTag/team}}*", f"{head}:*${{aws:username, 'e'}}*")
        return fits if self.often(0.7) else odd

    def principals(self, effect: str) -> Statement:
        if ".amazonaws" in self.principal:
            return {
                "Principal": self.random.choice(({"Service": self.principal}, {"Service": "s3.amazonaws.com"}, "*"))
            }
        session = self.principal.split("/")[-1]
        role = f"arn:aws:iam::{self.account}:role/{'app/' if ':role/' in self.principal else ''}worker"
        named: list[Any] = [
            {"AWS": self.principal},
            {"AWS": self.account},
            {"AWS": f"arn:aws:iam::{self.account}:root"},
            {"AWS": role},
            {"AWS": [AWAY, f"arn:aws:sts::{self.account}:assumed-role/worker/{session}"]},
            "*",
            {"AWS": "*"},
            {"AWS": f"arn:aws:iam::{self.account}:user/somebody", "Service": "sns.amazonaws.com"},
        ]
        if effect == "Deny" and self.often(0.2):
            return {"NotPrincipal": {"AWS": [self.principal, f"arn:aws:iam::{self.account}:root", role]}}
        return {"Principal": self.random.choice(named)}

    def context(self) -> dict[str, str | list[str]]:
        """What is known of the request; each key is missing now and then."""
        known: dict[str, str | list[str]] = {
            "aws:SourceIp": self.random.choice(("203.0.113.7", "10.1.2.3", "2001:db8::7")),
            "aws:CurrentTime": self.random.choice(("2026-03-01T12:00:00Z", "2027-01-01T00:00:00Z")),
            "aws:EpochTime": "1772366400",
            "aws:MultiFactorAuthAge": self.random.choice(("59", "60", "3600")),
            "aws:MultiFactorAuthPresent": self.random.choice(("true", "false")),
            "aws:SecureTransport": self.random.choice(("true", "false")),
            "aws:SourceArn": self.random.choice((f"arn:aws:sns:eu-west-1:{HOME}:orders", "arn:aws:s3:::uploads")),
            "aws:SourceAccount": self.random.choice((HOME, AWAY)),
            "aws:PrincipalTag/team": self.random.choice(("orders", "Red", "*")),
            "aws:PrincipalOrgPaths": self.random.choice(([ORG], [ORG, "o-x/r-y/"])),
            "aws:UserAgent": self.random.choice(("sdk/1.0", "Browser*")),
        }
        own = {"aws:username": "alice"} if ":user/" in self.principal else {}
        return {**own, **{key: value for key, value in known.items() if self.often(0.8)}}

    def conditions(self) -> Statement:
        found: Statement = {}
        for _ in range(self.random.choice((1, 1, 2))):
            choices = DISPUTED if self.disputed and self.often(0.3) else CONDITIONS
            operator, key, values = self.random.choice(choices)(self.random)
            found.setdefault(operator, {})[key] = values[0] if len(values) == 1 else values
        return found


def _of(
    operators: Sequence[str], key: str, *values: Sequence[str]
) -> Callable[[Random], tuple[str, str, Sequence[str]]]:
    """A condition over one key, sometimes with IfExists and in another spelling of the key."""

    def make(random: Random) -> tuple[str, str, Sequence[str]]:
        operator = random.choice(operators)
        ending = "IfExists" if random.random() < 0.25 and operator != "Null" else ""
        return operator + ending, key if random.random() < 0.8 else key.lower(), random.choice(values)

    return make


def _ranges(kind: str) -> tuple[str, ...]:
    ends = ("Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")
    return tuple(kind + end for end in ends)


TEXTS = (
    *("StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"),
    *("StringLike", "StringNotLike"),
)
ARNS = ("ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike")
SETS = tuple(f"{one}:{other}" for one in ("ForAllValues", "ForAnyValue") for other in TEXTS)
TOPIC = f"arn:aws:sns:eu-west-1:{HOME}:orders"
CONDITIONS = (
    _of(TEXTS, "aws:PrincipalTag/team", ["orders"], ["red"], ["r*", "Orders"], ["*"], ["${aws:username}"]),
    _of(TEXTS, "aws:UserAgent", ["sdk/?.0"], ["Browser*"], ["BROWSER*"], ["${aws:UserAgent}"]),
    _of(TEXTS, "aws:username", ["alice"], ["al*"], ["${aws:nothing, 'alice'}"], ["${aws:PrincipalTag/team}"]),
    _of(SETS[:6], "aws:PrincipalOrgPaths", [ORG], ["o-abc123/*"], ["o-x/*", "o-abc123/*"], ["none"]),
    _of(_ranges("Numeric"), "aws:MultiFactorAuthAge", ["60"], ["59.5"], ["60", "3600"]),
    _of(_ranges("Date"), "aws:CurrentTime", ["2026-03-01T12:00:00Z"], ["2026-06-01T00:00:00Z"], ["2027-01-01"]),
    _of(("Bool",), "aws:MultiFactorAuthPresent", ["true"], ["false"], ["True"]),
    _of(("Bool",), "aws:SecureTransport", ["true"], ["false"]),
    _of(("IpAddress",), "aws:SourceIp", ["203.0.113.0/24"], ["10.0.0.0/8", "2001:db8::/32"], ["10.1.2.3"]),
    _of(ARNS, "aws:SourceArn", ["arn:aws:sns:*:*:orders"], ["arn:aws:s3:::up*"], ["arn:aws:sns:*:orders"], [TOPIC]),
    _of(("Null",), "aws:MultiFactorAuthAge", ["true"], ["false"]),
    _of(("StringEquals", "StringLike"), "aws:SourceAccount", [HOME], [AWAY, "3*"]),
)
DISPUTED = (
    _of(TEXTS, "aws:PrincipalTag/team", ["${*}"], ["Re${*}"]),
    _of(("NotIpAddress",), "aws:SourceIp", ["203.0.113.0/24"], ["10.0.0.0/8", "2001:db8::/32"], ["10.1.2.3"]),
    _of(SETS[6:], "aws:PrincipalOrgPaths", [ORG], ["o-abc123/*"], ["o-x/*", "o-abc123/*"], ["none"]),
    _of(_ranges("Date"), "aws:CurrentTime", ["1772366400"]),
    _of(ARNS, "aws:SourceArn", ["arn:aws:s?s:*:${aws:SourceAccount}:*"]),
)
