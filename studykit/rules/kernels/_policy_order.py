"""The order in which IAM decides: explicit denials, the organization, then who has to allow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from studykit.rules.kernels._policy_conditions import hold
from studykit.rules.kernels._policy_document import Policy
from studykit.rules.kernels._policy_matching import action_like, resolved, resource_like
from studykit.rules.kernels._policy_principals import Grade, grade
from studykit.rules.kernels._policy_request import Request
from studykit.rules.kernels._policy_statement import KINDS, Statement

Policies = Mapping[str, tuple[Policy, ...] | None]
"""Kind → its policies; None where no policy of this kind is set."""

_FREE = "sts:getcalleridentity"


@dataclass(frozen=True, slots=True)
class Found:
    """A statement that applies to the request."""

    kind: str
    policy: str
    level: str
    statement: str
    allows: bool
    grade: Grade

    def __str__(self) -> str:
        """``statement 'ReadOnly' of the identity policy 'team'``."""
        return f"{self.statement} of the {KINDS[self.kind]}" + (f" '{self.policy}'" if self.policy else "")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is decided, and by which policy."""

    decision: str
    decided_by: str
    found: Found | None
    missing: tuple[str, ...]
    steps: tuple[str, ...]
    grant: Grade = Grade.NOT
    """How directly the resource policy names the caller, where it allows."""


def decide(request: Request, policies: Policies, *, outside: bool) -> Outcome:
    """What IAM decides; ``outside`` when the caller's account is not subject to the organization's policies."""
    asks = f"{request.caller.name or 'Somebody'} asks for {request.action} on {request.resource}."
    if request.action.lower() == _FREE and request.caller.account:
        return Outcome("allowed", "no_permission_needed", None, (), (asks, "This call needs no permission."))
    applying = found_by_kind(request, policies, outside=outside)
    denial = next((one for kind in KINDS for one in applying[kind] if not one.allows), None)
    if denial:
        return Outcome("explicitly_denied", denial.kind, denial, (), (asks, f"An explicit denial decides: {denial}."))
    steps = (asks, "No policy denies it explicitly.")
    grant = max((one.grade for one in applying["resource_policy"]), default=Grade.NOT)
    lacking = tuple(_guardrails(request, policies, applying["scp"], outside=outside))
    granted, missing, more = _granted(request, policies, applying)
    if lacking:
        more = (f"No {KINDS['scp']} of {lacking[0]} allows it, and FullAWSAccess is none of them.", *more)
        missing = ("scp", *missing)
    if missing:
        return Outcome("implicitly_denied", missing[0], None, missing, (*steps, *more), grant)
    by = granted.kind if granted else "root_user"
    return Outcome("allowed", by, granted, (), (*steps, *more), grant)


def found_by_kind(request: Request, policies: Policies, *, outside: bool) -> dict[str, tuple[Found, ...]]:
    """The statements that apply to the request, by kind of policy."""
    return {kind: tuple(_applying(request, policies, kind, outside=outside)) for kind in KINDS}


def _applying(request: Request, policies: Policies, kind: str, *, outside: bool) -> Iterator[Found]:
    caller = request.caller
    guarded = not caller.is_service_linked and not (outside and request.same_account is not False)
    if kind == "scp" and not (guarded and not outside and caller.account):
        return
    if kind == "rcp" and not guarded:
        return
    if kind in ("identity_policy", "boundary", "session_policy") and not caller.is_identity:
        return
    bounded = policies["boundary"] is not None and caller.is_identity
    for policy in policies[kind] or ():
        for one in policy.statements:
            how = grade(one, caller, bounded=bounded) if kind == "resource_policy" else Grade.DIRECT
            if how and _applies(one, request):
                yield Found(kind, policy.name, policy.level, one.name, one.allows, how)


def _applies(one: Statement, request: Request) -> bool:
    """Whether action, resource and conditions of a statement fit; the principal is looked at elsewhere."""
    if any(action_like(each, request.action) for each in one.actions or one.not_actions) is bool(one.not_actions):
        return False
    if one.resources or one.not_resources:
        written = one.resources or one.not_resources
        patterns = (resolved(each, one.version, request.context) for each in written)
        found = any(each is not None and resource_like(each, request.resource) for each in patterns)
        if found is bool(one.not_resources):
            return False
    return hold(one.conditions, one.version, request.context)


def _guardrails(request: Request, policies: Policies, found: tuple[Found, ...], *, outside: bool) -> Iterator[str]:
    """Levels of the organization at which nothing allows the request."""
    caller = request.caller
    if outside or caller.is_service_linked or not caller.account:
        return
    levels = dict.fromkeys(policy.level for policy in policies["scp"] or ())
    for level in levels:
        if not any(one.level == level and one.allows for one in found):
            yield level or "the one level"


_Granted = tuple[Found | None, tuple[str, ...], tuple[str, ...]]
"""The statement that grants, the kinds of policies that should and do not, and what was seen."""


def _granted(request: Request, policies: Policies, applying: Mapping[str, tuple[Found, ...]]) -> _Granted:
    caller = request.caller
    resource = max((one for one in applying["resource_policy"]), key=lambda one: one.grade, default=None)
    if not caller.account:
        if resource:
            return resource, (), (f"A caller without an account is admitted by the {resource}.",)
        return None, ("resource_policy",), ("Only the resource policy can admit this caller, and it does not.",)
    if caller.kind == "root":
        return _granted_to_root(request, resource)
    own = {kind: next(iter(applying[kind]), None) for kind in ("identity_policy", "boundary", "session_policy")}
    limits = tuple(kind for kind in ("boundary", "session_policy") if policies[kind] is not None and not own[kind])
    alone = bool(request.same_account)
    if resource and alone and resource.grade > Grade.ACCOUNT:
        left = limits if resource.grade is Grade.ROLE else ()
        return resource, left, (f"In one account the {resource} suffices.", *_limited(left))
    needed = () if own["identity_policy"] else ("identity_policy",)
    if resource is None and (not alone or _asks_resource_always(request)):
        # One account: a grant to the caller itself would do without an identity policy.
        needed = ("resource_policy", *(() if alone else needed))
    return (
        own["identity_policy"],
        (*needed, *limits),
        (*_both(request, own["identity_policy"], resource), *_limited(limits)),
    )


def _both(request: Request, identity: Found | None, resource: Found | None) -> Iterator[str]:
    yield "Caller and resource are in " + ("one account." if request.same_account else "different accounts.")
    yield f"Allowed by {identity}." if identity else f"No {KINDS['identity_policy']} allows it."
    if resource:
        yield f"Allowed by {resource}" + (", which names the account only." if resource.grade is Grade.ACCOUNT else ".")
    else:
        yield f"No {KINDS['resource_policy']} allows it."


def _limited(limits: tuple[str, ...]) -> Iterator[str]:
    for kind in limits:
        yield f"The {KINDS[kind]} does not allow it."


def _granted_to_root(request: Request, resource: Found | None) -> _Granted:
    if request.action.lower() == "sts:assumerole":
        return None, ("identity_policy",), ("The root user of an account cannot assume roles.",)
    if resource is None and (not request.same_account or _asks_resource_always(request)):
        return None, ("resource_policy",), ("The root user needs the resource policy here, which does not allow it.",)
    return None, (), ("The root user may do everything that its account may do.",)


def _asks_resource_always(request: Request) -> bool:
    """Keys and roles: their own policy has to allow or to delegate even within the account."""
    action, resource = request.action.lower(), request.resource
    return action.startswith("sts:assumerole") or (action.startswith("kms:") and ":key/" in resource)
