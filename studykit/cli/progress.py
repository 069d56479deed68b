"""A bar on standard error while notes are read, when that takes longer than a moment."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from studykit.workflows.library import Progress as Told

_PATIENCE = 0.7
"""Seconds without a word."""


class Bar:
    """Shows a bar once it has taken a while, on a terminal only."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._shown: tuple[Progress, TaskID] | None = None

    def __call__(self, done: int, total: int) -> None:
        """Is told how many of how many notes were read."""
        if self._shown is None:
            if time.monotonic() - self._started < _PATIENCE or not sys.stderr.isatty():
                return
            self._shown = self._begin(total)
        bar, task = self._shown
        bar.update(task, completed=done, total=total)
        if done == total:
            bar.update(task, description="Settling facts", total=None)

    @staticmethod
    def _begin(total: int) -> tuple[Progress, TaskID]:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        bar = Progress(*columns, console=Console(stderr=True), transient=True)
        bar.start()
        return bar, bar.add_task("Reading notes", total=total)

    def close(self) -> None:
        """Takes the bar away."""
        if self._shown is not None:
            self._shown[0].stop()


@contextmanager
def told() -> Iterator[Told]:
    """Somebody to tell how far the reading is."""
    bar = Bar()
    try:
        yield bar
    finally:
        bar.close()
