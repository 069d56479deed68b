"""Words for tests of policy evaluation: short ways to write policies and to ask."""

from __future__ import annotations

import json
from typing import Any

from studykit.rules.kernel import Run
from studykit.rules.kernels.policy_evaluation import KERNEL

HOME, AWAY = "111111111111", "222222222222"
USER = f"arn:aws:iam::{HOME}:user/staff/alice"
ROLE = f"arn:aws:iam::{HOME}:role/app/worker"
SESSION = f"arn:aws:sts::{HOME}:assumed-role/worker/run1"
ROOT = f"arn:aws:iam::{HOME}:root"
STRANGER = f"arn:aws:iam::{AWAY}:user/bob"
QUEUE = f"arn:aws:sqs:eu-west-1:{HOME}:orders"


def statement(effect: str = "Allow", action: Any = "*", resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": effect, "Action": action, "Resource": resource, **more}


def policy(*statements: Any, version: str | int = "2012-10-17") -> str:
    return json.dumps({"Version": version, "Statement": list(statements)})


def allow(**more: Any) -> str:
    return policy(statement(**more))


def grants(*principals: str, kind: str = "AWS", effect: str = "Allow", **more: Any) -> str:
    """A resource policy for some principals."""
    named = "*" if principals == ("*",) else {kind: list(principals)}
    return policy(statement(effect, Principal=named, **more))


def run(principal: str | None = USER, action: str = "sqs:SendMessage", resource: str = QUEUE, **more: Any) -> Run:
    words = {key: json.dumps(value) if isinstance(value, dict) else value for key, value in more.items()}
    return KERNEL.run(principal=principal, action=action, resource=resource, **words)


def decision(*words: Any, **more: Any) -> Any:
    return run(*words, **more).gives["decision"]


def missing(*words: Any, **more: Any) -> Any:
    return run(*words, **more).gives["missing"]
