"""A terminal of its own, in which a shell runs what one types: real keys, real sizes, a real way out."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

WAIT = 60.0
_EVERY = 0.05
PROMPT = "READY:"
_OURS = ("LC_", "LANG", "TMUX", "COLUMNS", "LINES")
"""What the terminal is to say itself."""


class Terminal:
    """tmux with one window; ``keys`` counts what was pressed since the program was started."""

    def __init__(self, name: str, home: Path, *, size: tuple[int, int] = (80, 24), **environment: str) -> None:
        self.keys = 0
        self._tmux = ["tmux", "-L", name, "-f", "/dev/null"]
        columns, height = size
        kept = {key: value for key, value in os.environ.items() if not key.startswith(_OURS)}
        usual = {"STUDYKIT_HOME": str(home), "HOME": str(home), "LC_ALL": "C.UTF-8", "ENV": str(home / "shrc")}
        (home / "shrc").write_text(f"PS1='{PROMPT} '\n")
        shown = {**kept, **usual, **environment}
        shell = f"env TERM={shown.get('TERM', 'tmux-256color')} sh"
        start = ["new-session", "-d", "-x", str(columns), "-y", str(height), "-c", str(home), shell]
        self._run(*start, env=shown)
        self._run("set-option", "-g", "escape-time", "10")
        self.wait_for(PROMPT)

    def start(self, *options: str, size: tuple[int, int] | None = None) -> None:
        """Starts the program from the shell."""
        if size is not None:
            self.resize(*size)
        self.type(" ".join(("clear;", sys.executable, "-m studykit", *options, "; echo LE''FT $?")))
        self._run("send-keys", "Enter")
        self.keys = 0

    def screen(self) -> str:
        """What is shown."""
        return self._run("capture-pane", "-p")

    def told(self, what: str) -> str:
        """What tmux knows of the window: ``alternate_on``, ``cursor_flag``, ``mouse_any_flag``."""
        return self._run("display-message", "-p", f"#{{{what}}}").strip()

    def press(self, *keys: str) -> None:
        """Presses keys, as tmux names them."""
        self.keys += len(keys)
        self._run("send-keys", *keys)

    def type(self, text: str) -> None:
        """Types letters."""
        self.keys += len(text)
        self._run("send-keys", "-l", text)

    def click(self, words: str) -> None:
        """Clicks on words with the left button, as a terminal reports it."""
        lines = self.wait_for(words).splitlines()
        row = next(at for at, line in enumerate(lines) if words in line)
        place = f"{lines[row].index(words) + 1};{row + 1}"
        self._run("send-keys", "-l", f"\x1b[<0;{place}M\x1b[<0;{place}m")

    def paste(self, text: str) -> None:
        """Pastes, in brackets where the program asks for them."""
        self._run("set-buffer", text)
        self._run("paste-buffer", "-p")

    def resize(self, columns: int, height: int) -> None:
        """Makes the window larger or smaller."""
        self._run("resize-window", "-x", str(columns), "-y", str(height))

    def wait_for(self, *words: str, but: str = "") -> str:
        """Waits until all of these are shown, and ``but`` is not."""
        return self.wait_until(lambda shown: all(one in shown for one in words) and not (but and but in shown), words)

    def wait_until(self, holds: Callable[[str], bool], what: object) -> str:
        """Waits until the screen is as it is wanted."""
        until = time.monotonic() + WAIT
        while time.monotonic() < until:
            shown = self.screen()
            if holds(shown):
                return shown
            time.sleep(_EVERY)
        raise AssertionError(f"{what} never showed:\n{self.screen()}")

    def left(self) -> str:
        """Waits until the program has ended; what its terminal looks like then."""
        return self.wait_for("LEFT", PROMPT)

    def shell(self, command: str) -> str:
        """What a command prints once it has ended."""
        self.type(f"clear; {command}; echo DO''NE")
        self._run("send-keys", "Enter")
        return self.wait_for("DONE")

    def end(self) -> None:
        """Closes the window and what runs in it."""
        subprocess.run([*self._tmux, "kill-server"], check=False, capture_output=True)

    def _run(self, *words: str, env: Mapping[str, str] | None = None) -> str:
        run: Any = subprocess.run([*self._tmux, *words], capture_output=True, text=True, check=True, env=env)
        return str(run.stdout)
