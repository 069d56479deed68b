"""What a screen shows against the text that was read last.

After a change that is meant: ``STUDYKIT_UPDATE_GOLDEN=1 pytest tests/tui``, then read the diff.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from textual.app import App

from tests.tui.looking import rows

FOLDER = Path(__file__).parents[1] / "golden" / "tui"
UPDATE = "STUDYKIT_UPDATE_GOLDEN"
SIZES = [(80, 24), (120, 36), (40, 12)]


_ENDS = str.maketrans(dict.fromkeys("▁▂▃▄▅▆▇", " "))
"""Ends of a scroll bar's thumb: an eighth of a row there depends on how far the last layout is."""


def shown(app: App[Any]) -> str:
    """The rows of the screen as one text."""
    return "\n".join(rows(app)) + "\n"


def alike(seen: str, read: str) -> bool:
    """Whether two texts differ at most in where the thumb of a scroll bar ends."""
    first, second = ([row.rstrip() for row in one.translate(_ENDS).splitlines()] for one in (seen, read))
    return first == second


def compare(name: str, app: App[Any]) -> None:
    """Fails when the screen is not as in ``tests/golden/tui/<name>.txt``."""
    seen, path = shown(app), FOLDER / f"{name}.txt"
    if os.environ.get(UPDATE):
        FOLDER.mkdir(parents=True, exist_ok=True)
        path.write_text(seen, "utf-8")
    assert path.exists(), f"{name} was never read; set {UPDATE}=1 once, then read it"
    read = path.read_text("utf-8")
    assert seen == read or alike(seen, read), f"{name} looks otherwise; if it is meant to, set {UPDATE}=1 once"
