"""Files that must never be written over: the learner's answers, notes that are read, packs."""

from __future__ import annotations

from pathlib import Path

from studykit.core.errors import UsageError
from studykit.workflows.library import Library

_KEPT = ("backups", "cache", "damaged")
"""Folders within the home that the program fills; others there are the learner's own."""


def refuse_own(library: Library, path: Path) -> None:
    """Raises UsageError for a file that is kept here or read from."""
    target, home = path.expanduser().resolve(), library.origin.places.home.resolve()
    read = {one.resolve() for one in library.paths.values()}
    kept = (library.folder.resolve(), *(home / name for name in _KEPT))
    if target in read or target.parent == home or any(target.is_relative_to(folder) for folder in kept):
        raise UsageError(f"'{path}' is a file of yours that studykit keeps or reads. Name another one.")
