"""The name of this computer in the log: minted once, kept in the learner's folder."""

from __future__ import annotations

import os
import platform
import re
import uuid
from contextlib import suppress
from pathlib import Path

FILE = "device.txt"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_HOST = 40


def device_of(home: Path) -> str:
    """``laptop-1a2b3c4d``: the computer's name and eight random digits, the same at every start.

    A folder that cannot be written to gives the computer's name alone.
    """
    path = home / FILE
    return _read(path) or _keep(path, _mint(), anew=False) or _host()


def new_device(home: Path) -> str:
    """Gives this folder another name: the one that it had is used on another computer too. Raises OSError."""
    fresh = _mint()
    if _keep(home / FILE, fresh, anew=True) != fresh:
        raise OSError(f"'{home / FILE}' cannot be written")
    return fresh


def _read(path: Path) -> str:
    try:
        name = path.read_text("utf-8").strip()
    except (OSError, ValueError):
        return ""
    return name if _NAME.fullmatch(name) else ""


def _keep(path: Path, name: str, *, anew: bool) -> str:
    """The name that is kept in the end: of two processes that start at once the first decides. Empty when none is."""
    fresh = path.with_name(f".device-{os.getpid()}-{uuid.uuid4().hex[:8]}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with fresh.open("x", encoding="utf-8") as file:
            file.write(f"{name}\n")
            file.flush()
            os.fsync(file.fileno())
        if anew or (path.exists() and not _read(path)):  # what holds no name keeps none
            fresh.replace(path)
        else:
            os.link(fresh, path)
    except FileExistsError:
        pass
    except OSError:
        return _plainly(path, name)
    finally:
        with suppress(OSError):
            fresh.unlink()
    return _read(path)


def _plainly(path: Path, name: str) -> str:
    """For file systems without links."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(f"{name}\n")
    except OSError:
        return _read(path)
    return name


def _mint() -> str:
    return f"{_host()}-{uuid.uuid4().hex[:8]}"


def _host() -> str:
    name = re.sub(r"[^a-z0-9]+", "-", platform.node().partition(".")[0].casefold())[:_HOST].strip("-")
    return name or "computer"
