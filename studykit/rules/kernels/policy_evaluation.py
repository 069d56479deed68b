"""Decide a request as IAM does: explicit denials first, then the guardrails, then who must allow."""

from __future__ import annotations

from dataclasses import replace

from studykit.core.errors import UsageError
from studykit.core.sight import Check, Checks
from studykit.core.text import listed
from studykit.core.verdict import How, Moment
from studykit.rules.kernel import Base, Kernel, Run
from studykit.rules.kernels._policy_document import MOST_VALUES, NOTHING, Policy, read_policies, size_of
from studykit.rules.kernels._policy_order import Found, Outcome, Policies, decide, found_by_kind
from studykit.rules.kernels._policy_request import Request, read_request
from studykit.rules.kernels._policy_statement import KINDS, Malformed
from studykit.rules.types import TEXT, TRUTH, choice, many


def evaluate(**given: Base) -> Run:
    """The decision for one request; every policy is the text of one or of several policies."""
    asked = _asked(**given)
    if isinstance(asked, Run):
        return asked
    request, policies = asked
    return _run(request, decide(request, policies, outside=bool(given.get("management_account"))))


def show_policies(**given: Base) -> Checks | None:
    """What each kind of policy says to the request; None where nothing is decided, or no policy decides it."""
    asked = _asked(**given)
    if isinstance(asked, Run):
        return None
    request, policies = asked
    outside = bool(given.get("management_account"))
    outcome = decide(request, policies, outside=outside)
    found = found_by_kind(request, policies, outside=outside)
    wanted = [kind for kind in KINDS if policies[kind] is not None or kind in outcome.missing]
    rows = tuple(_check(kind, policies[kind], found[kind], outcome) for kind in wanted)
    end = _run(request, outcome).moments[-1].says
    return Checks(rows, end, How.GOOD if outcome.decision == "allowed" else How.BAD) if rows else None


def _check(kind: str, policies: tuple[Policy, ...] | None, found: tuple[Found, ...], outcome: Outcome) -> Check:
    """What policies of one kind say."""
    denial = next((one for one in found if not one.allows), None)
    allowed = next((one for one in found if one.allows), None)
    if denial:
        return Check(KINDS[kind], f"Deny, {denial.statement}", How.BAD, "" if kind != outcome.decided_by else "decides")
    if kind in outcome.missing:
        says = "none is set" if policies is None else "too little is allowed" if allowed else "no statement applies"
        return Check(KINDS[kind], says, How.BAD, "needed")
    if allowed:
        return Check(KINDS[kind], f"Allow, {allowed.statement}", How.GOOD)
    return Check(KINDS[kind], "no statement applies", How.MISSED)


def _asked(
    *,
    principal: str | None,
    action: str,
    resource: str,
    resource_account: str | None = None,
    context: str | None = None,
    full_aws_access: bool | None = None,
    **texts: Base,
) -> tuple[Request, Policies] | Run:
    """The request and all policies, read; what is found where they cannot be."""
    own = not _is_nothing(texts.get("identity_policy"))
    request = read_request(principal, action, resource, resource_account, context, has_policies=own)
    try:
        policies: dict[str, tuple[Policy, ...] | None] = {kind: _read(texts.get(kind), kind) for kind in KINDS}
    except Malformed as problem:
        return _invalid(problem)
    if full_aws_access:
        policies["scp"] = _with_full_access(policies["scp"])
    if sum(size_of(each or ()) for each in policies.values()) > MOST_VALUES:
        raise UsageError(f"All policies together hold more than {MOST_VALUES:,} values.")
    if principal is None and _names_somebody(policies["resource_policy"] or ()):
        return _unknown()
    return request, policies


def _is_nothing(text: str | None) -> bool:
    return text is None or text.strip().lower() in NOTHING


def _read(text: str | None, kind: str) -> tuple[Policy, ...] | None:
    try:
        return None if text is None or _is_nothing(text) else read_policies(text, kind)
    except Malformed as problem:
        raise Malformed(kind, f"The {KINDS[kind]} is malformed. {problem}") from None


def _with_full_access(policies: tuple[Policy, ...] | None) -> tuple[Policy, ...] | None:
    """What the organization attaches to every level by itself, and people often leave unsaid."""
    (full,) = read_policies("FullAWSAccess", "scp")
    levels = dict.fromkeys(one.level for one in policies or ())
    return policies and (*policies, *(replace(full, level=level) for level in levels))


def _names_somebody(policies: tuple[Policy, ...]) -> bool:
    statements = [one for policy in policies for one in policy.statements]
    return any(one.not_principals or set(one.principals) != {("AWS", "*")} for one in statements)


def _run(request: Request, outcome: Outcome) -> Run:
    words = {"allowed": "allowed", "explicitly_denied": "denied explicitly", "implicitly_denied": "denied implicitly"}
    missing = listed([KINDS[kind] for kind in outcome.missing])
    end = f"It is {words[outcome.decision]}" + (f": the {missing} should allow it." if missing else ".")
    gives: dict[str, Base] = {
        "valid": True,
        "problem": None,
        "decision": outcome.decision,
        "allowed": outcome.decision == "allowed",
        "decided_by": outcome.decided_by,
        "policy": outcome.found.policy or None if outcome.found else None,
        "statement": outcome.found.statement if outcome.found else None,
        "missing": outcome.missing,
        "same_account": request.same_account,
        "caller": request.caller.kind,
        "resource_grant": outcome.grant.name.lower(),
    }
    return Run(gives, tuple(Moment(None, says) for says in (*outcome.steps, end)))


def _invalid(malformed: Malformed) -> Run:
    kind, problem = malformed.args
    gives: dict[str, Base] = dict.fromkeys(KERNEL.gives)
    gives |= {"valid": False, "problem": problem, "decision": "invalid", "allowed": False, "decided_by": kind}
    gives["missing"] = ()
    return Run(gives, (Moment(None, problem),))


def _unknown() -> Run:
    says = "The resource policy names principals, and who asks is not said."
    return Run({**dict.fromkeys(KERNEL.gives), "valid": True}, (Moment(None, says),))


CALLERS = (
    *("user", "role", "session", "root", "federated_user", "someone"),
    *("service", "federated", "canonical", "anonymous"),
)

KERNEL = Kernel(
    run=evaluate,
    takes={
        "principal": TEXT,
        "action": TEXT,
        "resource": TEXT,
        "resource_account": TEXT,
        "context": TEXT,
        "management_account": TRUTH,
        "full_aws_access": TRUTH,
        **dict.fromkeys(KINDS, TEXT),
    },
    gives={
        "valid": TRUTH,
        "problem": TEXT,
        "decision": choice("allowed", "explicitly_denied", "implicitly_denied", "invalid"),
        "allowed": TRUTH,
        "decided_by": choice(*KINDS, "root_user", "no_permission_needed"),
        "policy": TEXT,
        "statement": TEXT,
        "missing": many(choice(*KINDS)),
        "same_account": TRUTH,
        "caller": choice(*CALLERS),
        "resource_grant": choice("not", "account", "role", "direct"),
    },
    shows=show_policies,
    optional=("principal", "resource_account", "context", "management_account", "full_aws_access", *KINDS),
)
