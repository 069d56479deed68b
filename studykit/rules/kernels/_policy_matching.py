"""Match wildcards, ARNs and policy variables, in time that grows with the length of the texts only.

A written pattern is first *resolved*: policy variables are filled in, and what is a wildcard becomes one of two
signs that no text can contain, so that an asterisk inside a variable's value stays an asterisk.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

CURRENT = "2012-10-17"
OLDER = "2008-10-17"
"""The versions of the policy language; a policy without a version speaks the older one."""

STAR = "\ufdd0"
ANY = "\ufdd1"
"""Unicode noncharacters: any text, and any one character."""

Context = Mapping[str, tuple[str, ...]]
"""Context key in lower case → its values."""

_VARIABLE = re.compile(r"\$\{([^{}]*)\}")
_DEFAULT = re.compile(r"([^,]+),\s*'([^']*)'\s*")
_LITERAL = {"*": "*", "?": "?", "$": "$"}
_PARTS = 6
"""Parts of an ARN; the last may hold colons of its own."""
_SHORT_API = "execute-api:/"


def resolved(text: str, version: str, context: Context, *, wild: bool = True) -> str | None:
    """A written pattern with its variables filled in; None when the request does not have a variable's value.

    Only the current policy language knows variables; the older one takes them as plain text.
    """
    if version != CURRENT:
        return _signs(text) if wild else text
    parts: list[str] = []
    end = 0
    for found in _VARIABLE.finditer(text):
        value = _value(found[1], context)
        if value is None:
            return None
        before = text[end : found.start()]
        parts += (_signs(before) if wild else before, value)
        end = found.end()
    rest = text[end:]
    return "".join((*parts, _signs(rest) if wild else rest))


def _value(inside: str, context: Context) -> str | None:
    """What stands for ``${inside}``; a key with several values is no variable."""
    if inside in _LITERAL:
        return _LITERAL[inside]
    fallback = _DEFAULT.fullmatch(inside)
    values = context.get((fallback[1] if fallback else inside).strip().lower(), ())
    if len(values) == 1:
        return values[0]
    return fallback[2] if fallback and not values else None


def _signs(text: str) -> str:
    return text.replace("*", STAR).replace("?", ANY)


def glob(pattern: str, text: str) -> bool:
    """True when a resolved pattern matches the whole text. Leftmost matches of each piece suffice."""
    first, *middle = pattern.split(STAR)
    if not middle:
        return len(first) == len(text) and _at(first, text, 0)
    last = middle.pop()
    end = len(text) - len(last)
    if end < len(first) or not _at(first, text, 0) or not _at(last, text, end):
        return False
    place = len(first)
    for piece in middle:
        place = _find(piece, text, place, end)
        if place < 0:
            return False
        place += len(piece)
    return True


def _at(piece: str, text: str, place: int) -> bool:
    if ANY not in piece:
        return text.startswith(piece, place)
    part = text[place : place + len(piece)]
    return all(sign in (ANY, letter) for sign, letter in zip(piece, part, strict=True))


def _find(piece: str, text: str, start: int, end: int) -> int:
    if ANY not in piece:
        return text.find(piece, start, end)
    # Nothing in this expression repeats, so there is nothing to backtrack into.
    expression = ".".join(re.escape(part) for part in piece.split(ANY))
    found = re.compile(expression, re.DOTALL).search(text, start, end)
    return found.start() if found else -1


def arn_like(pattern: str, arn: str) -> bool:
    """True when each of the six parts matches on its own, as the ARN operators compare."""
    wanted, given = pattern.split(":", _PARTS - 1), arn.split(":", _PARTS - 1)
    if pattern == STAR:
        return len(given) == _PARTS
    if len(wanted) != _PARTS or len(given) != _PARTS:
        return False
    return all(glob(one, other) for one, other in zip(wanted, given, strict=True))


def resource_like(pattern: str, resource: str) -> bool:
    """True when a resource element matches: part by part; a pattern that ends early with ``*`` covers the rest."""
    if pattern == STAR:
        return True
    wanted, given = pattern.split(":", _PARTS - 1), resource.split(":", _PARTS - 1)
    if pattern.startswith(_SHORT_API):  # what a resource policy of an API may say for its own ARN
        is_api = len(given) == _PARTS and given[2] == "execute-api"
        return is_api and glob(f"{STAR}/{pattern.removeprefix(_SHORT_API)}", given[-1])
    if len(wanted) < _PARTS and pattern.endswith(STAR):
        given = resource.split(":", len(wanted) - 1)
    if len(wanted) != len(given):
        return False
    return all(glob(one, other) for one, other in zip(wanted, given, strict=True))


def action_like(pattern: str, action: str) -> bool:
    """True when an action element matches; actions are compared without regard to case."""
    return pattern == "*" or glob(_signs(pattern.lower()), action.lower())
