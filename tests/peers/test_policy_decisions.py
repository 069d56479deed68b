"""Another simulator of IAM decides the same requests; its licence keeps it out of the program: it runs beside us."""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest

from studykit.rules.kernels.policy_evaluation import KERNEL
from tests.peers.npm import install
from tests.peers.policy_requests import AWAY, HOME, Asked, allow, draw, policy

PEER = "@cloud-copilot/iam-simulate@0.1.173"
RUNNER = """
import { anonymousPrincipal, runSimulation } from '@cloud-copilot/iam-simulate';
import { readFileSync } from 'node:fs';
const answers = [];
for (const one of JSON.parse(readFileSync(0, 'utf8'))) {
  if (one.request.principal === '*') one.request.principal = anonymousPrincipal;
  const answer = await runSimulation(one, {});
  answers.push(answer.resultType === 'error' ? 'Error: ' + JSON.stringify(answer.errors) : answer.overallResult);
}
console.log(JSON.stringify(answers));
"""
WORDS = {"Allowed": "allowed", "ExplicitlyDenied": "explicitly_denied", "ImplicitlyDenied": "implicitly_denied"}


@pytest.fixture(scope="module")
def peer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of its own with the peer in it."""
    folder = tmp_path_factory.mktemp("iam-peer")
    install(folder, PEER, left_out="the peer of policy decisions")
    (folder / "runner.mjs").write_text(RUNNER, encoding="utf-8")
    return folder


def ours(asked: Asked) -> Mapping[str, Any]:
    def text(value: object) -> str | None:
        return json.dumps(value) if value else None

    return KERNEL.run(
        principal=asked.principal,
        action=asked.action,
        resource=asked.resource,
        resource_account=HOME,
        context=json.dumps(asked.context),
        identity_policy=text(asked.identity),
        resource_policy=text(asked.resource_policy),
        boundary=text(asked.boundary),
        session_policy=text(asked.session),
        scp=text(asked.scp),
        rcp=text(asked.rcp),
    ).gives


def simulation(asked: Asked) -> dict[str, Any]:
    def named(policies: Iterable[Any]) -> list[Any]:
        return [{"name": f"p{at}", "policy": one} for at, one in enumerate(policies)]

    made: dict[str, Any] = {
        "request": {
            "principal": asked.principal,
            "action": asked.action,
            "resource": {"resource": asked.resource, "accountId": HOME},
            "contextVariables": asked.context,
        },
        # The peer takes the root user for somebody without policies; the service lets it do everything.
        "identityPolicies": named([policy(allow())] if asked.principal.endswith(":root") else asked.identity),
        "serviceControlPolicies": [
            {"orgIdentifier": f"ou-{at}", "policies": named(level)} for at, level in enumerate(asked.scp)
        ],
        "resourceControlPolicies": [{"orgIdentifier": "ou-0", "policies": named(asked.rcp)}] if asked.rcp else [],
    }
    if asked.resource_policy:
        made["resourcePolicy"] = asked.resource_policy
    if asked.boundary:
        made["permissionBoundaryPolicies"] = named([asked.boundary])
    if asked.session:
        made["sessionPolicy"] = asked.session
    return made


def theirs(peer: Path, asked: Sequence[Asked]) -> list[str]:
    done = subprocess.run(
        ("node", "runner.mjs"),
        cwd=peer,
        input=json.dumps([simulation(one) for one in asked]),
        capture_output=True,
        text=True,
        timeout=100,
        check=True,
    )
    return [WORDS.get(word, word) for word in json.loads(done.stdout)]


ROLE, OTHER = f"arn:aws:iam::{HOME}:role/caller", f"arn:aws:iam::{AWAY}:role/caller"
FUNCTION = f"arn:aws:lambda:eu-west-1:{HOME}:function:orders"
INVOKE = policy(allow("lambda:InvokeFunction"))


def invokers(*named: str, effect: str = "Allow", kind: str = "AWS") -> dict[str, Any]:
    statement = allow("lambda:InvokeFunction", FUNCTION, Principal={kind: list(named)})
    return policy({**statement, "Effect": effect})


TABLE = (
    (OTHER, INVOKE, invokers(OTHER), "allowed"),
    (OTHER, INVOKE, None, "implicitly_denied"),
    (OTHER, None, invokers(OTHER), "implicitly_denied"),
    (OTHER, INVOKE, invokers(f"arn:aws:iam::{AWAY}:root"), "allowed"),
    (ROLE, INVOKE, None, "allowed"),
    (ROLE, None, invokers(ROLE), "allowed"),
    (ROLE, None, invokers(f"arn:aws:iam::{HOME}:root"), "implicitly_denied"),
    (ROLE, INVOKE, invokers(ROLE, effect="Deny"), "explicitly_denied"),
    ("s3.amazonaws.com", None, invokers("s3.amazonaws.com", kind="Service"), "allowed"),
)
"""Who invokes, its identity policy, the function's policy, and what a measured run of the peer decided."""


def test_nine_ways_to_invoke_a_function_are_decided_as_the_peer_decides(peer: Path) -> None:
    asked = [
        Asked(who, "lambda:InvokeFunction", FUNCTION, {}, [own] if own else [], policy_of_function)
        for who, own, policy_of_function, _ in TABLE
    ]
    expected = [decision for *_, decision in TABLE]
    assert [ours(one)["decision"] for one in asked] == expected
    assert theirs(peer, asked) == expected


def _has(asked: Asked, pattern: str) -> bool:
    said = (asked.identity, asked.resource_policy, asked.boundary, asked.session, asked.scp, asked.rcp)
    return bool(re.search(pattern, json.dumps(said)))


PEER_IS_WRONG: Mapping[str, Any] = {
    # A grant to a session itself, or to everybody, is not limited by what a session policy leaves out.
    "session policy limits a direct grant": lambda one: one.session and one.resource_policy,
    # "arn:aws:s3:*" covers the rest of the ARN: an asterisk that ends a segment goes beyond the colons.
    "short ARN patterns": lambda one: _has(one, r'"arn:aws:[a-z0-9]+:\*"'),
    # Variables are filled in wherever they stand in an ARN, and defaults too.
    "variables in ARNs with account or Region": lambda one: _has(one, r"arn:aws:[a-z?]+:[^\"]*:[^:\"]*\$\{"),
    # ${*} stands for an asterisk under every operator for texts.
    "a literal asterisk outside StringLike": lambda one: _has(one, r"\$\{\*\}"),
    # Dates may be written as seconds since 1970.
    "dates as seconds": lambda one: _has(one, "1772366400"),
    # Before 2012 a policy knew no variables: ${aws:username} is plain text.
    "the older version": lambda one: _has(one, "2008-10-17") and _has(one, r"\$\{"),
    # An address of one family never lies in a network of the other, so that NotIpAddress holds.
    "addresses of two families": lambda one: _has(one, "NotIpAddress") and ":" in one.context.get("aws:SourceIp", ""),
    # IfExists is satisfied by a missing key, whatever stands before it.
    "ForAnyValue with IfExists": lambda one: _has(one, r"ForAnyValue:\w+IfExists"),
    # Root users cannot assume roles.
    "root assumes a role": lambda one: one.principal.endswith(":root") and one.action == "sts:AssumeRole",
}
"""What the service's documentation says and the peer does not do; a difference must be one of these."""


def test_drawn_requests_are_decided_as_the_peer_decides(peer: Path) -> None:
    random = Random(20261121)
    asked = [draw(random) for _ in range(1200)]
    decided = [ours(one)["decision"] for one in asked]
    other = theirs(peer, asked)
    differing = [one for one, mine, its in zip(asked, decided, other, strict=True) if mine != its]
    unexplained = [one for one in differing if not any(is_it(one) for is_it in PEER_IS_WRONG.values())]
    assert unexplained == []
    clear = [at for at, one in enumerate(asked) if not any(is_it(one) for is_it in PEER_IS_WRONG.values())]
    assert len(clear) > 500
    assert all(decided[at] == other[at] for at in clear)
    assert len(differing) < len(asked) * 0.06
    assert min(Counter(decided).values()) > 150
