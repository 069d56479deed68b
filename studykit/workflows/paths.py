"""The notes at a path that somebody typed."""

from __future__ import annotations

import os
from pathlib import Path

from studykit.core.errors import UsageError, nearest
from studykit.workflows.desk import Desk
from studykit.workflows.path_field import completed, meant, names_in


def complete(typed: str) -> tuple[str, tuple[str, ...]]:
    """Completes a path with folders and notes."""
    from studykit.notes.files import ENDINGS

    return completed(typed, ENDINGS)


def notes_at(desk: Desk, typed: str) -> tuple[Path, int]:
    """The file or folder of a typed path, and how many notes it holds.

    Raises UsageError, in a sentence that helps, when there is nothing to read or it is on the desk already.
    """
    from studykit.core.errors import ContentError
    from studykit.notes.files import list_notes

    if not typed.strip():
        raise UsageError("Write the path of a folder of notes first. Tab completes it.")
    typed = meant(typed)
    path = Path(os.path.expanduser(typed))  # noqa: PTH111 - "~name" of nobody raises there
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


def _near(path: Path) -> str:
    """A name in the same folder that may have been meant."""
    from studykit.notes.files import ENDINGS

    return nearest(path.name, [one.rstrip(os.sep) for one in names_in(path.parent, ENDINGS)], 0.7)
