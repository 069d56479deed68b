"""The API key of AnkiConnect, where it wants one: out of the environment or out of a file."""

from __future__ import annotations

import os
from pathlib import Path

from studykit.core.errors import UsageError

KEY = "STUDYKIT_ANKI_KEY"
"""Of the environment."""
_LONGEST = 1000


def key_of(path: Path | None) -> str:
    """The key that a file holds; without a file, that of the environment. Raises UsageError for what is no key."""
    if path is None:
        return os.environ.get(KEY, "")
    try:
        with path.open("rb") as file:
            text = file.read(_LONGEST + 1).decode()
    except OSError as problem:
        raise UsageError(f"{path} cannot be read: {problem.strerror}.") from problem
    except ValueError as problem:  # no text, or a path that cannot be
        raise UsageError(f"{path} holds no key.") from problem
    key = text.strip()
    if not key or len(text) > _LONGEST or not key.isprintable():
        raise UsageError(f"{path} holds no key.")
    return key
