"""Completes a path as one types it, as a shell does."""

from __future__ import annotations

import os
from itertools import islice
from pathlib import Path

_MOST = 5_000
"""Names of a folder that are looked at."""


def completed(text: str, *, folders: bool = False) -> tuple[str, tuple[str, ...]]:
    """The text as far as it is clear what follows, and the names that are possible, sorted; ``folders``: only those.

    A folder ends in a slash. A text without a possible name stays as it is.
    """
    head, _, tail = text.rpartition(os.sep)
    head = text[: len(text) - len(tail)]
    if text == "~":
        return "~" + os.sep, ()
    names = _names(head or ".", tail, folders=folders)
    if not names:
        return text, ()
    return head + _shared(names[0], names[-1]), tuple(names)


def _shared(first: str, last: str) -> str:
    """How two names begin alike; of sorted names that is how all of them begin."""
    same = 0
    for one, other in zip(first, last, strict=False):
        if one != other:
            break
        same += 1
    return first[:same]


def _names(folder: str, start: str, *, folders: bool) -> list[str]:
    found = []
    try:
        with os.scandir(Path(folder).expanduser()) as rows:
            for row in islice(rows, _MOST):
                hidden = row.name.startswith(".") and not start.startswith(".")
                if hidden or not row.name.startswith(start) or not row.name.isprintable():
                    continue
                inside = row.is_dir()
                if inside or not folders:
                    found.append(row.name + os.sep if inside else row.name)
    except (OSError, ValueError, RuntimeError):  # not there, no path at all, nobody of that name
        return []
    return sorted(found)
