"""Which studykits have the learner's folder open, so that a second one can say so."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

_NAME = "open-{pid}.txt"


def announce(folder: Path, pid: int, now: datetime) -> datetime | None:
    """Notes that process ``pid`` has the folder open; returns since when the first other live one has.

    Notes of processes that are gone are taken away. A folder that cannot be written is not announced.
    """
    others = []
    for path in sorted(folder.glob(_NAME.format(pid="*"))):
        other = path.stem.removeprefix("open-")
        since = _since(path)
        if not other.isdigit() or since is None or not _alive(int(other)):
            path.unlink(missing_ok=True)
        elif int(other) != pid:
            others.append(since)
    try:
        (folder / _NAME.format(pid=pid)).write_text(now.isoformat(), "utf-8")
    except OSError:
        return min(others, default=None)
    return min(others, default=None)


def leave(folder: Path, pid: int) -> None:
    """Takes the note of process ``pid`` away."""
    (folder / _NAME.format(pid=pid)).unlink(missing_ok=True)


def _since(path: Path) -> datetime | None:
    try:
        moment = datetime.fromisoformat(path.read_text("utf-8").strip())
    except (OSError, ValueError):
        return None
    return moment if moment.tzinfo else None


def _alive(pid: int) -> bool:
    if os.name == "nt":
        return True  # signals would end the process there; a stale note is only a sentence too many
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
