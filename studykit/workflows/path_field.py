"""Completes a path or a name as one types it, as a shell does."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

_MOST = 20_000
"""Names of a folder that are looked at."""
_QUOTES = "'\""
_ESCAPED = re.compile(r"\\(.)")


def meant(text: str) -> str:
    """The path that is meant: terminals quote one that is dropped on them, and people copy it as a shell wants it.

    One that is put in behind the ``~/`` that stood there is whole.
    """
    if _is_there(text):
        return text
    bare = text.strip()
    if bare[:2] == "~/" and bare[2:3] in {"/", "~", *_QUOTES}:
        bare = bare[2:]
    if len(bare) > 1 and bare[0] == bare[-1] and bare[0] in _QUOTES:
        return bare[1:-1]
    plain = _ESCAPED.sub(r"\1", bare)
    return plain if _is_there(plain) else bare


def _is_there(text: str) -> bool:
    try:
        return Path(text).expanduser().exists()
    except (OSError, ValueError, RuntimeError):
        return False


def completed(text: str, endings: tuple[str, ...] = ("",)) -> tuple[str, tuple[str, ...]]:
    """The text as far as it is clear what follows, and the names that are possible, sorted.

    Files are offered by their endings, and with none only folders, which end in a slash. Where nothing begins as it is
    written, letters may be small or large. A text without a possible name stays as it is. It never raises.
    """
    for whole in (text, meant(text)):
        if whole == "~":
            return "~" + os.sep, ("~" + os.sep,)
        head, stroke, tail = whole.rpartition(os.sep)
        names = [one for one in names_in(Path(head + stroke), endings) if tail or not one.startswith(".")]
        found = [one for one in names if one.startswith(tail)]
        alike = found or [one for one in names if one.casefold().startswith(tail.casefold())]
        if alike:
            sure = _shared(alike) if found or len(alike) == 1 else tail
            return head + stroke + sure, tuple(alike)
    return text, ()


def completed_from(names: Iterable[str], text: str) -> tuple[str, tuple[str, ...]]:
    """The text as far as it is clear which name follows, and the names that are possible, sorted."""
    wanted = text.casefold()
    found = sorted(one for one in names if one.startswith(wanted))
    return (_shared(found) if found else text), tuple(found)


def names_in(folder: Path, endings: tuple[str, ...]) -> list[str]:
    """What can be seen in a folder, sorted: folders with a slash, and files with one of these endings."""
    found = []
    try:
        with os.scandir(folder.expanduser()) as rows:
            for row in islice(rows, _MOST):
                inside = row.is_dir()
                if row.name.isprintable() and (inside or row.name.lower().endswith(endings)):
                    found.append(row.name + os.sep if inside else row.name)
    except (OSError, ValueError, RuntimeError):  # not there, no path at all, nobody of that name
        return []
    return sorted(found)


def _shared(names: Sequence[str]) -> str:
    """How all names begin."""
    first, last = min(names), max(names)  # what these begin with, all between them do
    same = next((at for at, pair in enumerate(zip(first, last, strict=False)) if pair[0] != pair[1]), len(first))
    return first[:same]
