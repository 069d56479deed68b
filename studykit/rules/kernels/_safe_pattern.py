"""A regular expression of a stranger, only when it cannot run for long on the text at hand."""

from __future__ import annotations

import re
import warnings

_LONGEST = 300
_WORK = 3_000_000
"""Steps of the matcher that are at most allowed, guessed from above."""
_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?[:=!]|\{(\d+)(?:,(\d*))?\}|[*+?|()]|.", re.DOTALL)


def safe_pattern(pattern: str, length: int) -> re.Pattern[str] | None:
    """The compiled pattern; None when it is faulty, or could run too long on ``length`` characters."""
    if len(pattern) > _LONGEST or not _is_quick(pattern, max(length, 1)):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return re.compile(pattern)
    except (re.error, OverflowError, RecursionError):
        return None


def _is_quick(pattern: str, length: int) -> bool:
    """Every repetition, option and alternative multiplies the ways that a match can be tried."""
    work = 1 if pattern.startswith("^") else length
    groups: list[bool] = []
    closed_busy = False
    for found in _TOKEN.finditer(pattern):
        token = found.group()
        factor = _factor(found, length)
        if factor is not None:
            # Repeating what itself repeats or chooses is how a matcher is made to run for ever (a+){20}, too.
            if closed_busy and token[0] in "*+{":
                return False
            work *= max(factor, 1)
            groups = [True] * len(groups) if factor > 1 else groups
        elif token.startswith("\\") and token[1:].isdigit():
            return False
        if token.startswith("(") and not token.startswith("\\"):
            groups.append(False)
        # Only the token right behind a group repeats it.
        closed_busy = found.group() == ")" and bool(groups) and groups.pop()
        if work > _WORK:
            return False
    return True


def _factor(found: re.Match[str], length: int) -> int | None:
    token = found.group()
    if token in ("*", "+"):
        return length
    if token in ("?", "|"):
        return 2
    if token.startswith("{") and found.group(1):
        low, high = int(found.group(1)), found.group(2)
        if high is None:
            return 1 if low <= length else length
        return length if not high else max(int(high) - low + 1, 1)
    return None
