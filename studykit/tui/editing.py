"""A note in the learner's own editor: which command, at which line; the app waits meanwhile."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from textual.app import App, SuspendNotSupported

_PLUS = ("vi", "vim", "nvim", "gvim", "nano", "pico", "emacs", "emacsclient", "micro", "kak", "joe", "ne", "mg", "ed")
"""Editors that take ``+LINE`` before the file."""
_COLON = ("hx", "helix", "subl", "zed")
"""Editors that take ``FILE:LINE``."""
_GOTO = ("code", "codium", "code-insiders", "cursor")
_UNSET = "No editor is set. Set one before you start, such as: export EDITOR=nano"


def command(environment: Mapping[str, str], path: Path, line: int) -> list[str]:
    """The words of the command that opens a file at a line; empty where no editor is set.

    An editor that is not known opens the file without the line.
    """
    wanted = environment.get("VISUAL", "").strip() or environment.get("EDITOR", "").strip()
    try:
        words = shlex.split(wanted)
    except ValueError:
        words = [wanted]
    if not words:
        return []
    name, file = Path(words[0]).stem, str(path.absolute())  # from the root: never taken for an option
    if not line:
        return [*words, file]
    if name in _PLUS:
        return [*words, f"+{line}", file]
    if name in _COLON:
        return [*words, f"{file}:{line}"]
    if name in _GOTO:
        wait = [] if {"--wait", "-w"} & set(words) else ["--wait"]
        return [*words, *wait, "-g", f"{file}:{line}"]
    return [*words, file]


def edit(app: App[Any], path: Path, line: int) -> str:
    """Opens the editor and waits until it is closed; why it could not be, or an empty sentence."""
    wanted = command(os.environ, path, line)
    if not wanted:
        return _UNSET
    try:
        with app.suspend():
            code = subprocess.run(wanted, check=False).returncode  # noqa: S603 - the learner's own editor
    except SuspendNotSupported:
        return "There is no room for an editor here. Open the file in one yourself, then press ctrl+r."
    except OSError as problem:
        return f"'{wanted[0]}' cannot be started: {problem.strerror}. Set another: export EDITOR=nano"
    return f"'{wanted[0]}' ended with code {code}." if code else ""
