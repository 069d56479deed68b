"""A file that is written whole or not at all."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

from studykit.core.errors import StudykitError


def write_whole(path: Path, content: bytes) -> None:
    """Puts ``content`` in the place of what ``path`` held; whoever looks sees the one or the other.

    Raises StudykitError when that cannot be done; what was there stays.
    """
    target = Path(os.path.realpath(path))  # what a link points to, not the link
    # In the same folder, because only there can a file take the place of another in one step. The
    # name is short, because a long one may only just fit.
    fresh = target.parent / f".studykit-{os.getpid()}.tmp"
    try:
        _replaceable(target)
        with fresh.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())  # the name must not reach the disk before the content
        fresh.replace(target)
    except OSError as problem:
        raise StudykitError(f"'{path}' cannot be written: {problem.strerror}.") from problem
    finally:
        with suppress(OSError):
            fresh.unlink()


def _replaceable(target: Path) -> None:
    """Raises OSError for a folder, and for a device, which a file must not take the place of."""
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, "It is a folder")
    if target.exists() and not target.is_file():
        raise OSError(errno.EINVAL, "It is a device and not a file")
