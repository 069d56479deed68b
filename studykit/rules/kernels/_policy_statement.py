"""Read one statement of a policy; what IAM would refuse is named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from studykit.rules.kernels._policy_operators import operator_problem

KINDS = {
    "scp": "service control policy",
    "rcp": "resource control policy",
    "resource_policy": "resource policy",
    "identity_policy": "identity policy",
    "boundary": "permissions boundary",
    "session_policy": "session policy",
}
"""Kinds of policies, with the words for people, in the order in which they are asked."""

Principals = tuple[tuple[str, str], ...]
"""Type and value: ``("AWS", "*")``, ``("Service", "sns.amazonaws.com")``."""

_ELEMENTS = frozenset(
    ("Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition")
)
_TYPES = frozenset(("AWS", "Service", "Federated", "CanonicalUser"))
_AWS_PRINCIPAL = re.compile(
    r"\*|\d{12}|A(?:IDA|ROA)[A-Z0-9]+"
    r"|arn:[a-z-]+:iam::(?:\d{12}:(?:root|user/[^*?]+|role/[^*?]+)|cloudfront:user/[^*?]+)"
    r"|arn:[a-z-]+:sts::\d{12}:(?:assumed-role/[^*?/]+/[^*?/]+|federated-user/[^*?/]+)"
)
_ACTION = re.compile(r"\*|(?:\*|[A-Za-z0-9-]+):[A-Za-z0-9*?]+")
_SID = re.compile(r"[A-Za-z0-9]*")
_SHOWN = 60
_WITHOUT_RESOURCE = ("sts:", "ecr:")
"""Trust policies and policies of image repositories speak of what they are attached to."""


class Malformed(ValueError):  # noqa: N818 - "malformed" is IAM's own word for it
    """The service would not accept the policy; the message is one sentence."""


class Number(str):
    """A JSON number as it is written: the value of a condition, but no name, action or resource."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """One key under one operator."""

    operator: str
    key: str
    """In lower case."""
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement; empty tuples stand for elements that it does not have."""

    name: str
    """``statement 'Sid'`` or ``statement 2``."""
    allows: bool
    principals: Principals
    not_principals: Principals
    actions: tuple[str, ...]
    not_actions: tuple[str, ...]
    resources: tuple[str, ...]
    not_resources: tuple[str, ...]
    """Both empty: it speaks of what it is attached to."""
    conditions: tuple[Condition, ...]
    version: str

    @property
    def size(self) -> int:
        """How many values there are to compare with."""
        lists = (self.actions, self.not_actions, self.resources, self.not_resources)
        who = len(self.principals) + len(self.not_principals)
        return who + sum(map(len, lists)) + sum(len(one.values) for one in self.conditions)


def read_statement(found: Any, at: int, kind: str, version: str) -> Statement:
    """The statement at a place of a policy. Raises Malformed."""
    must(isinstance(found, dict), f"Statement {at} is not a JSON object.")
    sid = found.get("Sid", "")
    must(type(sid) is str, f"The Sid of statement {at} is no text.")
    name = f"statement '{sid}'" if sid else f"statement {at}"
    try:
        _right_elements(found, kind)
        statement = Statement(
            name=name,
            allows=found["Effect"] == "Allow",
            principals=_principals(found, "Principal"),
            not_principals=_principals(found, "NotPrincipal"),
            actions=_texts(found, "Action"),
            not_actions=_texts(found, "NotAction"),
            resources=_texts(found, "Resource"),
            not_resources=_texts(found, "NotResource"),
            conditions=tuple(_conditions(found.get("Condition", {}))),
            version=version,
        )
        _well_written(statement, kind)
    except Malformed as problem:
        raise Malformed(f"{name[0].upper()}{name[1:]}: {problem}") from None
    return statement


def must(holds: object, problem: str) -> None:
    """Refuse the policy unless something holds. Raises Malformed."""
    if not holds:
        raise Malformed(problem)


def _right_elements(found: Mapping[str, Any], kind: str) -> None:
    unknown = next((key for key in found if key not in _ELEMENTS), "")
    must(not unknown, f"A statement has no element '{unknown[:_SHOWN]}'.")
    must("Effect" in found, "It has no Effect.")
    must(found["Effect"] in ("Allow", "Deny"), "Its Effect is neither Allow nor Deny.")
    _one_of(found, "Action", "NotAction")
    _who(found, kind)
    must("Resource" not in found or "NotResource" not in found, "It has both Resource and NotResource.")
    named = "Resource" in found or "NotResource" in found
    must(not named or kind != "resource_policy" or not _is_trust(found), "A trust policy has no Resource.")
    if kind != "resource_policy" or not _speaks_of_its_own(found):
        must(named, "It has no Resource.")
    if kind != "resource_policy":
        must(_SID.fullmatch(found.get("Sid", "")), "Its Sid holds other signs than letters and figures.")


def _who(found: Mapping[str, Any], kind: str) -> None:
    """Only policies on the side of the resource say whom they are about."""
    if kind == "rcp":
        _guards_resources(found)
    elif kind == "resource_policy":
        _one_of(found, "Principal", "NotPrincipal")
        must("NotPrincipal" not in found or found["Effect"] == "Deny", "NotPrincipal goes with the effect Deny only.")
    else:
        for key in ("Principal", "NotPrincipal"):
            must(key not in found, f"A {KINDS[kind]} has no {key}: it is about whoever it is attached to.")


def _guards_resources(found: Mapping[str, Any]) -> None:
    """What an organization may write for its resources: denials for everybody, of named actions."""
    if found["Effect"] == "Allow":
        must(found.get("Action") == "*", "A resource control policy can only deny.")
        return
    must("NotAction" not in found and "NotPrincipal" not in found, "It has NotAction or NotPrincipal.")
    must(found.get("Principal") == "*", 'The Principal of a resource control policy is "*".')
    must("*" not in _texts(found, "Action"), "A resource control policy names a service before each wildcard.")


def _one_of(found: Mapping[str, Any], one: str, other: str) -> None:
    must(one in found or other in found, f"It has no {one}.")
    must(one not in found or other not in found, f"It has both {one} and {other}.")


def _speaks_of_its_own(found: Mapping[str, Any]) -> bool:
    actions = _texts(found, "Action") or _texts(found, "NotAction")
    return all(action.lower().startswith(_WITHOUT_RESOURCE) for action in actions)


def _is_trust(found: Mapping[str, Any]) -> bool:
    """True for a statement about taking on the role that it is attached to."""
    actions = _texts(found, "Action")
    return bool(actions) and all(action.lower().startswith("sts:") for action in actions)


def _texts(found: Mapping[str, Any], key: str) -> tuple[str, ...]:
    if key not in found:
        return ()
    values = found[key] if isinstance(found[key], list) else [found[key]]
    fine = values and all(type(value) is str for value in values)
    must(fine, f"Its {key} is neither a text nor a list of texts.")
    return tuple(values)


def _principals(found: Mapping[str, Any], key: str) -> Principals:
    if key not in found:
        return ()
    if found[key] == "*":
        return (("AWS", "*"),)
    must(isinstance(found[key], dict) and found[key], f'Its {key} is neither "*" nor an object such as {{"AWS": …}}.')
    unknown = next((kind for kind in found[key] if kind not in _TYPES), "")
    must(not unknown, f"There is no principal type '{unknown[:_SHOWN]}'.")
    return tuple((kind, value) for kind in found[key] for value in _texts(found[key], kind))


def _conditions(found: Any) -> Iterator[Condition]:
    must(isinstance(found, dict), "Its Condition is not an object.")
    for operator, keys in found.items():
        problem = operator_problem(operator)
        must(not problem, problem)
        must(isinstance(keys, dict), f"Under {operator} stands no object of condition keys.")
        for key, values in keys.items():
            must(":" in key, f"The condition key '{key[:_SHOWN]}' has no prefix such as aws:.")
            listed = values if isinstance(values, list) else [values]
            plain = all(isinstance(value, (str, bool)) for value in listed)
            must(plain, f"The condition key '{key[:_SHOWN]}' is compared with something that is no plain value.")
            yield Condition(operator, key.lower(), tuple(text_of(value) for value in listed))


def text_of(value: object) -> str:
    """A plain JSON value as the service compares it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _well_written(statement: Statement, kind: str) -> None:
    for of, value in (*statement.principals, *statement.not_principals):
        fine = _AWS_PRINCIPAL.fullmatch(value) if of == "AWS" else value == "*" or (value and "*" not in value)
        must(fine, f"'{value[:_SHOWN]}' cannot be a principal; groups and parts of names cannot be named.")
    for value in (*statement.actions, *statement.not_actions):
        must(_ACTION.fullmatch(value), f"'{value[:_SHOWN]}' is not an action such as s3:GetObject.")
    for value in (*statement.resources, *statement.not_resources):
        fine = (
            value == "*"
            or value.startswith("arn:")
            or (kind == "resource_policy" and value.startswith("execute-api:/"))
        )
        must(fine, f"The resource '{value[:_SHOWN]}' is neither an ARN nor \"*\".")
