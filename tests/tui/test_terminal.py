"""The app in a real terminal: started, answered, left, and started again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kept import kept

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed: left out")
WAIT = 60.0


class Terminal:
    """One program in a terminal of its own."""

    def __init__(self, name: str, size: tuple[int, int], environment: dict[str, str]) -> None:
        self._tmux = ["tmux", "-L", name]
        columns, rows = size
        command = f"{sys.executable} -m studykit; echo LEFT $?; sleep 60"
        start = [*self._tmux, "-f", "/dev/null", "new-session", "-d", "-x", str(columns), "-y", str(rows), command]
        subprocess.run(start, check=True, env={**os.environ, **environment})

    def screen(self) -> str:
        shown = subprocess.run([*self._tmux, "capture-pane", "-p"], capture_output=True, text=True, check=True)
        return shown.stdout

    def press(self, *keys: str) -> None:
        subprocess.run([*self._tmux, "send-keys", *keys], check=True)

    def wait_for(self, words: str) -> str:
        until = time.monotonic() + WAIT
        while time.monotonic() < until:
            shown = self.screen()
            if words in shown:
                return shown
            time.sleep(0.1)
        raise AssertionError(f"'{words}' never showed:\n{self.screen()}")

    def end(self) -> None:
        subprocess.run([*self._tmux, "kill-server"], check=False)


@pytest.fixture(params=[(80, 24), (120, 36)], ids=["80x24", "120x36"])
def terminal(request: pytest.FixtureRequest, home: Path) -> Iterator[Terminal]:
    name = f"studykit-{os.getpid()}-{request.param[0]}"
    environment = {"STUDYKIT_HOME": str(home), "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
    opened = Terminal(name, request.param, environment)
    yield opened
    opened.end()


def test_first_question_answer_leave_and_find_it_saved(terminal: Terminal, home: Path) -> None:
    terminal.wait_for("Start now")
    terminal.press("Enter")
    terminal.wait_for("Choose A–D, then Enter.")
    terminal.press("a")
    terminal.wait_for("A is chosen. Enter answers.")
    terminal.press("Enter")
    shown = terminal.wait_for("Saved.")
    assert "Counts as" in shown
    terminal.press("C-q")
    left = terminal.wait_for("LEFT 0")
    assert "Traceback" not in left
    with kept(home) as store:
        assert len(store.reviews()) == 1
