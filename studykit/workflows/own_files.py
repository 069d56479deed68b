"""Files that must never be written over: the learner's answers, notes that are read, packs."""

from __future__ import annotations

import os
from pathlib import Path

from studykit.core.errors import UsageError
from studykit.workflows.library import Library

_NO_FILE = Path("-")
_KEPT = ("backups", "cache", "damaged")
"""Folders within the home that the program fills; others there are the learner's own."""


def refuse_place(library: Library, path: Path, shown: str) -> None:
    """Raises UsageError where no file of that name can be written; ``shown`` is the path as the learner wrote it."""
    if path.name in ("", ".", "..") or path.is_dir():
        raise UsageError(f"'{shown}' is no name for a file.")
    if not path.parent.is_dir():
        raise UsageError(f"There is no folder '{path.parent}'.")
    if path.exists() and not path.is_file():
        raise UsageError(f"'{shown}' is a device and no file.")
    refuse_own(library, path)


def refuse_own(library: Library, path: Path) -> None:
    """Raises UsageError for a file that is kept here or read from, and for what other programs take for no file."""
    if path == _NO_FILE:
        raise UsageError("'-' is no name for a file. Name one, such as cards.txt.")
    # as text: paths raise for a loop of links and for the folder of a user whom nobody knows
    target = Path(os.path.realpath(os.path.expanduser(path)))  # noqa: PTH111 - as said above
    home = library.origin.places.home.resolve()
    read = {Path(os.path.realpath(one)) for one in library.paths.values()}
    kept = (library.folder.resolve(), *(home / name for name in _KEPT))
    if target in read or target.parent == home or any(target.is_relative_to(folder) for folder in kept):
        raise UsageError(f"'{path}' is a file of yours that studykit keeps or reads. Name another one.")
