"""From the start of the process to the first painted frame: the app beside a bare Textual app, in turns.

``python -m tests.bench.first_paint``: medians, their ratio (goal 2), and the app's memory once it has loaded.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path

RUNS = 9
BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("painted")
Bare().run()
"""
_PATIENCE = 60.0


def start(words: tuple[str, ...], home: Path) -> tuple[int, int]:
    """The process and the terminal that it draws on."""
    process, terminal = pty.fork()
    if process == 0:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        compiled = str(home / "compiled")  # modules are compiled once, as where they are installed
        os.environ.update(
            STUDYKIT_HOME=str(home), TERM="xterm-256color", LC_ALL="C.UTF-8", PYTHONPYCACHEPREFIX=compiled
        )
        os.execv(words[0], words)  # noqa: S606 - the program under test
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    return process, terminal


def until(terminal: int, said: bytes, since: float) -> float:
    """Seconds until something is painted."""
    seen = b""
    while time.perf_counter() - since < _PATIENCE:
        if select.select([terminal], [], [], 0.5)[0]:
            seen += os.read(terminal, 1 << 16)
            if said in seen:
                return time.perf_counter() - since
    raise TimeoutError(said)


def end(process: int, terminal: int) -> None:
    """Ends the process, however it is."""
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    os.close(terminal)


def painted(words: tuple[str, ...], home: Path, said: bytes) -> float:
    """Seconds from the start to a frame that says something."""
    since = time.perf_counter()
    process, terminal = start(words, home)
    try:
        return until(terminal, said, since)
    finally:
        end(process, terminal)


def memory(words: tuple[str, ...], home: Path, said: bytes) -> float:
    """Megabytes that the process holds once it has loaded and come to rest."""
    process, terminal = start(words, home)
    try:
        until(terminal, said, time.perf_counter())
        quiet = time.perf_counter() + 3
        while time.perf_counter() < quiet:
            if select.select([terminal], [], [], 0.2)[0]:
                os.read(terminal, 1 << 16)
        status = Path(f"/proc/{process}/status").read_text("utf-8")
        (kilobytes,) = [line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")]
        return int(kilobytes) / 1024
    finally:
        end(process, terminal)


def main() -> int:
    """Prints the figures."""
    app = (sys.executable, "-m", "studykit")
    bare = (sys.executable, "-c", BARE)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        painted(app, home, b"first question comes")  # what is cached is warm from here on
        painted(bare, home, b"painted")
        ours, theirs, loaded = [], [], []
        for _ in range(RUNS):
            theirs.append(painted(bare, home, b"painted"))
            ours.append(painted(app, home, b"Pass an exam"))
            loaded.append(painted(app, home, b"first question comes"))
        held = memory(app, home, b"first question comes")
    one, other, whole = map(statistics.median, (ours, theirs, loaded))
    print(f"first paint: {one * 1000:.0f} ms, bare Textual {other * 1000:.0f} ms: {one / other:.2f} times (goal 2)")
    print(f"loaded and ready for Enter: {whole * 1000:.0f} ms · memory {held:.0f} MB (goal 150)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
