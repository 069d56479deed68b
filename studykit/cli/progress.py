"""A bar on standard error while notes are read or questions made, when that takes longer than a moment."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from studykit.core.progress import Progress as Told

_PATIENCE = 0.7
"""Seconds without a word."""


class Bar:
    """Shows a bar once it has taken a while, on a terminal only."""

    def __init__(self, what: str, then: str) -> None:
        self._what, self._then = what, then
        self._started = time.monotonic()
        self._shown: tuple[Progress, TaskID] | None = None

    def __call__(self, done: int, total: int) -> None:
        """Is told how many of how many are done."""
        if self._shown is None:
            if time.monotonic() - self._started < _PATIENCE or not sys.stderr.isatty():
                return
            self._shown = self._begin(total)
        bar, task = self._shown
        bar.update(task, completed=done, total=total)
        if done == total and self._then:
            bar.update(task, description=self._then, total=None)

    def _begin(self, total: int) -> tuple[Progress, TaskID]:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        bar = Progress(*columns, console=Console(stderr=True), transient=True)
        bar.start()
        return bar, bar.add_task(self._what, total=total)

    def close(self) -> None:
        """Takes the bar away."""
        if self._shown is not None:
            self._shown[0].stop()


@contextmanager
def told(what: str = "Reading notes", then: str = "") -> Iterator[Told]:
    """Somebody to tell how far it is; ``then`` names what comes after, whose length nobody knows."""
    bar = Bar(what, then)
    try:
        yield bar
    finally:
        bar.close()
