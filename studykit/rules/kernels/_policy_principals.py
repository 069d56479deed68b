"""Decide whether a statement of a resource's policy is about the caller, and how directly it names it."""

from __future__ import annotations

from enum import IntEnum

from studykit.rules.kernels._policy_request import Caller
from studykit.rules.kernels._policy_statement import Principals, Statement

_ARN_OF_ROLE = 5
"""Place of ``role/path/name`` in an ARN."""


class Grade(IntEnum):
    """How directly a caller is named; a higher one leaves fewer other policies to be asked."""

    NOT = 0
    ACCOUNT = 1
    """The account is named: it may pass the permission on by its own identity policies."""
    ROLE = 2
    """The role of the session is named: boundary and session policy still limit."""
    DIRECT = 3
    """The user, the session or everybody is named: an implicit denial elsewhere does not limit."""


def grade(statement: Statement, caller: Caller, *, bounded: bool) -> Grade:
    """How the statement is about the caller; ``bounded`` when a permissions boundary is set."""
    if not statement.not_principals:
        return max((_named(*one, caller) for one in statement.principals), default=Grade.DIRECT)
    if bounded:  # the service's own warning: with a boundary, NotPrincipal exempts nobody
        return Grade.DIRECT
    return Grade.NOT if _exempt(statement.not_principals, caller) else Grade.DIRECT


def _named(kind: str, value: str, caller: Caller) -> Grade:
    if kind == "AWS":
        return _aws(value, caller)
    wanted = {"Service": "service", "Federated": "federated", "CanonicalUser": "canonical"}[kind]
    fits = caller.kind == wanted and value in (caller.name, "*")
    return Grade.DIRECT if fits else Grade.NOT


def _aws(value: str, caller: Caller) -> Grade:
    if value == "*":
        return Grade.DIRECT
    if _is_account(value):
        if not caller.account or caller.account not in value:
            return Grade.NOT
        return Grade.DIRECT if caller.kind == "root" else Grade.ACCOUNT
    if not caller.account:
        return Grade.NOT
    if _is_role_of(value, caller):
        return Grade.ROLE
    return Grade.DIRECT if value == caller.name else Grade.NOT


def _is_account(value: str) -> bool:
    return value.isdigit() or value.endswith(":root")


def _is_role_of(value: str, caller: Caller) -> bool:
    """Role names are unique in an account, so that the path that a session's ARN lacks is not needed."""
    parts = value.split(":", _ARN_OF_ROLE)
    if not caller.role or len(parts) <= _ARN_OF_ROLE or not parts[-1].startswith("role/"):
        return False
    if caller.kind == "role":
        return value == caller.name
    return parts[4] == caller.account and parts[-1].rsplit("/", 1)[-1] == caller.role


def _exempt(listed: Principals, caller: Caller) -> bool:
    """NotPrincipal spares a caller whose account *and* user or role are listed: the account is looked at first."""
    named = {_named(*one, caller) for one in listed}
    if ("AWS", "*") in listed:
        return True
    if caller.account and caller.kind != "root":
        return Grade.ACCOUNT in named and max(named) > Grade.ACCOUNT
    return Grade.DIRECT in named
