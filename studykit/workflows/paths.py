"""A path that is being typed: what it can become, and whether there are notes to read."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from studykit.core.errors import UsageError, nearest
from studykit.workflows.desk import Desk

_MOST = 2_000
"""Names of a folder that are looked at."""


@dataclass(frozen=True, slots=True)
class Completed:
    """What a half-typed path can become."""

    text: str
    """As far as all choices agree; what was typed when there is none."""
    choices: tuple[str, ...]
    """Names that it can become; folders end in a stroke."""


def complete(typed: str, *, folders_only: bool = False) -> Completed:
    """Completes a path with folders and notes; ``~`` and what was typed stay as they were. It never raises."""
    typed = _meant(typed)
    begin, stroke, rest = typed.rpartition("/")
    if typed == "~":
        return Completed("~/", ("~/",))
    folder = Path(os.path.expanduser(f"{begin}{stroke}" or "."))  # noqa: PTH111 - "~name" of nobody raises there
    names = sorted(_names(folder, folders_only=folders_only), key=str.casefold)
    found = [one for one in names if one.startswith(rest) and (rest or not one.startswith("."))]
    found = found or [one for one in names if rest and one.casefold().startswith(rest.casefold())]
    if not found:
        return Completed(typed, ())
    common = _common(found) if found[0].startswith(rest) or len(found) == 1 else rest
    return Completed(f"{begin}{stroke}{common}", tuple(found))


def notes_at(desk: Desk, typed: str) -> tuple[Path, int]:
    """The file or folder of a typed path, and how many notes it holds.

    Raises UsageError, in a sentence that helps, when there is nothing to read or it is on the desk already.
    """
    from studykit.core.errors import ContentError
    from studykit.notes.files import list_notes

    if not typed.strip():
        raise UsageError("Write the path of a folder of notes first. Tab completes it.")
    typed = _meant(typed)
    path = Path(os.path.expanduser(typed))  # noqa: PTH111 - as above
    if "\x00" in typed or not path.exists():
        raise UsageError(f"There is no '{typed}'.{_near(path)} Tab completes a path.")
    path = path.resolve()
    if path in desk.notes:
        raise UsageError("These notes are read already. ctrl+r reads them again.")
    try:
        return path, len(list_notes((path,)))
    except ContentError as problem:
        raise UsageError(str(problem)) from problem
    except OSError as problem:
        raise UsageError(f"'{typed}' cannot be read: {problem.strerror}.") from problem


def _meant(typed: str) -> str:
    """A path as it was meant: one put in behind the ``~/`` that stood there is whole, and needs no quotes."""
    meant = typed.strip()
    if meant[:2] == "~/" and meant[2:3] in {"/", "~", "'", '"'}:
        meant = meant[2:]
    quoted = len(meant) > 1 and meant[0] == meant[-1] and meant[0] in "'\""
    return meant[1:-1] if quoted else meant


def _common(names: list[str]) -> str:
    """The letters that all names begin with."""
    first, last = min(names), max(names)
    same = next((at for at, pair in enumerate(zip(first, last, strict=False)) if pair[0] != pair[1]), len(first))
    return first[:same]


def _names(folder: Path, *, folders_only: bool) -> list[str]:
    from studykit.notes.files import ENDINGS

    found: list[str] = []
    try:
        with os.scandir(folder) as inside:
            for one in inside:
                if one.is_dir():
                    found.append(f"{one.name}/")
                elif not folders_only and one.name.lower().endswith(ENDINGS):
                    found.append(one.name)
                if len(found) >= _MOST:
                    break
    except (OSError, ValueError):
        return []
    return found


def _near(path: Path) -> str:
    """A name in the same folder that may have been meant."""
    return nearest(path.name, [one.rstrip("/") for one in _names(path.parent, folders_only=False)], 0.7)
