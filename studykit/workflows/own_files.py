"""Files that must never be written over: the learner's answers, notes that are read, packs."""

from __future__ import annotations

from pathlib import Path

from studykit.core.errors import UsageError
from studykit.workflows.library import Library


def refuse_own(library: Library, path: Path) -> None:
    """Raises UsageError for a file that is kept here or read from."""
    target = path.expanduser().resolve()
    read = {one.resolve() for one in library.paths.values()}
    kept = (library.origin.places.home.resolve(), library.folder.resolve())
    if target in read or any(target.is_relative_to(folder) for folder in kept):
        raise UsageError(f"'{path}' is a file of yours that studykit keeps or reads. Name another one.")
