"""One piece of work with Anki at a time in this program: what was stopped ends where it can, what comes next waits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

_EVERY = 0.1
"""Seconds between two looks whether the one before has ended."""
_TURN = Lock()


@contextmanager
def one_at_a_time(waiting: Callable[[], None]) -> Iterator[None]:
    """Waits for its turn; ``waiting`` is called meanwhile, and what it raises ends the wait."""
    waiting()
    while not _TURN.acquire(timeout=_EVERY):
        waiting()
    try:
        yield
    finally:
        _TURN.release()
