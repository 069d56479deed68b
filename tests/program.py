"""Runs studykit as a user does: a process of its own, with a home of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def studykit(
    *words: str | Path, home: Path, text: str = "", env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """One run of the program; standard input is ``text``."""
    return subprocess.run(
        [sys.executable, "-m", "studykit", *map(str, words)],
        input=text,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=100,
        check=False,
        env={**os.environ, "STUDYKIT_HOME": str(home), "PYTHONIOENCODING": "utf-8", **(env or {})},
    )
