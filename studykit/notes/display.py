"""Formulas that stand on lines of their own: each becomes one line, so that nothing in it is taken for a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_BEGINS = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,3}[.)])[ \t]+)?(\$\$|\\\[)")
_FENCE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,3}[.)])[ \t]+)?(`{3,}|~{3,})")
_END = {"$$": "$$", "\\[": "\\]"}
_LONGEST = 60
"""Lines within which a formula ends, or it is none."""
_LETTERS = 1_900


def formulas_in_one(lines: Sequence[str]) -> Iterator[str]:
    """The lines, those of a formula joined in its first one and empty behind it; none is more or less."""
    at, fence = 0, ""
    while at < len(lines):
        found = _FENCE.match(lines[at])
        if found and (not fence or (found[1].startswith(fence) and not lines[at][found.end() :].strip("`~ \t"))):
            fence = "" if fence else found[1]
        last = at if fence else _last_line(lines, at)
        quoted = "> \t" if lines[at].lstrip().startswith(">") else " \t"
        yield " ".join((lines[at].rstrip(), *(line.strip().lstrip(quoted) for line in lines[at + 1 : last + 1])))
        yield from [""] * (last - at)
        at = last + 1


def _last_line(lines: Sequence[str], at: int) -> int:
    """The line on which the formula ends that begins on a line; the line itself where none begins, or it never ends."""
    found = _BEGINS.match(lines[at])
    if found is None:
        return at
    end = _END[found[1]]
    if end in lines[at][found.end() :]:
        return at
    letters = len(lines[at])
    for number in range(at + 1, min(at + _LONGEST, len(lines))):
        letters += len(lines[number])
        if letters > _LETTERS or _FENCE.match(lines[number]):
            return at
        if end in lines[number]:
            return number if lines[number].strip().rstrip(".,;").endswith(end) else at
    return at
