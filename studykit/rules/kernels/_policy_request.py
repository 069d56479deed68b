"""Who asks for what, and what the service itself knows about the request."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from studykit.core.errors import UsageError
from studykit.rules.kernels._policy_document import read_json
from studykit.rules.kernels._policy_matching import ANY, STAR, Context
from studykit.rules.kernels._policy_statement import Malformed, text_of

UNSAID = "an account"
"""The account of somebody who is not named, at a resource whose ARN names none."""
_LONGEST = 2048
_MOST_CONTEXT = 20_000
_MOST_VALUES = 50
_ARN = re.compile(
    r"arn:[a-z-]+:(?P<service>iam|sts)::(?P<account>\d{12}):"
    r"(?P<kind>root|user|role|assumed-role|federated-user|saml-provider|oidc-provider)(?:/(?P<name>.+))?"
)
_KINDS = {
    "root": "root", "user": "user", "role": "role", "assumed-role": "session", "federated-user": "federated_user",
    "saml-provider": "federated", "oidc-provider": "federated",
}  # fmt: skip
_ACCOUNT = re.compile(r"\d{12}")
_OUTSIDERS = {
    "anonymous": re.compile(r"\*|anonymous"),
    "canonical": re.compile(r"[0-9a-f]{64}"),
    "service": re.compile(r"[a-z0-9.-]+\.amazonaws\.com(?:\.cn)?"),
    "federated": re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[\w./-]*)?"),
}
"""Those who belong to no account."""
_ACTION = re.compile(r"[A-Za-z0-9-]+:[A-Za-z0-9]+")
_TYPES = {
    "root": "Account", "user": "User", "someone": "User", "role": "AssumedRole", "session": "AssumedRole",
    "federated_user": "FederatedUser", "anonymous": "Anonymous",
}  # fmt: skip
_SERVICE_LINKED = ("aws-service-role/", "AWSServiceRoleFor")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who makes a request."""

    kind: str
    """user role session root federated_user someone | service federated canonical anonymous."""
    name: str
    """ARN, service name or other name; empty for somebody who is not named."""
    account: str
    """Empty for those who belong to no account."""
    role: str = ""
    """Name of the role, for a role and its sessions."""

    @property
    def is_identity(self) -> bool:
        """True for those to whom an account can attach policies."""
        return self.kind in ("user", "role", "session", "federated_user", "someone")

    @property
    def is_service_linked(self) -> bool:
        """True for a role that a service made for itself."""
        return bool(self.role) and any(mark in self.name for mark in _SERVICE_LINKED)


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for."""

    caller: Caller
    action: str
    resource: str
    account: str
    """The account of the resource."""
    context: Context

    @property
    def same_account(self) -> bool | None:
        """Whether caller and resource are in one account; None for a caller without an account."""
        return self.caller.account == self.account if self.caller.account else None


def read_request(
    principal: str | None,
    action: str,
    resource: str,
    resource_account: str | None,
    context: str | None,
    *,
    has_policies: bool,
) -> Request:
    """The request in the words of the scenario. Raises UsageError for what is no request."""
    action, resource = action.strip(), _plain(resource.strip())
    if not _ACTION.fullmatch(action):
        raise UsageError(f"'{action[:60]}' is not an action; write one such as s3:GetObject.")
    said = _context(context)
    parts = resource.split(":", 5)
    written = parts[4] if len(parts) > 5 and parts[4].isdigit() else ""  # noqa: PLR2004 - an ARN has six parts
    account = (resource_account or "").strip() or "".join(said.get("aws:resourceaccount", ())) or written
    caller = read_caller(_plain((principal or "").strip()), action, account)
    if caller.kind == "someone" and caller.name and not has_policies:
        caller = replace(caller, kind="root")  # an account without anybody's policies is the account itself
    account = account or caller.account  # a bucket's ARN names no account: then it is the caller's
    return Request(caller, action, resource, account, {**_known(caller, account), **said})


def read_caller(principal: str, action: str, account: str) -> Caller:
    """Who a principal is. Raises UsageError for what can make no request."""
    if not principal:
        return Caller("someone", "", account or UNSAID)
    if _ACCOUNT.fullmatch(principal):
        return Caller("someone", f"arn:aws:iam::{principal}:root", principal)
    arn = _ARN.fullmatch(principal)
    if arn:
        return _caller_of_arn(principal, arn)
    for kind, form in _OUTSIDERS.items():
        if form.fullmatch(principal) and (kind != "service" or "webidentity" not in action.lower()):
            return Caller(kind, principal, "")
    raise UsageError(
        f"'{principal[:80]}' can make no request. Write the ARN of a user, role or session, "
        "a service such as sns.amazonaws.com, an account or 'anonymous'."
    )


def _caller_of_arn(principal: str, arn: re.Match[str]) -> Caller:
    kind, name = _KINDS[arn["kind"]], arn["name"] or ""
    if kind != "root" and not name:
        raise UsageError(f"'{principal[:80]}' names nobody.")
    if kind == "federated":
        return Caller(kind, principal, "")
    role = name.rsplit("/", 1)[-1] if kind == "role" else name.split("/")[0] if kind == "session" else ""
    return Caller(kind, principal, arn["account"], role)


def _known(caller: Caller, account: str) -> dict[str, tuple[str, ...]]:
    """Context keys that the service fills in by itself."""
    known = {
        "aws:principaltype": _TYPES.get(caller.kind, ""),
        "aws:principalaccount": caller.account,
        "kms:calleraccount": caller.account,
        "aws:resourceaccount": account,
        "aws:principalarn": "" if caller.kind in ("service", "federated", "canonical", "anonymous") else _arn(caller),
        "aws:principalisawsservice": "" if caller.kind == "anonymous" else str(caller.kind == "service").lower(),
        "aws:principalservicename": caller.name if caller.kind == "service" else "",
        "aws:username": caller.name.rsplit("/", 1)[-1] if caller.kind == "user" else "",
        "aws:viaawsservice": "" if caller.kind == "anonymous" else "false",
    }
    return {key: (value,) for key, value in known.items() if value not in ("", UNSAID)}


def _arn(caller: Caller) -> str:
    """A session speaks in the name of its role."""
    if caller.kind != "session":
        return caller.name
    partition = caller.name.split(":")[1]
    return f"arn:{partition}:iam::{caller.account}:role/{caller.role}"


def _context(text: str | None) -> Mapping[str, tuple[str, ...]]:
    if not text or not text.strip():
        return {}
    if len(text) > _MOST_CONTEXT:
        raise UsageError("The context of the request is too large.")
    try:
        found = read_json(text)
    except Malformed as problem:
        raise UsageError(f"The context of the request cannot be read. {problem}") from None
    if not isinstance(found, dict):
        raise UsageError('The context of the request is a JSON object such as {"aws:SourceIp": "203.0.113.7"}.')
    said = {key.lower(): _values(key, value) for key, value in found.items()}
    if sum(map(len, said.values())) > _MOST_VALUES:
        raise UsageError(f"The context of the request holds more than {_MOST_VALUES} values.")
    return said


def _values(key: str, value: object) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else [] if value is None else [value]
    if not all(isinstance(one, (str, bool)) for one in listed):
        raise UsageError(f"The context key '{key[:60]}' has a value that is neither plain nor a list of plain values.")
    return tuple(_plain(text_of(one)) for one in listed)


def _plain(text: str) -> str:
    """Without the signs that stand for wildcards, which mean nothing in a request."""
    if len(text) > _LONGEST:
        raise UsageError(f"A text of the request is longer than {_LONGEST:,} characters.")
    return text.replace(STAR, "\ufffd").replace(ANY, "\ufffd")
