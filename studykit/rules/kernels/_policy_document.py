"""Read the text of policies: one, a list, a list of levels, each perhaps with a name."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from studykit.rules.kernels._policy_matching import CURRENT, OLDER
from studykit.rules.kernels._policy_statement import Malformed, Number, Statement, must, read_statement

_LONGEST = 100_000
MOST_VALUES = 2_000
"""Bounds of our own work, far above what any service takes."""

_KEYS = frozenset(("Version", "Id", "Statement"))
_EVERYTHING = {"Version": CURRENT, "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
_BY_NAME = dict.fromkeys(("AdministratorAccess", "FullAWSAccess", "RCPFullAWSAccess"), _EVERYTHING)
"""Policies that may be called by their names, since everybody knows what they say."""
NOTHING = frozenset(("", "none", "null", "[]"))
"""What people write where there is no policy."""


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy that the service accepts."""

    name: str
    level: str
    """What it is attached to, when that was said; policies of one level add up."""
    statements: tuple[Statement, ...]


def read_policies(text: str, kind: str) -> tuple[Policy, ...]:
    """The policies in a text. Raises Malformed for what the service would refuse."""
    must(len(text) <= _LONGEST, "It is longer than any policy may be.")
    name = text.strip()
    try:
        found = name if name in _BY_NAME else read_json(text)
        policies = tuple(_policy(one, kind, called, level) for one, called, level in _gathered(found, ""))
    except RecursionError:
        raise Malformed("It is nested too deeply.") from None
    must(size_of(policies) <= MOST_VALUES, "It is larger than any policy may be.")
    return policies


def size_of(policies: Iterable[Policy]) -> int:
    """How many values there are to compare with."""
    return sum(statement.size for policy in policies for statement in policy.statements)


def read_json(text: str) -> Any:
    """A JSON text with its numbers as they are written. Raises Malformed."""
    try:
        return json.loads(text, parse_int=Number, parse_float=Number, parse_constant=Number, object_pairs_hook=_pairs)
    except json.JSONDecodeError as error:
        raise Malformed(f"It is not JSON: {error.msg} in line {error.lineno}, column {error.colno}.") from None
    except RecursionError:
        raise Malformed("It is nested too deeply.") from None


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise Malformed(f"The key '{twice[:60]}' stands twice in one object.")
    return found


def _gathered(found: Any, level: str) -> Iterator[tuple[Any, str, str]]:
    """Every policy with its name and level; a list inside a list is a level of the organization."""
    if isinstance(found, list):
        for at, one in enumerate(found):
            yield from _gathered(one, f"level {at + 1}" if isinstance(one, list) else level)
    elif isinstance(found, dict) and "policies" in found:
        where = found.get("orgIdentifier", found.get("level", found.get("name", level)))
        yield from _gathered(found["policies"], str(where))
    elif isinstance(found, dict) and "policy" in found:
        inner = found["policy"]
        if isinstance(inner, str) and inner not in _BY_NAME:
            inner = read_json(inner)
        yield inner, str(found.get("name", "")), str(found.get("level", level))
    else:
        yield found, found if isinstance(found, str) else "", level


def _policy(found: Any, kind: str, name: str, level: str) -> Policy:
    found = _BY_NAME.get(found, found) if isinstance(found, str) else found
    must(isinstance(found, dict), "It is not a JSON object.")
    unknown = next((key for key in found if key not in _KEYS), "")
    must(not unknown, f"A policy has no element '{unknown[:60]}'.")
    version = found.get("Version", OLDER)
    must(version in (CURRENT, OLDER), f"Its Version is neither {CURRENT} nor {OLDER}.")
    must("Statement" in found, "It has no Statement.")
    written = found["Statement"] if isinstance(found["Statement"], list) else [found["Statement"]]
    must(written, "There is no statement in it.")
    statements = tuple(read_statement(one, at + 1, kind, version) for at, one in enumerate(written))
    sids = [one["Sid"] for one in written if one.get("Sid")]
    must(len(sids) == len(set(sids)), "Two of its statements have the same Sid.")
    return Policy(name, level, statements)
