"""No search for cycles of garbage while threads read much: it stops the loop too, for a second at a million answers."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_MUCH = 0.5
"""Seconds of work from which on what came of it is never searched again: most of it stays, and a key would wait."""
_lock = Lock()
_working: list[bool] = []
"""One for each piece of work: whether it is the one that stopped the search."""


@contextmanager
def uncollected() -> Iterator[None]:
    """While any thread is within, garbage in cycles stays; after the last one, new garbage is searched for."""
    with _lock:
        _working.append(gc.isenabled())
        gc.disable()
    started = time.monotonic()
    try:
        yield
    finally:
        with _lock:
            if time.monotonic() - started > _MUCH:
                gc.freeze()
            if _working.pop() and not _working:
                gc.enable()
