"""Which studykits have the learner's folder open, so that a second one can say so."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path

_NAME = "open-{pid}.txt"


def announce(folder: Path, pid: int, now: datetime) -> datetime | None:
    """Notes that process ``pid`` has the folder open; returns since when the first other live one has.

    A folder that cannot be written is not announced.
    """
    others = others_in(folder, pid)
    with suppress(OSError):
        (folder / _NAME.format(pid=pid)).write_text(now.isoformat(), "utf-8")
    return min(others.values(), default=None)


def others_in(folder: Path, pid: int) -> dict[int, datetime]:
    """The other live processes that have the folder open, each with since when.

    Notes of processes that are gone are taken away.
    """
    others = {}
    for path in sorted(folder.glob(_NAME.format(pid="*"))):
        other = path.stem.removeprefix("open-")
        since = _since(path)
        if not other.isdecimal() or since is None or not alive(int(other)):
            with suppress(OSError):
                path.unlink()
        elif int(other) != pid:
            others[int(other)] = since
    return others


def leave(folder: Path, pid: int) -> None:
    """Takes the note of process ``pid`` away; one that cannot be taken away is stale once the process ends."""
    with suppress(OSError):
        (folder / _NAME.format(pid=pid)).unlink(missing_ok=True)


def _since(path: Path) -> datetime | None:
    try:
        moment = datetime.fromisoformat(path.read_text("utf-8").strip())
    except (OSError, ValueError):
        return None
    return moment if moment.tzinfo else None


if sys.platform == "win32":  # pragma: no cover - runs on Windows only

    def alive(pid: int) -> bool:
        """Whether a process runs. Asks for a handle: a signal, the question elsewhere, would end the process here."""
        import ctypes

        query, running = 0x1000, 259  # PROCESS_QUERY_LIMITED_INFORMATION, STILL_ACTIVE
        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(query, 0, pid & 0xFFFFFFFF)
        if not handle:
            return False
        code = ctypes.c_ulong()
        found = kernel.GetExitCodeProcess(handle, ctypes.byref(code))
        kernel.CloseHandle(handle)
        return bool(found) and code.value == running

else:

    def alive(pid: int) -> bool:
        """Whether a process runs; another user's counts."""
        try:
            os.kill(pid, 0)
        except (ProcessLookupError, OverflowError):
            return False
        except OSError:
            return True  # another user's
        return True
